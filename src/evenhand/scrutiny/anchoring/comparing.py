"""Whether sets of anchor cases are what the public ledger says, with all that it committed to."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ObjectDoesNotExist

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import results, selectors
from evenhand.scrutiny.anchoring.services.keeping import recommitted
from evenhand.scrutiny.anchoring.services.writing import PREFIX
from evenhand.scrutiny.anchoring.steps import Kind, Step
from evenhand.scrutiny.scoring.errors import ScoringError
from evenhand.scrutiny.services.sheets import commitment

KINDS = tuple(f"{PREFIX}-{one.value}" for one in Kind)
Kept = models.AnchorKey | models.AnchorScore | models.AnchorAgreed


def disagreements() -> Iterator[Disagreement]:
    """Find every set that the ledger knows otherwise, or that is not what it committed to.

    Steps of which texts were taken out are not among them: they say less than their entries.
    """
    rows = models.AnchorStep.objects.select_related("set").filter(redacted="").order_by("pk")
    yield from agreeing.disagreements(map(_shown, rows), kinds=KINDS)
    for row in models.AnchorSet.objects.order_by("pk"):
        subject = selectors.subject(row)
        for says in _of(row):
            yield Disagreement(subject, None, f"{subject}: {says}")


def count_steps() -> int:
    """Return how many steps there are to compare."""
    return models.AnchorStep.objects.count()


def _shown(step: models.AnchorStep) -> Shown:
    return Shown(
        f"{PREFIX}-{step.kind}",
        selectors.subject(step.set),
        {"number": step.number, "words": step.words, "data": one_way(step.data)},
        by=step.by,
        organisation=step.organisation,
        at=step.recorded_at,
        number=step.number,
    )


def _of(row: models.AnchorSet) -> Iterator[str]:
    steps = selectors.steps_of(row)
    opened = next((one for one in steps if one.kind is Kind.OPENED), None)
    if opened is None or (row.title, row.organisation) != (
        opened.data["title"],
        opened.organisation,
    ):
        yield say("what it was opened for was changed.")
    cases = models.Anchor.objects.filter(set=row).select_related("set")
    held = Counter(one.commitment if one.redacted else recommitted(one) for one in cases)
    if held != _said(steps, Kind.WRITTEN):
        yield say("a case was changed, added or taken away.")
    for kind, model, says in (
        (Kind.KEYED, models.AnchorKey, say("a sealed score was changed, added or taken away.")),
        (
            Kind.SCORED,
            models.AnchorScore,
            say("a member’s score was changed, added or taken away."),
        ),
        (
            Kind.AGREED,
            models.AnchorAgreed,
            say("an agreed score was changed, added or taken away."),
        ),
    ):
        rows = model.objects.filter(anchor__set=row).select_related("anchor__set")
        if _made(rows) != _said(steps, kind):
            yield says
    yield from _whose(row, steps)
    yield from _result(row, steps)


def _whose(row: models.AnchorSet, steps: Iterable[Step]) -> Iterator[str]:
    """Whether scores are of the panel, the moment and the member that their steps say."""
    told = Counter(
        (one.at, one.data["panel"], one.data["commitment"])
        for one in steps
        if one.kind in {Kind.SCORED, Kind.AGREED}
    )
    scores = models.AnchorScore.objects.filter(anchor__set=row)
    agreed = models.AnchorAgreed.objects.filter(anchor__set=row)
    if told != Counter((one.at, one.panel_id, one.commitment) for one in (*scores, *agreed)):
        yield say("of which panel a score is, or when it was given, was changed.")
    takers = models.AnchorTaker.objects.filter(step__set=row, step__kind=Kind.SCORED.value)
    gave = {one.step.data["commitment"]: one.person_id for one in takers.select_related("step")}
    if gave != {one.commitment: one.person_id for one in scores}:
        yield say("whose a score is was changed.")


def _result(row: models.AnchorSet, steps: Iterable[Step]) -> Iterator[str]:
    told = [one.data for one in steps if one.kind is Kind.RESULT]
    kept = list(models.AnchorResult.objects.filter(set=row).values_list("content", flat=True))
    if told != kept:
        yield say("what its scores come to was changed.")
    elif told and not _follows(row, told[0]):
        yield say("what its scores come to does not follow from them.")


def _follows(row: models.AnchorSet, told: Mapping[str, Any]) -> bool:
    """Whether a result is what the scores come to; a panel may be called otherwise by now."""
    try:
        again = results.result(row)
    except (ObjectDoesNotExist, ScoringError, KeyError):
        return False  # what it was worked out from is gone, or nobody could have answered it
    counts = [
        {one["panel"]: (one["here"], one["so_far"]) for one in each["panels"]}
        for each in (told, again)
    ]
    return counts[0] == counts[1] and told["agreement"] == again["agreement"]


def _said(steps: Iterable[Step], kind: Kind) -> Counter[str]:
    return Counter(one.data["commitment"] for one in steps if one.kind is kind)


def _made(rows: Iterable[Kept]) -> Counter[str]:
    """What each row would be committed to as it stands; one that was redacted, as it was."""
    return Counter(
        one.commitment
        if one.redacted
        else commitment(selectors.subject_of(one.anchor), one.answers, bytes.fromhex(one.nonce))
        for one in rows
        if one.redacted or one.rating == one.answers.get("overall")
    )
