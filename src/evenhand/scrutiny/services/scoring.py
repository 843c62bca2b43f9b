"""Scores: given alone and blind, closed for all at once, then agreed in the meeting."""

import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.ledger.texts import plain
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, reading, results, standing
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow
from evenhand.scrutiny.scoring.answers import read
from evenhand.scrutiny.scoring.comparing import why_lowered
from evenhand.scrutiny.scoring.errors import ScoringError
from evenhand.scrutiny.scoring.forms import form as form_of
from evenhand.scrutiny.scoring.scores import Answers
from evenhand.scrutiny.services.writing import SITE, Hand, add, taking
from evenhand.scrutiny.terms import Kind, Status

DRAWN, CLOSED = frozenset({Status.DRAWN}), frozenset({Status.CLOSED})
LONGEST = 2000


def declare_conflict(*, case: models.Case, by: Acting, now: datetime) -> models.Conflict:
    """Say that a case touches oneself; from now on one neither sees nor scores it.

    A score that was given before stays kept and counts no more.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If it was said before.
    """
    with taking(case.draw, Kind.CONFLICT, by=by, now=now) as hand:
        own = _own(hand, case)
        if models.Conflict.objects.filter(case=own, person=hand.person).exists():
            raise NotNow(say("You have said so already."))
        kept: models.Conflict = models.Conflict.objects.create(case=own, person=hand.person, at=now)
        hand.step(Kind.CONFLICT)
    return kept


def score(
    *, case: models.Case, answers: Mapping[str, Any], by: Acting, now: datetime
) -> models.Score:
    """Score a case, alone. A later one of the same member takes its place until scoring closes.

    The public ledger has a commitment to it, so that nobody can change it later unseen.

    Parameters
    ----------
    answers : the fields of the form, as :func:`evenhand.scrutiny.scoring.answers.read` takes them.

    Raises
    ------
    MayNot, NotHere
    Conflicted
        If the member declared a conflict.
    NotNow
        If scoring is closed, the case's words were not looked at, or it is not looked at at all.
    ScoringError
        With what is wrong in the answers.
    """
    with taking(case.draw, Kind.SCORED, by=by, now=now, when=DRAWN) as hand:
        own = _scored(hand, case)
        given = read(form_of(_version(hand.draw)), answers, reading.facts(own))
        number = models.Score.objects.filter(case=own, person=hand.person).count() + 1
        nonce, commitment = _committed(own, given)
        kept: models.Score = models.Score.objects.create(
            case=own,
            person=hand.person,
            number=number,
            form=given.version,
            answers=given.told(),
            rating=given.overall,
            nonce=nonce,
            commitment=commitment,
            at=now,
        )
        hand.step(Kind.SCORED, commitment=commitment)
    return kept


def close(*, draw: models.Draw, by: Acting, now: datetime) -> None:
    """Close the scoring of a draw: from now on the panel sees all scores, and none is added.

    Raises
    ------
    MayNot
    NotNow
        If a case has no score yet, from anybody.
    """
    with taking(draw, Kind.CLOSED, by=by, now=now, when=DRAWN) as hand:
        cases = standing.looked_at(hand.draw)
        scored = set(models.Score.objects.filter(case__in=cases).values_list("case", flat=True))
        left = sum(1 for one in cases if one.pk not in scored)
        if left == 1:
            raise NotNow(say("1 case has no score yet. Every case is scored first."))
        if left:
            raise NotNow(
                say("{count} cases have no score yet. Every case is scored first.", count=str(left))
            )
        hand.step(Kind.CLOSED, scores=models.Score.objects.filter(case__in=cases).count())


def agree(
    *, case: models.Case, answers: Mapping[str, Any], words: str, by: Acting, now: datetime
) -> models.Agreed:
    """Record what the meeting agreed on a case; each member's own score stays beside it.

    Parameters
    ----------
    words : what the meeting said; for the panel alone, and may be empty.

    Raises
    ------
    MayNot, NotHere
    NotNow
        If scoring is still open, it is agreed already, or a red that somebody saw alone is agreed
        away without a word.
    ScoringError
        With what is wrong in the answers.
    """
    if len(words) > LONGEST:
        raise NotNow(say("Say it in at most {most} characters.", most=f"{LONGEST:,}"))
    with taking(case.draw, Kind.AGREED, by=by, now=now, when=CLOSED) as hand:
        own = _own(hand, case)
        if own.pk not in {one.pk for one in standing.looked_at(hand.draw)}:
            raise NotHere(say("The panel does not look at this case."))
        if models.Agreed.objects.filter(case=own).exists():
            raise NotNow(say("The panel has agreed on this case."))
        try:
            plain(words)
        except ValueError as error:
            raise NotNow(str(error)) from error
        given = read(form_of(_version(hand.draw)), answers, reading.facts(own))
        if why := why_lowered([one.rating for one in standing.counted(own)], given, words):
            raise NotNow(why)
        nonce, commitment = _committed(own, given)
        kept: models.Agreed = models.Agreed.objects.create(
            case=own,
            form=given.version,
            answers=given.told(),
            rating=given.overall,
            words=words.strip(),
            nonce=nonce,
            commitment=commitment,
            at=now,
        )
        hand.step(Kind.AGREED, commitment=commitment)
        if not standing.waiting(hand.draw):
            _tell(hand)
    return kept


def _tell(hand: Hand) -> None:
    """Freeze what all agreed scores say of the whole frame; it is in the ledger from now on."""
    content = results.result(hand.draw)
    models.Result.objects.create(draw=hand.draw, content=content, at=hand.now)
    add(hand.draw, Kind.RESULT, who=SITE, now=hand.now, data=content)


def _version(draw: models.Draw) -> int | None:
    """The form under which this draw is scored: that of its first score, or the newest."""
    first = models.Score.objects.filter(case__draw=draw).order_by("at", "pk")
    version: int | None = first.values_list("form", flat=True).first()
    return version


def _own(hand: Hand, case: models.Case) -> models.Case:
    found: models.Case | None = (
        models.Case.objects.select_related("position", "draw")
        .filter(pk=case.pk, draw=hand.draw)
        .first()
    )
    if found is None:
        raise NotHere(say("There is no such case in this draw."))
    return found


def _scored(hand: Hand, case: models.Case) -> models.Case:
    own = _own(hand, case)
    if models.Conflict.objects.filter(case=own, person=hand.person).exists():
        raise Conflicted(say("You said that this case touches you, so you do not score it."))
    if own.pk not in {one.pk for one in standing.looked_at(hand.draw)}:
        raise NotNow(say("The panel does not look at this case."))
    if not reading.may_be_shown(own):
        raise NotNow(say("The words of this case have not been looked at yet."))
    return own


def _committed(case: models.Case, given: Answers) -> tuple[str, str]:
    nonce = secrets.token_bytes(16)
    return nonce.hex(), commitment(case, given.told(), nonce)


def commitment(case: models.Case, told: Mapping[str, Any], nonce: bytes) -> str:
    """What the public ledger has of a score: nobody can open it without the nonce."""
    said = {"case": f"{standing.subject(case.draw)}/case/{case.place}", "answers": dict(told)}
    return hmac.digest(nonce, canonical(said), "sha256").hex()


__all__ = ["ScoringError", "agree", "close", "commitment", "declare_conflict", "score"]
