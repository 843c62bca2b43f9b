"""What is wrong with a form, in the order of its questions, as the error summary shows it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.forms import Form


@dataclass(frozen=True)
class Problem:
    """One sentence about one field."""

    field: str
    text: str
    href: str


def problems(form: Form, *, at: Mapping[str, str] | None = None) -> list[Problem]:
    """Every problem of a form that was sent; none of one that was not.

    Parameters
    ----------
    at : for a field that a reader does not see, the field to go to instead.
    """
    if not form.is_bound:
        return []
    places = at or {}
    return [
        Problem(name, str(text), f"#{places.get(name, name)}")
        for name, texts in form.errors.items()
        for text in texts
    ]
