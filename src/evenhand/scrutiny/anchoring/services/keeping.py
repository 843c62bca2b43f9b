"""What the body does with anchor cases: writes, seals its own score, lays them out, opens.

Every panel of the forces that the body looks at gets every case at the same moment: neither a force
nor the body chooses who gets which.
"""

import hmac
import secrets
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation
from evenhand.accounts.roles import OrganisationKind
from evenhand.accounts.services.writing import Signature, written
from evenhand.ledger.texts import plain
from evenhand.ledger.tree.entries import canonical
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models, naming
from evenhand.scrutiny.anchoring import permissions, results, selectors
from evenhand.scrutiny.anchoring.services.writing import add, taking
from evenhand.scrutiny.anchoring.steps import Kind, Origin, Status
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.services.sheets import Scored, committed_to
from evenhand.scrutiny.services.writing import SITE, public_words

LONGEST_RECORD = 20_000
LONGEST_TITLE = 120
SHORTEST_WAIT = timedelta(days=14)
"""Panels meet once in some weeks: less would leave those out that meet late."""


def open_set(*, title: str, words: str, by: Acting, now: datetime) -> models.AnchorSet:
    """Open a set of anchor cases, for the body that somebody acts for.

    Parameters
    ----------
    words : what the set is for, in words that may be public.

    Raises
    ------
    MayNot
    NotNow
        With what is wrong.
    """
    said, named = public_words(words), title.strip()
    if not 0 < len(named) <= LONGEST_TITLE:
        raise NotNow(say("Name the set, in at most {most} characters.", most=str(LONGEST_TITLE)))
    body = by.organisation
    with written(
        by, signs=permissions.opens, subject=f"anchors/{body.pk}", step=str(Kind.OPENED), now=now
    ) as who:
        own = Organisation.objects.select_for_update(of=("self",)).get(pk=body.pk)
        last = models.AnchorSet.objects.filter(body=own).aggregate(last=Max("number"))["last"]
        row: models.AnchorSet = models.AnchorSet.objects.create(
            body=own,
            number=(last or 0) + 1,
            title=named,
            organisation=own.name,
            opened_at=now,
        )
        add(
            row,
            Kind.OPENED,
            who=Signature(who["by"], who["organisation"]),
            now=now,
            words=said,
            data={"title": named},
            person=by.person,
        )
    return row


def write(
    *,
    row: models.AnchorSet,
    place: int | None,
    origin: Origin | str,
    facts: Facts,
    words: str,
    video: str = "",
    by: Acting,
    now: datetime,
) -> models.Anchor:
    """Write a case, or a new version of one; the sealed score of an earlier version counts no more.

    Parameters
    ----------
    place : of which case it is a version; None for one that is new.
    words : the record as panels will read it, with nothing in it that tells who it was.
    video : an address that begins with https://, or nothing.

    Raises
    ------
    MayNot
    NotHere
        If there is no such case.
    NotNow
        If panels have seen the set, or with what is wrong.
    """
    record, of = _record(words), Origin(origin)
    address = _video(video)
    with taking(row, Kind.WRITTEN, by=by, now=now, when=Status.WRITING) as hand:
        there = selectors.current(hand.row)
        if place is not None and place not in there:
            raise NotHere(say("There is no such case in this set."))
        number = place or len(there) + 1
        version = there[number].version + 1 if number in there else 1
        salt = secrets.token_bytes(16)
        said = {
            "number": number,
            "version": version,
            "origin": of.value,
            "facts": facts.told(),
            "words": record,
            "video": address,
        }
        made: models.Anchor = models.Anchor.objects.create(
            set=hand.row,
            salt=salt.hex(),
            commitment=commitment(hand.row, said, salt),
            at=now,
            **said,
        )
        hand.step(Kind.WRITTEN, case=number, version=version, commitment=made.commitment)
    return made


def seal(
    *, anchor: models.Anchor, answers: Mapping[str, Any], by: Acting, now: datetime
) -> models.AnchorKey:
    """Seal the score that the body itself agreed; the public ledger has a commitment to it.

    Raises
    ------
    MayNot
    NotNow
        If the version has one, is not the last, or panels have seen the set.
    ScoringError
        With what is wrong in the answers.
    """
    with taking(anchor.set, Kind.KEYED, by=by, now=now, when=Status.WRITING) as hand:
        own = selectors.current(hand.row).get(anchor.number)
        if own is None or own.pk != anchor.pk:
            raise NotNow(say("There is a later version of this case. Score that one."))
        if hasattr(own, "key"):
            raise NotNow(say("Your score of this version is sealed. Write a new version first."))
        about = Scored(selectors.subject_of(own), Facts(**own.facts), None)
        made: models.AnchorKey = models.AnchorKey.objects.create(
            anchor=own, **about.columns(about.read(answers), at=now)
        )
        hand.step(Kind.KEYED, case=own.number, version=own.version, commitment=made.commitment)
    return made


def issue(
    *, row: models.AnchorSet, due: date, words: str, by: Acting, now: datetime
) -> models.AnchorStep:
    """Lay a set before every panel at once; from now on nothing of it is changed.

    Parameters
    ----------
    due : the last day for panels to agree; afterwards the sealed scores can be opened.

    Raises
    ------
    MayNot
    NotNow
        If a case has no sealed score, there is no panel, or the last day is too near.
    """
    said = public_words(words)
    with taking(row, Kind.ISSUED, by=by, now=now, when=Status.WRITING) as hand:
        there = selectors.current(hand.row)
        if not there:
            raise NotNow(say("Write a case first."))
        left = [str(number) for number, one in there.items() if not hasattr(one, "key")]
        if left:
            raise NotNow(
                say("Seal your own score of every case first: {left}.", left=", ".join(left))
            )
        if due < day_of(now) + SHORTEST_WAIT:
            raise NotNow(say("Give panels two weeks at least: they meet once in some weeks."))
        panels = _panels(hand.acting)
        if not panels:
            raise NotNow(say("There is no scrutiny panel on this site yet."))
        return hand.step(
            Kind.ISSUED, words=said, panels=panels, anchors=len(there), due=due.isoformat()
        )


def reveal(*, row: models.AnchorSet, words: str, by: Acting, now: datetime) -> models.AnchorResult:
    """Open the sealed scores, and freeze how each panel stands beside them.

    Raises
    ------
    MayNot
    NotNow
        If panels still score and the last day is not over.
    """
    said = public_words(words)
    with taking(row, Kind.REVEALED, by=by, now=now, when=Status.SCORING) as hand:
        if why := hand.now.why_sealed(day_of(now)):
            raise NotNow(why)
        keys = [
            {
                "case": one.number,
                "version": one.version,
                "colour": one.key.rating,
                "nonce": one.key.nonce,
                "said": committed_to(selectors.subject_of(one), one.key.answers).decode(),
            }
            for one in selectors.current(hand.row).values()
        ]
        hand.step(Kind.REVEALED, words=said, keys=keys)
        content = results.result(hand.row)
        made: models.AnchorResult = models.AnchorResult.objects.create(
            set=hand.row, content=content, at=now
        )
        add(hand.row, Kind.RESULT, who=SITE, now=now, data=content)
    return made


def commitment(row: models.AnchorSet, said: Mapping[str, Any], salt: bytes) -> str:
    """What the public ledger has of a version of a case: nobody opens it without the salt."""
    whole = {"set": selectors.subject(row), **said}
    return hmac.digest(salt, canonical(whole), "sha256").hex()


def recommitted(anchor: models.Anchor) -> str:
    """What a version would be committed to as it stands now."""
    names = ("number", "version", "origin", "facts", "words", "video")
    said = {name: getattr(anchor, name) for name in names}
    return commitment(anchor.set, said, bytes.fromhex(anchor.salt))


def _record(words: str) -> str:
    try:
        text = plain(words.replace("\r\n", "\n").strip())
    except ValueError as error:
        raise NotNow(str(error)) from error
    if not text:
        raise NotNow(say("Write the record as panels will read it."))
    if len(text) > LONGEST_RECORD:
        raise NotNow(say("Say it in at most {most} characters.", most=f"{LONGEST_RECORD:,}"))
    if found := naming.told(text):
        raise NotNow(
            say("This may tell who it was, even in an invented case: {found}.", found=found[0])
        )
    return text


def _video(address: str) -> str:
    found = address.strip()
    if found and not (found.startswith("https://") and len(found) <= 500 and found.isprintable()):
        raise NotNow(say("The address of the video begins with https://."))
    return found


def _panels(by: Acting) -> list[str]:
    """Every scrutiny panel of the forces that a body looks at: nobody chooses among them."""
    rows = Organisation.objects.filter(kind=OrganisationKind.SCRUTINY_PANEL, force__isnull=False)
    return [one.pk for one in rows.order_by("pk") if by.looks_at(str(one.force_id))]


__all__ = ["commitment", "issue", "open_set", "recommitted", "reveal", "seal", "write"]
