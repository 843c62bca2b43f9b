"""Meetings and visits of a panel: one whole, those to come, those that were held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from evenhand.ledger.selectors import Said
from evenhand.measures.words import numbers
from evenhand.measures.words.messages import say
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts.steps import Shown
from evenhand.public.presenters.scrutiny import marks, steps
from evenhand.public.presenters.scrutiny.lists import COMING, Item, meeting_item, moment
from evenhand.public.presenters.scrutiny.places import Place, place
from evenhand.scrutiny.told.meetings import ToldMeeting, Totals


@dataclass(frozen=True)
class Agendum:
    """An item of an agenda, and where it leads."""

    words: str
    at: Place | None


@dataclass(frozen=True)
class Minutes:
    """Minutes as they were published.

    Attributes
    ----------
    wrong : what they correct in those before; empty for the first.
    """

    step: Shown
    decisions: tuple[str, ...]
    wrong: str


@dataclass(frozen=True)
class MeetingPage:
    """Everything that the page of a meeting or a visit shows, in words.

    Attributes
    ----------
    minutes : the latest first; those after it were corrected, and stay to be read.
    """

    caption: str
    title: str
    mark: Mark
    why: str
    terms: tuple[tuple[str, str], ...]
    how: str
    agenda: tuple[Agendum, ...]
    came: tuple[str, ...]
    visit: bool
    findings: tuple[str, ...]
    minutes: tuple[Minutes, ...]
    no_minutes: str
    history: tuple[Shown, ...]


def meeting_page(told: ToldMeeting, said: Sequence[Said]) -> MeetingPage:
    """Lay out a meeting or a visit.

    Parameters
    ----------
    said : its entries in the public ledger.
    """
    history = steps.of_meeting(told.steps, said)
    numbered = {one.number: one for one in told.minutes}
    visit = told.what != "meeting"
    return MeetingPage(
        caption=say("{panel}, {force}", panel=told.panel_name, force=told.force_name),
        title=say("{what}, {day}", what=told.what_words, day=moment(told.starts)),
        mark=marks.of_meeting(told.status, told.status_words),
        why=told.why,
        terms=_terms(told),
        how=told.how if told.status in COMING else "",
        agenda=tuple(
            Agendum(one.words, place(one.subject) if one.subject else None) for one in told.agenda
        ),
        came=_came(told),
        visit=visit,
        findings=told.findings,
        minutes=tuple(
            Minutes(one, numbered[one.number].decisions, numbered[one.number].wrong)
            for one in history
            if one.number in numbered
        ),
        no_minutes=_no_minutes(told) if not visit else "",
        history=history,
    )


def _terms(told: ToldMeeting) -> tuple[tuple[str, str], ...]:
    return (
        (say("From"), moment(told.starts)),
        (say("Until"), moment(told.ends)),
        (say("Where"), told.where),
        (say("Members of the public"), told.places_words),
        (say("How it stands"), _stands(told)),
    )


def _stands(told: ToldMeeting) -> str:
    if not told.days_proposed:
        return told.status_words
    days = marks.days(told.days_proposed)
    return say(
        "{status}: the force has not answered for {days}", status=told.status_words, days=days
    )


def _came(told: ToldMeeting) -> tuple[str, ...]:
    if told.members is None:
        return ()
    said = [
        say(
            "Members who came: {members}. Members of the public: {public}.",
            members=numbers.whole(told.members),
            public=numbers.whole(told.public or 0),
        )
    ]
    if told.hours is not None:
        hours = numbers.whole(told.hours)
        said.append(say("Hours that members gave, all together: {hours}.", hours=hours))
    if told.pence is not None:
        said.append(
            say("Expenses paid to members, all together: {pounds}.", pounds=pounds(told.pence))
        )
    return tuple(said)


def pounds(pence: int) -> str:
    """An amount of money."""
    return f"£{pence // 100:,}.{pence % 100:02d}"


def _no_minutes(told: ToldMeeting) -> str:
    if told.minutes:
        return ""
    if told.status == "held":
        return say("The meeting was held. Its minutes are not published yet.")
    return say("Minutes are published here after the meeting.")


@dataclass(frozen=True)
class Calendar:
    """A panel's meetings and visits: those to come, those that were, what they took."""

    coming: tuple[Item, ...]
    past: tuple[Item, ...]
    took: tuple[str, ...]


def calendar(found: Sequence[ToldMeeting], taken: Totals, *, now: datetime) -> Calendar:
    """Lay out all meetings and visits."""
    coming = [one for one in found if one.ends > now and one.status in COMING]
    past = [one for one in reversed(found) if one not in coming]
    return Calendar(
        tuple(meeting_item(one) for one in coming),
        tuple(meeting_item(one) for one in past),
        _took(taken),
    )


def _took(taken: Totals) -> tuple[str, ...]:
    if not taken.held:
        return (say("No meeting or visit has been held yet."),)
    held = (
        say("1 meeting or visit was held.")
        if taken.held == 1
        else say("{held} meetings and visits were held.", held=numbers.whole(taken.held))
    )
    came = say("Members of the public who came: {count}.", count=numbers.whole(taken.public))
    if not taken.told:
        return (held, came)
    said = {"hours": numbers.whole(taken.hours), "pounds": pounds(taken.pence)}
    if taken.told == taken.held:
        took = say("Members gave {hours} hours and were paid {pounds} of expenses.", **said)
    else:
        took = say(
            "Members gave {hours} hours and were paid {pounds} of expenses in {told} of the "
            "{held}; of the others that was not said.",
            **said,
            told=numbers.whole(taken.told),
            held=numbers.whole(taken.held),
        )
    return (held, came, took)
