"""Keys of slips, one for each scope and named in public; slips signed blind, and counted."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from encounters.made_slips import DEVICE, NOW, QUARTER, asked_for, key, slips
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.encounters.answering import issuing, questions, scopes, tokens
from evenhand.encounters.answering.issuing import TooManySlips, Wanted
from evenhand.encounters.answering.tokens import NotAToken
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.models import Drawn, Signed, TokenKey
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.models import Entry


def test_there_is_one_key_for_each_class_of_reasons_and_the_log_names_each(force) -> None:
    keys = issuing.keys_of("demoshire", now=NOW)

    assert {one.scope for one in keys} == {f"reason:{name}" for name in scopes.CLASSES}
    named = Entry.objects.filter(kind="slips-key")
    assert {one.pk for one in keys} == {
        line.split('"key":"')[1][:64] for line in named.values_list("body", flat=True)
    }
    assert set(issuing.keys_of("demoshire", now=NOW)) == set(keys)
    assert named.count() == 5


@pytest.mark.parametrize("scope", ["officer:4711", "reason:", "", "reasons:routine"])
def test_the_database_takes_no_key_of_another_kind(force, scope) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        TokenKey.objects.create(
            id="a" * 64, force=force, quarter=QUARTER, scope=scope, public=b"", box=b""
        )


def test_the_database_takes_no_second_key_of_a_scope(force) -> None:
    key()

    with pytest.raises(IntegrityError, match=r"no_officer_has_a_key_of_their_own|UNIQUE"):
        TokenKey.objects.create(
            id="a" * 64, force=force, quarter=QUARTER, scope="reason:routine", public=b"", box=b""
        )


def test_a_key_that_was_named_never_changes(force) -> None:
    with pytest.raises(NeverChanged):
        TokenKey.objects.filter(pk=key().pk).update(scope="reason:other")


def test_a_site_in_service_makes_no_keys_by_itself(force, settings) -> None:
    settings.KEYS_MAY_BE_MADE = False

    with pytest.raises(NoSuchKey, match="evenhand roadside keys"):
        issuing.keys_of("demoshire", now=NOW)

    assert not TokenKey.objects.exists()


def test_every_reason_of_the_rules_is_in_one_class() -> None:
    from evenhand.encounters.rules.codes import codes

    classed = [one for reasons in scopes.CLASSES.values() for one in reasons]

    assert sorted(classed) == sorted(codes("reasons"))
    assert set(scopes.CLASSES) < set(questions.QUESTIONS[questions.REASON])


def test_classes_of_fewer_than_ten_stops_are_put_together() -> None:
    stops = {"moving_offence": 40, "vehicle_defect": 9, "welfare": 5, "other": 4, "routine": 0}
    stops |= {"routine_check_no_specific_reason": 12, "intelligence_led": 10}

    found = scopes.reason_scopes(stops)

    assert found == ["reason:driving", "reason:looking", "reason:routine", "reason:vehicle+other"]


def test_where_all_small_classes_are_few_the_next_smallest_joins_them() -> None:
    stops = {"moving_offence": 40, "vehicle_defect": 11, "welfare": 1}
    stops |= {"routine_check_no_specific_reason": 12, "intelligence_led": 10}

    assert scopes.reason_scopes(stops) == [
        "reason:driving",
        "reason:vehicle",
        "reason:routine",
        "reason:looking+other",
    ]


@pytest.mark.parametrize("total", range(1, 25))
def test_no_scope_has_fewer_than_ten_stops_where_there_are_ten(total) -> None:
    found = scopes.reason_scopes({"moving_offence": total, "welfare": 3})

    sizes = [
        sum({"moving_offence": total, "welfare": 3}.get(one, 0) for one in scopes.reasons_of(scope))
        for scope in found
    ]
    assert all(size >= min(10, total + 3) for size in sizes)
    assert sorted(one for scope in found for one in scopes.reasons_of(scope)) == sorted(
        one for reasons in scopes.CLASSES.values() for one in reasons
    )


def test_a_team_of_nine_has_no_key() -> None:
    assert scopes.team_scopes({"Roads": 10, "North": 9, "Central": 31}) == [
        "team:Central",
        "team:Roads",
    ]


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC), "2026-Q4"),
        (datetime(2027, 1, 1, 0, 0, tzinfo=UTC), "2027-Q1"),
        (datetime(2026, 6, 30, 22, 59, tzinfo=UTC), "2026-Q2"),
        (datetime(2026, 6, 30, 23, 0, tzinfo=UTC), "2026-Q3"),  # summer time: it is July here
    ],
)
def test_a_quarter_turns_at_midnight_here(moment, quarter) -> None:
    assert scopes.quarter_of(moment) == quarter
    assert scopes.before(scopes.following(quarter)) == quarter


def test_issuing_counts_slips_and_keeps_nothing_of_them(force) -> None:
    of = key()
    waiting = [asked_for(of) for _ in range(3)]

    (signed,) = issuing.issue(
        force="demoshire",
        device=DEVICE,
        team="Roads",
        wanted=[Wanted(of.pk, [one.blinded for one in waiting])],
        now=NOW,
    )

    assert all(
        tokens.check(one.finish(given), bytes(of.public))
        for one, given in zip(waiting, signed, strict=True)
    )
    assert Signed.objects.get(pk=of.pk).slips == 3
    assert Drawn.objects.get().slips == 3
    kept = everything_in_the_database()
    for one, given in zip(waiting, signed, strict=True):
        for secret in (
            one.blinded,
            given,
            one.nonce,
            bytes.fromhex(one.finish(given).digest.hex()),
        ):
            assert secret.hex() not in kept


def everything_in_the_database() -> str:
    """All values of all tables, bytes in hexadecimal."""
    said = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            said += [
                bytes(value).hex() if isinstance(value, bytes | memoryview) else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    return "\n".join(said)


def test_a_device_gets_no_more_slips_than_a_shift_can_use(force, monkeypatch) -> None:
    monkeypatch.setattr(issuing, "MOST_A_DAY", 4)
    slips(3)

    with pytest.raises(TooManySlips, match="had 3 slips today and may have 4"):
        slips(2)

    assert Signed.objects.get(pk=key().pk).slips == 3
    assert slips(1, device=uuid4())
    assert slips(1)


def test_yesterdays_count_is_gone_today(force) -> None:
    slips(2)

    issuing._count(uuid4(), 1, NOW + timedelta(days=1))

    assert Drawn.objects.count() == 1


@pytest.mark.parametrize("blinded", [[], [bytes(256)] * 61, [b"short"], [b"\xff" * 256]])
def test_what_is_no_request_for_slips_is_refused_and_not_counted(force, blinded) -> None:
    of = key()

    with pytest.raises(NotAToken):
        issuing.issue(
            force="demoshire",
            device=DEVICE,
            team="",
            wanted=[Wanted(of.pk, blinded)],
            now=NOW,
        )

    assert not Drawn.objects.exists()
    assert Signed.objects.get(pk=of.pk).slips == 0


def test_a_slip_of_another_team_another_quarter_or_nobody_is_not_signed(force) -> None:
    theirs = issuing._new("demoshire", QUARTER, "team:North", NOW)
    old = issuing._new("demoshire", "2026-Q3", "reason:routine", NOW)
    asked = asked_for(theirs).blinded

    for name in (theirs.pk, old.pk, "0" * 64):
        with pytest.raises(NoSuchKey):
            issuing.issue(
                force="demoshire",
                device=DEVICE,
                team="Roads",
                wanted=[Wanted(name, [asked])],
                now=NOW,
            )
    assert issuing.issue(
        force="demoshire",
        device=DEVICE,
        team="North",
        wanted=[Wanted(theirs.pk, [asked])],
        now=NOW,
    )
