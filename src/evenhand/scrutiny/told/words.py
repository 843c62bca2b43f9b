"""How draws and findings are put into words that pages, files and feeds share."""

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.scrutiny.frozen import Frozen
from evenhand.scrutiny.strata import OTHERS
from evenhand.scrutiny.terms import Dimension, Fault, Kind, Missing, Power, Status, Taken, Why

__all__ = [
    "colour",
    "dimension",
    "excluded",
    "fault",
    "heading",
    "left",
    "missing",
    "power",
    "status",
    "stratum",
    "taken",
]

GROUPS = ("asian", "black", "mixed", "other", "white")


def power(name: str) -> str:
    """Of which records a draw is made, as part of a sentence."""
    return {
        Power.VEHICLE_STOP: say("vehicle stops"),
        Power.SEARCH: say("stop and searches"),
        Power.USE_OF_FORCE: say("uses of force"),
        Power.CUSTODY_STRIP_SEARCH: say("strip searches in custody"),
        Power.INTELLIGENCE: say("intelligence reports"),
    }[Power(name)]


def dimension(name: str) -> str:
    """By what a frame is divided, as part of a sentence."""
    return {
        Dimension.ETHNICITY: say("ethnicity, as people stated it"),
        Dimension.NO_ACTION: say("whether anything came of it"),
        Dimension.FORCE_USED: say("whether force was used"),
        Dimension.UNDER_18: say("whether anybody was under 18"),
        Dimension.STRIP_SEARCH: say("whether intimate parts were exposed"),
    }[Dimension(name)]


def stratum(key: str) -> str:
    """A part of a frame, by its key: one word for each thing that it is divided by."""
    if key == OTHERS:
        return say("All others, too few to be told apart")
    parts = [_part(*one.split("=", 1)) for one in key.split("/") if "=" in one]
    return "; ".join(parts) if parts else _undivided(key)


def _undivided(key: str) -> str:
    return say("Known to exist, and not there") if key == "missing" else say("All records")


def _part(name: str, value: str) -> str:
    if name == Dimension.ETHNICITY:
        if value in GROUPS:
            return say("{group} people", group=say(value.title()))
        return say("ethnicity not stated")
    yes = value == "yes"
    if value == "not-known":
        return _not_known(Dimension(name))
    return {
        Dimension.NO_ACTION: say("nothing came of it") if yes else say("something came of it"),
        Dimension.FORCE_USED: say("force was used") if yes else say("no force"),
        Dimension.UNDER_18: say("somebody under 18") if yes else say("nobody under 18"),
        Dimension.STRIP_SEARCH: say("intimate parts exposed")
        if yes
        else say("intimate parts not exposed"),
    }[Dimension(name)]


def _not_known(one: Dimension) -> str:
    """What a record that a force's own system holds does not say."""
    return {
        Dimension.NO_ACTION: say("not known what came of it"),
        Dimension.FORCE_USED: say("not known whether force was used"),
        Dimension.UNDER_18: say("age not known"),
        Dimension.STRIP_SEARCH: say("not known how far it went"),
    }[one]


def excluded(reason: str) -> str:
    """Why the law keeps a record from the panel, as part of a sentence."""
    return {
        Why.SUB_JUDICE: say("before a court"),
        Why.VICTIM: say("a victim could be identified"),
        Why.COMPLAINT: say("a complaint is being looked into"),
    }[Why(reason)]


def missing(reason: str) -> str:
    """Why there is nothing to look at in a position, as part of a sentence."""
    return {
        Missing.NOT_THERE: "",
        Missing.KNOWN: say("known to another source, and never recorded"),
        Missing.TOTAL: say("in a published total, and never recorded"),
        Missing.TO_MEND: say("sent in, and never brought to meet the rules"),
        Missing.DELETED: say("in the log of stops, and the record is gone"),
        Missing.CHANGED: say("in the log of stops, and the record is not the one it committed to"),
    }[Missing(reason)]


def colour(name: str) -> str:
    """How a case was judged, as part of a sentence."""
    return {
        "green": say("green"),
        "amber": say("amber"),
        "red": say("red"),
        "cannot_tell": say("cannot tell"),
    }[name]


def fault(name: str) -> str:
    """What a finding is about, in a few words."""
    return {
        Fault.RED: say("Red: doubt whether it was lawful or fair"),
        Fault.AMBER: say("Amber: lawful, with something to learn"),
        Fault.GOOD: say("Good practice"),
        Fault.NO_VIDEO: say("The video is missing"),
        Fault.NO_RECORD: say("The record is missing"),
    }[Fault(name)]


def taken(name: str) -> str:
    """What was done about a finding, in a few words."""
    return {
        Taken.ADVICE: say("Advice was given"),
        Taken.TRAINING: say("Training was given"),
        Taken.REFERRED: say("It was passed to those who look into conduct"),
        Taken.PRACTICE: say("Practice was changed"),
        Taken.THANKED: say("The officer was thanked"),
        Taken.NOTHING: say("Nothing was done"),
    }[Taken(name)]


def status(one: Status) -> str:
    """How a draw stands, in a few words."""
    return {
        Status.OPEN: say("Being prepared"),
        Status.FROZEN: say("The frame is frozen; the seed is not known yet"),
        Status.ABANDONED: say("Abandoned"),
        Status.DRAWN: say("Drawn; members score alone"),
        Status.CLOSED: say("The panel is agreeing on its scores"),
        Status.AGREED: say("Concluded"),
    }[one]


def left(one: Frozen) -> str:
    """Since when a frame stands frozen, and that its last day has passed if it has."""
    if one.overdue:
        return say(
            "Frozen {days} days ago and not drawn. It should have been drawn or abandoned by "
            "{last}.",
            days=f"{one.days:,}",
            last=notes.day(one.last),
        )
    if one.days == 0:
        return say("Frozen today and not drawn yet.")
    if one.days == 1:
        return say("Frozen 1 day ago and not drawn.")
    return say("Frozen {days} days ago and not drawn.", days=str(one.days))


def heading(kind: str) -> str:
    """What a step of a draw is, in a few words."""
    return {
        Kind.OPENED: say("Opened"),
        Kind.EXCLUDED: say("A record was left out, as the law asks"),
        Kind.TOTAL: say("A total that somebody else published was typed in"),
        Kind.FROZEN: say("The frame was frozen"),
        Kind.OVERDUE: say("Overdue: those who hold the force to account are told"),
        Kind.ABANDONED: say("Abandoned"),
        Kind.ROLLED: say("Dice were typed in"),
        Kind.DRAWN: say("The cases were drawn"),
        Kind.RESERVE: say("A reserve was called, from the drawn order"),
        Kind.CLOSED: say("Members had scored alone; all see all scores"),
        Kind.RESULT: say("The panel agreed on every case"),
        Kind.FOUND: say("The panel found something"),
        Kind.ANSWERED: say("The force answered a finding"),
        Kind.HOLD_ENDED: say("What was drawn is no longer kept from deletion"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }.get(Kind(kind)) or say("A step of the panel’s own work")
