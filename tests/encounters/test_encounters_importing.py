"""Whole stops from a force's own records system: through the rules of every stop, row by row."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.cast import acting
from encounters.known_tables import STOPS, STOPS_HEAD, system, table, whole
from evenhand.encounters.errors import CannotTakeIn
from evenhand.encounters.models import Restricted, Stop, StopReference, Version
from evenhand.encounters.services import importing, systems
from evenhand.encounters.services.importing import Line

pytestmark = pytest.mark.django_db
AT = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=3)


def bring(*rows: str, mapping: str = STOPS, head: str = STOPS_HEAD) -> list[Line]:
    return importing.import_stops(
        mapping=mapping.encode(),
        table=table(*rows, head=head),
        force="bedfordshire",
        system="Records",
        now=timezone.now(),
    )


def states(lines: list[Line]) -> list[str]:
    return [one.state for one in lines]


def test_a_row_becomes_a_stop_like_any_other() -> None:
    there = system()

    lines = bring(whole("7/2026", AT, log="42"))

    assert lines == [Line(2, "kept")]
    stop = Stop.objects.get()
    assert (stop.started_at, stop.reason, stop.outcomes) == (AT, "moving_offence", ["no_action"])
    assert (stop.system, stop.driver_sde, stop.team) == (there, "B1", "Portwell")
    assert Restricted.objects.get().registration == "AB12CDE"
    reference = StopReference.objects.get()
    assert reference.record == stop.pk
    assert reference.incident_mac
    assert "7/2026" not in str(StopReference.objects.values())
    assert "7/2026" not in Version.objects.get().record


def test_the_same_file_again_keeps_each_stop_once_under_another_key_too() -> None:
    there = system()
    rows = [whole(str(number), AT - timedelta(minutes=number)) for number in range(3)]
    assert states(bring(*rows)) == ["kept"] * 3
    assert states(bring(*reversed(rows))) == ["kept"] * 3
    systems.revoke(number=there.pk, by=acting(there.made_by), now=timezone.now())
    system("another")
    assert states(bring(*rows)) == ["kept"] * 3
    assert Stop.objects.count() == StopReference.objects.count() == 3


def test_a_row_that_says_something_else_is_a_conflict_and_changes_nothing() -> None:
    system()
    bring(whole("1", AT))
    (line,) = bring(whole("1", AT - timedelta(minutes=30), why="phone_or_seatbelt"))
    assert line.state == "conflict"
    assert "Another record has this id" in line.problems[0][1]
    assert Stop.objects.get().reason == "moving_offence"


def test_a_row_that_breaks_rules_is_told_field_by_field_and_costs_no_other() -> None:
    system()
    lines = bring(
        whole("1", AT),
        whole("2", AT, why="because", minutes="many"),
        whole("3", AT, began="yesterday"),
        whole("", AT),
        "4,too,few",
        whole("5", AT, result="Nothing;Words"),
        whole("6", timezone.now() + timedelta(days=2)),
        whole("7", AT),
    )
    assert states(lines) == ["kept", *["refused"] * 6, "kept"]
    assert {field for field, _ in lines[1].problems} >= {"reason", "duration_minutes"}
    assert {field for field, _ in lines[2].problems} >= {"started_at"}
    assert "no reference" in lines[3].problems[0][1]
    assert "not as many cells" in lines[4].problems[0][1]
    assert {field for field, _ in lines[5].problems} == {"outcomes"}
    assert "future" in lines[6].problems[0][1]
    assert Stop.objects.count() == 2


def test_more_rows_than_one_call_takes_are_all_answered() -> None:
    system()
    rows = [
        whole(str(number), AT, why="?" if number == 120 else "Speeding") for number in range(130)
    ]
    lines = bring(*rows)
    assert states(lines).count("kept") == 129
    assert [one.row for one in lines if one.state == "refused"] == [122]


def test_without_a_system_that_has_access_nothing_is_taken_in() -> None:
    with pytest.raises(CannotTakeIn, match="has access"):
        bring(whole("1", AT))
    there = system()
    systems.revoke(number=there.pk, by=acting(there.made_by), now=timezone.now())
    with pytest.raises(CannotTakeIn, match="has access"):
        bring(whole("1", AT))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("power: rta_s163", "stop_id: x"), "made here"),
        (("power: rta_s163", "name: x"), "no record has it"),
        (("people.0.role: driver", "people: driver"), "no record has it"),
        (("people.0.role: driver", "people.x.role: driver"), "no record has it"),
        (("  reason: {Speeding", "  why: {Speeding"), "does not take in"),
        (("  receipt: declined", "  reason: declined"), "both a column and a constant"),
        (("  started_at: Began\n", ""), "started_at is needed"),
        (("reference: No\n", ""), "does not say reference"),
    ],
)
def test_a_mapping_that_no_record_fits_is_refused(change: tuple[str, str], words: str) -> None:
    with pytest.raises(CannotTakeIn, match=words):
        bring(whole("1", AT), mapping=STOPS.replace(*change))
