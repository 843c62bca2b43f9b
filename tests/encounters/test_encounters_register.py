"""The register: rows become records, nothing is lost or written over, and the log holds each."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from encounters.registers import (
    INTELLIGENCE,
    INTELLIGENCE_HEAD,
    STRIP,
    days_ago,
    registered,
    states,
    strip,
)
from evenhand.audit.models import Entry
from evenhand.encounters.comparing import count_kept, disagreements
from evenhand.encounters.errors import CannotTakeIn, NotHere, NotNow
from evenhand.encounters.models import (
    Registered,
    RegisteredApart,
    RegisteredVersion,
    RegisterFile,
    RegisterRefused,
    StopEntry,
)
from evenhand.encounters.registered.records import MODELS, check, shown
from evenhand.encounters.selectors import registered as reading
from evenhand.encounters.services import holding, register_erasing
from evenhand.encounters.services.register_erasing import redact
from evenhand.forces import services as forces
from evenhand.ledger.kept import REDACTED, NeverChanged
from evenhand.records.codes import force as find_force
from scrutiny.panels_db import change, remove, unguarded

pytestmark = pytest.mark.django_db
CUSTODY = "custody-strip-search"


@pytest.fixture(autouse=True)
def _bedfordshire() -> None:
    forces.load([find_force("bedfordshire").force])


def says() -> list[str]:
    return [one.says for one in disagreements()]


def test_a_row_becomes_a_record_that_the_log_of_stops_commits_to() -> None:
    assert states(registered(strip("C/1", days_ago(3), clip="V-9", reason="Hid it."))) == ["new"]

    one = Registered.objects.get()
    assert (one.power, one.day, one.id.version) == (CUSTODY, days_ago(3), 7)
    record = json.loads(RegisteredVersion.objects.get().record)
    assert (record["sde"], record["depth"], record["sex"]) == ("B1", 3, "male")
    assert (record["under_18"], record["no_further_action"]) == (False, True)
    entry = StopEntry.objects.get()
    assert (entry.kind, entry.subject) == ("record-registered", f"{CUSTODY}/{one.pk}")
    assert "Hid it" not in entry.body
    assert "C/1" not in str(Registered.objects.values()) + RegisteredVersion.objects.get().record
    assert reading.video(one.pk, at=timezone.now()) == "V-9"
    assert (says(), count_kept()) == ([], 1)
    assert Entry.objects.filter(kind="collection", subject__startswith="register/").exists()


def test_the_same_file_twice_adds_nothing() -> None:
    rows = [strip(str(number), days_ago(3)) for number in range(4)]
    registered(*rows)

    assert states(registered(*reversed(rows))) == ["unchanged"] * 4
    assert (Registered.objects.count(), StopEntry.objects.count()) == (4, 4)
    assert reading.named("bedfordshire", CUSTODY, " 2 ") is not None
    assert reading.named("bedfordshire", "use-of-force", "2") is None


def test_a_changed_row_is_a_new_version_and_the_first_one_stays() -> None:
    registered(strip("1", days_ago(3), depth="3"))
    assert states(registered(strip("1", days_ago(5), depth="2"))) == ["changed"]
    assert states(registered(strip("1", days_ago(3), depth="3"))) == ["changed"]

    one = Registered.objects.get()
    depths = [json.loads(each.record)["depth"] for each in one.versions.order_by("number")]
    assert depths == [3, 2, 3]
    assert one.day == days_ago(3)
    assert [row.kind for row in StopEntry.objects.order_by("pk")] == [
        *("record-registered", "record-changed", "record-changed")
    ]
    assert says() == []
    with pytest.raises(NeverChanged):
        RegisteredVersion.objects.filter(registered=one).delete()


def test_a_row_that_breaks_rules_is_told_field_by_field_and_costs_no_other() -> None:
    lines = registered(
        strip("1", days_ago(3)),
        strip("2", days_ago(3), ethnicity="B7", depth="9"),
        strip("3", days_ago(-2)),
        strip("4", days_ago(3), written="31/02/2026"),
        strip("", days_ago(3)),
        "5,too,few",
        strip("1", days_ago(3), ethnicity="W1"),
        strip("6", days_ago(3), child="perhaps"),
    )

    assert states(lines) == ["new", *["refused"] * 7]
    said = {one.row: [(each.field, each.words) for each in one.problems] for one in lines}
    assert said[3] == [
        ("sde", "Ethnicity as the person stated it: “B7” is not one of the answers."),
        ("depth", "Depth of the search: this can be at most 3."),
    ]
    assert said[4] == [("day", "Day: it is in the future.")]
    assert said[5] == [("day", "Day: this is not a day as the mapping says they are written.")]
    assert "no reference" in said[6][0][1]
    assert "as many cells" in said[7][0][1]
    assert said[8] == [("", "Row 2 has the same reference. The first one stands.")]
    assert said[9] == [("under_18", "Under 18: the answer is true or false, nothing else.")]
    assert Registered.objects.count() == 1
    assert RegisterRefused.objects.count() == 2, "those with a reference and a day of the past"


def test_a_file_of_which_no_row_fits_changes_nothing() -> None:
    lines = registered(strip("1", days_ago(3), ethnicity="Black"))

    assert states(lines) == ["refused"]
    assert not RegisterFile.objects.exists()
    assert not RegisterRefused.objects.exists()


@pytest.mark.parametrize(
    ("mapping", "power", "words"),
    [
        (STRIP, "vehicle-stop", "There is no register of “vehicle-stop”"),
        (STRIP, "use-of-force", "The mapping names depth; a record of this power has: day"),
        (STRIP.replace(b"day: Date, ", b""), CUSTODY, "a heading for day is needed"),
        (STRIP.replace(b"%d/%m/%Y", b"%d/%m"), CUSTODY, "it does not say a day"),
        (STRIP.replace(b"Ref", b"No"), CUSTODY, "no column “No”"),
        (STRIP.replace(b"sex: {M", b"place: {M"), CUSTODY, "The mapping translates place"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_whole(
    mapping: bytes, power: str, words: str
) -> None:
    with pytest.raises(CannotTakeIn, match=words):
        registered(strip("1", days_ago(3)), mapping=mapping, power=power)
    assert not Registered.objects.exists()


def test_rows_that_say_the_same_under_another_reference_are_pointed_out() -> None:
    lines = registered(
        strip("1", days_ago(3), reason="Seen to hide a bag."),
        strip("2", days_ago(3), reason="Seen to hide a bag.", ethnicity="W1"),
        strip("3", days_ago(3), reason="Another reason."),
    )

    assert [one.alike for one in lines] == [False, True, False]


def test_every_power_takes_a_row_of_the_least_and_shows_what_it_says() -> None:
    for power in MODELS:
        record = check(power, {"day": "2026-03-01"}, today=days_ago(0))
        assert isinstance(record, dict)
        assert next(one.field for one in shown(record)) == "day"
    force = check("use-of-force", {"day": "2026-03-01"}, today=days_ago(0))
    assert isinstance(force, dict)
    assert force["force_used"] is True
    search = {"day": "2026-03-01", "outcome": "arrest", "handcuffs": True, "depth": 2}
    found = check("stop-and-search", search, today=days_ago(0))
    assert isinstance(found, dict)
    assert (found["no_further_action"], found["force_used"]) == (False, True)
    assert [one.words for one in shown(found)] == [
        *("2026-03-01", "No", "Yes", "More than outer clothing, intimate parts not exposed"),
        *("Yes", "Arrest"),
    ]


def test_references_go_after_thirteen_months_and_words_after_six_years_but_not_while_held() -> None:
    now = timezone.now()
    registered(strip("1", days_ago(6 * 366 + 2), clip="V"), strip("2", days_ago(6 * 366 + 2)))
    held, free = Registered.objects.order_by("pk")
    if reading.named("bedfordshire", CUSTODY, "1") != held.pk:
        held, free = free, held
    holding.hold([held.pk], why="draw/panel/1", now=now)
    later = now + timedelta(days=397)

    assert register_erasing.erase_due(now=later) == 2
    assert reading.names(free.pk) == []
    assert reading.names(held.pk) == ["1", "V"]
    assert json.loads(free.versions.get().record)["reason"] == REDACTED
    assert REDACTED not in held.versions.get().record
    assert says() == []
    assert register_erasing.erase_due(now=later) == 0
    assert states(registered(strip("2", days_ago(6 * 366 + 2)))) == ["unchanged"], "words stay out"

    holding.end(why="draw/panel/1", now=later)
    assert register_erasing.erase_due(now=later) == 2
    assert RegisteredApart.objects.filter(erased_at__isnull=True).count() == 0


def test_the_law_may_ask_for_words_to_go_but_not_while_a_panel_looks() -> None:
    now = timezone.now()
    row = f"7,{days_ago(3)},B1,Somebody says that a neighbour sells."
    power = "intelligence-report"
    registered(row, mapping=INTELLIGENCE, head=INTELLIGENCE_HEAD, power=power)
    asked: dict[str, Any] = {
        "force": "bedfordshire",
        "power": power,
        "by": "records manager",
        "now": now,
    }
    one = Registered.objects.get()
    holding.hold([one.pk], why="draw/panel/1", now=now)
    with pytest.raises(NotNow, match="A scrutiny panel looks at this record"):
        redact(reference="7", why="Not needed any more.", **asked)
    holding.end(why="draw/panel/1", now=now)
    with pytest.raises(NotNow, match="Say why"):
        redact(reference="7", why=" ", **asked)
    with pytest.raises(NotHere):
        redact(reference="8", why="Not needed any more.", **asked)

    assert redact(reference="7", why="Not needed any more.", **asked) == 1
    assert "neighbour" not in one.versions.get().record
    assert not StopEntry.objects.filter(kind="record-registered").exists()
    assert says() == []
    assert redact(reference="7", why="Not needed any more.", **asked) == 0


def test_whoever_changes_or_deletes_a_record_in_the_database_is_found_out() -> None:
    registered(strip("1", days_ago(3)), strip("2", days_ago(3)), strip("3", days_ago(3)))
    one, two, three = Registered.objects.order_by("pk")

    def key(row: Registered) -> str:
        return row.pk.hex if connection.vendor == "sqlite" else str(row.pk)

    text = one.versions.get().record
    change(
        "encounters_registeredversion",
        "record",
        text.replace('"B1"', '"W1"'),
        "registered_id = %s",
        key(one),
    )
    change("encounters_registered", "day", "2026-01-01", "id = %s", key(two))
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA defer_foreign_keys = ON")
    RegisteredApart.objects.filter(version__registered=two).update(video="ANOTHER")
    with unguarded("encounters_registeredversion"), connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM encounters_registeredapart WHERE version_id IN (SELECT id FROM"
            " encounters_registeredversion WHERE registered_id = %s)",
            [key(three)],
        )
        cursor.execute(
            "DELETE FROM encounters_registeredversion WHERE registered_id = %s", [key(three)]
        )
    remove("encounters_registered", "id = %s", key(three))

    found = says()
    assert f"Record {one.pk} is not what the log holds of it." in found
    assert f"What stands beside record {two.pk} is not what its first version says." in found
    assert f"Record {two.pk} names another video than it did." in found
    assert "A registered record that the log holds is no longer kept." in found
