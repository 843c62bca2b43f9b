"""The seed: nobody can know it before the frame is fixed, and nobody alone says what was rolled."""

from datetime import timedelta

import pytest

from evenhand.accounts.errors import MayNot
from evenhand.accounts.roles import Role
from evenhand.accounts.selectors import acting as acting_for
from evenhand.accounts.services.setting_up import give_role
from evenhand.encounters.services.holding import held
from evenhand.ledger.log.exporting import note
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.witnessing import accept
from evenhand.ledger.tree.keys import Kind as KeyKind
from evenhand.ledger.tree.keys import SigningKey
from evenhand.ledger.tree.notes import Note
from evenhand.scrutiny import comparing, models, selectors, services, standing
from evenhand.scrutiny.drawing import beacon
from evenhand.scrutiny.drawing.document import check, read
from evenhand.scrutiny.errors import NotNow, RollsDiffer
from evenhand.scrutiny.services import draws
from evenhand.scrutiny.terms import Side, Status
from evenhand.scrutiny.told.draws import draw as told
from evenhand.scrutiny.told.draws import draw_file
from scrutiny.panels import ROLLS, Panel
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db
OTHERS = "27182 81828 45904 52353"


def test_nobody_rolls_before_the_frame_is_under_a_signed_checkpoint(made: Panel) -> None:
    """Case 44: a frame frozen after the seed is known."""
    draw = made.frozen()
    for by in (made.chair, made.manager):
        with pytest.raises(NotNow, match="not under a signed checkpoint"):
            made.roll(draw, by)
    assert models.Roll.objects.count() == 0


def test_who_rolls_has_read_the_checkpoint_over_this_frame_out(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    for wrong in ("", "tests.example/ledger\n1\nAAAA\n"):
        with pytest.raises(NotNow, match="Read it out"):
            services.draws.roll(
                draw=draw, digits=ROLLS, checkpoint=wrong, by=made.chair, now=made.now
            )


@pytest.mark.parametrize("digits", ["", "123", "x" * 20, "1234567890123456789", "1" * 21])
def test_anything_but_twenty_digits_is_refused(made: Panel, digits: str) -> None:
    draw = made.frozen()
    made.sign()
    with pytest.raises(NotNow, match="twenty digits"):
        made.roll(draw, made.chair, digits)


def test_only_equal_rolls_of_both_sides_draw_and_unequal_ones_are_public(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    assert made.roll(draw, made.chair) is False
    with pytest.raises(NotNow, match="Wait for the other side"):
        made.roll(draw, made.chair, OTHERS)
    with pytest.raises(RollsDiffer):
        made.roll(draw, made.manager, OTHERS)
    assert standing.status(draw) is Status.FROZEN
    assert [one.data.get("equal") for one in draw.steps.filter(kind="rolled")] == [None, False]

    assert made.roll(draw, made.manager) is False
    assert made.roll(draw, made.chair) is True
    assert standing.status(draw) is Status.DRAWN
    with pytest.raises(NotNow):
        made.roll(draw, made.chair, OTHERS)


def test_neither_side_sees_what_the_other_has_typed(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    made.roll(draw, made.chair)

    assert selectors.dice(draw) == {Side.PANEL: True, Side.FORCE: False}
    shown = selectors.attended(made.manager, draw.panel_id, draw.number)
    plain = "".join(ROLLS.split())
    assert shown.typed is False
    for seen in (shown, told(draw.panel_id, draw.number, on=made.period[1])):
        assert plain not in repr(seen)
    assert all(plain not in repr((one.words, one.data)) for one in draw.steps.all())


def test_members_and_people_of_the_force_without_the_right_roll_nothing(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    for by in (made.member, made.supervisor, made.phone.by):
        with pytest.raises(MayNot):
            made.roll(draw, by)


def test_one_person_does_not_type_for_both_sides(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    made.roll(draw, made.chair)
    force = made.manager.organisation
    give_role(
        person=made.chair.person,
        organisation=force,
        role=Role.PROGRAMME_MANAGER,
        by=None,
        now=made.started - timedelta(days=1),
    )
    twice = acting_for(made.chair.person, force.pk, now=made.now)
    assert twice is not None
    with pytest.raises(NotNow, match="somebody else"):
        made.roll(draw, twice)


def test_anybody_repeats_the_draw_from_what_is_published(made: Panel) -> None:
    draw = made.drawn()
    made.sign()

    document = draw_file(draw.panel_id, draw.number)

    assert document is not None
    found = check(read(document))
    assert found.disagreements == ()
    positions = [
        one.position.number for one in models.Case.objects.filter(draw=draw, reserve=False)
    ]
    assert [one.position for one in read(document).draw.drawn.cases] == positions


def test_what_is_drawn_is_what_every_copy_of_the_ledger_says(made: Panel) -> None:
    draw = made.drawn()
    step = draw.steps.get(kind="drawn")
    cases = list(models.Case.objects.filter(draw=draw).order_by("place"))
    assert step.data["positions"] == [one.position.number for one in cases if not one.reserve]
    assert step.data["reserves"] == [one.position.number for one in cases if one.reserve]
    assert list(comparing.disagreements()) == []


def test_a_draw_says_whether_its_frame_was_witnessed_before_the_seed(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    key = SigningKey.new("newspaper.example", KeyKind.WITNESS)
    latest = LEDGER.latest()
    assert latest is not None
    signed = Note.parse(note(LEDGER, latest)).signed(key, made.now)
    accept(LEDGER, str(signed), key.verifier, now=made.now)
    made.wait(minutes=1)
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)

    found = told(draw.panel_id, draw.number, on=made.period[1])
    assert found is not None
    assert found.witnesses == ("newspaper.example",)
    unseen = told(draw.panel_id, made.drawn(dimensions=[]).number, on=made.period[1])
    assert unseen is not None
    assert unseen.sealed


def test_a_checkpoint_is_not_chosen_by_who_signs_late(made: Panel) -> None:
    """The seed takes the log as it stood with the frame's entry last, whatever came after."""
    draw = made.frozen()
    made.opened()
    made.opened()
    made.sign()
    one = made.overview(draw).sealed
    made.opened()
    made.sign()
    another = made.overview(draw).sealed
    assert one is not None
    assert another is not None
    assert one.text == another.text


def test_a_frame_that_was_changed_in_the_database_is_not_drawn_from(made: Panel) -> None:
    draw = made.frozen()
    made.sign()
    made.roll(draw, made.chair)
    text = draw.frame.text.replace('"reserves":1', '"reserves":2')
    change("scrutiny_frame", "text", text, "draw_id = %s", draw.pk)

    with pytest.raises(NotNow, match="changed after it was frozen"):
        made.roll(draw, made.manager)
    assert any("its frame was changed" in one.says for one in comparing.disagreements())


def test_a_round_is_taken_once_it_is_told_and_only_if_it_is_the_one_that_was_named(
    made: Panel, monkeypatch: pytest.MonkeyPatch
) -> None:
    draw = made.frozen(beacon="drand")
    rule = draws.frame(draw).seed_rule
    assert rule.at is not None
    assert rule.at >= draw.frame.at + timedelta(minutes=10)
    take = services.draws.take_round
    with pytest.raises(NotNow, match="not under a signed checkpoint"):
        take(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)
    made.sign()
    with pytest.raises(NotNow, match="not told yet"):
        take(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)
    made.wait(minutes=20)
    for wrong in ("", "zz", "ab", "ab" * 48):
        with pytest.raises(NotNow):
            take(draw=draw, signature=wrong, by=made.chair, now=made.now)
    with pytest.raises(NotNow, match="not for dice"):
        made.roll(draw, made.chair)

    # Only the network can sign a round that lies ahead: here its signature is taken for right.
    monkeypatch.setattr(draws, "signed", lambda _told: True)
    take(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)

    assert standing.status(draw) is Status.DRAWN
    assert (
        models.Seed.objects.get(draw=draw).beacon
        == beacon.Round(rule.chain, rule.round, bytes.fromhex("ab" * 48)).randomness
    )


def test_a_frame_that_was_signed_after_its_round_is_not_drawn_from(made: Panel) -> None:
    draw = made.frozen(beacon="drand")
    made.wait(minutes=30)
    made.sign()
    with pytest.raises(NotNow, match="Abandon this draw"):
        services.draws.take_round(draw=draw, signature="ab" * 48, by=made.chair, now=made.now)
    services.frames.abandon(draw=draw, reason="Signed too late.", by=made.chair, now=made.now)
    assert standing.status(draw) is Status.ABANDONED


def test_nothing_is_abandoned_once_the_seed_can_be_known(made: Panel) -> None:
    """Case 41, turned round: who dislikes the rolls cannot take the frame back."""
    draw = made.frozen()
    made.sign()
    made.roll(draw, made.chair)
    with pytest.raises(NotNow, match="abandoned after"):
        services.frames.abandon(draw=draw, reason="We dislike it.", by=made.chair, now=made.now)
    rounds = made.frozen(beacon="drand")
    made.sign()
    made.wait(minutes=30)
    with pytest.raises(NotNow, match="abandoned after"):
        services.frames.abandon(draw=rounds, reason="We dislike it.", by=made.chair, now=made.now)


def test_reserves_come_from_the_drawn_order_and_only_for_reasons_of_the_law(made: Panel) -> None:
    draw = made.drawn()
    case = made.cases(draw)[0]
    call = services.draws.call_reserve
    for reason in ("video-missing", "inconvenient"):
        with pytest.raises(NotNow):
            call(case=case, reason=reason, words="Because.", by=made.chair, now=made.now)
    for by in (made.member, made.manager):
        with pytest.raises(MayNot):
            call(case=case, reason="sub-judice", words="Because.", by=by, now=made.now)
    called = call(
        case=case,
        reason="sub-judice",
        words="A court hears a case about it.",
        by=made.chair,
        now=made.now,
    )

    waiting = models.Case.objects.filter(draw=draw, reserve=True, stratum=case.stratum)
    assert called.reserve == waiting.order_by("place").first()
    assert case not in made.cases(draw)
    assert called.reserve in made.cases(draw)
    with pytest.raises(NotNow):
        call(case=case, reason="sub-judice", words="Again.", by=made.chair, now=made.now)
    with pytest.raises(NotNow, match="No reserve"):
        call(
            case=called.reserve, reason="live-complaint", words="And this.", by=made.chair,
            now=made.now,
        )  # fmt: skip


def test_a_case_that_somebody_scored_is_not_replaced(made: Panel) -> None:
    draw = made.drawn()
    case = made.cases(draw)[0]
    made.score(case, made.member)
    with pytest.raises(NotNow, match="It stays"):
        services.draws.call_reserve(
            case=case, reason="sub-judice", words="Because.", by=made.chair, now=made.now
        )


def test_drawing_holds_every_record_that_was_drawn_and_its_reserves(made: Panel) -> None:
    draw = made.drawn()
    drawn = set(models.Case.objects.filter(draw=draw).values_list("position__stop", flat=True))
    assert set(held().values_list("stop", flat=True)) == drawn
