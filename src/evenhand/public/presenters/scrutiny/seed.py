"""What the order of a draw was made of, and why nobody could know it before."""

from collections.abc import Sequence
from dataclasses import dataclass

from evenhand.ledger.selectors import Said
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.scrutiny.lists import moment
from evenhand.scrutiny.told.draws import ToldDraw
from evenhand.scrutiny.told.listed import Status


@dataclass(frozen=True)
class Seed:
    """What the order was made of; texts that are empty are not known yet.

    Attributes
    ----------
    rule : how the seed comes about, and that nobody can know it before.
    rolled : the twenty digits in fives, or the randomness of the round.
    """

    rule: str
    sealed: str
    witnesses: str
    checkpoint: str
    rolled: str
    rolled_is: str
    value: str


def seed_of(told: ToldDraw, said: Sequence[Said]) -> Seed:
    """Lay out how the seed of a draw comes about.

    Parameters
    ----------
    said : its entries in the public ledger.
    """
    dice = told.beacon == "dice"
    return Seed(
        rule=_rule(told),
        sealed=_sealed(told),
        witnesses=_witnesses(told),
        checkpoint=_checkpoint(said),
        rolled=_in_fives(told.digits) if dice else told.digits,
        rolled_is=say("The twenty rolls") if dice else say("What the beacon gave"),
        value=told.seed,
    )


def _rule(told: ToldDraw) -> str:
    if told.beacon == "dice":
        return say(
            "The seed is made of that state of the ledger and of twenty rolls of a ten-sided die, "
            "rolled in the meeting and typed in by the panel and by the force apart. If the two "
            "differ, both type again; nobody rolls again."
        )
    if told.round is None or told.round_at is None:
        return say(
            "The seed is made of that state of the ledger and of a round of drand, a public "
            "source of chance, that is named when the frame is frozen."
        )
    return say(
        "The seed is made of that state of the ledger and of round {round} of drand, a public "
        "source of chance. The round was named with the frame, and could not be known before "
        "{moment}.",
        round=str(told.round),
        moment=moment(told.round_at),
    )


def _sealed(told: ToldDraw) -> str:
    if not told.fingerprint:
        return say("No frame is frozen yet.")
    if not told.sealed:
        return say("The fingerprint waits for the next signed checkpoint of the public ledger.")
    return say("The fingerprint is under a signed checkpoint of the public ledger.")


def _witnesses(told: ToldDraw) -> str:
    if not told.sealed:
        return ""
    if not told.witnesses:
        return _unwitnessed(told)
    named = notes.listed(list(told.witnesses))
    if told.seed:
        return say("Witnessed before the seed could be known by {named}.", named=named)
    return say("Witnessed by {named}.", named=named)


def _unwitnessed(told: ToldDraw) -> str:
    if told.seed:
        return say(
            "No outside witness had signed that checkpoint before the seed could be known. That "
            "the frame was fixed first, this site’s own signature alone says."
        )
    if told.status is not Status.FROZEN:
        return say("No outside witness signed that checkpoint.")
    if told.asked:
        return say(
            "No outside witness has signed it yet. Nothing is drawn before one of these has: "
            "{named}.",
            named=notes.listed(list(told.asked)),
        )
    return say(
        "No outside witness has signed it, and this draw waits for none. That the frame was fixed "
        "first, this site’s own signature alone says."
    )


def _checkpoint(said: Sequence[Said]) -> str:
    """The state of the ledger that the seed was made of, as the ledger itself has it."""
    for one in said:
        body = one.content.get("body", {}) if one.content else {}
        text = body.get("data", {}).get("checkpoint") if isinstance(body, dict) else None
        if isinstance(text, str):
            return text.strip()
    return ""


def _in_fives(digits: str) -> str:
    return " ".join(digits[at : at + 5] for at in range(0, len(digits), 5))
