"""What is known of stops from elsewhere: taken in whole or refused, matched, explained, erased."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from encounters.known_tables import (
    CAMERA,
    CONTROL_ROOM,
    HEAD,
    VIDEO,
    line,
    table,
    this_month,
)
from encounters.phones import Phone, kept, officer
from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.encounters.errors import CannotTakeIn, NotHere, NotNow
from evenhand.encounters.models import (
    Fate,
    KnownEvent,
    KnownExplained,
    KnownFile,
    KnownMonth,
    Why,
)
from evenhand.encounters.selectors import known
from evenhand.encounters.services import erasing, knowing, matching
from evenhand.ledger.kept import NeverChanged

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone(db: None) -> Phone:
    return Phone(officer("ada")).registered()


def take(*lines: str, mapping: bytes = CONTROL_ROOM, head: str = HEAD, **said: Any) -> Any:
    return knowing.take_in(mapping=mapping, table=table(*lines, head=head), **this_month() | said)


def fates() -> list[str]:
    found = KnownEvent.objects.filter(month__in=known.current("bedfordshire"))
    return sorted(found.values_list("fate", flat=True))


def test_events_are_taken_in_and_nothing_of_them_that_names_anybody_is_readable(
    phone: Phone,
) -> None:
    at = phone.now - timedelta(hours=2)

    taken = take(
        line(at, log="20260101-0042", vrm="ZX99 QQQ", lat="52.1", lon="-0.4"),
        line(at, status="ASSIST"),
    )

    assert (taken.source, taken.left_aside) == ("control_room", 1)
    event = KnownEvent.objects.get()
    assert (event.team, event.fate) == ("Portwell", Fate.NOT_RECORDED)
    assert abs(event.at - at) < timedelta(seconds=1)
    with connection.cursor() as cursor:
        for name in ("knownevent", "knownfile", "knownmonth"):
            cursor.execute(f"SELECT * FROM encounters_{name}")
            said = str(cursor.fetchall())
            assert "ZX99" not in said
            assert "0042" not in said
    entry = Entry.objects.get(kind="collection", subject__startswith="known/")
    assert '"events":1' in entry.body


def test_the_same_file_twice_changes_nothing_and_a_corrected_one_is_a_new_version(
    phone: Phone,
) -> None:
    at = phone.now - timedelta(hours=2)
    one, two = line(at, log="1"), line(at - timedelta(minutes=20), log="2")

    first = take(one, two)
    again = take(two, one)
    corrected = take(one)

    assert {month.status for month in first.months} == {"new"}
    assert {month.status for month in again.months} == {"unchanged"}
    (changed,) = [month for month in corrected.months if month.status != "unchanged"]
    assert (changed.status, changed.version, changed.events) == ("corrected", 2, 1)
    assert KnownFile.objects.count() == 3
    assert KnownEvent.objects.filter(month__in=known.current("bedfordshire")).count() == 1
    assert KnownEvent.objects.count() == 3


def test_a_month_without_events_is_known_to_have_none(phone: Phone) -> None:
    assert not known.current("bedfordshire").exists()
    take()
    assert known.current("bedfordshire").exists()
    assert fates() == []


def test_rows_that_say_the_same_are_two_events(phone: Phone) -> None:
    one = line(phone.now - timedelta(hours=1), log="1")
    take(one, one)
    assert KnownEvent.objects.count() == 2


NOW = timezone.now()
GOOD = line(NOW - timedelta(hours=2))
REFUSED = {
    "nothing": (b"", "does not begin with a row of headings"),
    "a workbook": (b"PK\x03\x04rest", "This is a workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "This is a workbook"),
    "another coding": (f"{HEAD}\n".encode("utf-16"), "not UTF-8"),
    "nulls": (table(GOOD) + b"\x00", "signs that no text has"),
    "no such column": (table("x", head="Time"), "has no column “Unit”"),
    "a column twice": (table(GOOD + ",x", head=f"{HEAD},Time"), "more than one column “Time”"),
    "an open quotation": (table(GOOD, '"2026'), "quotation mark is not closed"),
    "a huge cell": (table(GOOD, "x" * 3000), "2,000 letters"),
    "too few cells": (table(GOOD, "2026-01-01"), "Row 3 has not as many cells"),
    "no moment": (table(GOOD.replace("20", "xx", 1)), "Row 2: it is not a moment"),
    "no time of day": (table(GOOD[:10] + GOOD[19:]), "no time of day"),
    "the future": (table(line(NOW + timedelta(hours=3))), "Row 2: "),
    "another month": (table(line(NOW - timedelta(days=90))), "not of the months"),
    "half a place": (table(line(NOW, lat="x", lon="y")), "not two numbers"),
    "endless place": (table(line(NOW, lat="nan", lon="inf")), "not in the United Kingdom"),
    "a place elsewhere": (table(line(NOW, lat="4", lon="4")), "not in the United Kingdom"),
    "a long reference": (table(line(NOW, log="9" * 61)), "incident has more than 60"),
    "a team that cannot be printed": (table(line(NOW, unit="A\u202eB")), "cannot be printed"),
    "too large": (b"x" * (20 * 2**20 + 1), "more than 20 MB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_a_hostile_or_broken_table_is_refused_whole_with_a_sentence(what: str) -> None:
    content, words = REFUSED[what]

    with pytest.raises(CannotTakeIn) as refused:
        knowing.take_in(mapping=CONTROL_ROOM, table=content, **this_month())

    assert words in str(refused.value)
    assert not KnownFile.objects.exists()
    assert not KnownMonth.objects.exists()


def test_of_many_wrong_rows_the_first_are_named_and_the_rest_counted() -> None:
    with pytest.raises(CannotTakeIn) as refused:
        take(*[line(NOW, lat="x", lon="y")] * 25)
    assert len(refused.value.sentences) == 21
    assert refused.value.sentences[-1] == "5 more rows are wrong."


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (b"x" * 300_000, "too large"),
        (b"\xff\xfe", "not a YAML file"),
        (b"a: [", "look at line"),
        (b"!!python/object/apply:os.system [id]", "not a YAML file"),
        (b"[]", "says nothing"),
        (b"{source: radio, columns: {at: T}}", "source"),
        (b"{source: video, columns: {team: T}}", "a heading for at is needed"),
        (b"{source: video, columns: {at: T, name: N}}", "columns.name"),
        (b"{source: video, columns: {at: T}, codes: [A]}", "belong together"),
        (b"{source: video, columns: {at: T, latitude: L}}", "belong together"),
        (b"{source: anpr, columns: {at: T}}", "need a heading for plate"),
        (b"{source: video, columns: {at: T}, time_zone: Mars}", "not a time zone"),
        (b"{source: video, columns: {at: T}, time_zone: ../../x}", "not a time zone"),
        (b"{source: video, columns: {at: T}, date_format: '%d/%m'}", "does not say a day"),
        (b"{source: video, columns: {at: T}, force: x}", "none of what one says"),
        (b"{columns: {at: T}}", "does not say source"),
        (b"{source: video, columns: {at: T}, officers: {A: many}}", "officers.A"),
    ],
)
def test_a_mapping_that_says_nonsense_is_refused_with_a_sentence(
    mapping: bytes, words: str
) -> None:
    with pytest.raises(CannotTakeIn, match=words.replace("(", r"\(")):
        take(mapping=mapping)


@pytest.mark.parametrize(("first", "last"), [("2026-13", "2026-13"), ("x", "y"), ("9999", "1")])
def test_months_that_are_none_are_refused(first: str, last: str) -> None:
    with pytest.raises(CannotTakeIn):
        take(first=first, last=last)


def test_months_to_come_or_too_many_are_refused() -> None:
    with pytest.raises(CannotTakeIn, match="in the future"):
        take(first="2099-01", last="2099-02")
    with pytest.raises(CannotTakeIn, match="two years"):
        take(first="2020-01", last="2024-01")


def test_an_hour_that_clocks_skipped_is_refused_and_a_zone_is_read(phone: Phone) -> None:
    head = "Time,Unit,Clip,Officer"
    span = {"first": "2026-03", "last": "2026-03", "mapping": VIDEO, "head": head}
    with pytest.raises(CannotTakeIn, match="clocks went forward"):
        take("2026-03-29 01:30:00,RA,,", **span)
    take("2026-03-29T01:30:00+00:00,RA,,", **span)
    assert KnownEvent.objects.get().hour == 2  # by London's clock


def test_events_are_matched_by_plate_team_and_place_and_each_stop_is_taken_once(
    phone: Phone,
) -> None:
    stop = kept(phone)
    near = {"lat": "52.1360", "lon": "-0.4660"}

    take(
        line(stop.started_at + timedelta(minutes=4), vrm="ab12-cde"),
        line(stop.started_at + timedelta(minutes=1), vrm="AB12CDE", **near),
        line(stop.started_at - timedelta(hours=3), vrm="AB12CDE", **near),
    )

    assert fates() == ["not_recorded", "not_recorded", "recorded"]
    found = KnownEvent.objects.get(fate=Fate.RECORDED)
    assert (found.stop_id, found.rule) == (stop.pk, "plate")


def test_a_stop_recorded_late_is_found_when_matched_again(phone: Phone) -> None:
    take(line(phone.now - timedelta(minutes=9), vrm="AB12CDE"))
    assert fates() == ["not_recorded"]
    kept(phone)

    (found,) = matching.match(force="bedfordshire", now=phone.now)

    assert (found.recorded, found.unsure) == (1, 0)
    assert fates() == ["recorded"]
    assert Entry.objects.filter(kind="combination").count() == 2


def test_each_hour_what_was_recorded_late_is_matched_and_nothing_else_is_done(
    phone: Phone,
) -> None:
    take(line(phone.now - timedelta(minutes=9), vrm="AB12CDE"))
    assert matching.match_again(now=phone.now) == []
    kept(phone)
    assert matching.match_again(now=phone.now) == ["bedfordshire"]
    assert fates() == ["recorded"]
    assert matching.match_again(now=phone.now + timedelta(hours=3)) == []


def test_where_only_the_team_fits_it_stays_open_whether_a_stop_was_recorded(phone: Phone) -> None:
    stop = kept(phone)
    take(line(stop.started_at + timedelta(minutes=5)))
    assert fates() == ["unsure"]


def test_each_source_is_matched_by_itself(phone: Phone) -> None:
    stop = kept(phone)
    at = stop.started_at + timedelta(minutes=1)
    take(line(at, vrm="AB12CDE"))
    take(f"{at.isoformat()},AB12CDE,,", mapping=CAMERA, head="Time,VRM,Lat,Lon")
    take(
        f"{at.isoformat()},Portwell,,person/{phone.by.person.pk}",
        mapping=VIDEO,
        head="Time,Unit,Clip,Officer",
    )
    assert fates() == ["recorded"] * 3
    assert {one.rule for one in KnownEvent.objects.all()} == {"plate", "officer"}


def test_events_that_change_places_are_kept_as_they_are_now(phone: Phone) -> None:
    """Two events that swap stops hold the rule that a stop is one event at most."""
    one = kept(phone, started_at=(phone.now - timedelta(minutes=50)).isoformat())
    two = kept(phone, vehicle={"kind": "car", "registration_state": "given", "registration": "B2"})
    take(line(one.started_at, vrm="AB12CDE"), line(two.started_at, vrm="B2"))
    first, second = KnownEvent.objects.order_by("pk")
    places = {first.pk: second.stop_id, second.pk: first.stop_id}
    KnownEvent.objects.update(stop=None, fate=Fate.NOT_RECORDED)
    for pk, stop in places.items():
        KnownEvent.objects.filter(pk=pk).update(stop=stop, fate=Fate.UNSURE)

    matching.match(force="bedfordshire", now=phone.now)

    assert KnownEvent.objects.get(stop=one.pk).plate_mac == one.registration_mac
    assert fates() == ["recorded"] * 2


def test_what_a_supervisor_found_out_holds_for_a_corrected_file_and_is_said_once(
    phone: Phone,
) -> None:
    boss = officer("boss", role=Role.SUPERVISOR)
    at = phone.now - timedelta(hours=4)
    take(line(at, log="1"), line(at, log="2"))
    event = known.to_explain(boss)[0]

    knowing.explain(event=event.pk, why=Why.DUPLICATE, by=boss, now=phone.now)
    with pytest.raises(NotNow, match="before"):
        knowing.explain(event=event.pk, why=Why.NOT_A_STOP, by=boss, now=phone.now)
    take(line(at, log="1"), line(at, log="2"), line(at, log="3"))

    assert known.to_explain(boss).count() == 2
    month = event.month.month
    assert known.unmatched("bedfordshire", [month]).count() == 2
    assert known.events("bedfordshire", [month]).filter(why=Why.DUPLICATE).count() == 1
    with pytest.raises(NeverChanged):
        KnownExplained.objects.update(why=Why.NOT_RECORDED)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE encounters_knownexplained SET why = 'not_recorded'")


def test_not_recorded_is_an_answer_and_stays_unmatched(phone: Phone) -> None:
    boss = officer("boss", role=Role.SUPERVISOR)
    take(line(phone.now - timedelta(hours=4)))
    event = known.to_explain(boss)[0]
    knowing.explain(event=event.pk, why=Why.NOT_RECORDED, by=boss, now=phone.now)
    assert not known.to_explain(boss).exists()
    assert known.unmatched("bedfordshire", [event.month.month]).count() == 1


def test_only_a_supervisor_of_the_force_explains_and_only_what_is_open(phone: Phone) -> None:
    stop = kept(phone)
    take(line(stop.started_at, vrm="AB12CDE"), line(stop.started_at - timedelta(hours=5)))
    recorded = KnownEvent.objects.get(fate=Fate.RECORDED)
    open_one = KnownEvent.objects.get(fate=Fate.NOT_RECORDED)
    boss = officer("boss", role=Role.SUPERVISOR)
    elsewhere = officer("chief", force="kent", role=Role.SUPERVISOR)
    when = {"now": phone.now}

    with pytest.raises(NotNow, match="recorded by now"):
        knowing.explain(event=recorded.pk, why=Why.DUPLICATE, by=boss, **when)
    with pytest.raises(NotNow, match="Choose"):
        knowing.explain(event=open_one.pk, why="because", by=boss, **when)
    with pytest.raises(NotHere):
        knowing.explain(event=open_one.pk, why=Why.DUPLICATE, by=elsewhere, **when)
    with pytest.raises(MayNot):
        knowing.explain(event=open_one.pk, why=Why.DUPLICATE, by=phone.by, **when)
    assert not KnownExplained.objects.exists()


def test_only_an_analyst_takes_files_in_and_only_of_the_own_force(phone: Phone) -> None:
    said = this_month()
    said.pop("force")
    sent = {"mapping": CONTROL_ROOM, "table": table(GOOD), **said}
    with pytest.raises(MayNot):
        knowing.take_in_of(**sent, by=phone.by)
    analyst = officer("ana", force="kent", role=Role.ANALYST)
    knowing.take_in_of(**sent, by=analyst)
    assert KnownFile.objects.get().force_id == "kent"
    assert KnownFile.objects.get().by == analyst.person


def test_exact_times_and_places_go_with_those_of_stops_and_what_was_matched_stays(
    phone: Phone,
) -> None:
    stop = kept(phone)
    take(
        line(stop.started_at, vrm="AB12CDE", lat="52.1", lon="-0.4"),
        line(stop.started_at - timedelta(hours=1), lat="52.1", lon="-0.4"),
    )
    later = phone.now + timedelta(days=92)

    erasing.erase_due(now=later)

    assert not KnownEvent.objects.exclude(at=None, latitude=None, longitude=None).exists()
    assert fates() == ["not_recorded", "recorded"]
    assert matching.match(force="bedfordshire", now=later) == ()
    assert fates() == ["not_recorded", "recorded"]
    assert Entry.objects.filter(kind="erasure", subject="known/due").exists()


def test_what_is_recorded_until_the_last_day_is_matched_before_it_goes(phone: Phone) -> None:
    take(line(phone.now - timedelta(minutes=9), vrm="AB12CDE"))
    kept(phone)
    knowing.erase_due(now=phone.now + timedelta(days=92))
    assert fates() == ["recorded"]
