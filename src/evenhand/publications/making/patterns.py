"""What patterns in a force's vehicle stops say, in words, once disclosure control has had its say.

A test is answered for a group only where every count that it rests on is shown in a figure of the
same months, so that an answer tells nothing that those do not; nothing else of it is a count.
Middles are of at least thirty records, in whole minutes or seconds.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from evenhand.forces.models import Force
from evenhand.measures.medians import Middles, medians, middles
from evenhand.measures.stop_tests import TESTS, Answer
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import people
from evenhand.measures.words.powers import STOPS
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.making.gathering import ForceMaterials, file
from evenhand.publications.models import Patterns
from evenhand.publications.protecting.quantities import EVERYTHING

if TYPE_CHECKING:
    from evenhand.records.lake import Lake

Results = Mapping[str, Mapping[str, Any]]

LEADING = EVERYTHING[STOPS]
RESTS_ON: Mapping[str, Sequence[str]] = {
    "visibility": ("stop-rate", "stop-seen-before-rate"),
    "darkness": ("stop-rate",),
    "discretion": ("stop-rate", "stop-high-discretion-rate", "stop-camera-rate"),
}
"""By test, the measures whose counts would give back what its answer rests on."""
ORDER = ("visibility", "darkness", "discretion")


def freeze_patterns(
    materials: ForceMaterials, *, force: Force, by: str, now: datetime
) -> Patterns | None:
    """Give what patterns say over the months of the force's latest figures, unsaved.

    Parameters
    ----------
    materials : of which every figure has been made.

    Returns
    -------
    Nothing where no month of stops was observed.
    """
    if LEADING not in materials.latest:
        return None
    lake, result = materials.lake, materials.latest[LEADING]
    span = {"first_month": result["from"], "last_month": result["to"]}
    files = lake.provenance(force.id, result["from"], result["to"])
    content = {
        "told": patterns(lake, force.id, materials.latest),
        "inputs": [file(one, materials.months_hidden) for one in files],
    }
    return Patterns(
        force=force,
        **span,
        **content,
        evenhand_version=version("evenhand"),
        digest=digest({**span, **content}),
        released_at=now,
        released_by=by,
    )


def patterns(lake: "Lake", force: str, results: Results) -> dict[str, Any]:
    """Answer the three tests and the middles for a force.

    Parameters
    ----------
    lake, force : where the stops are, and whose.
    results : of the force's measures over the same months, after disclosure control.

    Returns
    -------
    ``tests``: for each its name, ``answers`` (``group`` and ``sentences``) and ``refused`` (the
    same); ``middles``: for each its id, title, question, ``sentences`` and ``notes``.
    """
    result = results[LEADING]
    span = {"force": force, "first": result["from"], "last": result["to"]}
    return {
        "tests": [_test(TESTS[name](lake, **span), results) for name in ORDER],
        "middles": [_middles(middles(one, lake, **span), results) for one in medians().values()],
    }


def _test(answer: Answer, results: Results) -> dict[str, Any]:
    held = [results[name] for name in RESTS_ON[answer.test] if name in results]
    whole = len(held) == len(RESTS_ON[answer.test])
    known = whole and all(_shows_the_unknown(one) for one in held)
    answers, refused = [], []
    for row in answer.rows:
        # First of all, as a refusal for too few would say which of the hidden counts is small.
        if not whole or not all(_shows(one, row.group, answer.reference) for one in held):
            refused.append({"group": row.group, "sentences": [_not_shown(row.group)]})
        elif row.ratio is None:
            refused.append({"group": row.group, "sentences": [row.sentence]})
        else:
            more = row.more if known else ()
            answers.append({"group": row.group, "sentences": [row.sentence, *more]})
    return {"test": answer.test, "answers": answers, "refused": refused}


def _shows(result: Mapping[str, Any], *groups: str) -> bool:
    rows = {row["group"]: row for row in result["rows"]}
    return all(rows[group]["events"] is not None for group in groups)


def _shows_the_unknown(result: Mapping[str, Any]) -> bool:
    return result["unknown_events"] is not None and result["left_out"] is not None


def _not_shown(group: str) -> str:
    return say(
        "Not given for {group}, to protect people: a number that it rests on is not shown.",
        group=people(group),
    )


def _middles(found: Middles, results: Results) -> dict[str, Any]:
    """Without how many said nothing: of two releases, that would tell the few between them."""
    return {
        "id": found.measure.id,
        "title": say(found.measure.title),
        "question": say(found.measure.question),
        "sentences": list(_sentences(found, results[LEADING])),
        "notes": [say(caveat) for caveat in found.measure.caveats],
    }


def _sentences(found: Middles, result: Mapping[str, Any]) -> Iterator[str]:
    yield found.everyone.sentence
    for one in found.groups:
        if one.group is not None:
            yield one.sentence if _shows(result, one.group) else _not_shown(one.group)
