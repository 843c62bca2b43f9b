"""Whether recommendations, meetings, visits and anchors are what the public ledger says.

What panels ask of their members, and how they counted themselves, is held against it too.
"""

from collections.abc import Iterable, Iterator

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.ledger.kept import REDACTED
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.scrutiny.anchoring import comparing as anchors
from evenhand.scrutiny.models import (
    Appointment,
    AppointmentStep,
    Recommendation,
    RecommendationStep,
)
from evenhand.scrutiny.models.recommendations import NO_DIGEST
from evenhand.scrutiny.recommending import selectors as recommendations
from evenhand.scrutiny.recommending.steps import Kind as Advised
from evenhand.scrutiny.recommending.terms import digest
from evenhand.scrutiny.redacting.comparing import taken_out
from evenhand.scrutiny.sitting import comparing as members
from evenhand.scrutiny.visiting import selectors as appointments
from evenhand.scrutiny.visiting.steps import Kind as Called

KINDS = (
    *(f"recommendation-{one.value}" for one in Advised),
    *(f"appointment-{one.value}" for one in Called),
    *("recommendation-restated", "appointment-restated"),
)


def disagreements() -> Iterator[Disagreement]:
    """Find every recommendation, meeting, visit and set of anchors that the ledger knows otherwise.

    Steps of which texts were taken out are held against the entries that say them again.
    """
    yield from agreeing.disagreements(_steps(), kinds=KINDS)
    yield from anchors.disagreements()
    yield from members.disagreements()
    for made in RecommendationStep.objects.filter(number=1).select_related("recommendation"):
        if not _is_made(made.recommendation, made):
            yield _changed(recommendations.subject(made.recommendation))
    for called in AppointmentStep.objects.filter(number=1).select_related("appointment"):
        if not _is_called(called.appointment, called):
            yield _changed(appointments.subject(called.appointment))


def count_steps() -> int:
    """Return how many steps there are to compare."""
    own = RecommendationStep.objects.count() + AppointmentStep.objects.count()
    return own + anchors.count_steps() + members.count_rows()


def _changed(subject: str) -> Disagreement:
    return Disagreement(subject, None, say("{subject}: who it is of was changed.", subject=subject))


def _steps() -> Iterable[Shown]:
    advised = RecommendationStep.objects.select_related("recommendation")
    for one in advised.order_by("pk"):
        yield _shown(one, "recommendation", recommendations.subject(one.recommendation))
    called = AppointmentStep.objects.select_related("appointment")
    for step in called.order_by("pk"):
        yield _shown(step, "appointment", appointments.subject(step.appointment))


def _shown(step: RecommendationStep | AppointmentStep, prefix: str, subject: str) -> Shown:
    if step.redacted:
        return taken_out(step, prefix, subject)
    return Shown(
        f"{prefix}-{step.kind}",
        subject,
        {"number": step.number, "words": step.words, "data": one_way(step.data)},
        by=step.by,
        organisation=step.organisation,
        at=step.recorded_at,
        number=step.number,
    )


def _is_made(row: Recommendation, made: RecommendationStep) -> bool:
    """Whether what stands beside the steps is what the first of them says."""
    advice = made.data["advice"]
    return (
        row.organisation == made.data["from"]
        and row.source == advice["source"]
        and row.said_on.isoformat() == advice["said_on"]
        and row.digest == (NO_DIGEST if row.redacted else digest(advice["what"]))
        and bool(row.redacted) == (advice["what"] == REDACTED)
        and row.made_at == made.recorded_at
        and (row.body is None or row.body.name == row.organisation)
        and row.answered_by == row.force.name
    )


def _is_called(row: Appointment, called: AppointmentStep) -> bool:
    return (
        row.what == called.data["what"]
        and row.organisation == called.organisation
        and row.called_at == called.recorded_at
        and row.visited == row.force.name
    )
