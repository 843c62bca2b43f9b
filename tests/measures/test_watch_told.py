"""What the public may see of an alert: nothing under ten, nothing finer than the nearest five."""

import json
from dataclasses import asdict, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_watch import Plant, drawn

from evenhand.measures.watch import Change, Direction, Found, Looks, Means, Series, Span, watched
from evenhand.measures.watch.told import told

COUNTS = ("events", "reference_events", "records", "unknown")
MEASURE = {Looks.RATIO: "search-rate", Looks.RATE: "search-rate", Looks.SHARE: "find-rate"}
YEARS = (5.25, 41.5)


def span(looks: Looks, events: int, others: int, unknown: int, months: int = 12) -> Span:
    """A stretch as the watch would describe it; what is worked out is whatever it may be."""
    exact: dict[str, Any] = {"value": events / 7, "low": events / 9, "high": events / 5}
    if looks is Looks.SHARE:
        return Span("2024-01", "2024-12", months, events=events, records=events + others, **exact)
    exact |= {"rate": events / YEARS[0], "unknown": unknown, "unknown_share": float(unknown)}
    if looks is Looks.RATE:
        return Span("2024-01", "2024-12", months, events=events, exposure=12.3456, **exact)
    more = {"unknown_low": events / 11, "unknown_high": events / 3}
    return Span(
        "2024-01",
        "2024-12",
        months,
        events=events,
        reference_events=others,
        reference_rate=others / YEARS[1],
        **exact,
        **more,
    )


def alert(looks: Looks, counts: tuple[int, int, int, int, int, int]) -> Found:
    a, b, c, d, e, f = counts
    before, after = span(looks, a, b, c), span(looks, d, e, f)
    return Found(
        key="k",
        series=Series("kent", "stop-and-search", MEASURE[looks], looks, "Black", "White"),
        quality=False,
        direction=Direction.RISE,
        means=Means.WORSE,
        since="2024-01",
        as_of="2024-12",
        before=before,
        after=after,
        change=Change(1.234567, 1.1, 1.3),
        smallest=None,
        evidence=0.012345,
        examined=1000,
        quarters=(before, after),
        sentence=f"{a} {b} {c} {d} {e} {f}",
        phi=1.0,
    )


WHOLE = st.integers(0, 400)
SIX = st.tuples(WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE)
LOOKS = st.sampled_from([Looks.RATIO, Looks.RATE, Looks.SHARE])


def every_span(found: Found) -> list[Span]:
    return [found.before, found.after, *found.quarters]


@settings(max_examples=40, deadline=None)
@given(LOOKS, SIX)
def test_no_count_is_under_ten_or_finer_than_five(
    looks: Looks, counts: tuple[int, int, int, int, int, int]
) -> None:
    for one in every_span(told(alert(looks, counts))):
        for name in COUNTS:
            number = getattr(one, name)
            assert number is None or (number >= 10 and number % 5 == 0), name


@settings(max_examples=40, deadline=None)
@given(LOOKS, SIX)
def test_nothing_derived_from_a_hidden_count_is_told(
    looks: Looks, counts: tuple[int, int, int, int, int, int]
) -> None:
    for one in every_span(told(alert(looks, counts))):
        hidden = one.events is None or (looks is Looks.RATIO and one.reference_events is None)
        if hidden:
            assert one.status == "too-few"
            for name in ("rate", "reference_rate", "value", "low", "high"):
                assert getattr(one, name) is None
        if hidden or one.unknown is None:
            assert one.unknown_low is one.unknown_high is one.unknown_share is None


def rounding(count: int) -> int:
    return 0 if count < 10 else 5 * round(count / 5)


@settings(max_examples=40, deadline=None)
@given(LOOKS, SIX, SIX)
def test_counts_that_round_alike_give_the_same_answer(
    looks: Looks, counts: tuple[int, ...], moves: tuple[int, ...]
) -> None:
    """The law that stands for all others: the answer is a function of the rounded counts."""
    near = tuple(
        other if rounding(other) == rounding(one) else one
        for one, move in zip(counts, moves, strict=True)
        for other in [max(0, one + move % 5 - 2)]
    )
    if looks is Looks.SHARE:  # what is left over is a count of its own
        near = (near[0], counts[0] + counts[1] - near[0], near[2], near[3], 0, near[5])
        near = (*near[:4], counts[3] + counts[4] - near[3], near[5])
        if any(rounding(a) != rounding(b) for a, b in zip(near, counts, strict=True)):
            return
    one, two = alert(looks, counts), alert(looks, near)  # type: ignore[arg-type]  # six each
    assert plain(told(one)) == plain(told(two))


def plain(found: Found) -> str:
    """As JSON; floats to nine digits, for residents are worked out from exact rates."""
    return json.dumps(_short(asdict(found)), allow_nan=False)


def _short(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.6g}")
    if isinstance(value, dict):
        return {name: _short(one) for name, one in value.items()}
    return [_short(one) for one in value] if isinstance(value, list | tuple) else value


@settings(max_examples=40, deadline=None)
@given(LOOKS, SIX)
def test_what_is_told_may_be_told_again(
    looks: Looks, counts: tuple[int, int, int, int, int, int]
) -> None:
    once = told(alert(looks, counts))
    assert plain(told(once)) == plain(once)


def test_rates_are_those_of_the_rounded_counts() -> None:
    public = told(alert(Looks.RATIO, (52, 203, 31, 98, 197, 12)))
    assert (public.after.events, public.after.reference_events) == (100, 195)
    assert public.after.rate == pytest.approx(98 / 98 * 100 / YEARS[0])
    assert public.after.value == pytest.approx((100 / YEARS[0]) / (195 / YEARS[1]), rel=1e-3)
    assert public.change.times == pytest.approx((100 / 195) / (50 / 205))


def test_the_smallest_change_is_that_of_the_rounded_counts() -> None:
    one, two = (
        replace(alert(Looks.SHARE, (count, 150, 0, 40, 160, 0)), smallest=1.5) for count in (51, 52)
    )
    assert told(one).smallest == told(replace(two, smallest=1.7)).smallest is not None


def test_a_hidden_number_is_in_no_sentence() -> None:
    public = told(alert(Looks.RATE, (52, 0, 31, 7, 0, 12)))
    assert "not shown to protect people" in public.sentence
    assert "more than before" in public.sentence


def test_findings_lose_their_numbers_and_evidence_its_digits() -> None:
    from evenhand.measures.watch import Finding

    found = alert(Looks.RATE, (52, 0, 31, 70, 0, 12))
    words = Finding("duplicate-file", ("2024-03",), "7 of 9 rows repeat another row")
    public = told(replace(found, findings=(words,)))
    assert "7 of 9" not in public.findings[0].words
    assert "March 2024" in public.findings[0].words
    assert public.evidence == 0.02


def test_every_real_alert_can_be_told() -> None:
    plants = [Plant("kent", 3, 52, "Black"), Plant("durham", 0.5, 50)]
    found = watched([drawn(3, plants=plants, mean=12)])
    assert len(found.alerts) >= 2
    for one in (*found.alerts, *found.held_back):
        public = told(one)
        assert public.key == one.key
        assert public.sentence
        assert len(public.quarters) == len(one.quarters)
        if public.after.value is not None and one.after.value is not None:
            assert public.after.value == pytest.approx(one.after.value, rel=0.5)
