"""Vehicle stops are published as searches are, and nobody is given away."""

from dataclasses import replace
from pathlib import Path

import pytest

from evenhand.forces import services as forces
from evenhand.measures import measures
from evenhand.measures.library import POWERS
from evenhand.measures.words.powers import SEARCHES, STOPS
from evenhand.publications.attacking.attack import Leak, attack_force
from evenhand.publications.making.again import again, parse
from evenhand.publications.making.months import periods
from evenhand.publications.models import Figure
from evenhand.publications.protecting.quantities import (
    EVERYTHING,
    NEVER_BOTH,
    all_printed,
    answers_of,
    equations,
    families,
    whole,
)
from evenhand.publications.selectors import all_of
from evenhand.records.count import OF_POWER
from evenhand.records.lake import Lake
from evenhand.records.stops import StopRow
from publications.stop_months import (
    FORCE,
    MONTHS,
    NOW,
    Change,
    Figures,
    only,
    released,
    send,
    usual,
)

RATE = "stop-rate"


def attacked(figures: Figures, lake: Lake) -> list[Leak]:
    return attack_force(figures, lake, force=FORCE, explain=False)


def of(figures: Figures, measure: str) -> Figure:
    return next(one for one in figures if one.measure == measure)


def hidden(figures: Figures, measure: str = RATE) -> set[str]:
    return {row["group"] for row in of(figures, measure).result["rows"] if row["suppressed"]}


def without(reason: str, group: str, kept: int) -> Change:
    """All but a few stops of a group's drivers for one reason were for another."""
    left = iter(range(kept))

    def change(who: str, number: int, row: StopRow) -> StopRow | None:
        if who == group and row.sde and row.reason == reason and next(left, None) is None:
            return replace(row, reason="moving_offence", told="moving_offence")
        return row

    return change


def neither(group: str) -> Change:
    """A group's stops end with an arrest or with nothing, but for one."""

    def change(who: str, number: int, row: StopRow) -> StopRow | None:
        if who != group or number == 1 or row.outcomes[0] in {"arrest", "no_action"}:
            return row
        return replace(row, outcomes=("arrest",), linked=False)

    return change


# What anyone can add up and take away


WELFARE = dict.fromkeys(MONTHS[1:], without("welfare", "Asian", 0)) | {
    MONTHS[0]: without("welfare", "Asian", 2)
}
FEW_OTHERS = dict.fromkeys(MONTHS, only("Other", 2))
EITHER_WAY = dict.fromkeys(MONTHS, neither("Mixed")) | {MONTHS[0]: neither("Mixed")}


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (WELFARE, "rest of vehicle-stop, recorded"),
        (FEW_OTHERS, RATE),
        (EITHER_WAY, "neither stop-arrest-rate nor stop-no-action-rate"),
    ],
    ids=["reasons", "all-stops", "what-came-of-it"],
)
def test_a_small_count_that_others_give_back_is_found_and_after_control_is_not(
    planted: dict[str, Change], told: str, tmp_path: Path
) -> None:
    lake = send(tmp_path, planted)

    bare, protected = released(lake, protected=False), released(lake)

    assert any(told in leak.what[0] for leak in attacked(bare, lake))
    assert attacked(protected, lake) == []
    assert len(protected) == len(measures(STOPS)) == len(bare)
    gone = [
        sum(map(len, (hidden(each, one.measure) for one in each))) for each in (bare, protected)
    ]
    assert gone[0] < gone[1]


@pytest.mark.slow
def test_a_month_sent_again_with_one_stop_more_points_at_nobody(tmp_path: Path) -> None:
    old = released(send(tmp_path, {MONTHS[1]: only("Black", 59)}))
    lake = send(tmp_path, {MONTHS[1]: usual})
    unaware, aware = released(lake), released(lake, lambda: old)

    assert hidden(old) == hidden(unaware) == set()
    assert attacked([*old, *unaware], lake)
    assert attacked([*old, *aware], lake) == []
    assert "Black" in hidden(aware)


def test_a_month_of_few_stops_is_in_no_picture(tmp_path: Path) -> None:
    lake = send(tmp_path, {MONTHS[1]: only_three})
    found = of(released(lake), RATE)

    assert (MONTHS[1], None) in {(row["month"], row["count"]) for row in found.months}
    assert "not shown to protect people" in found.wording["months"].lower()


def only_three(who: str, number: int, row: StopRow) -> StopRow | None:
    return row if who == "White" and number < 3 else None


# Both powers, each by itself


def test_no_count_of_one_power_is_a_part_of_a_count_of_the_other() -> None:
    """So each is one release; a measure that breaks this needs them joined first."""
    names = {
        power: {name for one in measures(power).values() for name, _ in all_printed(one)}
        | {whole(one) for one in measures(power).values()}
        for power in POWERS
    }
    assert not names[SEARCHES] & names[STOPS]
    assert {*EVERYTHING} == {*POWERS} == {*OF_POWER}
    for power in POWERS:
        named = {
            quantity[0] for one in equations([*measures(power).values()]) for quantity in one.parts
        }
        assert named <= names[power]


@pytest.mark.parametrize("power", POWERS)
def test_measures_of_one_answer_never_overlap_unseen(power: str) -> None:
    """Where they did, their sum would be no part of the whole, and nothing would protect it."""
    for members in families(measures(power).values()).values():
        answers = [answers_of(one) for one in members]
        assert all(answers)
        assert sum(map(len, answers)) == len(frozenset().union(*answers))


def test_answers_that_no_record_has_together_are_measures_of_stops() -> None:
    assert {name for pair in NEVER_BOTH for name in pair} <= {*measures(STOPS)}


def test_a_figure_names_its_power_and_speaks_of_stops(tmp_path: Path) -> None:
    lake = send(tmp_path)
    found = released(lake)

    assert {one.power for one in found} == {STOPS}
    assert all(periods([*MONTHS]) == [(one.first_month, one.last_month)] for one in found)
    for figure in found:
        said = " ".join(
            [*figure.wording["context"], figure.wording["months"], figure.wording["within"]]
        )
        assert "stops" in said
        assert "searches" not in said


def test_anyone_with_the_snapshot_computes_a_figure_again(tmp_path: Path) -> None:
    lake = send(tmp_path)
    found = of(released(lake), "stop-no-action-rate")
    plain = {
        **{"figure": found.reference, "digest": found.digest, "result": found.result},
        **{"months": found.months, "quality": found.quality, "series": found.series},
        "inputs": found.inputs,
    }

    assert again(parse(plain), plain, lake).differences == ()
    plain["result"]["rows"][0]["events"] += 1
    found_out = [one.where for one in again(parse(plain), plain, lake).differences]
    assert any(where.startswith("rows.") for where in found_out)


def half(_who: str, number: int, row: StopRow) -> StopRow | None:
    """So many fewer that no difference is small."""
    return row if number % 2 else None


# The whole way into the database


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.any_database
def test_what_is_published_twice_is_released_once_and_what_changed_is_corrected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.publications import services

    monkeypatch.setattr(services, "drawn", lambda made: (figure for figure, _ in made))
    first = services.publish(send(tmp_path), by="Analyst", now=NOW)
    again_ = services.publish(send(tmp_path), by="Analyst", now=NOW)
    corrected = services.publish(send(tmp_path, {MONTHS[0]: half}), by="Analyst", now=NOW)

    every = len(measures(STOPS))
    assert (len(first.new), len(again_.new), again_.unchanged) == (every, 0, every)
    assert {one.measure for one in corrected.corrected} == {*measures(STOPS)}
    assert {one.number for one in corrected.corrected} == {2}
    assert len(all_of(FORCE, STOPS)) == 2 * every
    assert not all_of(FORCE, SEARCHES).exists()


@pytest.mark.django_db
def test_a_figure_is_of_a_power_that_there_is(figure: Figure) -> None:
    from django.db import IntegrityError

    forces.load([FORCE])
    figure.power = "telepathy"
    with pytest.raises(IntegrityError, match="a_figure_is_of_a_known_power"):
        figure.save()
