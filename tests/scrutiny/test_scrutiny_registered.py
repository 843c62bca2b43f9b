"""Draws of records of other powers: the frame is the log's, whatever the force sends afterwards."""

from collections.abc import Iterator
from copy import copy
from datetime import timedelta
from itertools import count
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from encounters.odd_stops import ODD
from encounters.registers import (
    INTELLIGENCE,
    INTELLIGENCE_HEAD,
    days_ago,
    registered,
    states,
    strip,
)
from evenhand.encounters.models import (
    Registered,
    RegisteredApart,
    RegisteredHeld,
    RegisteredVersion,
)
from evenhand.encounters.services import register_erasing
from evenhand.scrutiny import models, reading, selectors, services
from evenhand.scrutiny.comparing import disagreements
from evenhand.scrutiny.drawing import document
from evenhand.scrutiny.errors import NotHere, NotNow
from evenhand.scrutiny.forms.drawing import ExcludeForm
from evenhand.scrutiny.scoring.forms import form
from evenhand.scrutiny.services.draws import frame
from evenhand.scrutiny.terms import Missing
from evenhand.scrutiny.told import draws as told
from scrutiny.evidence_system import Stand, evidence_system
from scrutiny.panels import Panel
from scrutiny.panels_db import change, remove

pytestmark = pytest.mark.django_db
CUSTODY = "custody-strip-search"
SEARCHED = {
    name: value
    for name, value in ODD["the car and its driver, searched for the same thing"].items()
    if name in {"searches", "outcomes", "outcome_linked", "arrest_reason"}
}


@pytest.fixture
def evidence(settings: Any) -> Iterator[Stand]:
    with evidence_system() as one:
        settings.EVIDENCE = {"bedfordshire": one.system}
        yield one


def rows(first: int, many: int, **said: str) -> list[str]:
    return [strip(str(number), days_ago(3), **said) for number in range(first, first + many)]


def custody(made: Panel, **said: Any) -> models.Draw:
    return made.frozen(power=CUSTODY, **{"dimensions": [], **said})


def sizes(draw: models.Draw) -> dict[str, int]:
    return {one.key: one.size for one in frame(draw).strata}


def frozen(draw: models.Draw) -> dict[str, Any]:
    data: dict[str, Any] = draw.steps.get(kind="frozen").data
    return data


def reading_of(row: Registered) -> str:
    """What the force's system calls a record."""
    return RegisteredApart.objects.get(version__registered=row).reference


def key(row: Registered) -> str:
    return row.pk.hex if connection.vendor == "sqlite" else str(row.pk)


@pytest.fixture
def filled(made: Panel) -> Panel:
    """Twelve strip searches of Black people and twelve of White people, in the log."""
    registered(*rows(1, 12), *rows(13, 12, ethnicity="W1", child="yes"))
    made.log()
    return made


def test_a_frame_of_a_power_is_what_the_register_holds_and_no_stop(filled: Panel) -> None:
    draw = custody(filled, dimensions=["ethnicity", "under-18", "strip-search"])

    assert sizes(draw) == {
        "ethnicity=black/under-18=no/strip-search=yes": 12,
        "ethnicity=white/under-18=yes/strip-search=yes": 12,
    }
    there = set(draw.frame.positions.values_list("stop", flat=True))
    assert there == set(Registered.objects.values_list("pk", flat=True))
    assert sizes(filled.frozen()) == {"ethnicity=black": 12, "ethnicity=white": 12}, "stops alone"


def test_searches_after_a_stop_and_those_of_the_register_make_one_frame(made: Panel) -> None:
    power = "stop-and-search"
    mapping = b"{reference: Ref, columns: {day: Date, sde: Ethnicity, grounds: Words}}"
    lines = [f"{n},{days_ago(3)},,Smelt of cannabis {n}." for n in range(12)]
    registered(*lines, mapping=mapping, head=INTELLIGENCE_HEAD, power=power)
    made.stops(12, **SEARCHED)
    made.log()

    draw = made.frozen(power=power)

    assert sizes(draw) == {"ethnicity=black": 12, "ethnicity=not-stated": 12}


def test_what_the_register_does_not_say_is_a_stratum_of_its_own(filled: Panel) -> None:
    registered(*rows(30, 10, depth="", nfa="", child=""))
    filled.log()

    draw = custody(filled, dimensions=["strip-search", "no-further-action"])

    assert sizes(draw) == {
        "no-further-action=not-known/strip-search=not-known": 10,
        "no-further-action=yes/strip-search=yes": 24,
    }


def test_what_came_after_the_log_was_given_out_waits_for_the_next_frame(filled: Panel) -> None:
    registered(*rows(30, 5), now=filled.now)

    first = custody(filled)
    filled.log()
    second = custody(filled)

    assert (sizes(first), sizes(second)) == ({"all": 24}, {"all": 29})


def test_registering_late_keeps_no_record_out_of_every_frame(filled: Panel) -> None:
    """A hostile administrator holds bad ones back until the period's draw is over."""
    custody(filled)
    registered(*(strip(str(n), days_ago(40)) for n in range(50, 53)), now=filled.now)
    filled.log()

    today = filled.period[1]
    draw = custody(filled, first=today - timedelta(days=2), last=today)

    assert sizes(draw) == {"all": 27}, "24 of the period, and 3 of before that came late"


def test_registering_the_same_under_other_references_is_told_in_public(filled: Panel) -> None:
    """To dilute: each is drawn more rarely, and everybody reads how many say the same."""
    registered(*rows(100, 6, reason="Nothing special."), now=filled.now)
    filled.log()
    draw = filled.opened(power=CUSTODY, dimensions=[])
    services.frames.type_total(
        draw=draw, count=25, source="Annual return.", by=filled.chair, now=filled.now
    )
    services.frames.freeze(draw=draw, by=filled.chair, now=filled.now)

    assert sizes(draw) == {"all": 30}
    assert (frozen(draw)["alike"], frozen(draw)["over"]) == (5, 5)
    [shown] = told.draws(on=days_ago(0))
    assert shown.odd == {"alike": 5, "over": 5}
    assert list(disagreements()) == []


def test_registering_a_record_again_under_another_reference_leaves_the_first(
    filled: Panel,
) -> None:
    words = "Thought to hide a thing, number 1."
    registered(strip("1b", days_ago(3), reason=words, ethnicity="W1"), now=filled.now)
    filled.log()

    draw = custody(filled, dimensions=["ethnicity"])

    assert sizes(draw) == {"ethnicity=black": 12, "ethnicity=white": 13}
    assert frozen(draw)["alike"] == 1


def test_a_row_that_changes_moves_no_record(filled: Panel) -> None:
    lines = registered(
        *rows(1, 6, ethnicity="W1"),
        strip("7", days_ago(90)),
        now=filled.now,
    )
    assert states(lines) == ["changed"] * 7
    filled.log()

    assert sizes(custody(filled, dimensions=["ethnicity"])) == {
        "ethnicity=black": 12,
        "ethnicity=white": 12,
    }


def test_a_record_changed_or_gone_in_the_database_counts_as_missing(filled: Panel) -> None:
    one, two = Registered.objects.order_by("pk")[:2]
    change(
        "encounters_registeredversion",
        "record",
        one.versions.get().record.replace("B1", "W1").replace('"depth":3', '"depth":2'),
        "registered_id = %s",
        key(one),
    )
    RegisteredApart.objects.filter(version__registered=two).delete()
    remove("encounters_registeredversion", "registered_id = %s", key(two))

    draw = custody(filled)

    assert sizes(draw) == {"all": 22, "missing": 2}
    assert frozen(draw)["missing"] == {Missing.CHANGED.value: 1, Missing.DELETED.value: 1}
    assert "missing" not in frozen(filled.frozen())["missing"], "no stop is missing"


def test_a_row_that_was_refused_counts_until_it_is_registered(filled: Panel) -> None:
    registered(strip("70", days_ago(3)), strip("71", days_ago(3), depth="9"), now=filled.now)
    registered(strip("72", days_ago(3)), strip("73", days_ago(60), depth="9"), now=filled.now)
    filled.log()
    assert frozen(custody(filled))["missing"] == {Missing.TO_MEND.value: 1}

    registered(strip("71", days_ago(3)), now=filled.now)
    filled.log()
    assert sizes(custody(filled)) == {"all": 27}


def test_words_taken_out_in_the_last_hour_take_no_record_out(filled: Panel) -> None:
    register_erasing.redact(
        force="bedfordshire",
        power=CUSTODY,
        reference="1",
        why="Names a third person.",
        by="records manager",
        now=filled.now,
    )
    assert sizes(custody(filled)) == {"all": 23, "missing": 1}
    filled.log()
    assert sizes(custody(filled)) == {"all": 24}


def test_a_published_total_adds_what_is_not_registered(filled: Panel) -> None:
    draw = filled.opened(power=CUSTODY, dimensions=[])
    services.frames.type_total(
        draw=draw, count=30, source="Annual return.", by=filled.chair, now=filled.now
    )
    services.frames.freeze(draw=draw, by=filled.chair, now=filled.now)

    assert sizes(draw) == {"all": 24, "missing": 6}
    assert "over" not in frozen(draw)


def test_the_law_keeps_a_registered_record_back_by_an_entry(filled: Panel) -> None:
    draw = filled.opened(power=CUSTODY, dimensions=[])
    one = Registered.objects.first()
    assert one is not None
    by: dict[str, Any] = {"by": filled.manager, "reason": "sub-judice", "draw": draw}
    services.exclusions.exclude(stop=one.pk, now=filled.now, **by)
    with pytest.raises(NotNow, match="left out already"):
        services.exclusions.exclude(stop=one.pk, now=filled.now, **by)
    with pytest.raises(NotHere):
        services.exclusions.exclude(stop=UUID(int=7), now=filled.now, **by)
    for typed in (str(one.pk), reading_of(one)):
        filled_in = ExcludeForm({"stop": typed, "reason": "sub-judice"}, about=draw)
        assert filled_in.is_valid(), filled_in.errors
        assert filled_in.said["stop"] == one.pk
    wrong = ExcludeForm({"stop": "999", "reason": "sub-judice"}, about=draw)
    assert wrong.errors["stop"] == ["That is not the number of a record"]
    services.frames.freeze(draw=draw, by=filled.chair, now=filled.now)

    assert sizes(draw) == {"all": 23}
    assert frozen(draw)["excluded"] == {"sub-judice": 1}
    assert list(disagreements()) == []


def test_a_drawn_record_is_held_and_its_video_asked_for_by_what_the_force_calls_it(
    filled: Panel, evidence: Stand
) -> None:
    registered(strip("80", days_ago(3), clip="CAM-80"), *rows(81, 9), now=filled.now)
    filled.log()
    draw = filled.drawn(power=CUSTODY, dimensions=[], cases=34, reserves=0)
    registered(strip("80", days_ago(3), clip="HARMLESS"), now=filled.now)

    services.holds.ask_for_videos(now=filled.now)

    asked = {one["record"] for one in evidence.asked}
    assert {"CAM-80", "81"} <= asked
    assert "HARMLESS" not in asked
    assert RegisteredHeld.objects.count() == 34
    assert draw.steps.get(kind="held").data == {"records": 34}
    later = timezone.now() + timedelta(days=500)
    assert register_erasing.erase_due(now=later) == 0, "it is held"
    case = filled.cases(draw)[0]
    assert selectors.days_left(case, on=days_ago(0))["record"] is not None


def test_nobody_asks_for_the_video_of_an_intelligence_report(made: Panel, evidence: Stand) -> None:
    lines = [f"{n},{days_ago(3)},B1,He sells number {n}." for n in range(12)]
    power = "intelligence-report"
    registered(*lines, mapping=INTELLIGENCE, head=INTELLIGENCE_HEAD, power=power)
    made.log()
    draw = made.drawn(power=power, dimensions=[], cases=3)

    services.holds.ask_for_videos(now=made.now)

    assert not evidence.asked
    asked = {one.key for one in form().questions_for(reading.facts(made.cases(draw)[0]))}
    assert {"report-purpose", "report-graded", "report-language", "report-needed"} <= asked
    assert "respect" not in asked


def test_a_panel_sees_a_registered_record_without_who_and_when_and_words_once_looked_at(
    filled: Panel,
) -> None:
    draw = filled.drawn(power=CUSTODY, dimensions=[])
    case = filled.cases(draw)[0]
    registered(
        *(strip(str(n), days_ago(3), reason="Something else.") for n in range(1, 25)),
        now=filled.now,
    )

    look = services.looking.open_case(case=case, by=filled.member, now=filled.now)
    assert (look.ready, look.corrected_since, look.part_of_day) == (False, True, "")
    assert look.month == f"{days_ago(3):%Y-%m}"
    assert {one.field for one in look.fields} == {
        *("sex", "under_18", "no_further_action", "depth", "appropriate_adult"),
        *("sde", "out_of_sight"),
    }
    [text] = services.looking.words_of(case=case, by=filled.chair, now=filled.now)
    assert text.words.startswith("Thought to hide a thing, number ")
    assert text.spans, "the reference of the force's system is marked"
    hidden = [(text.field, one.first, one.last) for one in text.spans]
    services.looking.show(case=case, hidden=hidden, by=filled.chair, now=filled.now)
    after = services.looking.open_case(case=case, by=filled.member, now=filled.now)
    [words] = [one.words for one in after.fields if one.free]
    assert words.endswith("to hide a thing, number […].")
    asked = {one.key for one in form().questions_for(reading.facts(case))}
    assert {"strip-necessary", "custody-same-sex", "custody-grounds", "custody-recorded"} <= asked
    assert "reason-specific" not in asked
    for one in filled.cases(draw):
        services.looking.show(case=one, hidden=[], by=filled.chair, now=filled.now)
    filled.closed(draw)
    for one in filled.cases(draw):
        filled.agree(one)
    assert list(disagreements()) == []


ROW = st.fixed_dictionaries(
    {
        "ethnicity": st.sampled_from(["B1", "W1", "A9", ""]),
        "depth": st.sampled_from(["2", "3", ""]),
        "child": st.sampled_from(["yes", "no", ""]),
        "nfa": st.sampled_from(["yes", "no", ""]),
    }
)


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    said=st.lists(ROW, min_size=10, max_size=40),
    changed=st.lists(ROW, max_size=10),
    days=st.integers(1, 6),
    dimensions=st.sets(st.sampled_from(["ethnicity", "strip-search", "under-18"])),
)
def test_a_frame_of_any_register_is_drawn_again_the_same_and_nothing_that_came_later_moves_it(
    made: Panel,
    said: list[dict[str, str]],
    changed: list[dict[str, str]],
    days: int,
    dimensions: set[str],
) -> None:
    with transaction.atomic():
        one = copy(made)
        one.clock = count(1)
        registered(*(strip(f"H{n}", days_ago(days), **row) for n, row in enumerate(said)))
        one.log()
        draw = one.drawn(power=CUSTODY, dimensions=sorted(dimensions), cases=5)
        text = told.draw_file(draw.panel_id, draw.number)
        assert text is not None
        before = frame(draw).canonical()
        registered(*(strip(f"H{n}", days_ago(days), **row) for n, row in enumerate(changed)))

        assert RegisteredVersion.objects.count() >= len(said)
        assert frame(draw).canonical() == before
        assert frame(draw).size == len(said)
        assert document.check(document.read(text)).disagreements == ()
        assert list(disagreements()) == []
        transaction.set_rollback(True)
