"""The steps of a draw in words: what each is, what follows from it, what is said when done."""

from collections.abc import Mapping

from evenhand.measures.words.messages import say
from evenhand.scrutiny.terms import Kind
from evenhand.workspace.presenters.desk_steps import StepWords


def step_words(step: str) -> StepWords:
    """What a step of a draw says of itself, by the last part of its address."""
    look = say("See what the public will read")
    stays = say("The step stays in the public history of the draw.")
    said: Mapping[str, StepWords] = {
        "open": StepWords(
            say("Open a new draw"),
            say("Open a new draw"),
            say(
                "You say what is looked at and how many. Nobody chooses a case: chance does, once "
                "the frame is fixed."
            ),
            look,
            say("The draw is open, and public."),
            say("What it is of cannot be changed. It is drawn from, or abandoned in public."),
        ),
        "total": StepWords(
            say("Say how many there were as published elsewhere"),
            say("How many there were, as published elsewhere"),
            say(
                "What a published total has more than the log becomes positions in which nothing "
                "stands. If one is drawn, that is a finding."
            ),
            look,
            say("The total is kept, with its source."),
            stays,
        ),
        "freeze": StepWords(
            say("Freeze the frame"),
            say("Freeze the frame"),
            say(
                "Everything of this power and period that the public log of stops has is in it, "
                "but for what the force left out with a listed reason. From then on nobody can "
                "add, change or take out a record."
            ),
            look,
            say("The frame is frozen. Its fingerprint is on its way into the public log."),
            say("It is frozen once. Then it is drawn from, or abandoned in public."),
        ),
        "abandon": StepWords(
            say("Abandon this draw"),
            say("Abandon this draw"),
            say("Nothing will be drawn from it. Everybody sees that it was abandoned, and why."),
            look,
            say("The draw is abandoned, and the reason is public."),
            say("It stays to be seen, with your reason."),
            warns=True,
        ),
        "dice": StepWords(
            say("Type the dice in"),
            say("Type the twenty dice in"),
            say(
                "Roll a ten-sided die twenty times before both sides. The panel and the force type "
                "the rolls in, each for itself. When both say the same, the cases are drawn."
            ),
            say("Check what you typed"),
            say("Your dice are kept. The cases are drawn when the other side has typed the same."),
            say("A side types once. If the two differ, both type again what lies on the table."),
        ),
        "round": StepWords(
            say("Draw using the drand round"),
            say("Draw using the drand round"),
            say(
                "The frame named a round before anybody could know what it tells. Paste its "
                "signature: it is checked here, and nobody has to be asked."
            ),
            say("Check what you pasted"),
            say("The cases are drawn."),
            say("The cases follow from the frame, the checkpoint and the round alone."),
        ),
        "close": StepWords(
            say("Close the scoring"),
            say("Close the scoring"),
            say(
                "From then on the panel sees all scores, no score is added or changed, and the "
                "meeting agrees on each case."
            ),
            look,
            say("Scoring is closed. The meeting sees all scores."),
            say("Scoring cannot be opened again."),
            warns=True,
        ),
        "find": StepWords(
            say("Make a finding"),
            say("Make a finding"),
            say("It goes to a supervisor of the force with a last day, and is public at once."),
            look,
            say("The finding is public, and waits for a supervisor’s answer."),
            say("A finding is never edited. The answer will stand beside it."),
        ),
        "reserve": StepWords(
            say("Call a reserve for this case"),
            say("Call a reserve for this case"),
            say(
                "The next reserve of the drawn order stands in for a case that the law keeps from "
                "you. The case counts as one that nobody could look at."
            ),
            look,
            say("A reserve stands in for the case."),
            stays,
            warns=True,
        ),
        "agree": StepWords(
            say("Agree on this case"),
            say("What the meeting agrees"),
            say("It stands beside what each member said alone. Neither replaces the other."),
            say("Check what you agreed"),
            say("The agreed score is kept."),
            say("An agreed score is not changed. Once all are agreed, their result is public."),
        ),
        "exclude": StepWords(
            say("Name a record that the law keeps from the panel"),
            say("A record that the law keeps from the panel"),
            say(
                "Only before the frame is frozen, and for one of three reasons. The public reads "
                "the reason and how many; not which record."
            ),
            look,
            say("The record is left out, and the public log has the reason."),
            stays,
            warns=True,
        ),
        "answer": StepWords(
            say("Answer this finding"),
            say("Answer this finding"),
            say("The panel and the public read it beside the finding. Leave the officer out."),
            look,
            say("The answer is public, beside the finding."),
            say("A finding is answered once."),
        ),
    }
    return said[step]


def heading(kind: Kind) -> str:
    """What a step of a draw was, as the heading of its entry."""
    return {
        Kind.OPENED: say("Draw opened"),
        Kind.EXCLUDED: say("A record is kept from the panel by law"),
        Kind.TOTAL: say("A published total was typed in"),
        Kind.FROZEN: say("Frame frozen"),
        Kind.OVERDUE: say("Overdue: those who hold the force to account are told"),
        Kind.ABANDONED: say("Draw abandoned"),
        Kind.ROLLED: say("Dice typed in"),
        Kind.DRAWN: say("Cases drawn"),
        Kind.RESERVE: say("A reserve was called"),
        Kind.HELD: say("What was drawn is held back from deletion"),
        Kind.VIDEO: say("The evidence system was asked to hold a video"),
        Kind.SHOWN: say("The chair looked at the words of a case"),
        Kind.CONFLICT: say("A member declared a conflict of interest in a case"),
        Kind.SCORED: say("A member scored a case"),
        Kind.CLOSED: say("Scoring closed"),
        Kind.AGREED: say("The meeting agreed on a case"),
        Kind.RESULT: say("All cases are agreed: the result"),
        Kind.FOUND: say("Finding"),
        Kind.ANSWERED: say("Finding answered"),
        Kind.HOLD_ENDED: say("What was drawn is no longer kept from deletion"),
        Kind.VIDEO_LET_GO: say("The evidence system confirmed that a video is no longer held"),
        Kind.REDACTED: say("Words taken out that the law does not allow"),
    }[kind]
