"""Powers, parts, reasons and faults as people read and choose them."""

from evenhand.measures.words.messages import say
from evenhand.scrutiny.dividing import MISSING
from evenhand.scrutiny.strata import EVERYTHING, OTHERS
from evenhand.scrutiny.terms import Dimension, Fault, Missing, Power, Status, Taken, Why


def power(one: Power) -> str:
    """Of which records a draw is."""
    return {
        Power.VEHICLE_STOP: say("Vehicle stops"),
        Power.SEARCH: say("Stop and searches"),
        Power.USE_OF_FORCE: say("Uses of force"),
        Power.CUSTODY_STRIP_SEARCH: say("Strip searches in custody"),
        Power.INTELLIGENCE: say("Intelligence reports"),
    }[one]


def dimension(one: Dimension) -> str:
    """By what records are divided."""
    return {
        Dimension.ETHNICITY: say("Ethnicity, as people stated it"),
        Dimension.NO_ACTION: say("Whether nothing came of it"),
        Dimension.FORCE_USED: say("Whether force was used"),
        Dimension.UNDER_18: say("Whether somebody was under 18"),
        Dimension.STRIP_SEARCH: say("Whether a search exposed intimate parts"),
    }[one]


def stratum(key: str) -> str:
    """A part of a frame."""
    alone = {
        EVERYTHING: say("All"),
        OTHERS: say("Small parts together"),
        MISSING: say("Known to exist, and no record there"),
    }
    return alone[key] if key in alone else "; ".join(_value(one) for one in key.split("/"))


def _value(part: str) -> str:
    name, _, value = part.partition("=")
    yes_no = {
        Dimension.NO_ACTION: (
            say("nothing came of it"),
            say("something came of it"),
            say("not known what came of it"),
        ),
        Dimension.FORCE_USED: (
            say("force used"),
            say("no force used"),
            say("not known whether force was used"),
        ),
        Dimension.UNDER_18: (say("under 18"), say("18 or older"), say("age not known")),
        Dimension.STRIP_SEARCH: (
            say("intimate parts exposed"),
            say("not exposed"),
            say("not known how far it went"),
        ),
    }
    for one, (yes, no, unknown) in yes_no.items():
        if one.value == name:
            return {"yes": yes, "no": no, "not-known": unknown}.get(value, value)
    groups = {
        "asian": say("Asian"),
        "black": say("Black"),
        "mixed": say("Mixed"),
        "other": say("Other"),
        "white": say("White"),
        "not-stated": say("Not stated"),
    }
    return groups.get(value, value or part)


def why(one: Why) -> str:
    """For which reason the law keeps a record from the panel."""
    return {
        Why.SUB_JUDICE: say("A court is dealing with it"),
        Why.VICTIM: say("A victim could be recognised"),
        Why.COMPLAINT: say("A complaint about it is being looked into"),
    }[one]


def missing(one: Missing) -> str:
    """Why there is nothing to look at."""
    return {
        Missing.NOT_THERE: "",
        Missing.KNOWN: say("Another source knows of it, and no record matches"),
        Missing.TOTAL: say("A published total is higher than what is recorded"),
        Missing.TO_MEND: say("A record came and was never brought to meet the rules"),
        Missing.DELETED: say("The log holds its entry, and the record is gone"),
        Missing.CHANGED: say("The record is not the one that the log was told of"),
    }[one]


def fault(one: Fault) -> str:
    """What a finding is about."""
    return {
        Fault.RED: say("Red: doubt whether it was lawful, fair or proper"),
        Fault.AMBER: say("Amber: something to learn"),
        Fault.GOOD: say("Good practice"),
        Fault.NO_VIDEO: say("The video is missing"),
        Fault.NO_RECORD: say("The record is missing"),
    }[one]


def taken(one: Taken) -> str:
    """What was done about a finding."""
    return {
        Taken.ADVICE: say("Advice was given"),
        Taken.TRAINING: say("Training was given"),
        Taken.REFERRED: say("It was referred to those who look into conduct"),
        Taken.PRACTICE: say("A practice was changed"),
        Taken.THANKED: say("The officer was told what was done well"),
        Taken.NOTHING: say("Nothing was done, for the reason below"),
    }[one]


def status(one: Status) -> str:
    """How a draw stands, in a few words."""
    return {
        Status.OPEN: say("Opened, not frozen yet"),
        Status.FROZEN: say("Frozen, waiting for its seed"),
        Status.ABANDONED: say("Abandoned"),
        Status.DRAWN: say("Drawn: members score alone"),
        Status.CLOSED: say("Scoring is closed: the meeting agrees"),
        Status.AGREED: say("Every case is agreed"),
    }[one]
