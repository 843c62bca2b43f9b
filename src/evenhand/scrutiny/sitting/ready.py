"""Whether a member may open cases: trained and vetted as far as the terms of their panel ask."""

from dataclasses import dataclass
from datetime import date, datetime

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import NotReady
from evenhand.scrutiny.sitting.terms import Training, Vetting


@dataclass(frozen=True)
class Ready:
    """How a member's training and vetting stand; a day that is over is no day."""

    training: Training = Training.NONE
    trained_until: date | None = None
    vetting: Vetting = Vetting.NOT_ASKED
    vetted_until: date | None = None

    def is_trained(self, on: date) -> bool:
        """Whether training is done and has not run out."""
        return self.trained_until is not None and on <= self.trained_until

    def is_vetted(self, on: date) -> bool:
        """Whether vetting is held."""
        return self.vetted_until is not None and on <= self.vetted_until


def terms_of(panel: str) -> models.PanelTerms | None:
    """What a panel asks of its members; None where it has said nothing, and asks nothing."""
    found: models.PanelTerms | None = (
        models.PanelTerms.objects.filter(panel=panel).order_by("number").last()
    )
    return found


def ready(panel: str, person: int) -> Ready:
    """How a member of a panel stands."""
    rows = models.Readiness.objects.filter(panel=panel, person=person)
    last = rows.order_by("number").last()
    if last is None:
        return Ready()
    return Ready(
        Training(last.training), last.trained_until, Vetting(last.vetting), last.vetted_until
    )


def why_not(by: Acting, *, now: datetime) -> str:
    """Why somebody opens no case of the panel they act for; empty where they may."""
    asks = terms_of(by.organisation.pk)
    if asks is None:
        return ""
    stands, on = ready(by.organisation.pk, by.person.pk), day_of(now)
    missing = [
        *([say("vetting that is held")] if asks.vetting and not stands.is_vetted(on) else []),
        *([say("training that is done")] if asks.training and not stands.is_trained(on) else []),
    ]
    if not missing:
        return ""
    if len(missing) == 2:
        return say(
            "The terms of your panel ask for vetting that is held and training that is done before "
            "a member opens a case. Neither is so of you today. Ask your chair or administrator."
        )
    return say(
        "The terms of your panel ask for {missing} before a member opens a case. That is not so of "
        "you today. Ask your chair or administrator.",
        missing=missing[0],
    )


def refuse(by: Acting, *, now: datetime) -> None:
    """Refuse who is not trained or vetted as their panel asks.

    Raises
    ------
    NotReady
    """
    if why := why_not(by, now=now):
        raise NotReady(why)
