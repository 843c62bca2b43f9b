"""A force's alerts as files: one row for each as CSV, and everything public as JSON."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from evenhand.measures.watch.found import Found, Span
from evenhand.monitoring.history import Step
from evenhand.monitoring.selectors import Story
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded

COLUMNS = (
    *("force", "alert", "raised", "status", "awaits", "days_awaited", "days_overdue", "deadline"),
    *("reform_after", "owner", "power", "measure", "looks", "group", "reference", "area"),
    *("stream", "about_the_records", "direction", "means", "since", "as_of"),
    *("before_first", "before_last", "before", "before_low", "before_high"),
    *("after_first", "after_last", "after", "after_low", "after_high"),
    *("change_low", "change_high", "series_examined", "sentence", "stands"),
    *("standing", "standing_low", "standing_high", "expected_low", "expected_high"),
    *("shrunk_low", "shrunk_high", "stated", "probability"),
)


def as_csv(found: Iterable[Story]) -> bytes:
    """One row for each alert, as it stands; a number that is not told is an empty cell."""
    return writing.as_csv([COLUMNS, *([_cell(one) for one in _row(story)] for story in found)])


def _cell(value: object) -> object:
    return shielded(value) if isinstance(value, str) else value


def _row(story: Story) -> list[object]:
    found, now, series = story.told, story.now, story.told.series
    waits = now is not None and story.awaits == "answer"
    return [
        *(story.alert.force_id, story.alert.number, story.alert.raised_at.isoformat()),
        *(str(story.status), str(story.awaits), story.days_awaited, story.days_overdue),
        now.deadline.isoformat() if now and waits else None,
        now.becomes_reform_after.isoformat() if now and waits else None,
        *(now.owner_role if now else "", series.power, series.measure, str(series.looks)),
        *(series.group, series.reference, series.area, series.stream),
        "true" if found.quality else "false",
        *(str(found.direction), str(found.means), found.since, found.as_of),
        *_span(found.before),
        *_span(found.after),
        *(found.change.low, found.change.high, found.examined, found.sentence),
        *_standing(found),
    ]


def _standing(found: Found) -> list[object]:
    one = found.standing
    if one is None:
        return ["false", *([None] * 9)]
    return [
        *("true", one.whole.value, one.whole.low, one.whole.high),
        *(one.expected_low, one.expected_high, one.shrunk_low, one.shrunk_high),
        *(one.stated, one.probability),
    ]


def _span(span: Span) -> list[object]:
    return [span.first, span.last, span.value, span.low, span.high]


def as_json(force_id: str, name: str, found: Iterable[Story]) -> bytes:
    """Every alert as the public may see it, with every step of its review."""
    whole = {"force": {"id": force_id, "name": name}, "alerts": [_whole(one) for one in found]}
    return json.dumps(whole, ensure_ascii=False).encode()


def _whole(story: Story) -> dict[str, Any]:
    now = story.now
    return {
        "subject": story.subject,
        "number": story.alert.number,
        "raised_at": story.alert.raised_at.isoformat(),
        "status": str(story.status),
        "awaits": str(story.awaits),
        "days_awaited": story.days_awaited,
        "days_overdue": story.days_overdue,
        "deadline": now.deadline.isoformat() if now else None,
        "reform_after": now.becomes_reform_after.isoformat() if now else None,
        "told": story.told.plain(),
        "steps": steps_said(story.steps),
    }


def steps_said(steps: Sequence[Step]) -> list[dict[str, Any]]:
    """Every step of a review as plain values."""
    return [
        {
            "number": one.number,
            "kind": str(one.kind),
            "at": one.at.isoformat(),
            "by": one.by,
            "organisation": one.organisation,
            "words": one.words,
            "data": dict(one.data),
        }
        for one in steps
    ]
