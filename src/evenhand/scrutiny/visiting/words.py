"""How meetings and visits are put into words that pages, calendars and mails share."""

from evenhand.measures.words.messages import say
from evenhand.scrutiny.visiting.steps import Kind, Status, What


def what(one: What) -> str:
    """What an appointment is."""
    return {
        What.MEETING: say("Meeting"),
        What.CUSTODY: say("Visit to custody"),
        What.CONTROL_ROOM: say("Visit to the control room"),
        What.TRAINING: say("Visit to training"),
        What.INTELLIGENCE: say("Visit to the intelligence team"),
    }[one]


def status(one: Status) -> str:
    """How it stands, in a few words."""
    return {
        Status.PROPOSED: say("Proposed"),
        Status.AGREED: say("Agreed"),
        Status.CALLED: say("Called"),
        Status.DECLINED: say("Declined by the force"),
        Status.CALLED_OFF: say("Called off"),
        Status.HELD: say("Held"),
        Status.MISSED: say("Nothing was said of it afterwards"),
    }[one]


def heading(one: Kind, *, visits: bool) -> str:
    """What a step is, in a few words."""
    return {
        Kind.CALLED: say("Proposed") if visits else say("Called"),
        Kind.AGREED: say("The force agreed"),
        Kind.DECLINED: say("The force declined"),
        Kind.MOVED: say("Moved"),
        Kind.CALLED_OFF: say("Called off"),
        Kind.AGENDA: say("Agenda"),
        Kind.HELD: say("Held"),
        Kind.MINUTES: say("Minutes"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }[one]


def places(many: int) -> str:
    """How many members of the public can come, in a sentence."""
    if many == 0:
        return say("There are no places for members of the public.")
    if many == 1:
        return say("There is 1 place for a member of the public.")
    return say("There are {many} places for members of the public.", many=f"{many:,}")


def pounds(pence: int) -> str:
    """An amount of money."""
    return f"£{pence // 100:,}.{pence % 100:02d}"
