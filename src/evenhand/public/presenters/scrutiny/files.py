"""Draws and recommendations as files: one row for each as CSV, everything public as JSON."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from evenhand.scrutiny.told.anchors import ToldSet
from evenhand.scrutiny.told.listed import Listed
from evenhand.scrutiny.told.meetings import ToldMeeting
from evenhand.scrutiny.told.recommendations import Told
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded

DRAWS = (
    *("force", "panel", "draw", "subject", "power", "first", "last", "status", "opened_on"),
    *("positions", "drawn", "missing", "excluded", "cases", "red", "findings", "unanswered"),
    *("overdue", "fingerprint", "abandoned", "red_share", "red_low", "red_high"),
    *("missed_share", "missed_cases", "members", "alpha", "alpha_low", "alpha_high", "observed"),
)
RECOMMENDATIONS = (
    *("force", "recommendation", "subject", "maker", "source", "answered_by", "what", "why", "to"),
    *("said_on", "recorded_on", "by", "report", "reference", "link", "status", "awaits"),
    *("deadline", "on_time", "days_awaited", "days_overdue", "response", "response_on"),
    *("response_words", "actions", "comes_from", "repeats", "view", "view_on", "followed"),
)


def draws_csv(found: Iterable[Listed]) -> bytes:
    """One row for each draw; what is not told is an empty cell, and never zero."""
    rows = ({**_draw(one), **_scored(one.result or {})} for one in found)
    return writing.as_csv([DRAWS, *(_row(one, DRAWS) for one in rows)])


def draws_json(force: str, name: str, found: Iterable[Listed], met: Iterable[ToldMeeting]) -> bytes:
    """Every draw as it stands, and every meeting and visit."""
    return _json(
        {
            "force": {"id": force, "name": name},
            "draws": [_draw(one) for one in found],
            "meetings": [asdict(one) for one in met],
        }
    )


def recommendations_csv(found: Iterable[Told]) -> bytes:
    """One row for each recommendation, as it stands."""
    return writing.as_csv(
        [RECOMMENDATIONS, *(_row(_advice(one), RECOMMENDATIONS) for one in found)]
    )


def recommendations_json(force: str, name: str, found: Iterable[Told]) -> bytes:
    """Every recommendation with every step of it."""
    return _json(
        {
            "force": {"id": force, "name": name},
            "recommendations": [asdict(one) for one in found],
        }
    )


def anchors_json(found: Iterable[ToldSet]) -> bytes:
    """Every set of anchor cases with the counts of each panel; what cannot be told is null."""
    return _json({"sets": [asdict(one) for one in found]})


def _draw(one: Listed) -> dict[str, Any]:
    return {**asdict(one), "draw": one.number}


def _scored(said: Mapping[str, Any]) -> dict[str, str]:
    """What the agreed scores say of the whole frame: an empty text for what cannot be told."""
    red, missed = said.get("red", {}), said.get("missed", {})
    agreement = said.get("agreement", {})
    alpha = agreement.get("alpha", {})
    return {
        "red_share": red.get("value", ""),
        "red_low": red.get("low", ""),
        "red_high": red.get("high", ""),
        "missed_share": missed.get("share", ""),
        "missed_cases": missed.get("cases", ""),
        "members": str(agreement.get("members", "")),
        "alpha": alpha.get("value", ""),
        "alpha_low": alpha.get("low", ""),
        "alpha_high": alpha.get("high", ""),
        "observed": alpha.get("observed", ""),
    }


def _advice(one: Told) -> dict[str, Any]:
    return {**asdict(one), "recommendation": one.number}


def _row(said: Mapping[str, Any], columns: Iterable[str]) -> list[object]:
    return [_cell(said[name]) for name in columns]


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return shielded(" ".join(map(str, value)))
    return shielded(value) if isinstance(value, str) else value


def _json(whole: Mapping[str, Any]) -> bytes:
    return json.dumps(whole, ensure_ascii=False, default=_plain).encode()


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{value!r} has no form in JSON")
