"""What a hostile administrator of the force cannot do, each clause a test with its name.

As an administrator alone, and with every role of the force at once: through the services and
through the pages it is refused, and nothing changes. What can be done with the database is beside
this, in ``test_scrutiny_hostile_database``.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import AccountsError
from evenhand.accounts.roles import Role
from evenhand.accounts.services import invite
from evenhand.audit.models import Entry as Audited
from evenhand.encounters.models import Stop
from evenhand.encounters.services.correcting import correct, current
from evenhand.encounters.services.holding import held
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.models import Entry
from evenhand.scrutiny import comparing, models, selectors, services, standing
from evenhand.scrutiny.drawing import seed as seeds
from evenhand.scrutiny.errors import ScrutinyError
from evenhand.scrutiny.services.draws import frame
from scrutiny.hostile import (
    administrator,
    everything,
)
from scrutiny.panels import ROLLS, Panel, answers
from workspace.scrutiny_desk import DRAW, HOME, PANEL, browser, words

pytestmark = pytest.mark.django_db
REFUSED = (AccountsError, ScrutinyError)
HOSTILE = pytest.mark.parametrize("who", [administrator, everything], ids=lambda one: one.__name__)
Who = Callable[[Panel], Acting]
REMARK = "Only I have seen how cold the officer was."
OTHERS = "27182 81828 45904 52353"
ATTEND = f"{HOME}attend/{PANEL}/1/"
TURNED_AWAY = {400, 403, 404, 409}


@pytest.fixture(autouse=True)
def clock(made: Panel, monkeypatch: pytest.MonkeyPatch) -> None:
    """The panel's clock, which goes ahead of ours by the hours that it waited."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)


def state() -> dict[str, list[Any]]:
    """Every row of scrutiny, and of the public ledger."""
    every = (*apps.get_app_config("scrutiny").get_models(), Entry)
    return {one._meta.label: list(one._base_manager.order_by("pk").values_list()) for one in every}


def refused(*attempts: Callable[[], Any]) -> None:
    """Each of these is refused, and changes nothing."""
    before = state()
    for attempt in attempts:
        with pytest.raises(REFUSED):
            attempt()
        assert state() == before


def turned_away(by: Acting, *sent: tuple[str, dict[str, Any]]) -> None:
    """So is each form, sent as it would be to see what it says, and to record it."""
    client, before = browser(by), state()
    for address, form in sent:
        for stage in ({}, {"stage": "save"}):
            said = client.post(address, {"expected": "99", "words": REMARK, **form, **stage})
            assert said.status_code in TURNED_AWAY, (address, said.status_code)
        assert state() == before, address


@HOSTILE
def test_nobody_sees_the_seed_before_the_frame_is_fixed(made: Panel, who: Who) -> None:
    by, draw = who(made), made.opened()
    roll = {"digits": ROLLS, "checkpoint": "", "by": by}
    refused(lambda: services.draws.roll(draw=draw, **roll, now=made.now))
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    refused(lambda: services.draws.roll(draw=draw, **roll, now=made.now))
    turned_away(by, (f"{ATTEND}dice/", {"digits": ROLLS}), (f"{DRAW}dice/", {"digits": ROLLS}))
    assert not models.Seed.objects.exists()
    assert not models.Roll.objects.exists()

    made.sign()
    made.roll(draw, made.chair)
    client, plain = browser(by), "".join(ROLLS.split())
    for address in (ATTEND, f"{ATTEND}dice/", DRAW, f"{DRAW}DRAW.json", HOME):
        assert plain not in client.get(address).content.decode().replace(" ", "")
    for rows in (draw.steps.values_list("data"), Entry.objects.values_list("body")):
        assert plain not in repr(list(rows))
    assert plain not in repr(list(Audited.objects.values_list("body")))


def test_a_seed_is_of_the_frame_that_was_fixed_before_it(made: Panel) -> None:
    """The same dice draw by another seed from another frame: who knew them has nothing yet."""
    found = []
    for dimensions in ([], ["ethnicity"]):
        draw = made.drawn(dimensions=dimensions)
        seed = models.Seed.objects.get(draw=draw)
        assert seed.value == seeds.seed(seed.checkpoint.encode(), seed.beacon.encode()).hex()
        found.append((seed.beacon, seed.value))
    assert found[0][0] == found[1][0]
    assert found[0][1] != found[1][1]


@HOSTILE
def test_nobody_of_the_force_changes_the_frame_after(made: Panel, who: Who) -> None:
    by, draw = who(made), made.frozen()
    stop = Stop.objects.filter(driver_sde="B1")[0].pk
    told = {"by": by, "now": made.now}
    refused(
        lambda: services.frames.freeze(draw=draw, **told),
        lambda: services.frames.type_total(draw=draw, count=99, source="A list.", **told),
        lambda: services.exclusions.exclude(draw=draw, stop=stop, reason="sub-judice", **told),
    )
    turned_away(
        by,
        (f"{DRAW}freeze/", {}),
        (f"{DRAW}total/", {"count": "99", "source": "A list."}),
        (f"{ATTEND}exclude/", {"stop": str(stop), "reason": "sub-judice"}),
    )
    for row in (draw, draw.frame, draw.frame.positions.all()[0]):
        with pytest.raises(NeverChanged):
            row.save()


@HOSTILE
def test_nobody_of_the_force_freezes_several_and_keeps_one(made: Panel, who: Who) -> None:
    by = who(made)
    draws = [made.frozen(dimensions=one) for one in ([], ["ethnicity"])]
    open_draw = made.opened()
    told = {"by": by, "now": made.now}
    refused(
        lambda: made.opened(by=by),
        lambda: services.frames.freeze(draw=open_draw, **told),
        *(
            lambda draw=draw: services.frames.abandon(draw=draw, reason="We dislike it.", **told)
            for draw in draws
        ),
    )
    turned_away(by, (f"{HOME}draws/new/", {}), (f"{DRAW}abandon/", {}), (f"{DRAW}freeze/", {}))
    told_of = {standing.subject(one) for one in draws}
    frozen = Entry.objects.filter(kind="draw-frozen").values_list("subject", flat=True)
    assert told_of <= set(frozen), "each is public, whichever is drawn"


def test_nobody_of_the_force_reclassifies_or_adds_late_to_steer_it(made: Panel) -> None:
    """Who made all stops and may correct them moves none out of its stratum, before or after."""
    by = everything(made)
    white = [{"number": 1, "role": "driver", "perceived": "white", "sde": "W1"}]
    white[0] |= {"age_band": "25_29", "sex": "male"}
    chosen = list(Stop.objects.filter(driver_sde="B1").values_list("pk", flat=True))[:6]
    for stop in chosen[:3]:
        corrected(made, by, stop, people=white)
    made.log()
    draw = made.frozen()
    assert {one.key: one.size for one in frame(draw).strata} == {
        "ethnicity=black": 12,
        "ethnicity=white": 12,
    }
    text = draw.frame.text
    where = dict(draw.frame.positions.values_list("stop", "stratum"))
    assert {where[one] for one in chosen} == {"ethnicity=black"}

    for stop in chosen[3:]:
        corrected(made, by, stop, people=white)
    late = {UUID(one) for one in made.stops(5, people=white)}
    made.log()
    made.sign()
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)

    assert models.Frame.objects.get(draw=draw).text == text
    assert not late & set(draw.frame.positions.values_list("stop", flat=True))
    assert list(comparing.disagreements()) == []


def corrected(made: Panel, by: Acting, stop: UUID, **said: object) -> None:
    row = Stop.objects.get(pk=stop)
    correct(
        stop=row.pk,
        expected=row.versions,
        record={**current(row)[0], **said},
        reason="It was typed in wrong.",
        by=by,
        now=made.now,
    )


@HOSTILE
def test_nobody_of_the_force_removes_a_case(made: Panel, who: Who) -> None:
    by, draw = who(made), made.drawn()
    case, before = made.cases(draw)[0], made.cases(draw)
    stop, told = case.position.stop, {"by": by, "now": made.now}
    conflict = services.scoring.declare_conflict
    law = {"reason": "sub-judice", "words": "A court hears a case about it."}
    refused(
        lambda: services.draws.call_reserve(case=case, **law, **told),
        lambda: services.exclusions.exclude(draw=draw, stop=stop, reason="sub-judice", **told),
        lambda: services.frames.abandon(draw=draw, reason="We dislike it.", **told),
        lambda: services.draws.roll(draw=draw, digits=OTHERS, checkpoint="", **told),
        lambda: conflict(case=case, **told),
    )
    at = f"{DRAW}cases/{case.place}/"
    turned_away(
        by,
        (f"{at}reserve/", law),
        (at, {"touches": "yes"}),
        (f"{ATTEND}exclude/", {"stop": str(stop), "reason": "sub-judice"}),
        (f"{ATTEND}dice/", {"digits": OTHERS}),
        (f"{DRAW}abandon/", {}),
    )
    assert made.cases(draw) == before
    assert stop in set(held().values_list("stop", flat=True)), "and it is kept from deletion"


@HOSTILE
def test_nobody_of_the_force_reads_a_blind_score_before_scores_close(made: Panel, who: Who) -> None:
    by, draw = who(made), made.drawn()
    case = made.cases(draw)[0]
    said = answers(case, "red") | {"overall-comment": REMARK}
    services.scoring.score(case=case, answers=said, by=made.member, now=made.now)
    told = {"by": by, "now": made.now}
    refused(
        lambda: selectors.scores_of(by, case),
        lambda: selectors.agreed_of(by, case),
        lambda: selectors.case(by, draw.number, case.place),
        lambda: services.looking.open_case(case=case, **told),
        lambda: services.looking.words_of(case=case, **told),
        lambda: services.scoring.close(draw=draw, **told),
    )
    assert selectors.my_score(by, case) is None
    at, client, own = f"{DRAW}cases/{case.place}/", browser(by), browser(made.member)
    own.post(at, {"touches": "no"})
    assert REMARK in words(own.get(f"{at}score/")), "their own, who said it"
    for address in (
        *(DRAW, f"{DRAW}cases/", f"{DRAW}meeting/", at, f"{at}record/", f"{at}scores/"),
        *(f"{at}score/", f"{at}agree/", ATTEND, HOME, "/workspace/audit/"),
        *(f"/panels/{PANEL}/draws/1/", "/forces/bedfordshire/scrutiny.json"),
    ):
        assert REMARK not in words(client.get(address)), address
    for rows in (Entry.objects.values_list("body"), Audited.objects.values_list("body")):
        assert REMARK not in repr(list(rows))
        assert '"red"' not in repr(list(rows))
    turned_away(by, (f"{DRAW}close/", {}), (f"{at}score/", said), (f"{at}agree/", said))


@HOSTILE
def test_nobody_of_the_force_edits_a_finding(made: Panel, who: Who) -> None:
    by, draw = who(made), whole(made)
    found = draw.findings.get()
    first = draw.steps.get(kind="found")
    told = {"fault": "red", "words": "All was well.", "by": by, "now": made.now}
    refused(lambda: services.findings.find(draw=draw, case=None, **told))
    gone = {"chosen": [f"{first.number} words"], "reason": "victim", "looked": "yes"}
    last = str(draw.steps.order_by("number").last().number)
    turned_away(
        by,
        (f"{DRAW}find/", {"case": "none", "fault": "red", "due": ""}),
        (f"{HOME}redact/draw/{PANEL}/1/", {**gone, "expected": last}),
        (f"{HOME}redact/draw/{PANEL}/1/", {**gone, "expected": str(first.number)}),
    )
    with pytest.raises(NeverChanged):
        found.save()
    with pytest.raises(NeverChanged):
        models.Finding.objects.filter(pk=found.pk).update(words="All was well.")


@HOSTILE
def test_nobody_of_the_force_lets_anybody_onto_the_panel(made: Panel, who: Who) -> None:
    """Else each of the others could be done by who was let in."""
    by = who(made)
    for role in (Role.PANEL_CHAIR, Role.PANEL_MEMBER):
        refused(lambda role=role: invite(email="a@b.example", role=role, by=by, now=made.now))


def whole(made: Panel) -> models.Draw:
    """A draw with its finding."""
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
    return draw
