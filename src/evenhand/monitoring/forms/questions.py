"""What the forms of all steps of a review share: what they are about, and the public words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self

from django import forms
from django.http import QueryDict

from evenhand.measures.watch.found import Found
from evenhand.monitoring.history import Present

Typed = QueryDict | Mapping[str, Any]


@dataclass(frozen=True)
class About:
    """What a form is about.

    Attributes
    ----------
    now : the review as the writer saw it.
    found : the alert, as the force itself sees it.
    role : the role of the writer, as the public reads it.
    figures : references of published figures that can be evidence, with what each is called.
    actions : actions of the force's plan that can be a reform, by their public reference.
    last_month : the newest month that the watch has looked at.
    """

    now: Present
    found: Found
    role: str = ""
    figures: Mapping[str, str] = field(default_factory=dict)
    actions: Mapping[str, str] = field(default_factory=dict)
    last_month: str = ""


class StepForm(forms.Form):
    """The form of one step of a review.

    ``said`` holds what the service that takes the step is given, so that what was typed can be
    compared with what was recorded.
    """

    def __init__(self, data: Typed | None = None, *, about: About, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.about = about
        self.build()
        self.fields["expected"] = forms.CharField(
            widget=forms.HiddenInput, initial=about.now.number, required=False
        )

    def build(self) -> None:
        """Add the questions; sentences are made here, in the reader's language."""
        raise NotImplementedError

    @property
    def said(self) -> dict[str, Any]:
        """What the step says."""
        return {name: found for name, found in self.cleaned_data.items() if name != "expected"}

    @property
    def sections(self) -> tuple["Section", ...]:
        """Questions that are put together under a heading; none where there are few."""
        return ()

    @property
    def alone(self) -> tuple[str, ...]:
        """Questions that stand in no section."""
        inside = {name for one in self.sections for name in one.questions}
        return tuple(one.name for one in self.visible_fields() if one.name not in inside)

    def again(self, about: About) -> Self:
        """The same words, in a form about the review as it stands by now."""
        typed = self.data.copy() if isinstance(self.data, QueryDict) else dict(self.data)
        typed["expected"] = str(about.now.number)
        return type(self)(typed, about=about)


@dataclass(frozen=True)
class Section:
    """Questions under one heading.

    Attributes
    ----------
    about : what they are for.
    """

    title: str
    about: str
    questions: tuple[str, ...]
