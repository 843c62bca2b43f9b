"""What panels do with anchor cases: the same as with cases of a draw, on the same sheets."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import permissions, selectors
from evenhand.scrutiny.anchoring.services.writing import Hand, taking
from evenhand.scrutiny.anchoring.steps import Kind, Status
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.services import sheets
from evenhand.scrutiny.sitting import ready


def look(*, anchor: models.Anchor, by: Acting, now: datetime) -> models.Anchor:
    """Open a case for a member of a panel, and keep in the private log that they looked.

    Raises
    ------
    MayNot, NotHere
    NotReady
        If they are not trained or vetted as their panel asks.
    """
    by = still_may(by, May.SEE_CASES, now=now)
    ready.refuse(by, now=now)
    whole = selectors.a_set(by, anchor.set.body_id, anchor.set.number)
    if whole.status is Status.WRITING:
        raise NotHere(say("There is no such case in this set."))
    _note(anchor, "anchor case", by=by, now=now)
    return anchor


def way_to_video(*, anchor: models.Anchor, by: Acting, now: datetime) -> str:
    """Where a member of a panel, or who keeps the set, can watch the video of an anchor case.

    Each look is kept in the private log, as one at the video of a drawn case is.

    Raises
    ------
    MayNot, NotReady
    NotHere
        If there is no video, or the set does not lie before them.
    """
    if permissions.keeps(by) and anchor.set.body_id == by.organisation.pk:
        by = still_may(by, May.KEEP_ANCHORS, now=now)
    else:
        by = still_may(by, May.SEE_CASES, now=now)
        ready.refuse(by, now=now)
        whole = selectors.a_set(by, anchor.set.body_id, anchor.set.number)
        if whole.status is Status.WRITING:
            raise NotHere(say("There is no such case in this set."))
    if not anchor.video:
        raise NotHere(say("There is no video of this case."))
    _note(anchor, "anchor video", by=by, now=now)
    return str(anchor.video)


def _note(anchor: models.Anchor, what: str, *, by: Acting, now: datetime) -> None:
    audit.record(
        act=Act.CONSULTATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"{selectors.subject(anchor.set)}/case/{anchor.number}",
        now=now,
        details={"seen": what},
    )


def score(
    *, anchor: models.Anchor, answers: Mapping[str, Any], by: Acting, now: datetime
) -> models.AnchorScore:
    """Score an anchor case, alone. A later one of the same member counts, until the panel closes.

    Raises
    ------
    MayNot, NotHere, NotReady
    Conflicted
        If they wrote the case or sealed its score for the body.
    NotNow
        If scoring is closed.
    ScoringError
        With what is wrong in the answers.
    """
    with taking(anchor.set, Kind.SCORED, by=by, now=now, when=Status.SCORING) as hand:
        if selectors.knows(hand.acting, hand.row):
            raise Conflicted(
                say("You helped to set these cases, so you do not score them for a panel.")
            )
        own = _own(hand, anchor)
        about = _about(own)
        mine = models.AnchorScore.objects.filter(anchor=own, panel=hand.panel, person=hand.person)
        kept: models.AnchorScore = models.AnchorScore.objects.create(
            anchor=own,
            panel=hand.acting.organisation,
            person=hand.person,
            number=mine.count() + 1,
            **about.columns(about.read(answers), at=now),
        )
        hand.step(Kind.SCORED, panel=hand.panel, commitment=kept.commitment)
    return kept


def close(*, row: models.AnchorSet, by: Acting, now: datetime) -> models.AnchorStep:
    """Close a panel's scoring of a set: from now on it sees all scores, and none is added.

    Raises
    ------
    MayNot, NotHere, NotReady
    NotNow
        If a case has no score yet, from anybody of the panel.
    """
    with taking(row, Kind.CLOSED, by=by, now=now, when=Status.SCORING) as hand:
        there = list(selectors.current(hand.row).values())
        rows = models.AnchorScore.objects.filter(anchor__in=there, panel=hand.panel)
        scored = set(rows.values_list("anchor", flat=True))
        sheets.refuse_unscored(sum(1 for one in there if one.pk not in scored))
        return hand.step(Kind.CLOSED, panel=hand.panel, scores=rows.count())


def agree(
    *, anchor: models.Anchor, answers: Mapping[str, Any], words: str, by: Acting, now: datetime
) -> models.AnchorAgreed:
    """Record what the meeting agreed on an anchor case; each member's own score stays beside it.

    Raises
    ------
    MayNot, NotHere, NotReady
    NotNow
        If scoring is still open, it is agreed already, or a red is agreed away without a word.
    ScoringError
        With what is wrong in the answers.
    """
    said = sheets.refuse_words(words)
    with taking(anchor.set, Kind.AGREED, by=by, now=now, when=Status.CLOSED) as hand:
        own = _own(hand, anchor)
        if models.AnchorAgreed.objects.filter(anchor=own, panel=hand.panel).exists():
            raise NotNow(say("The panel has agreed on this case."))
        about = _about(own)
        given = about.read(answers)
        blind = [one.rating for one in selectors.counted(own, hand.panel)]
        sheets.refuse_silence(blind, given, said)
        kept: models.AnchorAgreed = models.AnchorAgreed.objects.create(
            anchor=own,
            panel=hand.acting.organisation,
            words=said,
            **about.columns(given, at=now),
        )
        hand.step(Kind.AGREED, panel=hand.panel, commitment=kept.commitment)
    return kept


def _own(hand: Hand, anchor: models.Anchor) -> models.Anchor:
    found = selectors.current(hand.row).get(anchor.number)
    if found is None or found.pk != anchor.pk:
        raise NotHere(say("There is no such case in this set."))
    return found


def _about(anchor: models.Anchor) -> sheets.Scored:
    """Scored under the version of the form under which the body sealed its own score."""
    return sheets.Scored(selectors.subject_of(anchor), Facts(**anchor.facts), anchor.key.form)
