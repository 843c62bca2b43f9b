"""What a table would do to a plan, or every cell of it that is wrong."""

from dataclasses import dataclass

from evenhand.measures.words.messages import say
from evenhand.plan.differing import Was, differences
from evenhand.plan.importers import Problem
from evenhand.plan.importers.drafting import Shown
from evenhand.plan.quarters import in_words


@dataclass(frozen=True)
class NewAction:
    """An action that would be promised."""

    row: int
    title: str
    key: str
    workstream: str
    due: str
    owner: str


@dataclass(frozen=True)
class ChangedAction:
    """A promise that would change: both wordings, and the reason that the public will read."""

    row: int
    title: str
    key: str
    reason: str
    parts: tuple[Was, ...]


@dataclass(frozen=True)
class PreviewPage:
    """Everything about a table, as its page says it."""

    name: str
    plan: str
    sentence: str
    new: tuple[NewAction, ...]
    changed: tuple[ChangedAction, ...]
    unchanged: tuple[str, ...]
    absent: tuple[str, ...]
    problems: tuple[Problem, ...]
    seen: int

    @property
    def can_be_taken_in(self) -> bool:
        """Whether there is something to take in, and nothing is wrong."""
        return not self.problems and bool(self.new or self.changed)


def preview_page(shown: Shown) -> PreviewPage:
    """Shape a draft for its page."""
    found = shown.preview
    streams = dict(shown.draft.plan.framework.workstreams.values_list("key", "name"))
    return PreviewPage(
        name=shown.draft.name,
        plan=shown.draft.plan.title,
        sentence=_sentence(shown),
        new=tuple(
            NewAction(
                one.row,
                one.terms.title,
                one.key,
                streams.get(one.workstream, one.workstream),
                in_words(one.terms.due_on),
                one.terms.owner,
            )
            for one in found.new
        ),
        changed=tuple(
            ChangedAction(
                one.row, one.before.title, one.key, one.reason, differences(one.before, one.terms)
            )
            for one in found.changed
        ),
        unchanged=found.unchanged,
        absent=found.absent,
        problems=found.problems,
        seen=shown.seen,
    )


def _sentence(shown: Shown) -> str:
    found = shown.preview
    if found.problems:
        return (
            say("One cell cannot be used. Nothing can be taken in until it is mended.")
            if len(found.problems) == 1
            else say(
                "{count} cells cannot be used. Nothing can be taken in until they are mended.",
                count=str(len(found.problems)),
            )
        )
    if not found.new and not found.changed:
        return say("The table says what the plan says already. There is nothing to take in.")
    return say(
        "{new} new, {changed} changed, {same} as they are. Nothing has happened yet.",
        new=str(len(found.new)),
        changed=str(len(found.changed)),
        same=str(len(found.unchanged)),
    )
