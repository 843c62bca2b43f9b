"""The part of a pack that says what is new since the panel met last."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from django.urls import reverse

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.steps import day_of
from evenhand.publications.models import Figure
from evenhand.publications.packs.lines import Line, Part
from evenhand.publications.packs.owed import advice_line, alert_line, finding_line
from evenhand.scrutiny.told.draws import ToldDraw
from evenhand.scrutiny.told.recommendations import Told
from evenhand.scrutiny.told.sentences import results

ENDED = "result"
STEPS = frozenset({"responded", "extended", "completed", "withdrawn"})
"""What a force says to a recommendation, or its maker about it; a view is the panel's own."""


def part(
    since: datetime | None,
    *,
    force: str,
    figures: Mapping[str, Figure],
    drawn: Sequence[ToldDraw],
    advised: Sequence[Told],
    raised: Sequence[Story],
) -> Part:
    """Everything that happened since the panel met last.

    Parameters
    ----------
    since : when it met; None where it never has.
    """
    key, title = "since", say("What is new since the last meeting")
    if since is None:
        never = say("This panel has not met before, so there is nothing to compare with.")
        return Part(key, title, "", none=never)
    day = day_of(since)
    lines = [
        *_figures(since, force, figures),
        *(_line(alert_line(one)) for one in raised if one.alert.raised_at > since),
        *_draws(since, drawn),
        *(
            _line(finding_line(one))
            for each in drawn
            for one in each.findings
            if one.answered_on is not None and one.answered_on >= day
        ),
        *(_line(advice_line(one)) for one in advised if _moved(one, since)),
    ]
    none = "" if lines else say("Nothing new has been published or answered since then.")
    about = say("The panel met last on {day}.", day=notes.day(day))
    return Part(key, title, about, lines=tuple(lines), none=none)


def _line(one: Line) -> Line:
    """The same line, told apart from where it stands in a part of its own."""
    return Line(f"since/{one.key}", one.words, one.page, one.link, one.notes, one.state)


def _figures(since: datetime, force: str, found: Mapping[str, Figure]) -> Iterator[Line]:
    new = [one for one in found.values() if one.released_at > since]
    corrected = [one for one in new if one.supersedes_id is not None]
    if new:
        yield Line(
            key="since/figures",
            words=say("Figures published or corrected: {count}.", count=numbers.whole(len(new))),
            page=reverse("force", args=[force]),
            link=say("The force’s figures"),
        )
    for one in corrected:
        yield Line(
            key=f"since/corrected/{one.measure}",
            words=say("Corrected: {title}.", title=one.about["title"]),
            page=reverse("figure", args=[one.reference]),
            link=say("The corrected figure"),
            state=one.reference,
        )


def _draws(since: datetime, drawn: Sequence[ToldDraw]) -> Iterator[Line]:
    for one in drawn:
        if not any(step.kind == ENDED and step.at > since for step in one.steps):
            continue
        found = results(one)
        said = (found.lead or found.share or found.untold) if found else ""
        yield Line(
            key=f"since/{one.subject}",
            words=say("The panel concluded its draw {number}.", number=str(one.number)),
            notes=(said,) if said else (),
            page=reverse("panel-draw", args=[one.panel, one.number]),
            link=say("Draw {number}", number=str(one.number)),
        )


def _moved(one: Told, since: datetime) -> bool:
    day = day_of(since)
    return any(step.kind in STEPS and step.on >= day for step in one.steps)
