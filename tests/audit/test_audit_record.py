"""What is done with personal data is kept, once and for good."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from evenhand.audit import selectors, services
from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Entry
from evenhand.audit.selectors import Asked, NotAnInvestigator
from evenhand.ledger.errors import CannotErase
from evenhand.ledger.log.exporting import lines
from evenhand.ledger.log.heads import parse
from evenhand.ledger.log.proving import piece
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import every
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.tree.entries import NotCanonical
from evenhand.ledger.tree.keys import Kind, SigningKey

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("act", Act)
def test_every_act_can_be_recorded(act: Act) -> None:
    services.record(
        act=act, by="person/7", organisation="force/demoshire", subject="person/12", now=NOW
    )

    kept = Entry.objects.get()
    assert (kept.kind, kept.by, kept.subject, kept.at) == (act, "person/7", "person/12", NOW)


@pytest.mark.django_db
def test_an_act_that_is_none_of_ours_is_refused() -> None:
    with pytest.raises(ValueError, match="snooping"):
        services.record(act="snooping", by="person/7", organisation="", subject="x", now=NOW)


@pytest.mark.django_db
def test_details_that_can_be_written_in_two_ways_are_refused() -> None:
    with pytest.raises(NotCanonical):
        services.record(
            act="collection",
            by="person/7",
            organisation="",
            subject="x",
            now=NOW,
            details={"share": 0.1},
        )


KEY = SigningKey.new("site.example/audit", Kind.LOG)


def look(subject: str, *, by: str = "person/7", now: datetime = NOW) -> Entry:
    return services.record(
        act=Act.CONSULTATION,
        by=by,
        organisation="force/demoshire",
        subject=subject,
        why="a complaint",
        now=now,
        details={"page": "record"},
    )


@pytest.mark.django_db
def test_the_private_log_is_signed_and_checked_like_the_public_one() -> None:
    for number in range(300):
        look(f"person/{number}")
    signed = sequence(AUDIT, key=KEY, now=NOW)
    assert signed
    look("person/1")
    sequence(AUDIT, key=KEY, now=NOW)

    found = verify(AUDIT, heads=parse(signed.note), key=KEY.verifier)

    assert (found.faults, found.size) == ((), 302)
    assert [log.name for log in every()] == ["ledger", "audit", "stops"]


@pytest.mark.django_db
def test_what_outsiders_get_of_the_private_log_says_nothing() -> None:
    entry = look("person/12")
    sequence(AUDIT, key=KEY, now=NOW)

    shown = "".join(lines(AUDIT, entries=False)).encode()
    bundle = piece(AUDIT, "tile/entries/000.p/2")
    assert bundle
    assert bytes(entry.leaf) in bundle
    for secret in (b"person", b"consultation", b"demoshire", bytes(entry.nonce or b"")):
        assert secret not in shown
        assert secret not in bundle


@pytest.mark.django_db
def test_everything_about_one_person_can_be_erased_and_the_log_holds() -> None:
    look("person/12")
    look("person/13")
    look("person/12")
    kept = sequence(AUDIT, key=KEY, now=NOW)
    assert kept

    services.erase(
        subjects=["person/12"],
        why="The record was unlawful.",
        by="person/2",
        organisation="force/demoshire",
        now=NOW,
    )
    sequence(AUDIT, key=KEY, now=NOW)

    found = verify(AUDIT, heads=parse(kept.note), key=KEY.verifier)
    assert (found.faults, found.erased) == ((), 2)
    assert not Entry.objects.filter(subject="person/12").exists()
    said = Entry.objects.get(kind="entries-erased")
    assert "person/12" not in said.subject + said.body
    again = {"subjects": ["person/12"], "by": "x", "organisation": "", "now": NOW}
    assert services.erase(why="again", **again) == 0
    with pytest.raises(CannotErase, match="Say why"):
        services.erase(why=" ", **again)


@dataclass(frozen=True)
class Reader:
    """Somebody who asks; `accounts` has the real ones."""

    may_investigate: bool
    reference: str = "person/99"
    organisation_reference: str = "force/demoshire"
    people: frozenset[str] = frozenset()


@pytest.mark.django_db
def test_an_investigator_reads_the_latest_first_and_that_is_kept_too() -> None:
    for day in range(3):
        look(f"person/{day}", now=NOW + timedelta(days=day))
    look("person/0", by="person/8", now=NOW + timedelta(days=9))

    found = selectors.entries(
        Asked(by="person/7", since=NOW + timedelta(days=1)),
        reader=Reader(may_investigate=True),
        why="case 12",
        now=NOW + timedelta(days=10),
    )

    assert [entry.subject for entry in found.entries] == ["person/2", "person/1"]
    kept = Entry.objects.get(subject="log/audit")
    assert (kept.kind, kept.by) == ("consultation", "person/99")
    assert "case 12" in kept.body


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "count"),
    [
        (Asked(), 2),
        (Asked(subject="person/1"), 1),
        (Asked(under="person/"), 2),
        (Asked(under="plan/"), 0),
        (Asked(act="erasure"), 0),
        (Asked(until=NOW), 0),
    ],
)
def test_a_question_may_be_narrow(asked: Asked, count: int) -> None:
    look("person/1")
    look("person/2")

    found = selectors.entries(
        asked, reader=Reader(may_investigate=True), why="", now=NOW + timedelta(days=1)
    )

    assert sum(entry.subject.startswith("person/") for entry in found.entries) == count


@pytest.mark.django_db
def test_nobody_else_reads_it_and_that_they_asked_is_kept() -> None:
    look("person/1")

    with pytest.raises(NotAnInvestigator):
        selectors.entries(Asked(), reader=Reader(may_investigate=False), why="curious", now=NOW)

    kept = Entry.objects.get(subject="log/audit")
    assert kept.kind == "access"
    assert '"refused":true' in kept.body
