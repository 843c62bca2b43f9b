"""A plan and a preview as text for a terminal."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from evenhand.cli.harmless import harmless
from evenhand.cli.tables import columns

if TYPE_CHECKING:
    from evenhand.plan.importers import Preview
    from evenhand.plan.selectors import Tracked

SHOWN = (
    ("action", "Action"),
    ("status", "Status"),
    ("first", "First promised"),
    ("now", "Now"),
    ("owner", "Led by"),
)


def shown(found: "Sequence[Tracked]") -> str:
    """One line an action: its status, both dates and who leads it."""
    rows = [
        {
            "action": harmless(one.key),
            "status": _status(one),
            "first": one.now.first.due_on.isoformat(),
            "now": one.now.now.due_on.isoformat(),
            "owner": harmless(one.now.now.owner),
        }
        for one in found
    ]
    return columns(SHOWN, rows)


def _status(one: "Tracked") -> str:
    standing = one.standing
    days = f" ({standing.days} days)" if standing.days else ""
    stated = f", stated: {standing.said}" if standing.said else ""
    return f"{standing.status}{days}{stated}"


def preview_text(found: "Preview") -> str:
    """What a file would do, or every cell that is wrong."""
    if found.problems:
        return "\n".join(
            harmless(f"row {one.row}, {one.column}: {one.sentence}") for one in found.problems
        )
    lines = [f"new        {one.key}, due {one.terms.due_on}" for one in found.new]
    lines += [
        f"changed    {one.key}: {', '.join(one.parts)}. Reason: {one.reason}"
        for one in found.changed
    ]
    lines += [f"unchanged  {key}" for key in found.unchanged]
    lines += [f"left out   {key} (stays as it is)" for key in found.absent]
    return harmless("\n".join(lines or ["The file has no actions."]))
