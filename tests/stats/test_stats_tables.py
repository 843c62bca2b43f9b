"""Any dataframe in, the same kind out, with the same numbers as the arrays give."""

import subprocess
import sys

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from evenhand.stats import InvalidCounts, mantel_haenszel_rate_ratio, ratio_of_rates, unknown_range
from evenhand.stats.errors import InvalidTable
from evenhand.stats.tables import proportion_table, rate_table, within_table

ROWS = {
    "force": ["A", "A", "A", "B", "B", "B"],
    "group": ["White", "Black", "Unknown", "Black", "White", "Unknown"],
    "searches": [100, 50, 30, 7, 70, 0],
    "people": [10_000, 1_000, None, 500, 5_000, None],
    "finds": [20, 9, 5, 0, 30, 0],
}


def as_duckdb(rows):
    return duckdb.from_arrow(pa.table(rows))


MAKERS = {
    "pandas": pd.DataFrame,
    "pandas with pyarrow": lambda rows: pd.DataFrame(rows).convert_dtypes(dtype_backend="pyarrow"),
    "polars": pl.DataFrame,
    "polars lazy": pl.LazyFrame,
    "pyarrow": pa.table,
    "duckdb": as_duckdb,
}


def columns_of(table) -> dict[str, list]:
    if isinstance(table, pl.LazyFrame):
        table = table.collect()
    if isinstance(table, duckdb.DuckDBPyRelation):
        table = table.to_arrow_table()
    if isinstance(table, pd.DataFrame):
        return {name: table[name].tolist() for name in table.columns}
    return table.to_pydict() if isinstance(table, pa.Table) else table.to_dict(as_series=False)


NAMES = {"events": "searches", "exposure": "people", "group": "group", "reference": "White"}


@pytest.mark.parametrize("kind", MAKERS)
def test_rates_come_back_in_the_table_that_was_given(kind):
    given = MAKERS[kind](ROWS)
    found = rate_table(given, **NAMES, by=["force"], unknown="Unknown", per=1000)
    assert type(found) is type(given)
    columns = columns_of(found)
    assert columns["group"] == ROWS["group"]
    np.testing.assert_allclose(columns["rate"], [10, 50, np.nan, 14, 14, np.nan])
    np.testing.assert_allclose(columns["ratio"], [1, 5, np.nan, 1, 1, np.nan])
    alone = ratio_of_rates([50, 7], [1_000, 500], [100, 70], [10_000, 5_000])
    np.testing.assert_allclose(np.array(columns["ratio_high"])[[1, 3]], alone.high)
    np.testing.assert_allclose(columns["excess"], [0, 40, np.nan, 0, 0, np.nan], atol=1e-9)
    span = unknown_range([50, 7], [1_000, 500], [100, 70], [10_000, 5_000], [30, 0])
    ends = np.array(columns["ratio_if_unknown_all_group"])
    np.testing.assert_allclose(ends[[1, 3]], span.high)
    assert np.isnan(columns["tipping_share"]).all()


@pytest.mark.parametrize("kind", MAKERS)
def test_find_rates_come_back_in_the_table_that_was_given(kind):
    given = MAKERS[kind](ROWS)
    found = proportion_table(
        given, successes="finds", trials="searches", group="group", reference="White", by=["force"]
    )
    assert type(found) is type(given)
    columns = columns_of(found)
    np.testing.assert_allclose(columns["proportion"], [0.2, 0.18, 1 / 6, 0, 3 / 7, np.nan])
    np.testing.assert_allclose(columns["difference"][:2], [0, -0.02])
    np.testing.assert_allclose(columns["ratio_low"][0], 1)
    np.testing.assert_allclose(columns["ratio"][3], 0)


@pytest.mark.parametrize("kind", ["pandas", "polars", "polars lazy", "pyarrow", "duckdb"])
def test_the_pooled_ratio_stands_beside_the_ratio_within(kind):
    kept = [place for place, label in enumerate(ROWS["group"]) if label != "Unknown"]
    given = MAKERS[kind]({name: [values[i] for i in kept] for name, values in ROWS.items()})
    found = within_table(given, **NAMES, strata=["force"])
    assert type(found) is type(given)
    columns = columns_of(found)
    assert (columns["group"], columns["strata"]) == (["Black"], [2])
    assert columns["pooled_ratio"][0] == pytest.approx((57 / 1_500) / (170 / 15_000))
    four = [50, 7], [1_000, 500], [100, 70], [10_000, 5_000]
    within = mantel_haenszel_rate_ratio(*four)
    assert columns["within_ratio_low"][0] == pytest.approx(float(within.low))
    assert columns["indirect_ratio"][0] == pytest.approx(57 / 17)


def test_a_shuffled_pandas_index_is_kept_and_not_mixed_up():
    given = pd.DataFrame(ROWS, index=[5, 3, 4, 0, 1, 2])
    found = rate_table(given, **NAMES, by=["force"], unknown="Unknown")
    assert found.index.tolist() == [5, 3, 4, 0, 1, 2]
    assert found.loc[3, "ratio"] == pytest.approx(5)
    assert "rate" not in given.columns


def test_one_set_needs_no_by():
    given = pl.DataFrame({"g": ["x", "y"], "n": [4, 8], "pop": [10, 10]})
    found = rate_table(given, events="n", exposure="pop", group="g", reference="x")
    assert found["ratio"].to_list() == [1, 2]
    assert "tipping_share" not in found.columns


def table(**changes):
    return pl.DataFrame({"force": ["A", "A"], "group": ["White", "Black"], **COUNTS, **changes})


COUNTS = {"searches": [1, 2], "people": [10, 20]}


@pytest.mark.parametrize(
    ("given", "more", "said"),
    [
        (table(group=["Asian", "Black"]), {}, "no row for the reference group 'White'$"),
        (table(force=["A", "B"]), {"by": ["force"]}, "reference group 'White' in B"),
        (table(group=["White", "White"]), {}, "'White' has more than one row"),
        (table(), {"by": ["month"]}, "no column 'month' among force, group, searches, people"),
        (table(searches=["1", "2"]), {}, "column 'searches' holds String, not numbers"),
        (table(), {"by": "force"}, "give a list of columns"),
        ([1, 2], {}, "list is not a dataframe"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_words(given, more, said):
    with pytest.raises(InvalidTable, match=said):
        rate_table(given, **NAMES, **more)


def test_a_null_count_is_not_zero():
    with pytest.raises(InvalidCounts, match=r"events\[1\] is nan"):
        rate_table(table(searches=[1, None]), **NAMES)


def test_a_table_of_the_reference_alone_has_nothing_to_compare():
    with pytest.raises(InvalidTable, match="no group to compare with 'White'"):
        within_table(table().head(1), **NAMES, strata=["force"])


def test_importing_the_statistics_brings_no_dataframe_and_no_engine():
    heavy = ["pandas", "polars", "pyarrow", "duckdb", "django", "scipy.stats", "scipy.optimize"]
    script = (
        "import sys, evenhand.stats, evenhand.stats.tables\n"
        f"print([name for name in {heavy} if name in sys.modules])"
    )
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert said.stdout.strip() == "[]"
