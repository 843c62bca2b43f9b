"""A reform's prediction, written down beforehand; and months that never came."""

from dataclasses import FrozenInstanceError, replace
from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm
from test_stats_before_after import CHANGED, MONTHS, design, series

from evenhand.stats import (
    CannotTell,
    InvalidCounts,
    Registration,
    StatsError,
    interrupted_series,
    judge_registration,
)

MONTH_NAMES = [str(month) for month in np.arange("2022-01", "2027-01", dtype="datetime64[M]")]


def promised(**changes):
    made = Registration(
        question="Supervisors review each search for drugs; fewer searches of Black people.",
        series="Searches of Black people for drugs, Demoshire",
        before_from="2022-01",
        after_from="2025-01",
        after_until="2026-12",
        direction="at most",
        ratio=0.85,
        registered_on=date(2024, 12, 1),
    )
    return replace(made, **changes)


def by_month(counts):
    return dict(zip(MONTH_NAMES, counts, strict=True))


@pytest.fixture(scope="module")
def fallen():
    return by_month(series(np.random.default_rng(6_5), change=0.6, mean=300))


def judged(registration, counts, **more):
    exposure = dict.fromkeys(counts, 1.0)
    return judge_registration(
        registration, counts, exposure, kept_digest=registration.digest, **more
    )


@pytest.mark.parametrize(
    ("direction", "ratio", "verdict"),
    [
        ("at most", 0.85, "held"),
        ("at most", 0.4, "failed"),
        ("at most", 0.6, "cannot tell"),
        ("at least", 1.1, "failed"),
        ("at least", 0.4, "held"),
    ],
)
def test_a_prediction_holds_fails_or_cannot_be_told(fallen, direction, ratio, verdict):
    found = judged(promised(direction=direction, ratio=ratio), fallen)
    assert found.verdict == verdict
    assert found.change.low < 0.6 < found.change.high


def test_only_the_months_that_were_named_count(fallen):
    registration = promised(after_until="2026-06")
    one = judged(registration, fallen)
    odd = {**fallen, "2026-07": 1e6, "2021-12": 0.0}
    other = judged(registration, odd)
    assert other.change.value == one.change.value
    assert len(registration.months) == 54
    assert len(one.found.expected) == 54


def test_the_control_series_is_the_registered_one_or_none(fallen):
    control = by_month(series(np.random.default_rng(6_6), change=0.9, mean=300))
    named = promised(control="Searches of Black people for drugs, other forces")
    found = judged(
        named, fallen, control_events=control, control_exposure=dict.fromkeys(control, 1.0)
    )
    assert found.change is found.found.against_control
    with pytest.raises(InvalidCounts, match="the registration names Searches of Black"):
        judged(named, fallen)
    with pytest.raises(InvalidCounts, match="the registration names no control series"):
        judged(
            promised(), fallen, control_events=control, control_exposure=dict.fromkeys(control, 1.0)
        )


def test_a_missing_month_is_not_zero_and_the_window_is_not_shortened(fallen):
    without = {month: count for month, count in fallen.items() if month < "2026-11"}
    with pytest.raises(CannotTell, match="no number for 2026-11 and 1 more months"):
        judged(promised(), without)


def test_a_month_before_the_change_that_never_came_is_left_out_and_named(fallen):
    gone = ("2022-09", "2023-07", "2023-08")
    whole = judged(promised(), fallen)
    found = judged(promised(), {month: y for month, y in fallen.items() if month not in gone})

    assert (whole.left_out, found.left_out) == ((), gone)
    assert found.verdict == "held"
    assert found.change.low < 0.6 < found.change.high
    assert len(found.found.expected) == len(promised().months) - len(gone)
    with pytest.raises(CannotTell, match="23 moments before the change"):
        judged(promised(), {month: y for month, y in fallen.items() if month >= "2023-02"})


def test_a_gap_keeps_trend_and_season_where_they_were():
    """As statsmodels fits them, with the missing months' rows taken out of its design."""
    counts = series(np.random.default_rng(6_7))
    kept = np.delete(np.arange(MONTHS), [5, 14, 15, 27])
    changed_at = int(np.searchsorted(kept, CHANGED))
    found = interrupted_series(counts[kept], 1.0, changed_at, at=kept)
    theirs = sm.GLM(counts[kept], design()[kept], family=sm.families.Poisson()).fit(tol=1e-12)

    np.testing.assert_allclose(found.expected, theirs.fittedvalues, rtol=1e-7)
    np.testing.assert_allclose(float(found.change.value), np.exp(theirs.params[2]), rtol=1e-7)
    with_any_beginning = interrupted_series(counts[kept], 1.0, changed_at, at=kept + 600)
    np.testing.assert_allclose(with_any_beginning.expected, found.expected, rtol=1e-9)
    for wrong in (kept[:-1], kept[::-1], kept + 0.5, np.zeros(len(kept))):
        with pytest.raises(InvalidCounts, match="at must be a whole number"):
            interrupted_series(counts[kept], 1.0, changed_at, at=wrong)


def test_intervals_cover_as_stated_where_months_never_came():
    rng = np.random.default_rng(6_8)
    hits, years = 0, 120
    for _ in range(years):
        kept = np.sort(
            np.concatenate(
                [rng.choice(CHANGED, size=CHANGED - 5, replace=False), np.arange(CHANGED, MONTHS)]
            )
        )
        counts = series(rng, carried=0.3)[kept]
        change = interrupted_series(counts, 1.0, CHANGED - 5, at=kept).change
        hits += change.low <= 0.7 <= change.high
    assert hits / years >= 0.88


@pytest.mark.parametrize(
    "changes",
    [{"before_from": "2023-02"}, {"after_until": "2025-05"}, {"after_from": "2026-08"}],
)
def test_months_that_could_never_tell_are_refused_when_they_are_written_down(changes):
    promised().refuse_short()
    with pytest.raises(CannotTell, match="name at least 24 before and 6 after"):
        promised(**changes).refuse_short()


@pytest.mark.parametrize(
    "changes",
    [
        {"question": "Another."},
        {"series": "Another series"},
        {"before_from": "2022-02"},
        {"after_from": "2025-02"},
        {"after_until": "2026-11"},
        {"direction": "at least"},
        {"ratio": 0.86},
        {"registered_on": date(2024, 12, 2)},
        {"control": "Others"},
        {"shape": "level and slope"},
    ],
)
def test_whatever_is_changed_afterwards_is_found_out(fallen, changes):
    kept = promised().digest
    assert promised().digest == kept
    changed = promised(**changes)
    assert changed.digest != kept
    with pytest.raises(CannotTell, match="not the one that was kept"):
        judge_registration(changed, fallen, fallen, kept_digest=kept)


def test_the_digest_can_be_worked_out_by_anybody():
    """SHA-256 of sorted JSON without spaces, in UTF-8."""
    assert promised().digest == ("a7ff2a3538e13d35fee6b8f6a03629d4d2cd70eb8a717cea503ea13e4754f6a7")


def test_a_registration_cannot_be_altered_in_place():
    with pytest.raises(FrozenInstanceError):
        promised().ratio = 0.9


def test_a_prediction_that_is_none_is_refused():
    assert promised(registered_on=date(2025, 1, 31)).months
    with pytest.raises(CannotTell, match="is no prediction"):
        promised(registered_on=date(2025, 2, 1))
    with pytest.raises(StatsError, match="question is empty"):
        promised(question=" ")
    with pytest.raises(StatsError, match="direction must be one of at most, at least"):
        promised(direction="about")
    with pytest.raises(StatsError, match="shape must be one of"):
        promised(shape="jump")
    with pytest.raises(StatsError, match="ratio is 0"):
        promised(ratio=0)
    with pytest.raises(StatsError, match="must follow each other"):
        promised(after_from="2021-12")
    for wrong in ("2025", "2025-13", "2025-01-01", "soon"):
        with pytest.raises(StatsError, match="it must be a month, such as 2026-04"):
            promised(after_from=wrong)
