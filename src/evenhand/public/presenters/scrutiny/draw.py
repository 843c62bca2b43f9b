"""One draw: its frame, its seed, how anybody repeats it, and what the panel found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from evenhand.ledger.selectors import Said
from evenhand.measures.words import draws as say_draw
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts.steps import Shown
from evenhand.public.presenters.emphasis import with_hero
from evenhand.public.presenters.scrutiny import marks, steps
from evenhand.public.presenters.scrutiny.lists import days_from, moment
from evenhand.public.presenters.scrutiny.places import Place, advice, alerts_behind
from evenhand.public.presenters.scrutiny.seed import Seed, seed_of
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.draws import ToldDraw, ToldFinding
from evenhand.scrutiny.told.linked import Advised
from evenhand.scrutiny.told.listed import Status
from evenhand.scrutiny.told.results import ToldRange
from evenhand.scrutiny.told.sentences import Results, results


@dataclass(frozen=True)
class Stratum:
    """A part of the frame: how many there are, how many are drawn, what each stands for."""

    name: str
    size: str
    drawn: str
    weight: str


@dataclass(frozen=True)
class Finding:
    """A finding, and what came back from the force."""

    number: int
    title: str
    words: str
    mark: Mark
    found: str
    due: str
    taken: str
    learning: str
    answered: str


@dataclass(frozen=True)
class DrawPage:
    """Everything that the page of a draw shows, in words.

    Attributes
    ----------
    lead : what was found, with its range in large; else how it stands.
    colours : how many cases were judged so; empty where that is not shown.
    how : how these numbers were made.
    files : whether the frame, and whether the whole draw, can be taken.
    advice, alerts : recommendations that came of it, and the alerts that these came of too.
    """

    caption: str
    title: str
    mark: Mark
    lead: Markup
    cannot: bool
    why: str
    results: Results | None
    colours: tuple[tuple[str, str], ...]
    how: tuple[str, ...]
    terms: tuple[tuple[str, str], ...]
    strata: tuple[Stratum, ...]
    drawn: str
    missing: tuple[str, ...]
    excluded: str
    totals: tuple[str, ...]
    reserves: str
    fingerprint: str
    frozen: bool
    repeatable: bool
    seed: Seed
    findings: tuple[Finding, ...]
    no_findings: str
    advice: tuple[Place, ...]
    alerts: tuple[Place, ...]
    history: tuple[Shown, ...]


def draw_page(told: ToldDraw, said: Sequence[Said], advised: Sequence[Advised]) -> DrawPage:
    """Lay out a draw.

    Parameters
    ----------
    said : its entries in the public ledger.
    advised : recommendations that came from it or from its findings.
    """
    found = results(told)
    return DrawPage(
        caption=say("{panel}: draw {number}", panel=told.panel_name, number=str(told.number)),
        title=say("{power}, {period}", power=_power(told), period=days_from(told.first, told.last)),
        mark=marks.of_draw(told.status, told.left),
        lead=with_hero(_lead(told, found)),
        cannot=bool(found and found.cannot),
        why=told.words,
        results=found,
        colours=_colours(told),
        how=_how(told, found),
        terms=_terms(told),
        strata=_strata(told),
        drawn=_drawn(told),
        missing=_missing(told.missing),
        excluded=say_draw.excluded({words.excluded(k): n for k, n in told.excluded.items()}),
        totals=(*(_total(count, source) for count, source in told.totals), *_odd(told.odd)),
        reserves=_reserves(told.reserves_called),
        fingerprint=told.fingerprint,
        frozen=bool(told.fingerprint),
        repeatable=bool(told.seed),
        seed=seed_of(told, said),
        findings=tuple(_finding(one) for one in told.findings),
        no_findings=_no_findings(told),
        advice=advice(advised),
        alerts=alerts_behind(advised),
        history=steps.of_draw(told.steps, said),
    )


def _power(told: ToldDraw) -> str:
    whole = words.power(told.power)
    return whole[:1].upper() + whole[1:]


def _lead(told: ToldDraw, found: Results | None) -> str:
    if found is not None:
        return found.lead or found.untold
    if told.status is Status.ABANDONED:
        return say("This draw was abandoned in public: “{why}”", why=told.abandoned)
    return {
        Status.OPEN: say("The panel is preparing this draw. Its frame is not frozen yet."),
        Status.FROZEN: _waits(told),
        Status.DRAWN: say(
            "The cases are drawn. Each member scores them alone; nobody sees what the others say "
            "before all have scored."
        ),
        Status.CLOSED: say(
            "All members have scored alone. The panel now sees all scores and agrees on each case."
        ),
        Status.AGREED: say("The panel has agreed on every case."),
    }[told.status]


def _waits(told: ToldDraw) -> str:
    """A frozen frame, and since when; what a round of drand tells is known once it was told."""
    left = told.left
    today = left.since + timedelta(days=left.days) if left else None
    known = told.round_at is not None and today is not None and day_of(told.round_at) < today
    still = (
        say(
            "The frame is frozen and can no longer change. Its round of drand was told, so which "
            "cases are drawn is decided; nobody has put them before the panel."
        )
        if known
        else say(
            "The frame is frozen and can no longer change. The seed cannot be known yet, so nobody "
            "knows which cases will be drawn."
        )
    )
    return f"{still} {words.left(left)}" if left else still


def _colours(told: ToldDraw) -> tuple[tuple[str, str], ...]:
    ratings = told.result.ratings if told.result else {}
    return tuple((words.colour(name), numbers.whole(many)) for name, many in ratings.items())


def _agreement(told: ToldDraw) -> tuple[str, ...]:
    if told.result is None:
        return ()
    named = (
        (say("Krippendorff’s alpha"), told.result.alpha),
        (say("Fleiss’ kappa"), told.result.kappa),
    )
    return tuple(_named(name, span) for name, span in named)


def _how(told: ToldDraw, found: Results | None) -> tuple[str, ...]:
    """The best estimate and how far members agreed, by their technical names."""
    if found is None:
        return ()
    return tuple(one for one in (found.share, *_agreement(told)) if one)


def _named(name: str, span: ToldRange | None) -> str:
    if span is None or span.value is None:
        return say("{name}: we cannot tell.", name=name)
    value = numbers.decimal(span.value, least=2)
    if span.low is None or span.high is None:
        return say("{name}: {value}; its likely range cannot be told.", name=name, value=value)
    return say(
        "{name}: {value} (likely range {low} to {high}).",
        **{"name": name, "value": value},
        low=numbers.decimal(span.low, least=2),
        high=numbers.decimal(span.high, least=2),
    )


def _terms(told: ToldDraw) -> tuple[tuple[str, str], ...]:
    divided = [words.dimension(one) for one in told.dimensions]
    return (
        (say("Of which records"), _power(told)),
        (say("Of which days"), days_from(told.first, told.last)),
        (say("Divided by"), notes.listed(divided) if divided else say("Nothing: one part")),
        (say("Opened"), notes.day(told.opened_on)),
        *(((say("Frozen"), moment(told.frozen_at)),) if told.frozen_at else ()),
        *(((say("To be drawn or abandoned by"), notes.day(told.left.last)),) if told.left else ()),
        *(((say("Drawn"), notes.day(told.drawn_on)),) if told.drawn_on else ()),
    )


def _strata(told: ToldDraw) -> tuple[Stratum, ...]:
    return tuple(
        Stratum(
            name=words.stratum(one.key),
            size=numbers.whole(one.size),
            drawn=numbers.whole(one.drawn),
            weight=numbers.decimal(one.size / one.drawn) if one.drawn else say("none is drawn"),
        )
        for one in told.strata
    )


def _drawn(told: ToldDraw) -> str:
    weights = [one.size / one.drawn for one in told.strata if one.drawn]
    if not weights:
        return ""
    cases = sum(one.drawn for one in told.strata)
    if told.seed:
        return say_draw.drawn(told.positions, cases, weights)
    said = {"cases": numbers.whole(cases), "positions": numbers.whole(told.positions)}
    if told.status is Status.ABANDONED:
        return say("{cases} of {positions} would have been drawn.", **said)
    if cases == 1:
        return say("1 of {positions} is to be drawn.", **said)
    return say("{cases} of {positions} are to be drawn.", **said)


def _missing(found: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        say("{count}: {why}", count=numbers.whole(many), why=words.missing(why))
        for why, many in found.items()
        if many
    )


def _total(count: int, source: str) -> str:
    return say(
        "Another source counts {count}: “{source}”", count=numbers.whole(count), source=source
    )


def _odd(found: Mapping[str, int]) -> tuple[str, ...]:
    """What says that records were added to the frame, by mistake or not."""
    said = []
    if many := found.get("over"):
        said.append(
            say(
                "The log holds {count} more than the highest published number.",
                count=numbers.whole(many),
            )
        )
    if many := found.get("alike"):
        said.append(
            say(
                "1 record says the same as another one under another reference. It may have been "
                "registered twice."
            )
            if many == 1
            else say(
                "{count} records say the same as another one under another reference. They may "
                "have been registered twice.",
                count=numbers.whole(many),
            )
        )
    return tuple(said)


def _reserves(called: Mapping[str, int]) -> str:
    count = sum(called.values())
    if not count:
        return say("No reserve was called in place of a drawn case.")
    reasons = notes.listed(
        [
            say("{reason} ({count})", reason=words.excluded(why), count=numbers.whole(many))
            for why, many in called.items()
        ]
    )
    if count == 1:
        return say("1 reserve was called, the next in the drawn order: {reasons}.", reasons=reasons)
    return say(
        "{count} reserves were called, the next in the drawn order: {reasons}.",
        count=numbers.whole(count),
        reasons=reasons,
    )


def _finding(one: ToldFinding) -> Finding:
    answered = one.answered_on is not None
    return Finding(
        number=one.number,
        title=words.fault(one.fault),
        words=one.words,
        mark=marks.of_finding(answered=answered, late=one.late, days_overdue=one.days_overdue),
        found=say("The panel, {day}", day=notes.day(one.found_on)),
        due="" if answered else say("An answer is due by {day}.", day=notes.day(one.due)),
        taken=words.taken(one.taken) if one.taken else "",
        learning=one.learning,
        answered=say("The force, {day}", day=notes.day(one.answered_on)) if one.answered_on else "",
    )


def _no_findings(told: ToldDraw) -> str:
    if told.findings:
        return ""
    if told.status is Status.AGREED:
        return say("The panel has put no finding to the force. That does not mean all is well.")
    if told.status is Status.ABANDONED:
        return say("No finding: no case was drawn.")
    return say("No finding yet.")
