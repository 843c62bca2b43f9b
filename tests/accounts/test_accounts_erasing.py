"""Erasing who a person is: nothing of them is left anywhere, and every log holds."""

from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.cast import PASSWORD, SECRET, Cast, acting, signed_in
from accounts.signing import password
from evenhand.accounts.errors import AccountsError, CannotErase, MayNot, NotHere
from evenhand.accounts.models import Invitation, Membership, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import (
    add_organisation,
    add_person,
    end,
    erase,
    erase_logs_that_are_due,
    give_role,
    invite,
)
from evenhand.audit.log import AUDIT
from evenhand.audit.models import Act, Entry
from evenhand.ledger.log.erasing import ERASED
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.tree.keys import Kind, SigningKey

NAME, ADDRESS = "Zephyrine Quillfeather", "zephyrine.quillfeather@beds.example"
WHY = "They asked for it under Article 17."
KEY = SigningKey.new("site.example/audit", Kind.LOG)


@pytest.fixture
def zephyrine(cast: Cast) -> Person:
    """Somebody who has left a trace wherever a person can."""
    now = timezone.now()
    sent = invite(email=ADDRESS, role=Role.ANALYST, by=acting(cast.owner), now=now)
    person = add_person(email=ADDRESS, name=NAME, password=PASSWORD, now=now)
    from evenhand.accounts.services import accept

    accept(secret=sent.secret, by=person, now=now)
    invite(email=ADDRESS, role=Role.PUBLISHER, by=acting(cast.owner), now=now)
    old = give_role(
        person=person, organisation=cast.force, role=Role.INVESTIGATOR, by=cast.owner, now=now
    )
    end(number=old.pk, by=acting(cast.owner), now=now, why=f"{NAME} asked.")
    TOTP.activate(person, SECRET)
    SocialAccount.objects.create(user=person, provider="beds", uid=ADDRESS, extra_data={"n": NAME})
    client = Client()
    password(client, ADDRESS, "wrong")
    signed_in(person).get("/workspace/account/sessions/")
    return person


def texts_of_every_table() -> str:
    """Every value of every row of every table: what somebody with the database can read."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            found += cursor.fetchall()
    return repr(found).lower()


def test_nothing_of_who_they_are_is_left_in_any_table(cast: Cast, zephyrine: Person) -> None:
    assert texts_of_every_table().count("quillfeather") >= 6

    erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=timezone.now())

    assert "quillfeather" not in texts_of_every_table()
    for held in (EmailAddress, SocialAccount, UserSession):
        assert not held.objects.filter(user=zephyrine).exists()
    assert not zephyrine.authenticator_set.exists()


def test_the_row_stays_names_nobody_and_signs_in_nobody(cast: Cast, zephyrine: Person) -> None:
    client = signed_in(zephyrine)
    assert client.get("/workspace/").status_code == 200

    erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=timezone.now())

    zephyrine.refresh_from_db()
    assert zephyrine.name == f"Erased person {zephyrine.pk}"
    assert (zephyrine.is_active, zephyrine.has_usable_password()) == (False, False)
    assert client.get("/workspace/").status_code == 302, "signed out everywhere"
    assert not Membership.objects.filter(person=zephyrine, ended_at__isnull=True).exists()
    assert Membership.objects.filter(person=zephyrine).count() == 2, "the record is whole"
    assert not Invitation.objects.filter(accepted_at=None, withdrawn_at=None).exists()
    page = signed_in(cast.owner).get("/workspace/people/").content.decode()
    assert f"Erased person {zephyrine.pk}" in page


def test_the_private_log_holds_and_says_how_many_by_whom_and_why(
    cast: Cast, zephyrine: Person
) -> None:
    sequence(AUDIT, key=KEY, now=timezone.now())
    about = [
        f"person/{zephyrine.pk}",
        *(f"invitation/{one.pk}" for one in Invitation.objects.all()),
    ]
    before = Entry.objects.filter(subject__in=about).count()
    assert before >= 6

    done = erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=timezone.now())

    sequence(AUDIT, key=KEY, now=timezone.now())
    found = verify(AUDIT, key=KEY.verifier)
    assert (found.faults, found.erased) == ((), done.entries)
    assert done.entries >= before
    [told] = Entry.objects.filter(kind=ERASED)
    assert (told.by, told.body.count('"') > 2 * done.entries) == (f"person/{cast.owner.pk}", True)
    [last] = Entry.objects.filter(subject=about[0])
    assert (last.kind, WHY in last.body, f'"entries":{done.entries}' in last.body) == (
        Act.ERASURE,
        True,
        True,
    )


def test_what_they_did_to_others_stays_under_a_number(cast: Cast, zephyrine: Person) -> None:
    from evenhand.audit import services as audit

    audit.record(
        act=Act.CONSULTATION,
        by=f"person/{zephyrine.pk}",
        organisation="organisation/bedfordshire",
        subject=f"person/{cast.mate.pk}",
        now=timezone.now(),
    )

    erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=timezone.now())

    assert Entry.objects.filter(by=f"person/{zephyrine.pk}", kind=Act.CONSULTATION).exists()


def test_the_log_can_be_kept_until_a_day_and_goes_after_it(cast: Cast, zephyrine: Person) -> None:
    now = timezone.now()
    until = timezone.localdate(now) + timedelta(days=30)
    about = Entry.objects.filter(subject=f"person/{zephyrine.pk}", kind=Act.COLLECTION)

    done = erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=now, keep_log_until=until)

    assert (done.entries, done.log_kept_until, about.exists()) == (0, until, True)
    assert erase_logs_that_are_due(now=now + timedelta(days=29)) == 0
    assert about.exists()
    assert erase_logs_that_are_due(now=now + timedelta(days=32)) == 1
    assert not about.exists()
    assert erase_logs_that_are_due(now=now + timedelta(days=33)) == 0
    assert verify(AUDIT).erased > 0


@pytest.mark.parametrize(
    ("why", "says"),
    [
        ("", "Enter why"),
        ("  ", "Enter why"),
        (f"{NAME} asked.", "Do not name"),
        (f"Mail of {ADDRESS}", "Do not name"),
        ("asked by ZEPHYRINE quillfeather", "Do not name"),
    ],
)
def test_a_reason_is_needed_and_names_nobody(
    cast: Cast, zephyrine: Person, why: str, says: str
) -> None:
    with pytest.raises(CannotErase, match=says):
        erase(person=zephyrine, why=why, by=acting(cast.owner), now=timezone.now())

    assert Person.objects.get(pk=zephyrine.pk).name == NAME


def test_nobody_is_erased_twice_or_with_a_log_that_ended_before(
    cast: Cast, zephyrine: Person
) -> None:
    now = timezone.now()
    with pytest.raises(CannotErase, match="today or later"):
        erase(
            person=zephyrine,
            why=WHY,
            by=None,
            now=now,
            keep_log_until=timezone.localdate(now) - timedelta(days=1),
        )
    erase(person=zephyrine, why=WHY, by=None, now=now)

    with pytest.raises(CannotErase, match="before"):
        erase(person=zephyrine, why=WHY, by=None, now=now)


def test_the_last_administrator_stays_until_there_is_another(cast: Cast) -> None:
    now = timezone.now()
    with pytest.raises(CannotErase, match="last administrator of Bedfordshire"):
        erase(person=cast.owner, why=WHY, by=None, now=now)

    give_role(person=cast.mate, organisation=cast.force, role=Role.ADMINISTRATOR, by=None, now=now)
    erase(person=cast.owner, why=WHY, by=None, now=now)
    assert Person.objects.get(pk=cast.owner.pk).erased_at


def test_only_an_administrator_of_their_only_organisation_erases_somebody(
    cast: Cast, zephyrine: Person
) -> None:
    now = timezone.now()
    for who, refusal in ((cast.mate, MayNot), (cast.stranger, NotHere)):
        with pytest.raises(refusal):
            erase(person=zephyrine, why=WHY, by=acting(who), now=now)
    with pytest.raises(MayNot, match="Nobody erases themselves"):
        erase(person=cast.owner, why=WHY, by=acting(cast.owner), now=now)
    panel = add_organisation(
        id="panel", name="Panel", kind=OrganisationKind.SCRUTINY_PANEL, force=cast.force.force
    )
    give_role(person=zephyrine, organisation=panel, role=Role.PANEL_MEMBER, by=None, now=now)
    with pytest.raises(AccountsError, match="another organisation") as refused:
        erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=now)
    assert "Panel" not in str(refused.value), "which one is not said"


@pytest.mark.parametrize(
    "wrong",
    [
        {"is_active": True},
        {"email": "somebody@beds.example"},
        {"name": "Somebody"},
        {"erased_at": None, "log_kept_until": "2030-01-01"},
    ],
)
def test_the_database_refuses_an_erased_person_who_is_somebody(
    cast: Cast, zephyrine: Person, wrong: dict[str, Any]
) -> None:
    erase(person=zephyrine, why=WHY, by=None, now=timezone.now())

    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.filter(pk=zephyrine.pk).update(**wrong)


def test_somebody_of_the_same_address_can_be_invited_again(cast: Cast, zephyrine: Person) -> None:
    now = timezone.now()
    erase(person=zephyrine, why=WHY, by=acting(cast.owner), now=now)

    invite(email=ADDRESS, role=Role.ANALYST, by=acting(cast.owner), now=now)
    fresh = add_person(email=ADDRESS, name=NAME, password=PASSWORD, now=now)

    assert fresh.pk != zephyrine.pk


def test_every_app_that_points_at_people_says_what_goes(cast: Cast) -> None:
    """A table that names a person is known here, with what becomes of its rows."""
    known = {
        # rows that go
        "account.EmailAddress": "deleted",
        "mfa.Authenticator": "deleted",
        "socialaccount.SocialAccount": "deleted",
        "usersessions.UserSession": "deleted",
        "plan.ImportDraft": "deleted",
        "scrutiny.AdviceDraft": "deleted",
        "following.Letter": "deleted",
        "following.Told": "deleted",
        # rows that stay and name the erased person by number
        "accounts.Membership": "ended",
        "accounts.Invitation": "address taken out",
        "plan.Assignment": "ended",
        # rows about a stop, which stay: they name the erased officer by number; the reference that
        # the force knows them by goes with what is restricted, after 90 days
        "encounters.CopyAsked": "named by number",
        "encounters.Device": "named by number",
        "encounters.Explained": "named by number",
        "encounters.KnownExplained": "named by number",
        "encounters.KnownFile": "named by number",
        "encounters.Review": "named by number",
        "encounters.Sent": "named by number",
        "encounters.Settled": "named by number",
        "encounters.Stop": "named by number",
        "encounters.System": "named by number",
        "encounters.TeamChange": "named by number",
        "encounters.ToMend": "named by number",
        "encounters.Version": "named by number",
        # who took a step of a review, and who was told that nobody did: never shown to anybody
        "monitoring.Notice": "named by number",
        "monitoring.Digest": "named by number",
        "monitoring.Taker": "named by number",
        # who scored, declared a conflict, rolled or looked at words: never shown to anybody
        "scrutiny.AnchorScore": "named by number",
        "scrutiny.AnchorTaker": "named by number",
        "scrutiny.Conflict": "named by number",
        "scrutiny.DrawNotice": "named by number",
        "scrutiny.DrawTaker": "named by number",
        "scrutiny.Readiness": "named by number",
        "scrutiny.Roll": "named by number",
        "scrutiny.Score": "named by number",
        "scrutiny.Shown": "named by number",
        "scrutiny.RecommendationNotice": "named by number",
        "scrutiny.RecommendationTaker": "named by number",
    }
    found = {
        f"{model._meta.app_label}.{model.__name__}"
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and field.related_model is Person
    }
    assert found == set(known)
