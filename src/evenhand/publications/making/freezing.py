"""Builds a figure from a result and all that stands behind it; writes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from typing import Any

from evenhand.forces.models import Force
from evenhand.measures import Measure
from evenhand.measures.words import notes
from evenhand.publications.making import compared, pictures, wording
from evenhand.publications.making.change import Change
from evenhand.publications.making.expected import expected
from evenhand.publications.making.fingerprint import fingerprint
from evenhand.publications.making.half import add_half_intervals
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
    queries : the SQL that counted, as it ran.
    series : the measure over time.
    coverage : of several forces, sentences that say which are in it, and which are not and why.
    expected : of several forces, how much they differ; a force's own range is made from that.
    compared : of several forces, each one's ratio, for the pictures that are the analyst's.
    """

    measure: Measure
    result: dict[str, Any]
    months: list[dict[str, Any]]
    quality: list[dict[str, Any]]
    inputs: list[dict[str, Any]]
    change: Change | None
    control: dict[str, Any]
    queries: list[str] = field(default_factory=list)
    series: dict[str, Any] = field(default_factory=dict)
    coverage: list[str] = field(default_factory=list)
    expected: dict[str, Any] = field(default_factory=dict)
    compared: list[dict[str, Any]] = field(default_factory=list)


def freeze(
    materials: Materials,
    *,
    force: Force | None,
    by: str,
    now: datetime,
    together: Figure | None = None,
    drawn: bool = True,
) -> Figure:
    """Give an unsaved figure, numbered 1; the service numbers it and names what it corrects.

    Parameters
    ----------
    force : whose figure; None for one of all forces together.
    by, now : who releases it, and when.
    together : the figure of all forces beside which the force's own range is worked out. That
        range is no part of the digest: what other forces do later corrects nothing here.
    drawn : False leaves the pictures to :func:`draw`; they are no part of the digest, and drawing
        takes most of the time.
    """
    measure, result = materials.measure, materials.result
    share = measure.kind != "rate"
    add_half_intervals(result, share=share)
    about = about_measure(measure)
    beside = _expected(materials, force, together)
    figure = Figure(
        force=force,
        power=measure.power,
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
        charts={},
        methods={name: METHOD_VERSIONS.get(name, 1) for name in measure.methods},
        queries=list(dict.fromkeys(materials.queries)),
        series=materials.series,
        expected=beside,
        control=materials.control,
        evenhand_version=version("evenhand"),
        digest=fingerprint(
            {
                "result": result,
                "months": materials.months,
                "quality": materials.quality,
                "inputs": materials.inputs,
                "series": materials.series,
            }
        ),
        released_at=now,
        released_by=by,
    )
    if drawn:
        draw(figure, materials)
    return figure


def draw(figure: Figure, materials: Materials) -> None:
    """Draw the pictures of a figure that is about to be released."""
    result, about = figure.result, figure.about
    figure.charts = pictures.draw(
        result, about, materials.months, series=materials.series, expected=figure.expected
    ) | compared.draw(
        materials.compared,
        centre=result["within_force_ratio"],
        dispersion=materials.expected.get("dispersion"),
        title=about["title"],
    )


def _expected(materials: Materials, force: Force | None, together: Figure | None) -> dict[str, Any]:
    """A force's own range, where all forces have a figure over the very same months."""
    if force is None:
        return materials.expected
    asked = (materials.result["from"], materials.result["to"])
    if together is None or asked != (together.first_month, together.last_month):
        return {}
    return expected(
        materials.result,
        kind=materials.measure.kind,
        force=force.name,
        together={
            "result": together.result,
            "expected": together.expected,
            "reference": together.reference,
        },
    )


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
        "within": wording.within_forces()
        if materials.coverage
        else wording.within(materials.measure.power),
        "months": _months(materials),
        "coverage": materials.coverage,
    }


def _focus(result: Mapping[str, Any]) -> Mapping[str, Any]:
    rows: Sequence[Mapping[str, Any]] = result["rows"]
    return next((row for row in rows if row["group"] == result["ratio_group"]), {})


def _months(materials: Materials) -> str:
    if materials.coverage:
        return wording.months_together(materials.months)
    return wording.months_seen(
        materials.months, pictures.usual(materials.months), power=materials.measure.power
    )


def _context(materials: Materials, about: Mapping[str, Any], *, now: datetime) -> list[str]:
    result = materials.result
    asked = [row for row in materials.months if result["from"] <= row["month"] <= result["to"]]
    several = bool(materials.coverage)
    partly = 0 if several else sum(row["status"] == "partial" for row in asked)
    return [
        wording.observed(
            result["from"],
            result["to"],
            whole=result["months_observed"],
            months=len(asked),
            partly=partly,
        ),
        *materials.coverage,
        *([wording.partly_loaded()] if partly and about["kind"] == "rate" else []),
        wording.what_is_counted(about),
        notes.transport_police(included=result["includes_btp"], power=about["power"]),
        wording.compared_with(about, census=result["population"]),
        wording.reference(about),
        wording.published(now),
    ]
