"""All that is published is attacked: a clean release holds, and every planted leak is found."""

from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from evenhand.forces import services as forces
from evenhand.forces.models import Force
from evenhand.measures import measures
from evenhand.public.files.columns import COLUMNS
from evenhand.public.files.comma_separated import as_csv
from evenhand.public.files.rows import rows
from evenhand.publications import charts
from evenhand.publications.attacking.attack import Leak, attack_force, attack_site
from evenhand.publications.attacking.marks import marks_of
from evenhand.publications.attacking.taken import Taken
from evenhand.publications.errors import NothingProtected
from evenhand.publications.making import pictures
from evenhand.publications.making.freezing import freeze
from evenhand.publications.making.gathering import ForceMaterials
from evenhand.publications.models import Figure
from evenhand.publications.services import publish
from evenhand.records.lake import Lake
from publications.extracts import FORCE, Extract

NOW = datetime(2026, 11, 12, 9, 30, tzinfo=UTC)
MONTHS = ("2023-05", "2023-06", "2023-07")
FEW = {"White": 3, "Black": 0, "Asian": 0, "Mixed": 0, "Other": 0, "Unknown": 0}
RATE = "search-rate"
SEARCHED = "search"  # the rates of searches: of all, of those for drugs, and others
Figures = list[Figure]


@dataclass(frozen=True)
class Release:
    """What is on the site of one force, and the lake it was made from."""

    lake: Lake
    figures: Figures

    def attacked(self, *extra: Figure) -> list[Leak]:
        return attack_force([*self.figures, *extra], self.lake, force=FORCE)

    def only(self, *names: str) -> "Release":
        return Release(self.lake, [deepcopy(one) for one in self.figures if one.measure in names])

    def figure(self, measure: str = RATE) -> Figure:
        return next(one for one in self.figures if one.measure == measure)


def released(lake: Lake, before: Callable[[], Figures] = list, *, only: str = "") -> Release:
    """What would be on the site; ``only`` names the figures that are drawn to the end."""
    force = Force(id=FORCE, name="Bedfordshire Police")
    found = [one for one in ForceMaterials(lake, FORCE, before).each() if only in one.measure.id]
    return Release(lake, [freeze(one, force=force, by="Analyst", now=NOW) for one in found])


@pytest.fixture(scope="module")
def few_people(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three months in which three searches were of people of Other ethnicity."""
    return released(Extract(tmp_path_factory.mktemp("people")).send(*MONTHS, Other=1))


@pytest.fixture(scope="module")
def few_in_a_month(tmp_path_factory: pytest.TempPathFactory) -> Release:
    """Three months, in the last of which there were three searches in all."""
    extract = Extract(tmp_path_factory.mktemp("month"))
    extract.send(*MONTHS[:2])
    return released(extract.send(MONTHS[2], **FEW), only=SEARCHED)


@pytest.fixture(scope="module")
def sent_again(tmp_path_factory: pytest.TempPathFactory) -> tuple[Release, Release, Release]:
    """A release, and after one search was added two others: one unaware of the first, one aware."""
    extract = Extract(tmp_path_factory.mktemp("again"))
    old = released(extract.send(*MONTHS), only=SEARCHED)
    lake = extract.send(MONTHS[1], Black=31)
    unaware = released(lake, only=SEARCHED)
    return old, unaware, released(lake, lambda: old.figures, only=SEARCHED)


def row_of(figure: Figure, group: str) -> dict[str, Any]:
    found: dict[str, Any] = next(row for row in figure.result["rows"] if row["group"] == group)
    return found


# What is out holds


def test_nobody_can_be_worked_out_from_all_measures_of_a_force_together(
    few_people: Release,
) -> None:
    hidden = {row["group"] for row in few_people.figure().result["rows"] if row["suppressed"]}

    assert "Other" in hidden
    assert len(few_people.figures) == len(measures())
    assert few_people.attacked() == []


def test_nobody_can_be_worked_out_from_a_month_of_few_searches(few_in_a_month: Release) -> None:
    assert any(row["status"] == "hidden" for row in few_in_a_month.figure().months)
    assert few_in_a_month.attacked() == []


@pytest.mark.slow
def test_nobody_can_be_worked_out_from_a_figure_and_its_correction(
    sent_again: tuple[Release, Release, Release],
) -> None:
    old, _, aware = sent_again
    assert aware.attacked(*old.figures) == []


@pytest.mark.slow
def test_rows_that_everybody_has_are_no_secret_to_be_kept(tmp_path: Path) -> None:
    public = released(Extract(tmp_path).send_public(*MONTHS, Other=1), only=RATE)

    assert attack_site(public.figures, public.lake) == []
    assert public.figure().series["points"]


# What is planted is found

Plant = Callable[[Release], Sequence[Figure]]


def planted(change: Callable[[Figure], None], measure: str = RATE) -> Plant:
    def plant(release: Release) -> Sequence[Figure]:
        change(release.figure(measure))
        return ()

    return plant


def a_count(figure: Figure) -> None:
    row_of(figure, "Other")["events"] = 3


def a_rate(figure: Figure) -> None:
    row_of(figure, "Other").update(rate=0.6, exposure=5_000.0)


def an_interval(figure: Figure) -> None:
    row_of(figure, "Other")["rate_high_50"] = 1.0


def a_ratio_to_a_known_rate(figure: Figure) -> None:
    row_of(figure, "Other")["ratio"] = 0.31


def a_total_less_the_others(figure: Figure) -> None:
    """Neither tells by itself: everyone, and the group that was hidden to protect the small one."""
    row_of(figure, "Mixed")["events"] = 66
    figure.result["overall"] = {"events": 3 * (60 + 30 + 25 + 22 + 1 + 24), "rate": None}


def a_find_rate(figure: Figure) -> None:
    row_of(figure, "Other")["rate"] = 1 / 3


def a_dot_in_the_picture(figure: Figure) -> None:
    """As if the picture had been drawn before the small count was taken out."""
    residents = 13_618 * 3 / 12  # of Other ethnicity in Bedfordshire at the census, three months
    drawn = [
        {**row, **dict.fromkeys(("rate", "rate_low", "rate_high"), 1000 * 3 / residents)}
        | dict.fromkeys(("rate_low_50", "rate_high_50"), 1000 * 3 / residents)
        if row["group"] == "Other"
        else row
        for row in pictures.rates(figure.result, share=False)
    ]
    words = {"name": "rates-620", "title": "Rates", "description": "Rates"}
    figure.charts["rates"] = {"620": charts.rates(drawn, width=620, **words)}


def a_sentence_about_the_group(figure: Figure) -> None:
    row_of(figure, "Other")["sentence"] = "There were 3 searches of people of Other ethnicity."


def a_sentence_of_the_page(figure: Figure) -> None:
    figure.wording["context"].append("Only 3 searches were of people of Other ethnicity.")


def words_in_a_picture(figure: Figure) -> None:
    drawn = figure.charts["rates"]["340"]
    figure.charts["rates"]["340"] = drawn.replace("</desc>", " people of Other ethnicity: 3</desc>")


def a_point_of_a_series(figure: Figure) -> None:
    point = {"from": MONTHS[0], "to": MONTHS[2], "status": "whole", "ratio": None}
    point["groups"] = {"Other": {"events": 3, "rate": None}}
    figure.series = {"unit": "quarter", "points": [point]}


def all_forces_less_the_rest(release: Release) -> Sequence[Figure]:
    """A figure of all forces in which the force's own records were counted too."""
    everyone = deepcopy(release.figure())
    everyone.force, everyone.control = None, {"files": {}}
    everyone.result["forces"] = ["kent", FORCE]
    row_of(everyone, "Other")["events"] = 4_003
    return [everyone]


IN_A_GROUP: dict[str, Plant] = {
    "count of Other": planted(a_count),
    "rate of Other": planted(a_rate),
    "rate_high_50 of Other": planted(an_interval),
    "ratio of Other": planted(a_ratio_to_a_known_rate),
    "'search-rate', 'everybody'": planted(a_total_less_the_others),
    "find-rate/bedfordshire": planted(a_find_rate, "find-rate"),
    "mark of Other in the picture of rates, 620": planted(a_dot_in_the_picture),
    "sentence of Other: 3": planted(a_sentence_about_the_group),
    "wording: 3": planted(a_sentence_of_the_page),
    "words in the picture of rates: 3": planted(words_in_a_picture),
    "series, count of Other, 2023-05 to 2023-07": planted(a_point_of_a_series),
    "count of Other, less all other forces": all_forces_less_the_rest,
}


@pytest.mark.parametrize("place", IN_A_GROUP)
def test_a_leak_planted_in_a_groups_numbers_is_found(few_people: Release, place: str) -> None:
    release = few_people.only(RATE, "find-rate")

    leaks = release.attacked(*IN_A_GROUP[place](release))

    assert any(leak.what[1] == "Other" and place in str(leak) for leak in leaks)


@pytest.mark.django_db
def test_what_would_give_somebody_away_is_not_published(few_people: Release) -> None:
    forces.load([FORCE])
    (planted_figure,) = all_forces_less_the_rest(few_people.only(RATE))
    planted_figure.expected = {"forces": 2, "dispersion": None}
    planted_figure.save(force_insert=True)

    with pytest.raises(NothingProtected) as refusal:
        publish(few_people.lake, by="Analyst", now=NOW)

    said = str(refusal.value)
    assert said.startswith("Nothing was published. From what would be on the site, a small number")
    assert "of Bedfordshire Police (May 2023 to July 2023) could be worked out" in said
    assert "count of Other, less all other forces" in said
    assert [one.place for one in Figure.objects.all()] == ["all-forces"]


@pytest.mark.django_db
def test_what_gives_nobody_away_is_published_though_it_was_attacked(few_people: Release) -> None:
    done = publish(few_people.lake, by="Analyst", now=NOW)

    assert len(done.new) == len(measures())


def test_a_refusal_need_not_know_what_gives_a_number_away(few_people: Release) -> None:
    release = few_people.only(RATE, "find-rate")
    a_total_less_the_others(release.figure())

    leaks = attack_force(release.figures, release.lake, force=FORCE, explain=False)

    assert leaks
    assert {one.what for one in leaks} == {one.what for one in release.attacked()}


def a_month(figure: Figure) -> None:
    figure.months[2].update(count=3, status="whole")


def a_bar_in_the_picture(figure: Figure) -> None:
    drawn = [
        {**row, "count": 3, "status": "whole"} if row["status"] == "hidden" else row
        for row in figure.months
    ]
    words = {"name": "months-620", "title": "Months", "description": "Months"}
    figure.charts["months"] = {"620": charts.months(drawn, width=620, **words)}


def a_finding_about_the_files(figure: Figure) -> None:
    message = "July 2023 has 3 searches, far fewer than usual."
    figure.quality.append({"month": MONTHS[2], "check": "few", "message": message})


def rows_of_a_file(figure: Figure) -> None:
    next(one for one in figure.inputs if one["month"] == MONTHS[2])["rows"] = 3


IN_A_MONTH = {
    "month 2023-07": a_month,
    "bar of 2023-07 in the picture of months, 620": a_bar_in_the_picture,
    "quality of 2023-07: 3": a_finding_about_the_files,
    "rows of the file of 2023-07": rows_of_a_file,
}


@pytest.mark.parametrize("place", IN_A_MONTH)
def test_a_leak_planted_in_a_month_is_found(few_in_a_month: Release, place: str) -> None:
    release = few_in_a_month.only(RATE)

    IN_A_MONTH[place](release.figure())

    assert any(leak.months == (MONTHS[2],) and place in str(leak) for leak in release.attacked())


@pytest.mark.slow
def test_a_correction_that_forgot_what_it_corrects_is_found(
    sent_again: tuple[Release, Release, Release],
) -> None:
    old, unaware, _ = sent_again
    leaks = unaware.only(RATE).attacked(*old.only(RATE).figures)

    assert any(
        leak.what == (f"change of {RATE}", "Black") and leak.possible == (1,) for leak in leaks
    )


@pytest.mark.django_db
def test_the_files_that_anyone_can_download_are_attacked_too(few_people: Release) -> None:
    release = few_people.only(RATE)
    figure = release.figure()
    forces.load([FORCE])
    figure.save()
    lines = list(rows(figure, "https://figures.example"))
    clean = Taken("/a.csv", "text/csv", as_csv(COLUMNS, lines))
    assert attack_site(release.figures, release.lake, [clean]) == []

    next(one for one in lines if one["group"] == "Other")["rate_low"] = 0.2
    leaking = Taken("/a.csv", "text/csv", as_csv(COLUMNS, lines))

    leaks = attack_site(release.figures, release.lake, [leaking])
    assert any("file, rate_low of Other" in str(leak) for leak in leaks)


def test_a_leak_says_what_is_known_of_whom_and_from_where(few_people: Release) -> None:
    release = few_people.only(RATE)
    a_count(release.figure())
    said = [str(leak) for leak in release.attacked()]

    assert any(one.startswith("search-rate of Other, 2023-05 to 2023-07, is 3: ") for one in said)


def test_the_ruler_reads_the_picture_that_it_is_laid_on(few_people: Release) -> None:
    """A reader of coordinates that finds no marks would find no leaks either."""
    drawn = few_people.figure().charts["rates"]["620"]
    dots = [mark for mark in marks_of(drawn) if "A" in mark.path]
    shown = [row for row in few_people.figure().result["rows"] if row["rate"] is not None]

    assert len(dots) == len(shown)
