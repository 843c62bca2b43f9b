"""Whether a figure stands, and which figures stand before and after it."""

from collections.abc import Iterator

from evenhand.publications import selectors
from evenhand.publications.models import Figure

FIRST, REVISED, REPLACED, CORRECTED = "first", "revised", "replaced", "corrected"


def newer(figure: Figure) -> Figure | None:
    """The figure that corrects this one, where one does."""
    found: Figure | None = getattr(figure, "superseded_by", None)
    return found


def status(figure: Figure) -> str:
    """How a figure stands, in one word.

    ``corrected`` once another took its place with other numbers; ``replaced`` if that has the very
    same numbers and something beside them; ``revised`` if this one took another's place.
    """
    after = newer(figure)
    if after is not None:
        return REPLACED if after.digest == figure.digest else CORRECTED
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
