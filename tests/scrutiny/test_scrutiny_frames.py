"""A frame is what the log of stops holds: nobody adds to it, takes from it or moves within it."""

import json
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.utils import timezone

from encounters.odd_stops import ODD
from encounters.phones import Phone, kept, waiting
from evenhand.accounts.errors import MayNot
from evenhand.encounters.models import Fate, KnownEvent, KnownFile, KnownMonth, Stop, Version
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.redacting import redact
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import history
from evenhand.scrutiny import models, services, standing
from evenhand.scrutiny.drawing.making import Opening, opens
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.services.draws import frame
from evenhand.scrutiny.terms import Missing, Status
from scrutiny.panels import Panel
from scrutiny.panels_db import change, unguarded

pytestmark = pytest.mark.django_db
SEARCHED = {
    name: value
    for name, value in ODD["the car and its driver, searched for the same thing"].items()
    if name in {"searches", "outcomes", "outcome_linked", "arrest_reason"}
}


def sizes(draw: models.Draw) -> dict[str, int]:
    return {one.key: one.size for one in frame(draw).strata}


def missing(draw: models.Draw) -> dict[str, int]:
    found: dict[str, int] = draw.steps.get(kind="frozen").data["missing"]
    return found


def corrected(made: Panel, stop: str, now: datetime | None = None, **said: object) -> None:
    row = Stop.objects.get(pk=stop)
    record = current(row)[0]
    correct(
        stop=row.pk,
        expected=row.versions,
        record={**record, **said},
        reason="It was typed in wrong.",
        by=made.phone.by,
        now=now or timezone.now(),
    )


def test_a_frame_holds_every_stop_of_the_period_that_the_log_has(made: Panel) -> None:
    kept(Phone(made.phone.by).registered())  # of today: no part of the period
    made.log()

    draw = made.frozen()

    assert sizes(draw) == {"ethnicity=black": 12, "ethnicity=white": 12}
    there = set(draw.frame.positions.values_list("stop", flat=True))
    assert there == set(Stop.objects.order_by("started_at")[:24].values_list("pk", flat=True))


def test_what_is_published_of_a_frame_names_no_stop_and_no_leaf(made: Panel) -> None:
    draw = made.frozen()

    text = draw.frame.text
    for row in draw.frame.positions.all():
        assert str(row.stop) not in text
        assert row.leaf not in text
        assert row.salt not in text
    [said] = [
        one for one in history(standing.subject(draw)) if one.content["kind"] == "draw-frozen"
    ]
    assert said.content["body"]["fingerprint"] == draw.frame.fingerprint


def test_every_position_opens_to_the_record_that_the_log_has(made: Panel) -> None:
    draw = made.frozen()
    published = frame(draw)

    for row in draw.frame.positions.all():
        content = {"draw": published.name, "record": str(row.stop), "entry": row.entry}
        content |= {"leaf": row.leaf, "stratum": row.stratum}
        assert opens(published, row.number, Opening(bytes.fromhex(row.salt), content))


def test_a_search_that_was_corrected_away_stays_in_the_frame_of_searches(made: Panel) -> None:
    """Case 48: reclassified from a search to a vehicle stop the day before."""
    searched = made.stops(12, **SEARCHED)
    made.log()
    for stop in searched[:5]:
        corrected(made, stop, searches=[], outcomes=["no_action"], outcome_linked=False)
    made.log()

    draw = made.frozen(power="stop-and-search", dimensions=[])

    assert sizes(draw) == {"all": 12}
    assert {str(one.stop) for one in draw.frame.positions.all()} == set(searched)


def test_a_correction_moves_no_stop_into_another_stratum_or_period(made: Panel) -> None:
    stop = made.stops(1)[0]
    made.log()
    row = Stop.objects.get(pk=stop)
    person = {"number": 1, "role": "driver", "perceived": "white", "sde": "W1"}
    corrected(made, stop, people=[{**person, "age_band": "25_29", "sex": "male"}])
    before = (row.started_at - timedelta(days=20)).isoformat(timespec="seconds")
    corrected(made, stop, started_at=before, late_reason="The officer was ill.")
    made.log()

    assert sizes(made.frozen()) == {"ethnicity=black": 13, "ethnicity=white": 12}


def test_a_record_that_is_gone_from_the_database_is_counted_as_missing(made: Panel) -> None:
    stop = made.stops(1)[0]
    made.log()
    with unguarded("encounters_version"), connection.cursor() as cursor:
        key = UUID(stop).hex if connection.vendor == "sqlite" else stop
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA defer_foreign_keys = ON")
        cursor.execute(
            "DELETE FROM encounters_restricted WHERE version_id IN"
            " (SELECT id FROM encounters_version WHERE stop_id = %s)",
            [key],
        )
        cursor.execute("DELETE FROM encounters_version WHERE stop_id = %s", [key])

    draw = made.frozen()

    assert sizes(draw) == {"ethnicity=black": 12, "ethnicity=white": 12, "missing": 1}
    assert missing(draw) == {Missing.DELETED.value: 1}


def test_a_record_that_is_not_what_the_log_committed_to_is_counted_as_missing(made: Panel) -> None:
    version = Version.objects.filter(stop__driver_sde="B1").first()
    assert version is not None
    said = json.loads(version.record) | {"duration_minutes": 7}
    change("encounters_version", "record", json.dumps(said), "id = %s", version.pk)

    draw = made.frozen()

    assert missing(draw) == {Missing.CHANGED.value: 1}
    assert sizes(draw)["missing"] == 1


def test_words_taken_out_in_the_last_hour_take_no_record_out_of_the_frame(made: Panel) -> None:
    [stop] = made.stops(1, reason_text="He drove a car that Anna once had.")
    made.log()
    redact(
        stop=UUID(stop),
        chosen=["He drove a car that Anna once had."],
        why="It names somebody else.",
        by=made.supervisor,
        now=timezone.now(),
    )

    draw = made.frozen()

    assert sizes(draw)["missing"] == 1
    assert missing(draw) == {Missing.CHANGED.value: 1}
    made.log()
    assert missing(made.frozen()) == {}  # the log now says again what the stop was


def test_a_record_that_never_met_the_rules_is_counted_as_missing(made: Panel) -> None:
    made.phone.now = timezone.now() - timedelta(days=3)
    waiting(made.phone, reason="no_such_reason")
    made.log()

    assert missing(made.frozen()) == {Missing.TO_MEND.value: 1}


def test_a_stop_that_another_source_knows_of_is_counted_as_missing(made: Panel) -> None:
    day = made.period[1]
    month = f"{day:%Y-%m}"
    force = made.phone.force
    file = KnownFile.objects.create(
        force_id=force, source="anpr", first=month, last=month, digest="a" * 64, events=3,
        left_aside=0, at=made.started,
    )  # fmt: skip
    of_month = KnownMonth.objects.create(
        file=file, force_id=force, source="anpr", month=month, version=1, content="b" * 64
    )
    for number in range(3):
        KnownEvent.objects.create(
            month=of_month, mark=f"{number:064x}", at=made.started, day=day, hour=3,
            keep_until=day + timedelta(days=90), fate=Fate.NOT_RECORDED,
        )  # fmt: skip

    draw = made.frozen()

    assert missing(draw) == {Missing.KNOWN.value: 3}
    assert sizes(draw)["missing"] == 3


def test_what_a_published_total_has_more_is_missing_and_its_source_is_public(made: Panel) -> None:
    draw = made.opened()
    services.frames.type_total(
        draw=draw, count=30, source="Annual return, table 4", by=made.chair, now=made.now
    )
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)

    assert missing(draw) == {Missing.TOTAL.value: 6}
    assert draw.steps.get(kind="total-typed").words == "Annual return, table 4"


def test_small_strata_are_counted_together_and_nothing_below_ten_is_told(made: Panel) -> None:
    arab = [{"number": 1, "role": "driver", "perceived": "other", "sde": "O2"}]
    arab[0] |= {"age_band": "10_17", "sex": "male"}
    made.stops(3, people=arab)
    made.log()

    found = sizes(made.frozen(dimensions=["ethnicity", "under-18"]))

    assert min(found.values()) >= 10
    assert sum(found.values()) == 27


def test_a_frame_of_fewer_than_ten_is_refused(made: Panel) -> None:
    made.stops(3, **SEARCHED)
    made.log()

    with pytest.raises(NotNow, match="fewer than ten"):
        made.frozen(power="stop-and-search")


def test_more_of_a_stratum_can_be_drawn_and_then_each_case_stands_for_fewer(made: Panel) -> None:
    draw = made.drawn(more={"ethnicity=black": 6})

    weights = {one.stratum: (one.of, one.drawn) for one in made.cases(draw)}
    assert weights == {"ethnicity=black": (12, 6), "ethnicity=white": (12, 2)}


def test_an_exclusion_has_a_listed_reason_and_is_counted_in_public(made: Panel) -> None:
    draw = made.opened()
    stop = Stop.objects.filter(driver_sde="B1").first()
    assert stop is not None
    exclude = services.exclusions.exclude
    for reason in ("video-missing", "inconvenient", ""):
        with pytest.raises(NotNow):
            exclude(draw=draw, stop=stop.pk, reason=reason, by=made.manager, now=made.now)
    exclude(draw=draw, stop=stop.pk, reason="sub-judice", by=made.manager, now=made.now)
    with pytest.raises(NotNow):
        exclude(draw=draw, stop=stop.pk, reason="sub-judice", by=made.manager, now=made.now)
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)

    assert sizes(draw) == {"ethnicity=black": 11, "ethnicity=white": 12}
    assert draw.frame.left_out == {"sub-judice": 1}
    assert stop.pk not in set(draw.frame.positions.values_list("stop", flat=True))
    step = draw.steps.get(kind="excluded")
    assert str(stop.pk) not in json.dumps(step.data) + step.words
    with pytest.raises(NotNow):
        exclude(draw=draw, stop=uuid4(), reason="sub-judice", by=made.manager, now=made.now)


def test_only_who_attends_for_the_force_excludes_and_only_its_own_stops(made: Panel) -> None:
    draw = made.opened()
    stop = Stop.objects.first()
    assert stop is not None
    for by in (made.chair, made.member, made.supervisor, made.phone.by):
        with pytest.raises(MayNot):
            services.exclusions.exclude(
                draw=draw, stop=stop.pk, reason="sub-judice", by=by, now=made.now
            )
    with pytest.raises(NotHere):
        services.exclusions.exclude(
            draw=draw, stop=uuid4(), reason="sub-judice", by=made.manager, now=made.now
        )


def test_a_late_record_is_in_the_next_frame_and_not_in_the_frozen_one(made: Panel) -> None:
    """Case 47: a late record with a date inside the period."""
    first = made.frozen()
    before = first.frame.text
    late = made.stops(10)
    made.log()

    assert models.Frame.objects.get(draw=first).text == before
    today = made.period[1]
    second = made.frozen(first=today, last=today)
    assert {str(one.stop) for one in second.frame.positions.all()} == set(late)


def test_a_frame_is_frozen_once_and_needs_a_log_that_is_given_out(made: Panel) -> None:
    draw = made.frozen()
    with pytest.raises(NotNow):
        services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        models.DrawStep.objects.create(
            draw=draw, number=9, kind="frozen", at=made.now, by="x", organisation="y", leaf="00"
        )


def test_nothing_can_be_frozen_before_the_log_of_stops_is_given_out(made: Panel) -> None:
    made.wait(hours=-2)
    draw = made.opened()
    with pytest.raises(NotNow, match="each full hour"):
        services.frames.freeze(draw=draw, by=made.chair, now=made.now)


def test_a_period_that_has_not_ended_or_a_wrong_number_of_cases_is_refused(made: Panel) -> None:
    first, last = made.period
    for wrong in (
        {"last": last + timedelta(days=1)},
        {"first": last, "last": first},
        {"first": first - timedelta(days=400)},
        {"cases": 0},
        {"cases": 501},
        {"reserves": 51},
        {"power": "anything"},
        {"dimensions": ["hair"]},
        {"beacon": "coin"},
        {"words": "  "},
    ):
        with pytest.raises(NotNow):
            made.opened(**wrong)
    assert models.Draw.objects.count() == 0


def test_several_frozen_frames_are_all_public_and_each_is_drawn_or_abandoned(made: Panel) -> None:
    """Case 43: three frames frozen, the one that is liked used."""
    draws = [made.frozen(dimensions=dimensions) for dimensions in ([], ["ethnicity"])]
    for draw in draws:
        assert Entry.objects.filter(subject=standing.subject(draw), kind="draw-frozen").count() == 1
    with pytest.raises(NotNow):
        services.frames.abandon(draw=draws[0], reason=" ", by=made.chair, now=made.now)
    services.frames.abandon(
        draw=draws[0],
        reason="The strata were not those that we meant.",
        by=made.chair,
        now=made.now,
    )

    assert standing.status(draws[0]) is Status.ABANDONED
    assert standing.status(draws[1]) is Status.FROZEN
    made.sign()
    with pytest.raises(NotNow):
        made.roll(draws[0], made.chair)
    with pytest.raises(NotNow):
        services.frames.abandon(draw=draws[0], reason="Again.", by=made.chair, now=made.now)


def test_no_row_of_a_frame_is_changed_or_removed(made: Panel) -> None:
    draw = made.frozen()
    with pytest.raises(NeverChanged):
        draw.frame.save()
    for table in ("scrutiny_frame", "scrutiny_position", "scrutiny_draw", "scrutiny_drawstep"):
        with (
            pytest.raises(DatabaseError),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"DELETE FROM {table}")
