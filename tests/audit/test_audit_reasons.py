"""A reason in the private log that the law does not allow goes; who did what and when stays."""

import json
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from audit.test_audit_pages import ask, did, text, with_role
from evenhand.accounts.investigating import Investigator
from evenhand.accounts.models import Person
from evenhand.accounts.roles import Role
from evenhand.accounts.selectors import acting
from evenhand.audit import redacting
from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Entry
from evenhand.audit.selectors import NotAnInvestigator
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger.errors import CannotErase
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Entry as Public
from evenhand.ledger.unlawful import sentence

pytestmark = pytest.mark.django_db
NAMED = "She is the sister of the victim in case 4."


@pytest.fixture
def iris(cast: Cast) -> Person:
    return with_role(cast.force, Role.INVESTIGATOR, "Inspector Iris")


@pytest.fixture
def looked(cast: Cast, iris: Person) -> Entry:
    """Somebody looked at somebody yesterday, with a reason that names a third."""
    del iris
    yesterday = timezone.now() - timedelta(days=1)
    return did(cast.mate, cast.owner, cast.force, why=NAMED, now=yesterday, details={"seen": "x"})


def reader(person: Person) -> Investigator:
    found = acting(person, None, now=timezone.now())
    assert found is not None
    return Investigator(found)


def test_all_but_the_reason_stays_with_its_time_and_the_log_holds(
    looked: Entry, iris: Person
) -> None:
    sequence_all()
    before, leaf = (looked.by, looked.subject, looked.kind), bytes(looked.leaf)
    by = reader(iris)

    again = redacting.take_reason_out(
        number=looked.pk, because="victim", reader=by, now=timezone.now()
    )

    sequence_all()
    checked = verify(AUDIT, key=signing_key(AUDIT).verifier)
    assert (checked.faults, checked.erased) == ((), 1)
    assert (again.by, again.subject, again.kind) == before
    body = json.loads(again.body)
    assert (body["why"], body["details"]["seen"]) == ("[redacted]", "x")
    mark = body["details"]["restated"]
    assert looked.at is not None
    assert mark["happened"] == looked.at.isoformat()
    assert (mark["leaf"], mark["by"], mark["because"]) == (leaf.hex(), by.reference, "victim")
    emptied = Entry.objects.get(nonce=None)
    assert (bytes(emptied.leaf), emptied.body, emptied.at) == (leaf, "", None)
    for one in (*Entry.objects.all(), *Public.objects.all()):
        assert "sister" not in one.body
    said = Entry.objects.get(kind=Act.ERASURE)
    assert (said.by, json.loads(said.body)["details"]) == (
        by.reference,
        {"because": "victim", "reason of": leaf.hex()},
    )


def test_nobody_unsays_their_own_reason_and_nobody_elses_organisation_is_reached(
    cast: Cast, looked: Entry, iris: Person
) -> None:
    own = did(iris, cast.owner, cast.force, why="I looked for a friend.")
    elsewhere = did(cast.stranger, cast.owner, cast.other_force, why=NAMED)
    bare = did(cast.mate, cast.owner, cast.force)
    now, by = timezone.now(), reader(iris)
    for number in (own.pk, elsewhere.pk, bare.pk, 10**9):
        with pytest.raises(CannotErase, match="no reason of somebody else"):
            redacting.take_reason_out(number=number, because="person", reader=by, now=now)
    with pytest.raises(CannotErase, match="Choose why"):
        redacting.take_reason_out(number=looked.pk, because="unwelcome", reader=by, now=now)
    with pytest.raises(NotAnInvestigator):
        redacting.take_reason_out(
            number=looked.pk, because="person", reader=reader(cast.owner), now=now
        )
    redacting.take_reason_out(number=looked.pk, because="person", reader=by, now=now)
    again = Entry.objects.filter(by=looked.by, body__contains="restated").get()
    with pytest.raises(CannotErase):
        redacting.take_reason_out(number=again.pk, because="person", reader=by, now=now)


def test_what_was_said_again_goes_when_the_person_is_erased(looked: Entry, iris: Person) -> None:
    from evenhand.audit import services

    subject = looked.subject
    redacting.take_reason_out(
        number=looked.pk, because="person", reader=reader(iris), now=timezone.now()
    )
    said = {"why": "Article 17.", "by": "person/1", "organisation": "", "now": timezone.now()}
    assert services.erase(subjects=[subject], **said) > 0
    assert not Entry.objects.filter(subject=subject).exists()


@pytest.fixture
def client_of(iris: Person) -> Client:
    return signed_in(iris)


def test_an_investigator_takes_it_out_on_a_page_that_says_what_stays(
    looked: Entry, client_of: Client
) -> None:
    answer = ask(client_of)
    listed = client_of.get(answer).content.decode()
    [address] = re.findall(r'href="([^"]*/reason/[0-9]+/)"', listed)

    page = text(client_of, address)
    assert NAMED in page
    assert "There is no way back" in page
    empty = client_of.post(address, {})
    assert empty.status_code == 400
    assert "Choose why the law does not allow them" in empty.content.decode()
    done = client_of.post(address, {"because": "victim"})

    assert (done.status_code, done.url) == (303, answer)
    assert NAMED not in text(client_of, answer)
    after = text(client_of, ask(client_of))
    assert NAMED not in after
    assert "[redacted]" in after
    assert sentence(redacting.Reason.VICTIM) in after
    assert client_of.post(address, {"because": "victim"}).status_code == 404


def test_no_other_role_opens_the_page(cast: Cast, looked: Entry, client_of: Client) -> None:
    answer = ask(client_of)
    address = f"{answer}reason/{looked.pk}/"
    for person in (cast.owner, cast.mate, cast.stranger):
        assert signed_in(person).post(address, {"because": "person"}).status_code == 403
    assert client_of.post(f"{answer}reason/999999/", {"because": "person"}).status_code == 404
    assert Entry.objects.get(pk=looked.pk).nonce is not None
