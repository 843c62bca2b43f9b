"""Which of the people who sign in may take which step of an appointment, and as whom."""

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.accounts.services.writing import Signature
from evenhand.scrutiny.models.meetings import Appointment
from evenhand.scrutiny.visiting.steps import BY_THE_FORCE, Kind


def may_call(by: Acting) -> bool:
    """Whether somebody calls meetings and proposes visits, for the panel they act for."""
    return by.organisation.kind == OrganisationKind.SCRUTINY_PANEL and by.may(May.RUN_PANEL)


def may(by: Acting, appointment: Appointment, kind: Kind) -> bool:
    """Whether one of somebody's roles allows them such a step."""
    if kind is Kind.REDACTED:
        return False  # whoever said something does it to their own words: see redacting
    if kind in BY_THE_FORCE:
        return by.is_of(appointment.force_id) and by.may(May.ANSWER_SCRUTINY)
    return may_call(by) and bool(by.organisation.pk == appointment.panel_id)


def steps(by: Acting, appointment: Appointment) -> frozenset[Kind]:
    """Every kind of step that somebody may take with an appointment."""
    return frozenset(kind for kind in Kind if may(by, appointment, kind))


def signature(by: Acting, appointment: Appointment, kind: Kind) -> Signature | None:
    """What the public reads of who takes a step; None where no role of theirs lets them."""
    if not may(by, appointment, kind):
        return None
    if kind in BY_THE_FORCE:
        return Signature(by.called(May.ANSWER_SCRUTINY), appointment.visited)
    return Signature(by.called(May.RUN_PANEL), appointment.organisation)


def calls(by: Acting) -> Signature | None:
    """What the public reads of who calls a meeting; None where they may not."""
    if not may_call(by):
        return None
    return Signature(by.called(May.RUN_PANEL), str(by.organisation.name))
