"""The steps with an action in words: what each is, what follows from it, what is said when done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from django.http import QueryDict

from evenhand.measures.library import measures
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.plan.history import WINDOW, Present
from evenhand.publications.models import Figure

NOT_TYPED = frozenset({"csrfmiddlewaretoken", "expected", "stage", "milestones", "targets"})


@dataclass(frozen=True)
class StepWords:
    """What a step says of itself.

    Attributes
    ----------
    offer : the link that leads to it.
    about : what follows from it.
    done : what is said once it is recorded.
    stays : of a step that is shown before it is recorded, what can follow it and what stays.
    warns : whether it takes something away.
    """

    offer: str
    title: str
    about: str
    button: str
    done: str
    stays: str = ""
    warns: bool = False


def step_words(step: str, now: Present) -> StepWords:
    """What a step says of itself, by the last part of its address."""
    days = str(WINDOW // timedelta(days=1))
    said: Mapping[str, StepWords] = {
        "report": StepWords(
            say("Say how it is going"),
            say("Say how it is going"),
            say("An update in plain words. It changes no date and no status."),
            say("Record it"),
            say("Your update is recorded, and public."),
        ),
        "learn": StepWords(
            say("Say what was learnt"),
            say("Say what was learnt"),
            say("What the pilot taught stands on its public page, for forces that take it up."),
            say("Record it"),
            say("What was learnt is recorded, and public."),
        ),
        "reach": StepWords(
            say("Say that a milestone is reached"),
            say("A milestone is reached"),
            say("It counts as reached today."),
            say("Record it"),
            say("The milestone is recorded as reached."),
        ),
        "link": StepWords(
            say("Add a link as evidence"),
            say("Add a link as evidence"),
            say("Something on the web that shows what was done."),
            say("Add it"),
            say("The link is added as evidence."),
        ),
        "figure": StepWords(
            say("Add a published figure as evidence"),
            say("Add a published figure as evidence"),
            say("A figure that this site has published."),
            say("Add it"),
            say("The figure is added as evidence."),
        ),
        "note": StepWords(
            say("Add a note as evidence"),
            say("Add a note as evidence"),
            say("Where there is nothing to link to. A link or a figure convinces more people."),
            say("Add it"),
            say("The note is added as evidence."),
        ),
        "file": StepWords(
            say("Add a file as evidence"),
            say("Add a file as evidence"),
            say("What nobody can see in it is taken out first."),
            say("Add it"),
            say("The file is added as evidence."),
        ),
        "change": StepWords(
            say("Change the promise"),
            say("Change the promise"),
            say("Dates, wording, owner, milestones. What was said first stays visible for ever."),
            say("See what the public will read"),
            say("The promise is changed, and the reason is public."),
            say("You can change the promise again later. Both changes then stay visible."),
        ),
        "complete": StepWords(
            say("Say that it is complete"),
            say("Say that it is complete"),
            say(
                "The reference group may dispute it for {days} days. Until then, and after, "
                "everybody sees what you say here beside the evidence.",
                days=days,
            ),
            say("See what the public will read"),
            say("The action is said to be complete, and open to dispute."),
            say("You can take the completion back later. Both then stay visible."),
        ),
        "dispute": StepWords(
            say("Dispute the completion"),
            say("Dispute the completion"),
            say(
                "The force says that it is complete. Your word stands beside it in public until "
                "the force answers, and the dispute stays in the history."
            ),
            say("See what the public will read"),
            say("The dispute is recorded, and stands beside the force’s word."),
            say("The dispute stays in the history, whatever the force answers."),
        ),
        "answer": StepWords(
            say("Answer the dispute"),
            say("Answer the dispute"),
            say("Dispute and answer both stay visible."),
            say("See what the public will read"),
            say("The answer is recorded, and public."),
            say("Dispute and answer both stay in the history."),
        ),
        "reopen": StepWords(
            say("Take the completion back"),
            say("Take the completion back"),
            say("The action is open again. Another completion needs evidence that is new."),
            say("See what the public will read"),
            say("The action is open again."),
            say("The completion stays in the history, with your reason."),
            warns=True,
        ),
        "override": StepWords(
            say("State another status"),
            say("State another status"),
            say(
                "The worked-out status stays, and counts in every list. Yours stands beside it "
                "with your reason."
            ),
            say("See what the public will read"),
            say("The status you state stands beside the one worked out."),
            say("You can end it later. What you stated then stays in the history."),
        ),
        "end-override": StepWords(
            say("State no other status any more"),
            say("State no other status any more"),
            say("The worked-out status stands alone again."),
            say("See what the public will read"),
            say("The worked-out status stands alone again."),
            say("What you stated before stays in the history."),
        ),
        "withdraw": StepWords(
            say("Withdraw the promise"),
            say("Withdraw the promise"),
            say(
                "The promise is given up. It stays on the public page, counted as withdrawn, with "
                "your reason. “{title}” cannot be taken up again: you would make a new promise.",
                title=now.now.title,
            ),
            say("See what the public will read"),
            say("The promise is withdrawn, and the reason is public."),
            say("The promise stays on the page, with your reason."),
            warns=True,
        ),
        "comment": StepWords(
            say("Comment"),
            say("Comment on this action"),
            say("The force must read it, and so can everybody."),
            say("See what the public will read"),
            say("The comment is public."),
            say("You can comment again later. Every comment stays visible."),
        ),
    }
    return said[step]


def figure_names(found: Iterable[Figure]) -> dict[str, str]:
    """Figures to choose from: the measure and the months of each, by its reference."""
    known = measures()
    return {
        one.reference: say(
            "{measure}, {months}",
            measure=say(known[one.measure].title) if one.measure in known else one.measure,
            months=notes.period(one.first_month, one.last_month),
        )
        for one in found
    }


def typed(sent: QueryDict) -> tuple[str, ...]:
    """The words of a form that came too late, so that its writer can copy them."""
    return tuple(
        value.strip()
        for name, values in sent.lists()
        if name not in NOT_TYPED and not name.endswith("-key")
        for value in values
        if any(letter.isalpha() for letter in value)
    )
