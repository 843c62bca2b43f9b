"""Builds a figure from a result and all that stands behind it; writes nothing."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from typing import Any

from evenhand.forces.models import Force
from evenhand.measures import Measure
from evenhand.measures.words import notes
from evenhand.publications import pictures, wording
from evenhand.publications.change import Change
from evenhand.publications.models import Figure

METHOD_VERSIONS: Mapping[str, int] = {}
"""Methods that have changed since the first release; every other method is at version 1."""


@dataclass(frozen=True)
class Materials:
    """What a figure is made of, gathered from the lake.

    Attributes
    ----------
    result : ``Result.as_json()``, after disclosure control.
    months : the figure's own and those before, as the picture of months draws them.
    quality : findings of the checks, as plain values.
    inputs : source, sha256, version and month of each file.
    control : what the disclosure control of later figures needs to know of this one.
    change : how the result compares with the months before, where that can be said.
    """

    measure: Measure
    result: dict[str, Any]
    months: list[dict[str, Any]]
    quality: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    change: Change | None
    control: dict[str, Any]


def freeze(materials: Materials, *, force: Force, by: str, now: datetime) -> Figure:
    """Give an unsaved figure, numbered 1; the service numbers it and names what it corrects."""
    measure, result = materials.measure, materials.result
    share = measure.kind != "rate"
    pictures.add_half_intervals(result, share=share)
    about = about_measure(measure)
    return Figure(
        force=force,
        measure=measure.id,
        measure_version=measure.version,
        grouping=result["group_by"],
        first_month=result["from"],
        last_month=result["to"],
        result=result,
        about=about,
        wording=words(materials, about, now=now),
        months=materials.months,
        quality=materials.quality,
        inputs=materials.inputs,
        charts=pictures.draw(result, about, materials.months),
        methods={name: METHOD_VERSIONS.get(name, 1) for name in measure.methods},
        control=materials.control,
        evenhand_version=version("evenhand"),
        digest=digest(
            {
                "result": result,
                "months": materials.months,
                "quality": materials.quality,
                "inputs": materials.inputs,
                "measure_version": measure.version,
            }
        ),
        released_at=now,
        released_by=by,
    )


def digest(content: Mapping[str, Any]) -> str:
    """The sha256 of some plain values, the same whatever the order of their keys."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def about_measure(measure: Measure) -> dict[str, Any]:
    """The measure as it stands now, so that a page never needs the file it came from."""
    kept = {
        *("id", "version", "title", "question", "power", "kind", "against", "unit", "group_by"),
        *("person_searches_only", "focus", "reference", "worse", "minimum", "caveats", "methods"),
    }
    return measure.model_dump(mode="json", include=kept)


def words(materials: Materials, about: Mapping[str, Any], *, now: datetime) -> dict[str, Any]:
    """Every sentence of the page that is not a row's own."""
    result = materials.result
    focus = _focus(result)
    return {
        "lead": result["sentence"],
        "unknown": focus.get("unknown_sentence"),
        "explanation": wording.explanation() if focus.get("status") == "compared" else None,
        "change": materials.change.sentence if materials.change else None,
        "change_seen": materials.change.seen if materials.change else None,
        "changed": materials.change.changed if materials.change else None,
        "worse": wording.worse(about),
        "context": _context(materials, about, now=now),
        "within": wording.within(),
        "months": wording.months_seen(materials.months, pictures.usual(materials.months)),
    }


def _focus(result: Mapping[str, Any]) -> Mapping[str, Any]:
    rows: Sequence[Mapping[str, Any]] = result["rows"]
    return next((row for row in rows if row["group"] == result["ratio_group"]), {})


def _context(materials: Materials, about: Mapping[str, Any], *, now: datetime) -> list[str]:
    result = materials.result
    asked = [row for row in materials.months if result["from"] <= row["month"] <= result["to"]]
    partly = sum(row["status"] == "partial" for row in asked)
    return [
        wording.observed(
            result["from"],
            result["to"],
            whole=result["months_observed"],
            months=len(asked),
            partly=partly,
        ),
        *([wording.partly_loaded()] if partly and about["kind"] == "rate" else []),
        wording.what_is_counted(about),
        notes.transport_police(included=result["includes_btp"]),
        wording.compared_with(about, census=result["population"]),
        wording.reference(about),
        wording.published(now),
    ]
