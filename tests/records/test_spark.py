"""The same expressions give the same whole numbers on DuckDB and on Spark."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from evenhand.records.count import DIMENSIONS, count
from evenhand.records.engine import Engine
from evenhand.records.importing import import_police_uk
from evenhand.records.lake import Lake

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java, which is not here"),
    # PySpark and Ibis speak to each other through names that later versions will drop.
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

QUESTIONS: list[dict[str, Any]] = [
    {"by": []},
    *({"by": [name]} for name in DIMENSIONS),
    {"by": ["force", "month", "nineteen_group", "legislation", "outcome"]},
    {"by": ["five_group", "found"], "where": {"person": [True], "power_kind": ["suspicionless"]}},
    {"by": ["month"], "first": "2021-06", "last": "2021-09", "forces": ["bedfordshire"]},
]


@pytest.fixture(scope="module")
def spark() -> Iterator[Engine]:
    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    pyspark = pytest.importorskip("pyspark.sql", reason="evenhand[spark] is not installed")
    builder = pyspark.SparkSession.builder.master("local[2]").appName("evenhand")
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.memory": "2g",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "UTC",
    }.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    yield Engine.spark(session)
    session.stop()


@pytest.fixture(scope="module")
def lake(tmp_path_factory: pytest.TempPathFactory, shared_data: Path) -> Lake:
    folder = tmp_path_factory.mktemp("spark") / "lake"
    monthly = shared_data / "police-uk-stop-search" / "monthly"
    files = [*monthly.glob("2021-0[5-9]-*"), *monthly.glob("2018-0[4-5]-*")]
    import_police_uk(sorted(files), folder)
    return Lake.open(folder)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: " ".join(q["by"]) or "all")
def test_spark_and_duckdb_agree(lake: Lake, spark: Engine, question: dict[str, Any]) -> None:
    embedded = count(lake, **question)
    cluster = count(lake, **question, engine=spark)
    assert embedded.schema == cluster.schema
    as_set = [Counter(tuple(row.items()) for row in t.to_pylist()) for t in (embedded, cluster)]
    assert as_set[0] == as_set[1]
    assert sum(embedded.column("n").to_pylist()) > 0
