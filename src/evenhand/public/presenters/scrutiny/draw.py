"""One draw: its frame, its seed, how anybody repeats it, and what the panel found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evenhand.ledger.selectors import Said
from evenhand.measures.words import draws as say_draw
from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts.steps import Shown
from evenhand.public.presenters.emphasis import with_hero
from evenhand.public.presenters.scrutiny import marks, steps
from evenhand.public.presenters.scrutiny.lists import days_from, moment
from evenhand.public.presenters.scrutiny.places import Place, advice
from evenhand.scrutiny.told import words
from evenhand.scrutiny.told.draws import ToldDraw, ToldFinding, ToldRange
from evenhand.scrutiny.told.linked import Advised
from evenhand.scrutiny.told.listed import Status
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
class Seed:
    """What the order was made of; texts that are empty are not known yet.

    Attributes
    ----------
    rule : how the seed comes about, and that nobody can know it before.
    rolled : the twenty digits in fives, or the randomness of the round.
    """

    rule: str
    sealed: str
    witnesses: str
    checkpoint: str
    rolled: str
    rolled_is: str
    value: str


@dataclass(frozen=True)
class DrawPage:
    """Everything that the page of a draw shows, in words.

    Attributes
    ----------
    lead : what was found, with its range in large; else how it stands.
    colours : how many cases were judged so; empty where that is not shown.
    how : how these numbers were made.
    files : whether the frame, and whether the whole draw, can be taken.
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
        mark=marks.of_draw(told.status),
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
        totals=tuple(_total(count, source) for count, source in told.totals),
        reserves=_reserves(told.reserves_called),
        fingerprint=told.fingerprint,
        frozen=bool(told.fingerprint),
        repeatable=bool(told.seed),
        seed=_seed(told, said),
        findings=tuple(_finding(one) for one in told.findings),
        no_findings=_no_findings(told),
        advice=advice(advised),
        history=steps.of_draw(told.steps, said),
    )


def _power(told: ToldDraw) -> str:
    whole = words.power(told.power)
    return whole[:1].upper() + whole[1:]


def _lead(told: ToldDraw, found: Results | None) -> str:
    if found is not None:
        return found.lead or found.untold
    if told.status is Status.ABANDONED:
        return say("This draw was given up in public: “{why}”", why=told.abandoned)
    return {
        Status.OPEN: say("The panel is preparing this draw. Its frame is not frozen yet."),
        Status.FROZEN: say(
            "The frame is frozen and can no longer change. The seed cannot be known yet, so nobody "
            "knows which cases will be drawn."
        ),
        Status.DRAWN: say(
            "The cases are drawn. Each member scores them alone; nobody sees what the others say "
            "before all have scored."
        ),
        Status.CLOSED: say(
            "All members have scored alone. The panel now sees all scores and agrees on each case."
        ),
        Status.AGREED: say("The panel has agreed on every case."),
    }[told.status]


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
    return say(
        "{cases} of {positions} are to be drawn.",
        cases=numbers.whole(cases),
        positions=numbers.whole(told.positions),
    )


def _missing(found: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        say("{count}: {why}", count=numbers.whole(many), why=words.missing(why))
        for why, many in found.items()
        if many
    )


def _total(count: int, source: str) -> str:
    return say(
        "Elsewhere {count} were published: {source}", count=numbers.whole(count), source=source
    )


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


def _seed(told: ToldDraw, said: Sequence[Said]) -> Seed:
    dice = told.beacon == "dice"
    return Seed(
        rule=_rule(told),
        sealed=_sealed(told),
        witnesses=_witnesses(told),
        checkpoint=_checkpoint(said),
        rolled=_in_fives(told.digits) if dice else told.digits,
        rolled_is=say("The twenty rolls") if dice else say("What the beacon gave"),
        value=told.seed,
    )


def _rule(told: ToldDraw) -> str:
    if told.beacon == "dice":
        return say(
            "The seed is made of that state of the ledger and of twenty rolls of a ten-sided die, "
            "rolled in the meeting and typed in by the panel and by the force apart. If the two "
            "differ, both type again; nobody rolls again."
        )
    if told.round is None or told.round_at is None:
        return say(
            "The seed is made of that state of the ledger and of a round of drand, a public "
            "source of chance, that is named when the frame is frozen."
        )
    return say(
        "The seed is made of that state of the ledger and of round {round} of drand, a public "
        "source of chance. The round was named with the frame, and could not be known before "
        "{moment}.",
        round=str(told.round),
        moment=moment(told.round_at),
    )


def _sealed(told: ToldDraw) -> str:
    if not told.fingerprint:
        return say("No frame is frozen yet.")
    if not told.sealed:
        return say("The fingerprint waits for the next signed checkpoint of the public ledger.")
    return say("The fingerprint is under a signed checkpoint of the public ledger.")


def _witnesses(told: ToldDraw) -> str:
    if not told.sealed:
        return ""
    if not told.witnesses:
        return say("No witness had signed that checkpoint before the seed could be known.")
    named = notes.listed(list(told.witnesses))
    return say("Witnessed before the seed could be known by {named}.", named=named)


def _checkpoint(said: Sequence[Said]) -> str:
    """The state of the ledger that the seed was made of, as the ledger itself has it."""
    for one in said:
        body = one.content.get("body", {}) if one.content else {}
        text = body.get("data", {}).get("checkpoint") if isinstance(body, dict) else None
        if isinstance(text, str):
            return text.strip()
    return ""


def _in_fives(digits: str) -> str:
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))


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
    return say("No finding yet.")
