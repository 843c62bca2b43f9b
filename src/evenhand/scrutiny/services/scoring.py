"""Scores: given alone and blind, closed for all at once, then agreed in the meeting."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.measures.words.messages import say
from evenhand.scrutiny import committing, models, reading, results, standing
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow
from evenhand.scrutiny.scoring.errors import ScoringError
from evenhand.scrutiny.services import sheets
from evenhand.scrutiny.services.writing import SITE, Hand, add, taking
from evenhand.scrutiny.sitting import ready
from evenhand.scrutiny.terms import Kind, Status

DRAWN, CLOSED = frozenset({Status.DRAWN}), frozenset({Status.CLOSED})


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
        hand.step(Kind.CONFLICT, **committing.committed(kept, hand.draw))
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
        about = _about(hand.draw, own)
        number = models.Score.objects.filter(case=own, person=hand.person).count() + 1
        kept: models.Score = models.Score.objects.create(
            case=own,
            person=hand.person,
            number=number,
            **about.columns(about.read(answers), at=now),
        )
        whose = committing.committed(kept, hand.draw)
        hand.step(Kind.SCORED, commitment=kept.commitment, **whose)
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
        sheets.refuse_unscored(sum(1 for one in cases if one.pk not in scored))
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
    said = sheets.refuse_words(words)
    with taking(case.draw, Kind.AGREED, by=by, now=now, when=CLOSED) as hand:
        own = _own(hand, case)
        ready.refuse(hand.acting, now=now)
        if own.pk not in {one.pk for one in standing.looked_at(hand.draw)}:
            raise NotHere(say("The panel does not look at this case."))
        if models.Agreed.objects.filter(case=own).exists():
            raise NotNow(say("The panel has agreed on this case."))
        about = _about(hand.draw, own)
        given = about.read(answers)
        sheets.refuse_silence([one.rating for one in standing.counted(own)], given, said)
        kept: models.Agreed = models.Agreed.objects.create(
            case=own, words=said, **about.columns(given, at=now)
        )
        hand.step(Kind.AGREED, commitment=kept.commitment)
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
    ready.refuse(hand.acting, now=hand.now)
    if models.Conflict.objects.filter(case=own, person=hand.person).exists():
        raise Conflicted(say("You declared a conflict with this case, so you do not score it."))
    if own.pk not in {one.pk for one in standing.looked_at(hand.draw)}:
        raise NotNow(say("The panel does not look at this case."))
    if not reading.may_be_shown(own):
        raise NotNow(say("The words of this case have not been looked at yet."))
    return own


def _about(draw: models.Draw, case: models.Case) -> sheets.Scored:
    return sheets.Scored(subject(case), reading.facts(case), _version(draw))


def subject(case: models.Case) -> str:
    """What a score's commitment calls the case."""
    return f"{standing.subject(case.draw)}/case/{case.place}"


def commitment(case: models.Case, told: Mapping[str, Any], nonce: bytes) -> str:
    """What the public ledger has of a score: nobody can open it without the nonce."""
    return sheets.commitment(subject(case), told, nonce)


__all__ = ["ScoringError", "agree", "close", "commitment", "declare_conflict", "score", "subject"]
