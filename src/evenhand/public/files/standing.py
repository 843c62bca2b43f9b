"""Whether a figure stands, and which figures stand before and after it."""

from collections.abc import Iterator

from evenhand.publications import selectors
from evenhand.publications.models import Figure

FIRST, REVISED, CORRECTED = "first", "revised", "corrected"


def newer(figure: Figure) -> Figure | None:
    """The figure that corrects this one, where one does."""
    found: Figure | None = getattr(figure, "superseded_by", None)
    return found


def status(figure: Figure) -> str:
    """``corrected`` once another figure took this one's place; ``revised`` if it took one's."""
    if newer(figure) is not None:
        return CORRECTED
    return REVISED if figure.supersedes_id else FIRST


def reference(figure: Figure | None) -> str | None:
    """The name of a figure, where there is one."""
    return None if figure is None else figure.reference


def every() -> Iterator[Figure]:
    """Every figure that stands, by force, measure and months, without what no table shows."""
    found = selectors.standing().select_related("superseded_by")
    unread = ("wording", "months", "quality", "inputs", "charts", "methods", "queries", "control")
    others = ("result", "about", *unread)
    needless = [f"{link}__{name}" for link in ("supersedes", "superseded_by") for name in others]
    ordered = found.order_by("force_id", "measure", "grouping", "-last_month", "first_month")
    yield from ordered.defer(*unread, *needless).iterator(chunk_size=100)
