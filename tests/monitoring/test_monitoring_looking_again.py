"""What runs of the watch leave one after the other, from files: raised sooner, or not judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from made_alerts import draw

from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.monitoring import models
from evenhand.monitoring.services import watching
from evenhand.records.clock import month_name, month_number
from evenhand.records.importing import import_police_uk
from evenhand.records.stops import take
from made_stops import NOW, stops
from made_stops import month as month_of_stops
from measures.made_lakes import BEDS, Search, searches, write_month

pytestmark = pytest.mark.django_db
FIRST, KENT = "2021-01", "kent"
RISEN = "2022-07"
"""The month from which more are searched."""
CHILD = {"Age range": "10-17"}


def months(first: str, last: str) -> list[str]:
    return [month_name(one) for one in range(month_number(first), month_number(last) + 1)]


def rows(month: str, asian: int = 20) -> list[Search]:
    """A month of searches, a few of children among them; no two months are the same file."""
    number = month_number(month) - month_number(FIRST)
    return [
        *searches(20 + number % 3, "White"),
        *searches(18 + number % 4, "Black", Outcome="Arrest"),
        *searches(asian, "Asian"),
        *searches(6, "White", **CHILD),
        *searches(6, "Black", **CHILD),
        *searches(4, "Not stated"),
    ]


def risen(month: str) -> list[Search]:
    """The same, but that three times as many Asian people are searched from some month on."""
    return rows(month, 60 if month >= RISEN else 20)


def many_children(month: str) -> list[Search]:
    return [*risen(month), *searches(80, "Black", Outcome="Arrest", **CHILD)]


@dataclass
class Site:
    """A site with its records, to which months are supplied, and nights on which it watches."""

    folder: Path
    nights: int = 0
    deliveries: int = 0

    def supply(self, force: str, given: Mapping[str, Sequence[Search]]) -> None:
        self.deliveries += 1
        files = self.folder / f"files-{self.deliveries}"
        files.mkdir()
        for month, some in given.items():
            write_month(files, force, month, list(some))
        import_police_uk([files], self.folder / "lake")

    def watch(self) -> watching.Recorded:
        self.nights += 1
        now = datetime(2023, 9, 1, 2, tzinfo=UTC) + timedelta(days=self.nights)
        done = watching.nightly(
            now, folder=self.folder / "lake", draw=draw, cache=self.folder / "cache"
        )
        assert done is not None
        return done


@pytest.fixture
def site(tmp_path: Path) -> Site:
    forces.load([BEDS, KENT])
    one = Site(tmp_path)
    one.supply(BEDS, {month: risen(month) for month in months(FIRST, "2023-03")})
    return one


def moves(done: watching.Recorded) -> list[models.Alert]:
    """What a run raised, but for what stands: of so few people some differences always do."""
    return [one for one in done.raised if one.found["standing"] is None]


def seen(done: watching.Recorded, alert: models.Alert) -> list[bool]:
    return [one.seen for one in done.seen if one.alert == alert]


def page(client: Client, alert: models.Alert) -> str:
    answer = client.get(f"/forces/{alert.force_id}/alerts/{alert.number}/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def everything() -> tuple[int, ...]:
    kept = (models.Run, models.Alert, models.Review, models.Sighting, Entry)
    return tuple(one.objects.count() for one in kept)


def test_what_is_grave_is_kept_before_the_quarter_ends_and_nothing_twice(site: Site) -> None:
    first = site.watch()
    [own] = moves(first)
    assert (own.as_of, own.found["series"]["group"]) == ("2023-03", "Asian")
    quarter = everything()

    site.supply(BEDS, {month: many_children(month) for month in ("2023-04", "2023-05")})
    done = site.watch()

    [grave] = done.raised
    assert (done.new, done.run.as_of, grave.as_of) == (True, "2023-03", "2023-05")
    assert (grave.found["series"]["stream"], grave.found["grave"]) == ("children", True)
    assert grave.review.steps.count() == 1
    assert done.seen == (), "the quarter's own alerts say nothing new"
    more = [now - before for now, before in zip(everything(), quarter, strict=True)]
    assert more == [1, 1, 1, 0, 3]

    before = everything()
    again = site.watch()
    assert (again.new, everything()) == (False, before)


def test_what_is_grave_is_raised_by_itself_where_more_moved_shortly_before(tmp_path: Path) -> None:
    """The end of the quarter tells both as one: neither is then called quiet, nor raised anew."""
    forces.load([BEDS])
    site = Site(tmp_path)
    sooner = {month: rows(month) for month in months(FIRST, "2022-12")}
    site.supply(BEDS, sooner | {month: risen(month) for month in months("2023-01", "2023-03")})
    [own] = moves(site.watch())
    assert own.found["since"] == "2023-01"

    site.supply(BEDS, {month: many_children(month) for month in ("2023-04", "2023-05")})
    [grave] = site.watch().raised
    assert grave.found["series"]["stream"] == "children"

    site.supply(BEDS, {"2023-06": many_children("2023-06")})
    ended = site.watch()
    assert [one for one in moves(ended) if one.found["means"] == "worse"] == []
    assert all(one.seen for one in ended.seen)
    assert seen(ended, own) + seen(ended, grave) != []


def test_what_was_raised_sooner_is_called_quiet_by_a_quarter_alone(site: Site) -> None:
    """A run is dated by its quarter: it would be said of a month before the move."""
    site.watch()
    site.supply(BEDS, {month: many_children(month) for month in ("2023-04", "2023-05")})
    [grave] = site.watch().raised
    site.supply(BEDS, {month: risen(month) for month in ("2023-04", "2023-05")})
    quiet = site.watch()

    assert (quiet.new, quiet.raised, quiet.seen) == (True, (), ())
    site.supply(BEDS, {"2023-06": risen("2023-06")})
    ended = site.watch()
    assert (ended.run.as_of, seen(ended, grave)) == ("2023-06", [False])


def test_a_quarter_that_was_not_supplied_is_not_called_quiet(site: Site, client: Client) -> None:
    [alert] = moves(site.watch())
    site.supply(KENT, {month: rows(month, 22) for month in months(FIRST, "2023-06")})
    later = site.watch()

    assert (later.run.as_of, later.run.examined[BEDS]) == ("2023-06", 0)
    assert (later.new, [one for one in later.seen if one.alert.force_id == BEDS]) == (True, [])
    assert "any more" not in page(client, alert)

    site.supply(BEDS, {month: rows(month) for month in months(RISEN, "2023-06")})
    assert seen(site.watch(), alert) == [False]
    assert "any more" in page(client, alert)


def test_a_power_that_is_behind_another_is_not_called_quiet(site: Site) -> None:
    first = site.watch()
    [alert] = moves(first)
    held = [
        month_of_stops(
            stops(30 + place % 3, at=datetime(int(month[:4]), int(month[5:]), 5, 12, tzinfo=UTC)),
            name=month,
            force=BEDS,
            mark=month,
        )
        for place, month in enumerate(months(FIRST, "2023-06"))
    ]
    take(site.folder / "lake", held, now=NOW)
    later = site.watch()

    assert later.run.as_of == "2023-06"
    assert later.run.examined[BEDS] > 0, "its stops were looked at"
    assert later.new
    assert [one for one in later.seen if one.alert in first.raised] == []

    site.supply(BEDS, {month: risen(month) for month in months("2023-04", "2023-06")})
    assert seen(site.watch(), alert) == [True]
    [sighting] = alert.sightings.all()
    assert sighting.found and sighting.found["as_of"] == "2023-06"


def test_a_force_that_sends_nothing_for_five_months_is_asked_once_and_until_it_sends(
    site: Site, client: Client
) -> None:
    site.watch()
    site.supply(KENT, {month: rows(month, 22) for month in months(FIRST, "2023-09")})
    done = site.watch()
    [silent] = [one for one in moves(done) if one.force_id == BEDS]
    assert (done.run.as_of, silent.quality, silent.found["since"]) == ("2023-09", True, "2023-04")
    assert silent.review.steps.count() == 1
    text = page(client, silent)
    assert "No whole month of searches has come since March 2023." in text
    assert "Missing, and not zero: April 2023 to September 2023." in text
    assert "There is nothing to draw" in text
    assert "It most likely moved" not in text
    assert "<figure" not in text

    site.supply(KENT, {month: rows(month, 22) for month in months("2023-10", "2023-12")})
    assert seen(site.watch(), silent) == [True]
    # Of the quarter that came, not of those that did not: something has come since.
    site.supply(BEDS, {month: risen(month) for month in months("2023-10", "2023-12")})
    assert seen(site.watch(), silent) == [False]
    assert "any more" in page(client, silent)


def test_a_power_that_stopped_is_asked_for_by_its_name(site: Site, client: Client) -> None:
    held = [
        month_of_stops(
            stops(30 + place % 3, at=datetime(int(month[:4]), int(month[5:]), 5, 12, tzinfo=UTC)),
            name=month,
            force=BEDS,
            mark=month,
        )
        for place, month in enumerate(months(FIRST, "2022-09"))
    ]
    take(site.folder / "lake", held, now=NOW)
    done = site.watch()
    [silent] = [one for one in moves(done) if one.quality]
    assert (silent.power, silent.found["since"]) == ("vehicle-stop", "2022-10")
    assert "No whole month of vehicle stops has come since September 2022." in page(client, silent)


def test_a_month_partly_loaded_is_called_whole_only_once_it_is(site: Site) -> None:
    site.watch()
    spoilt = {month: risen(month) for month in months("2023-04", "2023-06")}
    site.supply(BEDS, spoilt | {"2023-05": spoilt["2023-05"][:20]})
    [partial] = moves(site.watch())
    assert (partial.quality, partial.found["since"]) == (True, "2023-05")

    site.supply(BEDS, {month: risen(month) for month in months("2023-07", "2023-09")})
    assert seen(site.watch(), partial) == []
    site.supply(BEDS, {"2023-05": risen("2023-05")})
    assert seen(site.watch(), partial) == [False]
