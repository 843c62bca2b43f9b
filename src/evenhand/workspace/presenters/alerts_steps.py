"""The steps of a review in words: what each is, what follows, who takes it."""

from collections.abc import Mapping

from evenhand.measures.words.messages import say
from evenhand.monitoring.history import Present
from evenhand.plan.quarters import in_words
from evenhand.workspace.presenters.desk_steps import StepWords


def step_words(step: str, now: Present) -> StepWords:
    """What a step says of itself, by the last part of its address."""
    look = say("See what the public will read")
    stays = say("The step stays in the history, also where a later one says something else.")
    said: Mapping[str, StepWords] = {
        "owner": StepWords(
            say("Name the owner"),
            say("Name the owner of this review"),
            say("The role that answers for it, as everybody will read it."),
            look,
            say("The owner is named, and public."),
            say("You can name another role later. Both then stay in the history."),
        ),
        "analyse": StepWords(
            say("Take the move apart"),
            say("Take the move apart"),
            say(
                "By what was looked for, area, time of day, age or sex. The answer becomes "
                "evidence in this review. It shows where the move is, not why."
            ),
            look,
            say("The analysis is run. It is public, and can be evidence of an explanation."),
            say("It is published whatever the answer is."),
        ),
        "explain": StepWords(
            say("Explain it"),
            say("Explain what moved"),
            say("With evidence, and a prediction that can fail. Somebody independent judges it."),
            look,
            say("The explanation is public, and waits for an independent reviewer."),
            say("A prediction cannot be changed. If it fails, the review opens again."),
        ),
        "judge": StepWords(
            say("Judge the explanation"),
            say("Judge the explanation"),
            say("As somebody who did not write it and does not work for this force."),
            look,
            say("Your judgement is public."),
            say("An explanation is judged once."),
        ),
        "conclude": StepWords(
            say("Conclude"),
            say("Conclude the review"),
            say("What the force comes to. A chief officer signs it off before it stands."),
            look,
            say("The conclusion is public, and waits to be signed off."),
            stays,
        ),
        "sign": StepWords(
            say("Sign the conclusion off"),
            say("Sign the conclusion off"),
            say("From then on it stands, and you answer for it."),
            look,
            say("The conclusion is signed off."),
            stays,
        ),
        "reform": StepWords(
            say("Begin the reform"),
            say("Begin the reform"),
            say("An action of the plan, what it should move, and when that is measured again."),
            look,
            say("The reform is public, with the day on which it is measured again."),
            say("What should move, and when it is measured, cannot be changed afterwards."),
        ),
        "extend": StepWords(
            say("Ask for more time"),
            say("Ask for more time"),
            say(
                "The clock stands still until a day that you name. Until {day} it can be asked "
                "for.",
                day=in_words(now.deadline),
            ),
            look,
            say("The clock stands still, and the reason is public."),
            stays,
            warns=True,
        ),
        "comment": StepWords(
            say("Comment"),
            say("Comment on this review"),
            say("The force must answer it, and everybody sees both."),
            look,
            say("The comment is public."),
            say("You can comment again later. Every comment stays visible."),
        ),
        "answer": StepWords(
            say("Answer a comment"),
            say("Answer a comment"),
            say("Comment and answer stand beside each other."),
            look,
            say("The answer is public."),
            stays,
        ),
        "reopen": StepWords(
            say("Open the review again"),
            say("Open the review again"),
            say("The conclusion is taken back, and the days begin anew."),
            look,
            say("The review is open again."),
            say("The conclusion stays in the history, with your reason."),
            warns=True,
        ),
    }
    return said[step]


def who_takes(step: str) -> str:
    """Who can take a step, where the reader cannot."""
    force = say("by those who answer alerts in the force")
    return {
        "judge": say("by somebody independent: another force, oversight or a panel"),
        "sign": say("by a chief officer of the force who did not propose it"),
        "comment": say("by panels, community groups and oversight bodies"),
    }.get(step, force)
