"""What the public will read of a change, before it is recorded."""

from dataclasses import dataclass, replace

from evenhand.plan import words
from evenhand.plan.history import Change, after
from evenhand.plan.selectors import Tracked
from evenhand.workspace.presenters.desk_action import Told, told


@dataclass(frozen=True)
class Preview:
    """The entry as it will stand in the history, and the first sentence of the action's page."""

    entry: Told
    sentence: str


def preview(one: Tracked, change: Change) -> Preview:
    """A change that nobody has recorded yet, as it would be read."""
    then = replace(one, changes=(*one.changes, change))
    return Preview(
        entry=told(then.changes, len(one.changes)),
        sentence=words.promised(after(one.now, change), one.on),
    )
