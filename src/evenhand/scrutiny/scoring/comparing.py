"""Blind scores beside the agreed one: who saw what, and what the meeting made of it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.scrutiny.scoring.errors import DifferentForms
from evenhand.scrutiny.scoring.forms import COLOURS, SAID, Colour
from evenhand.scrutiny.scoring.scores import Answers

OVERALL = "overall"

_RANK: Mapping[str, float] = {
    **{answer: float(place) for place, answer in enumerate(SAID[:-1])},
    **{colour: float(place) for place, colour in enumerate(COLOURS[:-1])},
}
"""Answers and colours from the mildest; “cannot tell” has no place between them."""


def rank(said: str) -> float | None:
    """Where an answer or a colour stands: 0 the mildest, 2 the gravest; None: cannot tell."""
    return _RANK.get(said)


@dataclass(frozen=True)
class Beside:
    """One question, or the colour: what was answered blind, and what was agreed.

    Attributes
    ----------
    blind : how many answered each thing, every possible answer with its count.
    agreed : what the meeting agreed.
    same : how many members had answered that already.
    of : how many members answered.
    """

    blind: Mapping[str, int]
    agreed: str
    same: int
    of: int


@dataclass(frozen=True)
class Compared:
    """A case's blind scores beside its agreed one.

    Attributes
    ----------
    overall : of the colours.
    questions : by the key of the question.
    lowered : whether somebody saw it graver than what was agreed, or saw a doubt where the meeting
        could not tell.
    raised : whether what was agreed is graver than what anybody saw alone.
    """

    overall: Beside
    questions: Mapping[str, Beside]
    lowered: bool
    raised: bool


def compare(blind: Sequence[Answers], agreed: Answers) -> Compared:
    """Set blind scores beside the agreed one.

    Parameters
    ----------
    blind : one for each member who scored.
    agreed : the meeting's.

    Raises
    ------
    DifferentForms
        If they were not all given under one version about one case's facts.
    """
    _of_one_case([*blind, agreed])
    questions = {
        key: _beside([one.given[key].said for one in blind], agreed.given[key].said, SAID)
        for key in agreed.given
    }
    overall = _beside([one.overall for one in blind], agreed.overall, COLOURS)
    seen = [place for one in blind if (place := rank(one.overall)) is not None]
    made = rank(agreed.overall)
    return Compared(
        overall,
        questions,
        lowered=any(place > (made or 0.0) for place in seen),
        raised=made is not None and bool(seen) and made > max(seen),
    )


def why_lowered(blind: Sequence[str], agreed: Answers, words: str = "") -> str:
    """What is wrong with an agreed sheet that lets a doubt fall without a word; nothing if fine.

    A red that somebody saw alone may be agreed away, but never in silence.

    Parameters
    ----------
    blind : the colours that members gave alone.
    words : what the meeting said, beside the comment on the sheet.
    """
    reds = sum(one == "red" for one in blind)
    if not reds or agreed.overall == "red" or agreed.comment or words.strip():
        return ""
    if reds == 1:
        return say("1 member saw red. Say in the comment why the meeting does not.")
    return say(
        "{count} members saw red. Say in the comment why the meeting does not.", count=str(reds)
    )


def ratings(cases: Iterable[Sequence[Answers]], question: str = OVERALL) -> list[list[float]]:
    """Blind scores as ``stats.krippendorff_alpha`` takes them: a row for each case, a column for
    each place at the table, and NaN for who could not tell or did not score.

    Parameters
    ----------
    cases : of each, the blind scores of its members. Their order means nothing: agreement does not
        ask who said what.
    question : the key of a question, or ``overall`` for the colour. A case of which it was not
        asked is a row of NaN.
    """
    rows = [[_placed(one, question) for one in case] for case in cases]
    widest = max(map(len, rows), default=0)
    return [[*row, *[float("nan")] * (widest - len(row))] for row in rows]


def colours_of(sheets: Iterable[Answers]) -> dict[Colour, int]:
    """How many of these were given each colour, every colour with its count."""
    counted = Counter(one.overall for one in sheets)
    return {colour: counted[colour] for colour in COLOURS}


def _placed(one: Answers, question: str) -> float:
    if question == OVERALL:
        said: str | None = one.overall
    else:
        answer = one.given.get(question)
        said = answer.said if answer else None
    place = rank(said) if said else None
    return float("nan") if place is None else place


def _beside(said: Sequence[str], agreed: str, every: Sequence[str]) -> Beside:
    counted = Counter(said)
    return Beside({one: counted[one] for one in every}, agreed, counted[agreed], len(said))


def _of_one_case(sheets: Sequence[Answers]) -> None:
    if len({one.version for one in sheets}) > 1:
        raise DifferentForms(say("These answers were given under different versions of the form."))
    if len({one.facts for one in sheets}) > 1:
        raise DifferentForms(say("These answers are not about the same case."))
