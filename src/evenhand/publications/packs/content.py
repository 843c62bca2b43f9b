"""All that a pack says, as plain values: put together once, frozen, and only read afterwards.

Everything in it is published already. A figure comes from its frozen row; a count that was never
released is not read here at all, so that a pack says nothing finer than the public pages.
"""

from datetime import datetime

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.monitoring import selectors as alerts
from evenhand.monitoring.history import LONDON
from evenhand.monitoring.steps import day_of
from evenhand.publications.packs import figures, owed, since
from evenhand.publications.packs.lines import Plain
from evenhand.scrutiny.recommending import selectors as recommending
from evenhand.scrutiny.recommending.steps import Awaits
from evenhand.scrutiny.told import draws, recommendations
from evenhand.scrutiny.visiting.agenda import last_met
from evenhand.scrutiny.visiting.selectors import Visit

FORMAT = 1


def content(meeting: Visit, *, now: datetime) -> Plain:
    """Put the pack of a meeting together as things stand now."""
    row, day = meeting.appointment, day_of(now)
    force, panel = row.force, row.panel_id
    met = last_met(panel, now=now)
    standing = figures.standing(force.pk)
    drawn = draws.draws(on=day, panel=panel)
    every = recommendations.recommendations(on=day, forces=[force.pk])
    stories = recommending.stories(on=day, forces=[force.pk])
    whose = {one.recommendation.number: one.recommendation.body_id for one in stories}
    own = [one for one in every if whose.get(one.number) == panel]
    others = [
        one for one in stories if one.recommendation.body_id != panel and one.awaits is not NOTHING
    ]
    raised = alerts.stories(on=day, forces=[force.pk])
    parts = [
        since.part(met, force=force.pk, figures=standing, drawn=drawn, advised=own, raised=raised),
        owed.advice(own, len(others), force=force.pk),
        owed.became(own),
        owed.awaited([each for one in drawn for each in one.findings], raised),
        *figures.parts(standing),
        figures.patterns(force),
        figures.completeness(force),
        owed.of_videos(panel, force=force.pk, now=now),
    ]
    starts = meeting.now.slot.starts.astimezone(LONDON)
    return {
        "format": FORMAT,
        "title": say("Data pack for the meeting on {day}", day=notes.day(starts.date())),
        "told_on": day.isoformat(),
        "day": notes.day(day),
        "panel": {"id": panel, "name": row.organisation},
        "force": {"id": force.pk, "name": row.visited},
        "meeting": {
            "number": row.number,
            "starts": starts.isoformat(),
            "time": f"{starts:%H:%M}",
            "where": meeting.now.slot.where,
        },
        "leads": [
            {"words": one.words, "page": one.page, "link": one.link}
            for one in figures.leads(standing)
        ],
        "no_leads": "" if standing else _no_figures(row.visited),
        "parts": [one.plain() for one in parts],
    }


NOTHING = Awaits.NOTHING


def _no_figures(force: str) -> str:
    return say("We do not have any published figure of {force}.", force=force)
