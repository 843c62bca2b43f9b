"""Testing a prediction on the records, once those of its quarter are there.

Everything is worked out from counts rounded to five, and nothing from counts under ten: what is
told of a test gives nothing finer away, and anyone can work it out again from what is told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import TYPE_CHECKING, Any

from evenhand.measures.counting import matches
from evenhand.measures.errors import UnknownMeasure
from evenhand.measures.library import measure as measure_called
from evenhand.measures.period import months_between
from evenhand.measures.schema import Measure
from evenhand.measures.watch.settings import streams
from evenhand.measures.words.messages import say
from evenhand.monitoring.terms import OF_EVERYBODY, Outcome, Prediction, Without
from evenhand.records import codes
from evenhand.records.checks import usable_months
from evenhand.records.count import UnknownDimension, count, dimension
from evenhand.stats.estimate import Estimate
from evenhand.stats.proportions import proportion, ratio_of_proportions
from evenhand.stats.rates import rate
from evenhand.stats.ratios import ratio_of_rates

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

SHOWN, STEP = 10, 5
"""Counts below the first are not told; others are rounded to the second."""
NOTHING = Without()
OF_RECORDS = frozenset({"area", "team"})
"""Dimensions that only counts inside a force can use; what comes of them is rounded."""


@dataclass(frozen=True)
class Tested:
    """What the records say of a prediction.

    Attributes
    ----------
    value, low, high : the quantity with its likely range, None where there are too few.
    events, reference_events : rounded; None where there are too few.
    """

    outcome: Outcome
    words: str
    first: str
    last: str
    value: float | None = None
    low: float | None = None
    high: float | None = None
    events: int | None = None
    reference_events: int | None = None

    def plain(self) -> dict[str, Any]:
        """As values that JSON holds."""
        return asdict(self) | {"outcome": self.outcome.value}


@dataclass(frozen=True)
class Counted:
    """Events and what they are set against, for a group and the reference, exact."""

    events: int
    exposure: float
    reference_events: int = 0
    reference_exposure: float = 0.0


def cannot_test(prediction: Prediction) -> str:
    """Say why a prediction could never be tested here; nothing where it can."""
    try:
        asked, _ = asked_for(prediction.measure, prediction.power, prediction.stream)
    except UnknownMeasure as error:
        return str(error)
    wrong = "" if prediction.quantity in OF_EVERYBODY else _cannot_tell_groups(prediction, asked)
    return wrong or _unknown_values(prediction)


def _cannot_tell_groups(prediction: Prediction, asked: Measure) -> str:
    if asked.kind == "agreement" or prediction.grouping not in asked.groupings:
        return say("This measure cannot be told by these groups.")
    groups = codes.GROUPINGS[prediction.grouping].groups
    named = [prediction.group, *([prediction.reference] if prediction.reference else [])]
    if any(one not in groups for one in named) or len(set(named)) < len(named):
        return say("Name a group and another to set it against, as the measure has them.")
    if prediction.quantity not in {asked.kind, "ratio"}:
        return say("This measure is told as another quantity.")
    residents = asked.against == "population"
    if residents and (prediction.without.areas or not _lived_in(prediction)):
        return say("How many people live in an area is not known here: predict a share instead.")
    return ""


def _lived_in(prediction: Prediction) -> bool:
    """Whether it is known how many live where a prediction is of."""
    return not prediction.area or knows_residents(
        prediction.force, prediction.area, prediction.grouping
    )


def knows_residents(force: str, area: str, grouping: str) -> bool:
    """Whether it is known how many of each of the five groups live in an authority of a force."""
    named = codes.authority(area)
    try:
        people = codes.authority_population(area)
    except codes.NoPopulation:
        return False
    return grouping == "five-groups" and bool(people) and named is not None and named.force == force


def _unknown_values(prediction: Prediction) -> str:
    for name, values in prediction.without.by_dimension().items():
        if name == "area":
            continue
        try:
            known = dimension(name, prediction.power).meanings or {}
        except UnknownDimension:
            return say("The records of this power do not say that: {name}.", name=name)
        wrong = [one for one in values if one not in known.values()]
        if wrong:
            return say("The records know no “{value}”.", value=wrong[0])
    return ""


def asked_for(
    name: str, power: str, stream: str = ""
) -> tuple[Measure, Mapping[str, list[bool | str]]]:
    """The measure of a series, and what its stream alone counts of the records.

    Raises
    ------
    UnknownMeasure
        If there is none such of this power.
    """
    asked = measure_called(name)
    if asked.power != power or (stream and stream not in streams()):
        raise UnknownMeasure(say("There is no measure “{name}” of this power.", name=name))
    return asked, streams()[stream].where if stream else {}


def test_prediction(
    prediction: Prediction, lakes: Iterable["Lake"], *, as_of: str | None = None
) -> Tested | None:
    """Test a prediction on the records; None while those of its quarter are not all there, whole.

    Parameters
    ----------
    as_of : the last month that is looked at; all that there are without.
    """
    first, last = prediction.months
    asked, only = asked_for(prediction.measure, prediction.power, prediction.stream)
    lake = next((one for one in lakes if one.power == asked.power), None)
    if lake is None or (as_of is not None and as_of < last):
        return None
    months = usable_months(lake, prediction.force, first, last)
    if set(months) != set(months_between(first, last)):
        return None
    here, force = (
        _added(
            counted(
                asked,
                only,
                lake,
                force=prediction.force,
                months=months,
                group=prediction.group,
                reference=prediction.reference,
                grouping=prediction.grouping,
                area=area,
                without=prediction.without,
                everybody=prediction.quantity if prediction.quantity in OF_EVERYBODY else "",
            )
        )
        for area in (prediction.area, "")
    )
    if prediction.area and _few_elsewhere(here, force):
        few = say("We cannot tell whether it came true: elsewhere in the force there are too few.")
        return Tested(Outcome.CANNOT_TELL, few, first, last)
    return verdict(prediction, here, share=_is_share(prediction, asked))


def _added(found: Mapping[str, Counted]) -> Counted:
    """What all months have together."""
    whole = Counted(0, 0.0)
    for one in found.values():
        whole = Counted(
            whole.events + one.events,
            whole.exposure + one.exposure,
            whole.reference_events + one.reference_events,
            whole.reference_exposure + one.reference_exposure,
        )
    return whole


def _few_elsewhere(here: Counted, force: Counted) -> bool:
    """Whether what a force's figures print, less what is told of one area, is a small count."""
    rest = (force.events - here.events, force.reference_events - here.reference_events)
    return any(0 < one < SHOWN for one in rest)


def _is_share(prediction: Prediction, asked: Measure) -> bool:
    if prediction.quantity in OF_EVERYBODY:
        return prediction.quantity == "unknown"
    return asked.kind == "share"


def counted(
    asked: Measure,
    only: Mapping[str, Iterable[Any]],
    lake: "Lake",
    *,
    force: str,
    months: Iterable[str],
    group: str,
    reference: str,
    grouping: str,
    area: str = "",
    without: Without = NOTHING,
    everybody: str = "",
) -> dict[str, Counted]:
    """Count by month, for a group and its reference, without what is left out.

    ``everybody`` counts all records instead: those without a known ethnicity (``unknown``) of all
    that there are, or all (``coverage``) by months.
    """
    wanted, pair = list(months), (group, reference)
    left_out = without.by_dimension()
    dimensions = sorted({*asked.recorded, *asked.events, *left_out} - {"self_defined"})
    where = {**{name: list(v) for name, v in asked.count.items()}, **only}
    if area:
        where["area"] = codes.area_texts(area)
    table = count(
        lake,
        by=["month", "self_defined", *dimensions],
        forces=[force],
        first=min(wanted),
        last=max(wanted),
        where=where,
        inside=force if {*dimensions, *where} & OF_RECORDS else None,
    )
    found: dict[str, list[float]] = {month: [0, 0, 0, 0] for month in wanted}
    for row in table.to_pylist():
        who = _group(row, grouping)
        if row["month"] not in found:  # between the first and the last, and not to be relied on
            continue
        if any(row[name] in values for name, values in left_out.items()):
            continue
        if everybody:
            _add_all(found[row["month"]], int(row["n"]), everybody, known=who is not None)
        if everybody or who not in pair or not matches(row, asked.recorded):
            continue
        counts, n, place = found[row["month"]], int(row["n"]), pair.index(str(who))
        counts[2 * place] += n * matches(row, asked.events)
        counts[2 * place + 1] += n
    if everybody == "coverage":
        for counts in found.values():
            counts[1] = 1
    elif asked.against == "population" and not everybody:
        people = (
            codes.authority_population(area) if area else codes.GROUPINGS[grouping].people(force)
        )
        for counts in found.values():
            counts[1], counts[3] = people.get(group, 0) / 12, people.get(reference, 0) / 12
    return {
        month: Counted(int(counts[0]), counts[1], int(counts[2]), counts[3])
        for month, counts in found.items()
    }


def _add_all(counts: list[float], n: int, everybody: str, *, known: bool) -> None:
    if everybody == "coverage":
        counts[0] += n
    else:
        counts[0] += 0 if known else n
        counts[1] += n


def _group(row: Mapping[str, Any], grouping: str) -> str | None:
    listed = codes.ethnicities()
    ethnicity = listed.by_id[listed.labels.get(row["self_defined"] or "", codes.UNLISTED)]
    return codes.GROUPINGS[grouping].of(ethnicity)


def rounded(number: float) -> int:
    """To the nearest five."""
    return int(STEP * ((number + STEP / 2) // STEP))


def verdict(prediction: Prediction, found: Counted, *, share: bool) -> Tested:
    """Whether what was predicted came true: held, failed, or nobody can tell."""
    first, last = prediction.months
    ratio = prediction.quantity == "ratio"
    nothing = found.exposure <= 0 or (ratio and found.reference_exposure <= 0)
    if nothing or found.events < SHOWN or (ratio and found.reference_events < SHOWN):
        return _of_few(prediction, found, share=share)
    a, b = rounded(found.events), rounded(found.reference_events)
    seen = _seen(prediction, found, a, b, share=share)
    value, low, high = (float(getattr(seen, part)) for part in ("value", "low", "high"))
    at_most = prediction.direction == "at most"
    limit = prediction.limit
    if (high <= limit) if at_most else (low >= limit):
        outcome = Outcome.HELD
    elif (low > limit) if at_most else (high < limit):
        outcome = Outcome.FAILED
    else:
        outcome = Outcome.CANNOT_TELL
    return Tested(
        outcome,
        _words(prediction, outcome, low, high),
        first,
        last,
        value=round(value, 4),
        low=round(low, 4),
        high=round(high, 4) if isfinite(high) else None,
        events=a,
        reference_events=b if ratio else None,
    )


def _of_few(prediction: Prediction, found: Counted, *, share: bool) -> Tested:
    """Fewer than ten: what ten would decide is decided, and nothing else is told."""
    first, last = prediction.months
    ratio, at_most = prediction.quantity == "ratio", prediction.direction == "at most"
    enough = rounded(found.exposure) > SHOWN if share else found.exposure > 0
    if ratio:
        enough = enough and found.reference_events >= SHOWN and found.reference_exposure > 0
    high = (
        float(_seen(prediction, found, SHOWN, rounded(found.reference_events), share=share).high)
        if enough
        else None
    )
    if high is not None and at_most and high <= prediction.limit:
        words = say("It came true: there were fewer than ten, and even ten would have kept to it.")
        return Tested(Outcome.HELD, words, first, last)
    if high is not None and not at_most and high < prediction.limit:
        words = say("It did not come true: there were fewer than ten, and even ten would be below.")
        return Tested(Outcome.FAILED, words, first, last)
    few = say("We cannot tell whether it came true: there are too few.")
    return Tested(Outcome.CANNOT_TELL, few, first, last)


def _seen(prediction: Prediction, found: Counted, a: int, b: int, *, share: bool) -> Estimate:
    if share:
        n, m = max(a, rounded(found.exposure)), max(b, rounded(found.reference_exposure))
        if prediction.quantity == "ratio":
            return ratio_of_proportions(a, n, b, m)
        return proportion(a, n).times(100)
    if prediction.quantity == "ratio":
        return ratio_of_rates(a, found.exposure, b, found.reference_exposure)
    return rate(a, found.exposure, per=1 if prediction.quantity == "coverage" else 1000)


def _words(prediction: Prediction, outcome: Outcome, low: float, high: float) -> str:
    words = {"low": f"{low:.2g}", "high": f"{high:.2g}", "limit": f"{prediction.limit:g}"}
    at_most = prediction.direction == "at most"
    return {
        (Outcome.HELD, True): say(
            "It came true: at most {limit} was predicted, and the likely range is {low} to {high}.",
            **words,
        ),
        (Outcome.HELD, False): say(
            "It came true: at least {limit} was predicted, and the likely range is {low} to "
            "{high}.",
            **words,
        ),
        (Outcome.FAILED, True): say(
            "It did not come true: at most {limit} was predicted, and the likely range is {low} to "
            "{high}.",
            **words,
        ),
        (Outcome.FAILED, False): say(
            "It did not come true: at least {limit} was predicted, and the likely range is {low} "
            "to {high}.",
            **words,
        ),
        (Outcome.CANNOT_TELL, True): say(
            "We cannot tell whether it came true: at most {limit} was predicted, and the likely "
            "range is {low} to {high}.",
            **words,
        ),
        (Outcome.CANNOT_TELL, False): say(
            "We cannot tell whether it came true: at least {limit} was predicted, and the likely "
            "range is {low} to {high}.",
            **words,
        ),
    }[outcome, at_most]
