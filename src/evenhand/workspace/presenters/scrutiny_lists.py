"""What a list of recommendations would add, or every cell of it that is wrong."""

from dataclasses import dataclass

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import OrganisationKind
from evenhand.accounts.services.writing import Signature
from evenhand.measures.words.messages import say
from evenhand.plan.quarters import in_words
from evenhand.scrutiny.recommending import words
from evenhand.scrutiny.recommending.importing import Problem, Row
from evenhand.scrutiny.recommending.importing.drafting import Shown
from evenhand.workspace.presenters.scrutiny_parts import who


@dataclass(frozen=True)
class NewRow:
    """A recommendation that would be added."""

    row: str
    what: str
    why: str
    to: str
    maker: str
    due: str
    again: bool


@dataclass(frozen=True)
class PreviewPage:
    """Everything about a list, as its page says it.

    Attributes
    ----------
    already : rows that were taken in before, with what the recommendation is called.
    """

    name: str
    sentence: str
    new: tuple[NewRow, ...]
    already: tuple[tuple[str, str], ...]
    problems: tuple[Problem, ...]
    seen: str
    signed: str

    @property
    def can_be_taken_in(self) -> bool:
        """Whether there is something to take in, and nothing is wrong."""
        return not self.problems and bool(self.new)


def about(by: Acting) -> str:
    """What somebody may take in, in sentences."""
    if by.organisation.kind == OrganisationKind.FORCE:
        return say(
            "Take in what inspectorates, reports and bodies that look into complaints recommended "
            "to your force. Say in which report it stands and where everybody can read it."
        )
    return say(
        "Take in what you, inspectorates, reports and bodies that look into complaints recommended "
        "to forces that you look at."
    )


def preview_page(found: Shown, *, signed: Signature) -> PreviewPage:
    """Shape a list for its page."""
    again = {one.number for one in found.preview.again}
    return PreviewPage(
        name=found.draft.name,
        sentence=_sentence(found),
        new=tuple(_new(one, again=one.number in again) for one in found.preview.new),
        already=tuple((_row(one), _named(name)) for one, name in found.preview.already),
        problems=found.preview.problems,
        seen=found.seen,
        signed=who(signed.by, signed.organisation),
    )


def _row(one: Row) -> str:
    return say("Row {row}", row=str(one.number))


def _named(subject: str) -> str:
    """A recommendation by its number, as the public ledger calls it."""
    return say("Recommendation {number}", number=subject.rpartition("/")[2])


def _new(one: Row, *, again: bool) -> NewRow:
    return NewRow(
        _row(one),
        one.advice.what,
        one.advice.why,
        say("{role}, {force}", role=one.advice.to, force=str(one.force.name)),
        say("{maker} ({source})", maker=one.organisation, source=words.source(one.advice.source)),
        in_words(one.advice.by),
        again,
    )


def _sentence(found: Shown) -> str:
    one = found.preview
    if one.problems:
        return (
            say("One cell cannot be used. Nothing can be taken in until it is mended.")
            if len(one.problems) == 1
            else say(
                "{count} cells cannot be used. Nothing can be taken in until they are mended.",
                count=str(len(one.problems)),
            )
        )
    if not one.new:
        return (
            say("Every recommendation of this list was taken in before. There is nothing to add.")
            if one.already
            else say("The list has no recommendation. There is nothing to add.")
        )
    return " ".join(
        (
            say("1 recommendation would be added.")
            if len(one.new) == 1
            else say("{count} recommendations would be added.", count=str(len(one.new))),
            *(
                [say("1 was taken in before.")]
                if len(one.already) == 1
                else [say("{count} were taken in before.", count=str(len(one.already)))]
                if one.already
                else []
            ),
            say("Nothing has happened yet."),
        )
    )


def taken_in(many: int) -> str:
    """What is said once a list is in."""
    if many == 1:
        return say("1 recommendation is taken in. It is public, and its clock runs.")
    return say(
        "{count} recommendations are taken in. They are public, and their clocks run.",
        count=str(many),
    )
