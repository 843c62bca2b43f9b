"""What the public will read of a change, before it is recorded."""

from dataclasses import dataclass, replace

from evenhand.plan import words
from evenhand.plan.history import Change
from evenhand.plan.selectors import Tracked
from evenhand.plan.words import Mark
from evenhand.workspace.presenters.desk_action import Told, told


@dataclass(frozen=True)
class Preview:
    """A change as it will be read.

    Attributes
    ----------
    entry : as it will stand in the history.
    marks, sentence : how the action will stand, and the first sentence of its page.
    """

    entry: Told
    marks: tuple[Mark, ...]
    sentence: str


def preview(one: Tracked, change: Change) -> Preview:
    """A change that nobody has recorded yet, as it would be read."""
    then = replace(one, changes=(*one.changes, change))
    return Preview(
        entry=told(then.changes, len(one.changes)),
        marks=words.marks(then.now, then.standing, then.on),
        sentence=words.promised(then.now, then.on),
    )
