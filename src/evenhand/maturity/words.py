"""What is said of maturity to readers: levels, views, how they differ and how they are spread."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evenhand.maturity.history import CANNOT_TELL, Assessed, Spread, Standing, View
from evenhand.measures.words.messages import say


def level(number: int, names: Sequence[str]) -> str:
    """A level as it stands beside its shape: Level 3 of 4, In practice."""
    if number == CANNOT_TELL:
        return say("Cannot tell")
    return say(
        "Level {number} of {all}: {name}",
        number=str(number),
        all=str(len(names)),
        name=say(names[number - 1]),
    )


@dataclass(frozen=True)
class Mark:
    """A level as it is shown: so many filled steps of all of them, its tone, and words for it."""

    filled: int | None
    """How many steps are filled; None where it cannot be told or nobody has said it."""
    of: int
    words: str
    tone: str
    shape: str


def mark(number: int | None, names: Sequence[str]) -> Mark:
    """The mark of a level, of who cannot tell (0), or of a silence (None)."""
    if number is None:
        return Mark(None, len(names), say("Not assessed yet"), "quiet", "none")
    if number == CANNOT_TELL:
        return Mark(None, len(names), level(number, names), "unknown", "unsure")
    return Mark(number, len(names), level(number, names), "known", "steps")


def view(one: View) -> str:
    """Whose word it is."""
    names = {
        View.SELF: say("The force"),
        View.INDEPENDENT: say("Independent assessment"),
        View.COMMUNITY: say("Community view"),
    }
    return names[one]


def nobody(one: View) -> str:
    """That there is no word of a view yet."""
    told = {
        View.SELF: say("The force has not assessed this yet."),
        View.INDEPENDENT: say("There is no independent assessment yet."),
        View.COMMUNITY: say("There is no community view yet."),
    }
    return told[one]


def whose(one: View, organisation: str) -> str:
    """A view with who gives it; the force needs no name on its own pages."""
    if one is View.SELF or not organisation:
        return view(one)
    return say("{view}: {who}", view=view(one), who=organisation)


def differences(standing: Standing) -> tuple[str, ...]:
    """How the word of the force and those of others stand to each other, a sentence for each.

    What nobody has said yet is said too: silence never looks like agreement.
    """
    if not standing.latest:
        return (say("Nobody has assessed this yet."),)
    own = standing.own
    others = [one for one in standing.latest if one.view is not View.SELF]
    told = [] if others or own is None else [_alone(own)]
    told += [_beside(own, one) for one in others]
    return (*told, *(nobody(one) for one in standing.missing if one is not View.SELF))


def apart_on(standing: Standing) -> tuple[str, ...]:
    """The same for those alone who name another level than the force, or name one where it does
    not.
    """
    own = standing.own
    others = (one for one in standing.latest if one.view is not View.SELF)
    return tuple(_beside(own, one) for one in others if own is None or one.level != own.level)


def _alone(own: Assessed) -> str:
    if own.level == CANNOT_TELL:
        return say("The force cannot tell which level it is at.")
    return say("The force says level {level}.", level=str(own.level))


def _beside(own: Assessed | None, other: Assessed) -> str:
    """The force's word and one other's, in one sentence."""
    numbers = {"who": other.organisation, "other": str(other.level)}
    force = str(own.level) if own else ""
    return say(BESIDE[other.view][_case(own, other)], force=force, **numbers)


def _case(own: Assessed | None, other: Assessed) -> str:
    """How the two stand to each other; a name of a sentence in ``BESIDE``."""
    unsure = other.level == CANNOT_TELL
    if own is None:
        return "alone, unsure" if unsure else "alone"
    if own.level == CANNOT_TELL:
        return "both unsure" if unsure else "force unsure"
    if unsure:
        return "unsure"
    return "agree" if own.level == other.level else "apart"


BESIDE: Mapping[View, Mapping[str, str]] = {
    View.INDEPENDENT: {
        "agree": "The force and the independent assessment by {who} both say level {other}.",
        "apart": (
            "The force says level {force}, the independent assessment by {who} says level {other}."
        ),
        "unsure": "The force says level {force}, the independent assessment by {who} cannot tell.",
        "force unsure": (
            "The force cannot tell, the independent assessment by {who} says level {other}."
        ),
        "both unsure": "Neither the force nor the independent assessment by {who} can tell.",
        "alone": (
            "The force has not assessed this yet; the independent assessment by {who} says level "
            "{other}."
        ),
        "alone, unsure": (
            "The force has not assessed this yet; the independent assessment by {who} cannot tell."
        ),
    },
    View.COMMUNITY: {
        "agree": "The force and the community view of {who} both say level {other}.",
        "apart": "The force says level {force}, the community view of {who} says level {other}.",
        "unsure": "The force says level {force}, the community view of {who} cannot tell.",
        "force unsure": "The force cannot tell, the community view of {who} says level {other}.",
        "both unsure": "Neither the force nor the community view of {who} can tell.",
        "alone": (
            "The force has not assessed this yet; the community view of {who} says level {other}."
        ),
        "alone, unsure": (
            "The force has not assessed this yet; the community view of {who} cannot tell."
        ),
    },
}


def spread(one: Spread) -> str:
    """At which levels somebody puts the standards: never one number for them all."""
    parts = [
        say("{count} at level {level}", count=str(count), level=str(number))
        for number, count in enumerate(one.levels, start=1)
        if count
    ]
    if one.cannot_tell:
        parts.append(say("{count} where it cannot tell", count=str(one.cannot_tell)))
    if one.missing:
        parts.append(say("{count} not assessed", count=str(one.missing)))
    if one.total == 1:
        return say("1 standard: {parts}.", parts=", ".join(parts))
    return say("{total} standards: {parts}.", total=str(one.total), parts=", ".join(parts))


def apart(standings: Sequence[Standing]) -> str:
    """On how many standards the views differ."""
    count = sum(one.differs for one in standings)
    several = sum(len(one.latest) > 1 for one in standings)
    if several == 0:
        return say("No standard has been assessed by more than one yet, so nothing can differ.")
    if count == 0:
        return say("Where more than one has assessed a standard, they name the same level.")
    if count == 1:
        return say("On 1 standard the views differ.")
    return say("On {count} standards the views differ.", count=str(count))


def unheard(standings: Sequence[Standing]) -> str:
    """Of how many standards the force alone has spoken; nothing where there is none."""
    count = sum(one.own is not None and len(one.latest) == 1 for one in standings)
    if count == 0:
        return ""
    if count == 1:
        return say("On 1 standard there is the word of the force alone.")
    return say("On {count} standards there is the word of the force alone.", count=str(count))
