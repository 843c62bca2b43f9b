"""Looking at cases: the chair looks at the words first, then members, and each look is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May
from evenhand.accounts.services.checking import still_may
from evenhand.audit import services as audit
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say
from evenhand.scrutiny import committing, models, reading, selectors, standing
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.services.writing import taking
from evenhand.scrutiny.terms import Kind, Status


@dataclass(frozen=True)
class Looked:
    """A case as a member sees it.

    Attributes
    ----------
    month, part_of_day : when it was, no nearer.
    fields : of the record; words with a mark where something was hidden.
    ready : whether a person has looked at its words; without, they are left out.
    """

    case: models.Case
    month: str
    part_of_day: str
    fields: tuple[reading.Field, ...]
    facts: Facts
    corrected_since: bool
    ready: bool
    video: models.VideoAsked | None


def open_case(*, case: models.Case, by: Acting, now: datetime, why: str = "") -> Looked:
    """Open a case for a member of its panel, and keep in the private log that they looked.

    Raises
    ------
    MayNot, NotHere, Conflicted
    """
    with transaction.atomic():
        by = still_may(by, May.SEE_CASES, now=now)
        own = selectors.case(by, case.draw.number, case.place)
        found = reading.record(own)
        if found is None:
            raise NotHere(say("There is no record in this place. That is a finding by itself."))
        _note(own, "case", by=by, now=now, why=why)
    month, part = found.when
    ready = not found.texts or reading.looked_at(own, found) is not None
    return Looked(
        own,
        month,
        part,
        reading.fields(own, found),
        reading.facts(own),
        found.corrected_since,
        ready,
        own.videos.order_by("number").last(),
    )


def way_to_video(*, case: models.Case, by: Acting, now: datetime) -> str:
    """Where a member of its panel can watch the video of a case; kept in the private log.

    Raises
    ------
    MayNot, Conflicted
    NotHere
        If the evidence system has said nothing of where it can be watched.
    """
    with transaction.atomic():
        by = still_may(by, May.SEE_CASES, now=now)
        own = selectors.case(by, case.draw.number, case.place)
        last = own.videos.order_by("number").last()
        if last is None or not last.link:
            raise NotHere(say("There is no video of this case that can be watched here."))
        _note(own, "video", by=by, now=now)
    return str(last.link)


def words_of(*, case: models.Case, by: Acting, now: datetime) -> tuple[reading.Text, ...]:
    """The free texts of a case as they stand, for the chair who decides what is hidden; kept.

    Raises
    ------
    MayNot, NotHere, Conflicted
    """
    with transaction.atomic():
        by = still_may(by, May.RUN_PANEL, now=now)
        own = selectors.case(by, case.draw.number, case.place)
        found = reading.record(own)
        if found is None:
            raise NotHere(say("There is no record in this place. That is a finding by itself."))
        _note(own, "words", by=by, now=now)
    return found.texts


def show(
    *,
    case: models.Case,
    hidden: Sequence[tuple[str, int, int]],
    by: Acting,
    now: datetime,
) -> models.Shown:
    """Let members see the words of a case, with these stretches hidden; nothing can be added.

    The force has no part in this: who could hide words could hide what is wrong with them.

    Parameters
    ----------
    hidden : field, first sign and the sign after the last, of each stretch.

    Raises
    ------
    MayNot, NotHere, Conflicted
    NotNow
        If a stretch is in no text of the case.
    """
    when = frozenset({Status.DRAWN, Status.CLOSED})
    with taking(case.draw, Kind.SHOWN, by=by, now=now, when=when) as hand:
        own = selectors.case(hand.acting, case.draw.number, case.place)
        found = reading.record(own)
        if found is None:
            raise NotHere(say("There is no record in this place. That is a finding by itself."))
        lengths = {one.field: len(one.words) for one in found.texts}
        if any(not 0 <= a < b <= lengths.get(field, 0) for field, a, b in hidden):
            raise NotNow(say("What is to be hidden is not in the words of this case."))
        kept: models.Shown = models.Shown.objects.create(
            case=own,
            number=own.shown.count() + 1,
            version=found.version,
            digest=found.digest,
            hidden=[{"field": field, "first": a, "last": b} for field, a, b in hidden],
            by=hand.person,
            at=now,
        )
        told = committing.committed(kept, hand.draw)
        hand.step(Kind.SHOWN, texts=len(lengths), hidden=len(hidden), **told)
    return kept


def _note(case: models.Case, what: str, *, by: Acting, now: datetime, why: str = "") -> None:
    audit.record(
        act=Act.CONSULTATION,
        by=reference(by.person),
        organisation=reference(by.organisation),
        subject=f"{standing.subject(case.draw)}/case/{case.place}",
        now=now,
        why=why,
        details={"seen": what},
    )
