"""Everything public about a force's maturity, as JSON and as a table."""

import json
from collections.abc import Iterator
from typing import Any

from evenhand.maturity import selectors
from evenhand.maturity.history import CANNOT_TELL, Assessed, Standing, View
from evenhand.maturity.selectors import Maturity
from evenhand.maturity.written import whole
from evenhand.sheets import writing
from evenhand.sheets.cells import shielded

COLUMNS = (
    *("outcome", "standard", "name", "view", "organisation", "role"),
    *("status", "level", "level_name", "levels", "assessed", "number"),
    *("rationale", "evidence", "framework", "framework_version", "example"),
)
ASSESSED, UNSURE, MISSING = "assessed", "cannot tell", "not assessed"
"""What ``status`` can be; only with the first there is a level."""


def as_json(found: Maturity) -> dict[str, Any]:
    """The framework, and each standard with every assessment and how the views stand to each other.

    :func:`evenhand.maturity.written.read` reads an assessment back; its entry in the public ledger
    holds the same. There is no score: the spread of each view stands instead.
    """
    basis, framework = found.basis, found.framework
    return {
        "subject": selectors.subject(basis),
        "force": {"id": basis.force_id, "name": basis.force.name},
        "on": found.on.isoformat(),
        "framework": {**framework.model_dump(mode="json"), "digest": basis.framework.digest},
        "taken_up_at": basis.recorded_at.isoformat(),
        "spreads": [
            {
                "view": one.view,
                "organisation": one.organisation,
                "levels": list(one.levels),
                "cannot_tell": one.cannot_tell,
                "not_assessed": one.missing,
                "standards": one.total,
            }
            for one in found.spreads
        ],
        "standards": [
            {
                "subject": selectors.subject(basis, key),
                "key": key,
                "now": [_now(one) for one in standing.latest],
                "differs": standing.differs,
                "not_assessed_by": list(standing.missing),
                "assessments": [whole(one) for one in standing.every],
            }
            for key, standing in found.standings.items()
        ],
    }


def _now(one: Assessed) -> dict[str, Any]:
    level = None if one.level == CANNOT_TELL else one.level
    return {"view": one.view, "organisation": one.organisation, "level": level}


def as_csv(found: Maturity) -> bytes:
    """One row for the last word of each organisation on each standard, and for each silence."""
    return writing.as_csv([COLUMNS, *([shielded(cell) for cell in row] for row in _rows(found))])


def _rows(found: Maturity) -> Iterator[list[str]]:
    for outcome in found.framework.outcomes:
        for standard in outcome.standards:
            standing = found.standings[standard.key]
            for view, one in _words(standing):
                yield [
                    *(outcome.key, standard.key, standard.name, view),
                    *_said(one, found.framework.levels),
                    *(found.framework.name, str(found.framework.version)),
                    "yes" if found.framework.example else "no",
                ]


def _words(standing: Standing) -> Iterator[tuple[View, Assessed | None]]:
    for view in View:
        last = standing.of(view)
        yield from ((view, one) for one in last)
        if not last:
            yield view, None


def _said(one: Assessed | None, names: list[str]) -> list[str]:
    """Cells from the organisation to the evidence; nothing is said by an empty cell alone."""
    if one is None:
        return ["", "", MISSING, "", "", str(len(names)), "", "", "", ""]
    sure = one.level != CANNOT_TELL
    evidence = [proof.model_dump(mode="json", exclude_defaults=True) for proof in one.said.evidence]
    return [
        *(one.organisation, one.by, ASSESSED if sure else UNSURE),
        *((str(one.level), names[one.level - 1]) if sure else ("", "")),
        *(str(len(names)), one.on.isoformat(), str(one.number), one.said.rationale),
        json.dumps(evidence, ensure_ascii=False) if evidence else "",
    ]
