"""Agreement between two descriptions of the same people."""

import numpy as np
import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from statsmodels.stats.inter_rater import cohens_kappa

from evenhand.stats import InvalidCounts, agreement

tables = (
    st.integers(2, 5)
    .flatmap(
        lambda size: st.lists(
            st.lists(st.integers(0, 200), min_size=size, max_size=size),
            min_size=size,
            max_size=size,
        )
    )
    .map(np.array)
)

# Fleiss, Levin and Paik (2003), table 18.1: two raters, 100 people, psychotic, neurotic, organic.
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


def test_the_example_of_fleiss_levin_and_paik():
    found = agreement(FLEISS)
    assert (found.n, found.observed) == (100, pytest.approx(0.89))
    assert found.expected == pytest.approx(0.66)
    assert found.kappa == pytest.approx(0.68, abs=0.005)
    half = (found.kappa_high - found.kappa_low) / 2
    assert half / 1.959964 == pytest.approx(0.087, abs=0.001)


@given(tables)
@example(np.array([[0, 0], [1, 0]]))
def test_statsmodels_agrees(table):
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    assume(table.sum() > 0 and rows @ columns < table.sum() ** 2)
    with np.errstate(invalid="ignore", divide="ignore"):  # its test of kappa 0, not compared here
        theirs = cohens_kappa(table)
    found = agreement(table)
    assert found.kappa == pytest.approx(theirs.kappa, abs=1e-9)
    assert found.kappa_low == pytest.approx(max(theirs.kappa_low, -1), abs=1e-6)
    assert found.kappa_high == pytest.approx(min(theirs.kappa_upp, 1), abs=1e-6)


@given(tables)
def test_which_description_is_which_does_not_matter(table):
    assume(table.sum() > 0)
    one, other = agreement(table), agreement(table.T)
    np.testing.assert_allclose(one.kappa, other.kappa, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(one.kappa_low, other.kappa_low, rtol=1e-7, atol=1e-9)


def test_complete_agreement_is_one_and_chance_is_zero():
    assert agreement(np.diag([5, 6, 7])).kappa == 1
    assert agreement(np.outer([2, 3], [4, 6])).kappa == pytest.approx(0, abs=1e-12)


def test_kappa_is_not_defined_where_all_fall_in_one_group_or_nobody_is_there():
    one_group = agreement([[9, 0], [0, 0]])
    assert one_group.observed == 1
    assert np.isnan([one_group.kappa, one_group.kappa_low, one_group.kappa_high]).all()
    nobody = agreement([[0, 0], [0, 0]])
    assert nobody.n == 0
    assert np.isnan([nobody.observed, nobody.kappa]).all()


def test_many_tables_at_once():
    found = agreement(np.stack([FLEISS, np.diag([5, 6, 7])]))
    np.testing.assert_allclose(found.kappa, [agreement(FLEISS).kappa, 1])


def test_intervals_cover_about_as_stated():
    rng = np.random.default_rng(2031)
    share = np.array([[0.5, 0.05, 0.02], [0.04, 0.2, 0.03], [0.01, 0.03, 0.12]])
    expected = share.sum(axis=0) @ share.sum(axis=1)
    truth = (np.trace(share) - expected) / (1 - expected)
    found = agreement(rng.multinomial(400, share.ravel(), 5_000).reshape(-1, 3, 3))
    covered = np.mean((found.kappa_low <= truth) & (truth <= found.kappa_high))
    assert 0.935 <= covered <= 0.965


@pytest.mark.parametrize("table", [[1, 2], [[1, 2, 3], [4, 5, 6]], [[]], 5])
def test_a_table_that_is_not_square_is_refused(table):
    with pytest.raises(InvalidCounts, match="square table"):
        agreement(table)


def test_a_negative_count_is_refused():
    with pytest.raises(InvalidCounts, match=r"confusion\[0, 1\] is -1"):
        agreement([[1, -1], [0, 2]])
