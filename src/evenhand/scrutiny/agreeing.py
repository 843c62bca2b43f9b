"""Whether recommendations, meetings and visits are what the public ledger says."""

from collections.abc import Iterable, Iterator

from evenhand.ledger import agreeing
from evenhand.ledger.agreeing import Disagreement, Shown
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.scrutiny.models import (
    Appointment,
    AppointmentStep,
    Recommendation,
    RecommendationStep,
)
from evenhand.scrutiny.recommending import selectors as recommendations
from evenhand.scrutiny.recommending.steps import Kind as Advised
from evenhand.scrutiny.recommending.terms import digest
from evenhand.scrutiny.visiting import selectors as appointments
from evenhand.scrutiny.visiting.steps import Kind as Called

KINDS = (
    *(f"recommendation-{one.value}" for one in Advised),
    *(f"appointment-{one.value}" for one in Called),
)


def disagreements() -> Iterator[Disagreement]:
    """Find every recommendation, meeting and visit that the ledger knows otherwise.

    Steps of which texts were taken out are not among them: they say less than their entries.
    """
    yield from agreeing.disagreements(_steps(), kinds=KINDS)
    for made in RecommendationStep.objects.filter(number=1, redacted="").select_related(
        "recommendation"
    ):
        if not _is_made(made.recommendation, made):
            yield _changed(recommendations.subject(made.recommendation))
    for called in AppointmentStep.objects.filter(number=1, redacted="").select_related(
        "appointment"
    ):
        if not _is_called(called.appointment, called):
            yield _changed(appointments.subject(called.appointment))


def count_steps() -> int:
    """Return how many steps there are to compare."""
    return RecommendationStep.objects.count() + AppointmentStep.objects.count()


def _changed(subject: str) -> Disagreement:
    return Disagreement(subject, None, say("{subject}: who it is of was changed.", subject=subject))


def _steps() -> Iterable[Shown]:
    advised = RecommendationStep.objects.filter(redacted="").select_related("recommendation")
    for one in advised.order_by("pk"):
        yield _shown(one, "recommendation", recommendations.subject(one.recommendation))
    called = AppointmentStep.objects.filter(redacted="").select_related("appointment")
    for step in called.order_by("pk"):
        yield _shown(step, "appointment", appointments.subject(step.appointment))


def _shown(step: RecommendationStep | AppointmentStep, prefix: str, subject: str) -> Shown:
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
        and row.digest == digest(advice["what"])
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
