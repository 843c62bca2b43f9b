"""Answers are opened ten at a time, added to the counts, and not kept.

Ten are drawn by chance from at least twenty that wait, so that nobody can know who is among them,
even who knows when each came. What is left when a quarter closes is counted together; fewer than
ten are never opened, and then the keys that could are destroyed.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from secrets import SystemRandom

from cryptography.hazmat.primitives.asymmetric import ec
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from evenhand.encounters.answering import issuing, questions, scopes
from evenhand.encounters.answering.issuing import OPENING, SIGNING
from evenhand.encounters.answering.taking import about
from evenhand.encounters.keys import files as key_files
from evenhand.encounters.keys import sealing
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.models.answers import STEP, Answer, Counted, Margin, TokenKey

EVERY = 60 * 60  # seconds between two rounds of `evenhand serve`
POOL = 10
"""So many stay back when ten are opened."""
CHANCE = SystemRandom()


def by_itself() -> None:
    """One round for `evenhand serve`: the next quarter's keys, and what is due."""
    now = timezone.now()
    issuing.open_next(now=now)
    count(now=now)


def count(*, now: datetime) -> int:
    """Open and add up what may be, and say how many answers that were."""
    done = 0
    for force, quarter in TokenKey.objects.order_by().values_list("force", "quarter").distinct():
        closed = now >= scopes.closes(quarter)
        if not closed or set(_keys(force, quarter)) & set(key_files.names(OPENING, force)):
            done += _count(force, quarter, closed=closed)
    return done


@transaction.atomic
def _count(force: str, quarter: str, *, closed: bool) -> int:
    done = 0
    for key in TokenKey.objects.select_for_update().filter(force_id=force, quarter=quarter):
        waiting = _waiting([key.pk])
        while len(waiting) >= (STEP if closed else STEP + POOL):
            done += _open(force, quarter, key.scope, waiting)
    if closed:
        rest = _waiting(_keys(force, quarter))
        while len(rest) >= STEP:
            done += _open(force, quarter, scopes.REST, rest)
        _forget(force, quarter)
    return done


def _keys(force: str, quarter: str) -> list[str]:
    keys = TokenKey.objects.filter(force_id=force, quarter=quarter)
    return list(keys.values_list("pk", flat=True))


def _waiting(keys: Sequence[str]) -> list[str]:
    """Whose answers wait, in the order of their digests, which says nothing."""
    found = Answer.objects.filter(key__in=keys, sealed__isnull=False).order_by("token")
    return list(found.values_list("token", flat=True))


def _open(force: str, quarter: str, scope: str, waiting: list[str]) -> int:
    """Open ten by chance, and take them out of the list."""
    drawn = CHANCE.sample(waiting, STEP)
    rows = list(Answer.objects.filter(token__in=drawn).order_by("token"))
    said = [_unsealed(force, row) for row in rows]
    _add(force, quarter, scope, said)
    # Written anew in the order of their digests: where a row lies then says nothing of its time.
    Answer.objects.filter(token__in=drawn).delete()
    Answer.objects.bulk_create([Answer(token=row.token, key=row.key) for row in rows])
    waiting[:] = sorted(set(waiting) - set(drawn))
    return len(rows)


def _unsealed(force: str, row: Answer) -> dict[str, str]:
    private = key_files.load(OPENING, force, row.key)
    if not isinstance(private, ec.EllipticCurvePrivateKey):
        raise NoSuchKey(f"The key “{row.key[:16]}” of {force} does not open answers.")
    opened = sealing.SUITE.decrypt(bytes(row.sealed or b""), private, about(row.key))
    return questions.read(opened)


def _add(force: str, quarter: str, scope: str, said: Iterable[dict[str, str]]) -> None:
    """Add ten answers to the margins: each question alone, never two together."""
    counted, _ = Counted.objects.get_or_create(force_id=force, quarter=quarter, scope=scope)
    Counted.objects.filter(pk=counted.pk).update(answers=F("answers") + STEP)
    for (question, choice), answers in Counter(
        pair for answer in said for pair in answer.items()
    ).items():
        margin, _ = Margin.objects.get_or_create(
            counted=counted, question=question, choice=choice, defaults={"answers": 0}
        )
        Margin.objects.filter(pk=margin.pk).update(answers=F("answers") + answers)


def _forget(force: str, quarter: str) -> None:
    """After the last count: what was not opened never will be, in old backups neither."""
    keys = _keys(force, quarter)
    Answer.objects.filter(key__in=keys).delete()
    for key in keys:
        key_files.destroy(OPENING, force, key)
        key_files.destroy(SIGNING, force, key)
