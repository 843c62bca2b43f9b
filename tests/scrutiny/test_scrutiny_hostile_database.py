"""What a hostile administrator can do who has the database too, and how each of it is seen.

Where rows are written over, what `evenhand verify` compares shows it. Where the public ledger is
written anew as well, and signed again with the site's own key, every signature holds: then the copy
of an outsider shows it. Reading alone leaves no trace in either; what was read cannot be changed.
"""

import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from evenhand.accounts.models import Person
from evenhand.encounters import comparing as stops
from evenhand.encounters.models import Version
from evenhand.encounters.stop_log import STOPS
from evenhand.ledger.log.tables import LEDGER
from evenhand.scrutiny import committing, comparing, models, services, standing
from evenhand.scrutiny.drawing import seed as seeds
from evenhand.scrutiny.drawing.making import Opening
from evenhand.scrutiny.drawing.reading import frame_from, parse
from evenhand.scrutiny.drawing.tickets import drawn
from evenhand.scrutiny.services import scoring
from evenhand.scrutiny.services.draws import frame
from scrutiny.hostile import (
    checkpoint_of,
    copy_of_the_ledger,
    faults,
    keep_anew,
    remove,
    say_anew,
    sign_anew,
    take_entries_out,
    with_the_database,
    write,
)
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db
OTHERS = "27182818284590452353"
Anew = Callable[..., None]


@dataclass(frozen=True)
class Kept:
    """A draw that was scored, with its finding; another that is frozen; one that is open."""

    draw: models.Draw
    other: models.Draw
    opened: models.Draw

    def step(self, kind: str) -> models.DrawStep:
        return self.draw.steps.get(kind=kind)

    def step_of(self, score: models.Score) -> models.DrawStep:
        steps = self.draw.steps.filter(kind="scored")
        [found] = [one for one in steps if one.data["commitment"] == score.commitment]
        return found

    def arrange(self, places: list[models.Position]) -> None:
        """Put other positions where the cases stand, in their order; each can stand once."""
        cases = list(self.draw.drawn.order_by("place"))
        used = {*(one.pk for one in places), *(one.position_id for one in cases)}
        free = self.draw.frame.positions.exclude(pk__in=used)
        for rows in (free, places):
            for case, position in zip(cases, rows, strict=False):
                write(case, position=position)

    def position(self, stratum: str) -> models.Position:
        """One of the frame that waits for its dice."""
        rows = self.other.frame.positions.filter(stratum=stratum, missing="")
        return rows.order_by("number")[3]


@pytest.fixture
def there(made: Panel, monkeypatch: pytest.MonkeyPatch) -> Kept:
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    draw = made.drawn()
    made.closed(draw, "red")
    case = made.cases(draw)[0]
    made.agree(case, "red")
    services.findings.find(
        draw=draw,
        case=case,
        fault="red",
        words="There were no grounds.",
        by=made.member,
        now=made.now,
    )
    there = Kept(draw, made.frozen(), made.opened())
    made.sign()
    return there


def know_the_seed(there: Kept, anew: Anew | None) -> None:
    """A seed stands there before the frame is fixed; in the ledger the draw was never opened."""
    row = models.Seed.objects.filter(draw=there.draw).values()[0]
    models.Seed.objects.create(
        **(row | {"id": None, "draw_id": there.opened.pk, "value": "ab" * 32})
    )
    if anew:
        take_entries_out(standing.subject(there.opened))


def choose_the_seed(there: Kept, anew: Anew | None) -> None:
    """Other dice, and all that follows from them."""
    seed = models.Seed.objects.get(draw=there.draw)
    value = seeds.seed(seed.checkpoint.encode(), OTHERS.encode())
    result = drawn(frame(there.draw), value)
    numbers = [one.position for one in result.cases]
    numbers += [one for rows in result.reserves.values() for one in rows]
    places = {one.number: one for one in there.draw.frame.positions.all()}
    there.arrange([places[one] for one in numbers])
    write(seed, value=value.hex(), beacon=OTHERS)
    if anew:
        many = len(result.cases)
        data: dict[str, Any] = {"seed": value.hex(), "beacon": OTHERS}
        data |= {"positions": numbers[:many], "reserves": numbers[many:]}
        anew(there.step("drawn"), data=data)


def change_the_frame(there: Kept, anew: Anew | None) -> None:
    """More reserves than were asked for."""
    text = there.other.frame.text.replace('"reserves":1', '"reserves":2')
    assert text != there.other.frame.text
    fixed_as(there, text, anew)


def fixed_as(there: Kept, text: str, anew: Anew | None) -> None:
    """Put another text of the frame there, with the fingerprint that it has."""
    fingerprint = frame_from(parse(text)).fingerprint()
    write(there.other.frame, text=text, fingerprint=fingerprint)
    if anew:
        anew(there.other.steps.get(kind="frozen"), data={"fingerprint": fingerprint})


def put(there: Kept, one: models.Position, record: dict[str, Any]) -> str:
    """Put a record into a position, with a commitment that fits where the old one stood."""
    published = frame(there.other)
    around = [published.commitment(one.number + step) for step in (-1, 1)]
    before, after = around[0] or "", around[1] or "g"
    content = {"draw": published.name, "stratum": one.stratum, **record}
    while True:
        opening = Opening(secrets.token_bytes(len(one.salt) // 2), content)
        if before < opening.commitment < after:
            break
    old = one.commitment
    write(
        one,
        stop=record["record"],
        entry=record["entry"],
        leaf=record["leaf"],
        salt=opening.nonce.hex(),
        commitment=opening.commitment,
    )
    return there.other.frame.text.replace(old, opening.commitment)


def reclassify(there: Kept, anew: Anew | None) -> None:
    """The record of a Black driver is counted among those of white ones, and the other way."""
    one, other = there.position("ethnicity=black"), there.position("ethnicity=white")
    said = [
        {"record": str(each.stop), "entry": each.entry, "leaf": each.leaf} for each in (one, other)
    ]
    write(one, stop=uuid4())
    if not anew:
        write(other, stop=said[0]["record"])
        write(one, stop=said[1]["record"])
        return
    fixed_as(there, put(there, other, said[0]), None)
    there.other.frame.refresh_from_db()
    fixed_as(there, put(there, one, said[1]), anew)


def add_late(there: Kept, anew: Anew | None) -> None:
    """A record that came after the frame stands in it, where another stood."""
    one = there.position("ethnicity=black")
    late = {"record": str(uuid4()), "entry": 9999, "leaf": "ab" * 33}
    if not anew:
        write(one, stop=late["record"])
        return
    fixed_as(there, put(there, one, late), anew)


def keep_one(there: Kept, anew: Anew | None) -> None:
    """The frame that was frozen and is not liked was never there."""
    draw = there.other
    remove(models.DrawTaker.objects.filter(step__draw=draw))
    remove(models.DrawStep.objects.filter(draw=draw))
    remove(models.Position.objects.filter(frame__draw=draw))
    remove(models.Frame.objects.filter(draw=draw))
    remove(models.Draw.objects.filter(pk=draw.pk))
    if anew:
        take_entries_out(standing.subject(draw))


def swap_a_case(there: Kept, anew: Anew | None) -> None:
    """A reserve stands where the first case stood, and the case waits."""
    rows = list(there.draw.drawn.select_related("position").order_by("place"))
    places = [one.position for one in rows]
    first, last = (
        places[0].number,
        next(
            place
            for place, one in enumerate(rows)
            if one.reserve and one.stratum == rows[0].stratum
        ),
    )
    places[0], places[last] = places[last], places[0]
    there.arrange(places)
    if anew:
        told = there.step("drawn").data
        swap = {first: places[0].number, places[0].number: first}
        data = {
            name: [swap.get(one, one) for one in told[name]] for name in ("positions", "reserves")
        }
        anew(there.step("drawn"), data=data)


def remove_a_case(there: Kept, anew: Anew | None) -> None:
    """The last reserve and its place are gone."""
    case = there.draw.drawn.filter(reserve=True).order_by("place").last()
    assert case is not None
    remove(models.VideoAsked.objects.filter(case=case))
    number = case.position.number
    remove(models.Case.objects.filter(pk=case.pk))
    if anew:
        reserves = [one for one in there.step("drawn").data["reserves"] if one != number]
        anew(there.step("drawn"), data={"reserves": reserves})


def change_a_blind_score(there: Kept, anew: Anew | None) -> None:
    """What was read before the close is made green; its commitment with it."""
    score = models.Score.objects.filter(case__draw=there.draw).order_by("pk")[0]
    told = {**score.answers, "overall": "green"}
    made = scoring.commitment(score.case, told, bytes.fromhex(score.nonce))
    step = there.step_of(score)
    write(score, answers=told, rating="green", commitment=made)
    if anew:
        anew(step, data={"commitment": made, **committing.committed(score, there.draw)})


def give_a_score_to_another(there: Kept, anew: Anew | None) -> None:
    """What one member gave stands under the name of somebody who gave none, in every table."""
    score = models.Score.objects.filter(case__draw=there.draw).order_by("pk")[0]
    other = Person.objects.exclude(pk__in=models.Score.objects.values("person")).order_by("pk")[0]
    step = there.step_of(score)
    write(score, person=other)
    write(step.taker, person=other)
    if anew:
        anew(step, data=committing.committed(score, there.draw))


def edit_a_finding(there: Kept, anew: Anew | None) -> None:
    """All was well."""
    write(there.draw.findings.get(), words="All was well.")
    if anew:
        anew(there.step("found"), words="All was well.")


def move_a_finding(there: Kept, anew: Anew | None) -> None:
    """It came from another case, of which no supervisor has to fear anything."""
    finding = there.draw.findings.get()
    other = there.draw.drawn.exclude(pk=finding.case_id).order_by("place")[0]
    write(finding, case=other)
    if anew:
        anew(there.step("found"), data=committing.committed(finding, there.draw))


TAMPERINGS: list[tuple[Callable[[Kept, Anew | None], None], str]] = [
    # what is done, and what `evenhand verify` says of it
    (know_the_seed, "cases are there that nothing drew"),
    (choose_the_seed, "its seed was changed"),
    (change_the_frame, "its frame was changed after it was frozen"),
    (keep_one, "the ledger says it, the site does not"),
    (reclassify, "of its frame was changed"),
    (add_late, "of its frame was changed"),
    (swap_a_case, "other cases stand there than the seed draws"),
    (remove_a_case, "other cases stand there than the seed draws"),
    (change_a_blind_score, "a member’s score was changed"),
    (give_a_score_to_another, "a member’s score was changed"),
    (edit_a_finding, "finding 1 was changed"),
    (move_a_finding, "which case a finding comes from"),
]
BY_THE_COPY_ALONE = {
    *(keep_one, change_a_blind_score, give_a_score_to_another),
    *(edit_a_finding, move_a_finding),
}
"""What follows from nothing else: once rows and ledger agree again, nobody else can see it."""
EACH = pytest.mark.parametrize(
    ("tamper", "says"), TAMPERINGS, ids=[one[0].__name__ for one in TAMPERINGS]
)
Tamper = Callable[[Kept, Anew | None], None]


def told() -> list[str]:
    return [one.says for one in comparing.disagreements()]


def test_where_nobody_tampers_nothing_is_said(there: Kept) -> None:
    assert told() == []
    assert faults(copy_of_the_ledger()) == []


@EACH
def test_what_is_written_over_in_the_database_is_seen_by_verify(
    there: Kept, tamper: Tamper, says: str
) -> None:
    with with_the_database():
        tamper(there, None)
    assert any(says in one for one in told()), told()


@EACH
def test_where_the_ledger_is_signed_again_an_outsiders_copy_shows_it(
    made: Panel, there: Kept, tamper: Tamper, says: str
) -> None:
    whole, alone = copy_of_the_ledger(), checkpoint_of(LEDGER)
    assert faults(whole) == faults(alone) == []

    with with_the_database():
        tamper(there, say_anew)
        sign_anew(made.now)

    assert faults([]) == [], "every entry, tile and signature holds"
    found = faults(whole)
    assert found
    assert f"Entry {found[0].entry} is" in found[0].says
    assert "you kept" in found[0].says
    assert faults(alone), "the checkpoint alone shows it too"
    if tamper in BY_THE_COPY_ALONE:
        assert told() == []


def whitened(version: Version) -> str:
    """The record of a Black driver, as one of a white driver."""
    record = json.loads(version.record)
    for person in record["people"]:
        person |= {"perceived": "white", "sde": "W1"}
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def test_a_record_that_is_reclassified_before_the_frame_is_seen_and_stays_in_it(
    made: Panel,
) -> None:
    """With its log as it was, it counts as the worst case; with the log anew, a copy shows it."""
    version = Version.objects.filter(stop__driver_sde="B1").order_by("pk")[0]
    before, record = checkpoint_of(STOPS), whitened(version)
    with with_the_database():
        write(version, record=record)
    draw = made.frozen()
    assert [one.key for one in frame(draw).strata][-1] == "missing"
    assert draw.steps.get(kind="frozen").data["missing"] == {"changed": 1}
    assert list(stops.disagreements())
    assert faults(before, STOPS) == []

    with with_the_database():
        keep_anew(version, record)
        sign_anew(made.now, STOPS)

    assert list(stops.disagreements()) == []
    assert faults([], STOPS) == []
    assert faults(before, STOPS), "the checkpoint that somebody kept shows it"
    again = made.frozen()
    assert again.steps.get(kind="frozen").data["missing"] == {}, "by the new log nothing is amiss"
