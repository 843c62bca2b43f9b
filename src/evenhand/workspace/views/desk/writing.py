"""Every step with an action: its form, and the service that takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.plan import services
from evenhand.plan.forms import steps as forms
from evenhand.plan.forms.changing import ChangeForm
from evenhand.plan.forms.questions import StepForm
from evenhand.plan.history import Change, Kind
from evenhand.plan.status import Status


@dataclass(frozen=True)
class Step:
    """A step with an action.

    Attributes
    ----------
    write : the service, given what the form says.
    previewed : whether what the public will read is shown before it is recorded.
    """

    kind: Kind
    form: type[StepForm]
    write: Callable[..., Change]
    previewed: bool = False


def _show(*, proof: Any, **more: Any) -> Change:
    return services.add_evidence(kind=proof.kind, title=proof.title, address=proof.address, **more)


STEPS: Mapping[str, Step] = {
    "report": Step(Kind.REPORTED, forms.ReportForm, services.report),
    "learn": Step(Kind.LEARNT, forms.LearnForm, services.learn),
    "reach": Step(Kind.REACHED, forms.ReachForm, services.reach),
    "link": Step(Kind.EVIDENCE, forms.LinkForm, _show),
    "figure": Step(Kind.EVIDENCE, forms.FigureForm, _show),
    "note": Step(Kind.EVIDENCE, forms.NoteForm, _show),
    "change": Step(
        Kind.CHANGED,
        ChangeForm,
        lambda *, words, **more: services.change(reason=words, **more),
        previewed=True,
    ),
    "complete": Step(Kind.COMPLETED, forms.CompleteForm, services.complete, previewed=True),
    "dispute": Step(Kind.DISPUTED, forms.DisputeForm, services.dispute, previewed=True),
    "answer": Step(
        Kind.ANSWERED,
        forms.AnswerForm,
        lambda *, answers, **more: services.answer(dispute=answers, **more),
        previewed=True,
    ),
    "reopen": Step(
        Kind.REOPENED,
        forms.ReopenForm,
        lambda *, words, **more: services.reopen(reason=words, **more),
        previewed=True,
    ),
    "override": Step(
        Kind.OVERRIDDEN,
        forms.OverrideForm,
        lambda *, words, says, **more: services.override(reason=words, says=Status(says), **more),
        previewed=True,
    ),
    "end-override": Step(
        Kind.OVERRIDE_ENDED,
        forms.EndOverrideForm,
        lambda *, words, **more: services.end_override(reason=words, **more),
        previewed=True,
    ),
    "withdraw": Step(
        Kind.WITHDRAWN,
        forms.WithdrawForm,
        lambda *, words, **more: services.withdraw(reason=words, **more),
        previewed=True,
    ),
    "comment": Step(Kind.COMMENTED, forms.CommentForm, services.comment, previewed=True),
}
"""By the last part of their addresses, in the order in which pages offer them."""
