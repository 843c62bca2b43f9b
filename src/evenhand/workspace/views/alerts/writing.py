"""Every step of a review: its form, and the service that takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.monitoring import models
from evenhand.monitoring.forms import steps as forms
from evenhand.monitoring.forms.predicting import ExplainForm
from evenhand.monitoring.forms.questions import StepForm
from evenhand.monitoring.forms.reforming import ReformForm
from evenhand.monitoring.history import Kind, Present
from evenhand.monitoring.history import Step as Taken
from evenhand.monitoring.services import reviewing

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """A step of a review.

    Attributes
    ----------
    write : the service, given what the form says.
    data : what the step will hold beside its words, as it is recorded: for the preview, and to
        know a step that is sent twice.
    """

    kind: Kind
    form: type[StepForm]
    write: Callable[..., Taken]
    data: Callable[[Said, Present], dict[str, Any]] = lambda _said, _now: {}


def _extend(*, words: str, **more: Any) -> Taken:
    return reviewing.extend(reason=words, **more)


def _reopen(*, words: str, **more: Any) -> Taken:
    return reviewing.reopen(reason=words, **more)


def _proposed(now: Present) -> int:
    """The number of the conclusion that waits for its signature; 0 where none does."""
    return now.proposed.number if now.proposed else 0


def _explained(said: Said, _now: Present) -> dict[str, Any]:
    data: dict[str, Any] = {
        "type": said["type"].value,
        "evidence": [one.model_dump() for one in said["evidence"]],
    }
    prediction = said["prediction"]
    return data | ({"prediction": prediction.model_dump(mode="json")} if prediction else {})


STEPS: Mapping[str, Step] = {
    "owner": Step(
        Kind.OWNER,
        forms.OwnerForm,
        reviewing.name_owner,
        lambda said, _now: {"role": said["role"].strip()},
    ),
    "analyse": Step(
        Kind.ANALYSED,
        forms.AnalyseForm,
        reviewing.analyse,
        lambda said, _now: {"name": said["by"]},
    ),
    "explain": Step(Kind.EXPLAINED, ExplainForm, reviewing.explain, _explained),
    "judge": Step(
        Kind.JUDGED,
        forms.JudgeForm,
        reviewing.judge,
        lambda said, _now: {name: said[name] for name in ("explanation", "accepted")},
    ),
    "conclude": Step(
        Kind.CONCLUDED,
        forms.ConcludeForm,
        reviewing.conclude,
        lambda said, _now: {"conclusion": said["conclusion"].value},
    ),
    "sign": Step(
        Kind.SIGNED,
        forms.SignForm,
        reviewing.sign_off,
        lambda _said, now: {"concludes": _proposed(now)},
    ),
    "reform": Step(
        Kind.REFORMED,
        ReformForm,
        reviewing.reform,
        lambda said, _now: {"reform": said["reform"].model_dump(mode="json")},
    ),
    "extend": Step(
        Kind.EXTENDED,
        forms.ExtendForm,
        _extend,
        lambda said, _now: {"until": said["until"].isoformat()},
    ),
    "comment": Step(Kind.COMMENTED, forms.CommentForm, reviewing.comment),
    "answer": Step(
        Kind.REPLIED,
        forms.ReplyForm,
        reviewing.answer_comment,
        lambda said, _now: {"comment": said["comment"]},
    ),
    "reopen": Step(Kind.REOPENED, forms.ReopenForm, _reopen),
}
"""By the last part of their addresses, in the order in which pages offer them."""


def review_of(alert: models.Alert) -> models.Review:
    """What a service writes to."""
    return alert.review
