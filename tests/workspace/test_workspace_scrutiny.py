"""A draw at the desk, page by page: from the frame to the learning, and what is refused."""

import pytest

from evenhand.audit.models import Act, Entry
from evenhand.scrutiny import models
from evenhand.stats import largest_missed
from scrutiny.panels import ROLLS, panel
from workspace.scrutiny_desk import (
    ATTEND,
    DRAW,
    FOUND,
    HOME,
    browser,
    opened,
    send,
    sheet,
    words,
)

pytestmark = pytest.mark.django_db
TYPED = "They were asked twice, and calmly."


def test_a_draw_goes_from_the_frame_to_the_learning_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel()
    chair, member, manager, supervisor = (
        browser(one) for one in (made.chair, made.member, made.manager, made.supervisor)
    )
    draw = DRAW
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)

    answer = send(chair, f"{HOME}draws/new/", **opened(made))
    assert (answer.status_code, answer.url) == (303, draw)
    assert "Freeze the frame" in words(chair.get(draw))
    assert send(chair, f"{draw}freeze/").status_code == 303
    assert "Its fingerprint is in a signed checkpoint Now." in words(chair.get(draw))
    early = words(chair.get(f"{draw}dice/"))
    assert "This cannot be done now." in early

    made.sign()
    assert send(chair, f"{draw}dice/", digits=ROLLS).status_code == 303
    theirs = manager.get(ATTEND)
    assert "The panel has typed them. The force has not." in words(theirs)
    assert ROLLS.replace(" ", "") not in theirs.content.decode()
    answer = send(manager, f"{ATTEND}dice/", digits=ROLLS)
    assert answer.status_code == 303
    assert "The cases are drawn" in words(manager.get(answer.url))

    [row] = models.Draw.objects.all()
    cases = made.cases(row)
    for case in cases:
        for client in (chair, member):
            at = f"{draw}cases/{case.place}/"
            assert client.get(f"{at}score/").url == at, "first whether it touches them"
            assert client.post(at, {"touches": "no"}).url == f"{at}record/"
            assert "Shown to" in words(client.get(f"{at}record/"))
            answer = client.post(f"{at}score/", sheet(case, "red"))
            assert answer.status_code == 303, words(answer)
    assert send(chair, f"{draw}close/").status_code == 303
    for case in cases:
        answer = send(chair, f"{draw}cases/{case.place}/agree/", **sheet(case, "red"))
        assert answer.url == f"{draw}meeting/"
    assert "Agreed: Red" in words(member.get(f"{draw}meeting/"))

    answer = send(
        member, f"{draw}find/", case=str(cases[0].place), fault="red", words=FOUND, due=""
    )
    assert answer.url == draw
    assert "Answer the finding" in words(supervisor.get(HOME))
    answer = send(
        supervisor,
        f"{ATTEND}findings/1/",
        taken="advice",
        words="We talked about what a reason is.",
    )
    assert answer.status_code == 303
    page = words(chair.get(draw))
    assert "Every case is agreed" in page
    assert "We talked about what a reason is." in page
    assert chair.get(f"{draw}DRAW.json").json()["seed"] == row.seed.value


def test_scores_are_blind_until_the_chair_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    made = panel(12)
    row = made.drawn(cases=2, reserves=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    [case, *_] = made.cases(row)
    at = f"{DRAW}cases/{case.place}/"
    chair, member = browser(made.chair), browser(made.member)
    chair.post(at, {"touches": "no"})
    member.post(at, {"touches": "no"})

    chair.post(f"{at}score/", sheet(case, "red", **{"respect-comment": TYPED}))

    for address in (f"{at}score/", f"{at}record/", at, f"{DRAW}cases/", DRAW, HOME):
        assert TYPED not in words(member.get(address)), address
    assert member.get(f"{at}scores/").status_code == 404
    assert chair.get(f"{at}agree/").status_code == 404
    assert chair.get(f"{DRAW}meeting/").status_code == 404
    assert TYPED in words(chair.get(f"{at}score/")), "their own, to change it"
    assert "You have scored this case" in words(chair.get(f"{at}score/"))
    again = chair.post(f"{at}score/", sheet(case, "red", **{"respect-comment": TYPED}))
    assert again.status_code == 303
    assert models.Score.objects.count() == 1
    assert "This was recorded already" in words(chair.get(again.url))

    for one in made.cases(row):
        made.score(one, made.member)
    assert send(chair, f"{DRAW}close/").status_code == 303
    assert TYPED in words(member.get(f"{at}scores/"))
    assert "Member A" in words(member.get(f"{at}scores/"))
    late = member.post(f"{at}score/", sheet(case, "amber"))
    assert late.status_code == 409
    assert member.get(f"{at}agree/").status_code == 403


def test_a_wrong_sheet_is_told_beside_each_question_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(12)
    row = made.drawn(cases=2, reserves=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    case = made.cases(row)[0]
    at = f"{DRAW}cases/{case.place}/"
    member = browser(made.member)
    member.post(at, {"touches": "no"})
    said = sheet(case, "green", respect="no", **{"respect-comment": TYPED})
    del said["record-complete"]

    answer = member.post(f"{at}score/", said)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "Answer this question, or say that you cannot tell." in words(answer)
    assert 'href="#record-complete">Does the record say what happened, completely? Answer' in page
    assert TYPED in page
    unfair = member.post(f"{at}score/", {**said, "record-complete": "yes"})
    assert "Where a person was not treated with respect" in words(unfair)
    assert models.Score.objects.count() == 0

    member.logout()
    lost = member.post(f"{at}score/", said)
    assert lost.status_code == 401
    assert TYPED in words(lost)


def test_a_case_opens_after_the_question_and_shows_who_looks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(12)
    row = made.drawn(cases=2, reserves=1)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    first, second = made.cases(row)
    at, other = (f"{DRAW}cases/{one.place}/" for one in (first, second))
    member = browser(made.member)
    before = Entry.objects.filter(kind=Act.CONSULTATION).count()

    gate = member.get(at)
    assert "It can be distressing" in words(gate)
    assert "Does this case touch you" in words(gate)
    assert member.get(f"{at}record/").url == at
    assert member.post(at, {}).status_code == 400
    assert Entry.objects.filter(kind=Act.CONSULTATION).count() == before, "nothing was seen"

    member.post(at, {"touches": "no"})
    shown = member.get(f"{at}record/")
    assert "Shown to Member, Bedfordshire panel, on" in words(shown)
    assert "no-store" in shown["Cache-Control"]
    assert shown.content.decode().count("Shown to Member") > 2
    assert "Leave this case" in words(shown)
    assert Entry.objects.filter(kind=Act.CONSULTATION).count() == before + 1
    assert "AB12" not in words(shown)

    assert member.post(other, {"touches": "yes"}).url == f"{DRAW}cases/"
    for ending in ("", "record/", "score/"):
        assert member.get(f"{other}{ending}").status_code == 404
    assert "You have a conflict of interest, so this case is hidden from you" in words(
        member.get(f"{DRAW}cases/")
    )

    chair = browser(made.chair)
    listed = words(chair.get(f"{DRAW}cases/"))
    assert "Record: held. Without the hold it would be deleted in" in listed
    answer = send(
        chair, f"{other}reserve/", reason="sub-judice", words="A court is dealing with it."
    )
    assert answer.status_code == 303
    assert models.Called.objects.count() == 1
    twice = send(
        chair, f"{other}reserve/", reason="sub-judice", words="A court is dealing with it."
    )
    assert (twice.status_code, models.Called.objects.count()) == (303, 1)


def test_dice_that_differ_are_typed_again_and_nothing_is_given_up_then(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(12)
    row = made.frozen(cases=2, reserves=0)
    made.sign()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, manager = browser(made.chair), browser(made.manager)

    short = chair.post(f"{DRAW}dice/", {"digits": "123"})
    assert "These are 3 signs." in words(short)
    shown = chair.get(f"{DRAW}dice/")
    wrong = chair.post(f"{DRAW}dice/", {"digits": ROLLS, "checkpoint": "another", "stage": "save"})
    assert "That is not the checkpoint over this frame" in words(wrong)
    assert "Read this checkpoint out" in words(shown)
    assert send(chair, f"{DRAW}dice/", digits=ROLLS).status_code == 303
    differs = send(manager, f"{ATTEND}dice/", digits=ROLLS.replace("3", "8"))
    assert (differs.status_code, models.Roll.objects.count()) == (400, 2)
    assert "both type again" in words(differs)
    assert "Type the dice in" in words(manager.get(HOME))

    said = {"words": "We do not like what was rolled."}
    refused = chair.post(f"{DRAW}abandon/", {**said, "stage": "save"})
    assert refused.status_code == 409
    assert "Nothing is abandoned after that" in words(refused)
    assert said["words"] in refused.content.decode()
    assert not row.steps.filter(kind="abandoned").exists()


def test_a_draw_is_given_up_once_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    made = panel(12)
    row = made.frozen(cases=2, reserves=0)
    made.sign()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, said = browser(made.chair), {"words": "The meeting ended before the dice came."}

    assert chair.post(f"{DRAW}abandon/", {"words": " "}).status_code == 400
    assert send(chair, f"{DRAW}abandon/", **said).status_code == 303
    assert "Abandoned" in words(chair.get(DRAW))
    twice = chair.post(f"{DRAW}abandon/", {**said, "expected": "1", "stage": "save"})
    assert "This was recorded already" in words(chair.get(twice.url))
    assert "This draw was abandoned." in words(chair.get(f"{DRAW}dice/"))
    assert row.steps.filter(kind="abandoned").count() == 1


def test_the_chair_reads_what_a_size_may_miss_before_choosing_it_and_before_freezing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, new = browser(made.chair), f"{HOME}draws/new/"
    assert "What a draw of this size may miss" not in words(chair.get(new))
    typed = {**opened(made, cases="4"), "expected": "0"}

    seen = words(chair.post(new, typed))
    assert "What the public will read" in seen
    assert "The log of stops has 24 records of this by now, and 4 would be drawn." in seen
    missed = largest_missed([12, 12], [2, 2])
    risk = f"would miss up to {missed.cases} bad records ({missed.share * 100:.1f} of every 100)"
    assert f"A draw of 4 cases from 24 records {risk} with a probability of 5%" in seen
    ten = largest_missed([12, 12], [5, 5])
    assert f"10 cases {ten.share * 100:.1f} {ten.cases} 20 cases" in seen, (
        "the table of other sizes"
    )
    assert models.Draw.objects.count() == 0
    again = chair.post(new, {**typed, "stage": "edit"})
    assert risk in words(again), "beside the form, to choose another size"
    few = chair.post(new, {**typed, "power": "use-of-force"})
    assert "fewer than ten of this" in words(few)

    assert send(chair, new, **typed).status_code == 303
    for page in (chair.get(f"{DRAW}freeze/"), chair.post(f"{DRAW}freeze/", {})):
        assert risk in words(page)
    assert send(chair, f"{DRAW}freeze/").status_code == 303
    assert risk in words(chair.get(DRAW))
    assert risk not in words(chair.get(f"{DRAW}freeze/"))


def test_the_force_leaves_out_before_the_freeze_and_the_chair_types_a_total(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(14)
    made.opened(cases=2, reserves=0)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, manager = browser(made.chair), browser(made.manager)
    stop = made.stops(1)[0]

    assert send(manager, f"{ATTEND}exclude/", stop="nothing").status_code == 400
    answer = send(manager, f"{ATTEND}exclude/", stop=stop, reason="live-complaint")
    assert answer.status_code == 303
    assert stop not in manager.get(ATTEND).content.decode()
    assert stop not in chair.get(DRAW).content.decode()
    total = {"count": "20", "source": "Home Office table, 2026"}
    assert send(chair, f"{DRAW}total/", **total).status_code == 303
    twice = chair.post(f"{DRAW}total/", {**total, "expected": "1", "stage": "save"})
    assert (twice.status_code, models.KnownTotal.objects.count()) == (303, 1)
    assert send(chair, f"{DRAW}freeze/").status_code == 303
    page = words(chair.get(DRAW))
    assert "A published total is higher than what is recorded: 6" in page
    assert "Known to exist, and no record there" in page
    late = words(manager.get(f"{ATTEND}exclude/"))
    assert "The frame is frozen" in late


def test_a_wrong_draw_is_told_and_the_same_is_not_opened_twice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(2)
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair, new = browser(made.chair), f"{HOME}draws/new/"
    shown = words(chair.get(new))
    assert "More than anybody counts 97 59" in shown

    first, last = opened(made)["first"], opened(made)["last"]
    wrong = chair.post(new, opened(made, first=last, last=first, cases="none"))
    assert wrong.status_code == 400
    assert "The last day is before the first" in words(wrong)
    assert "Enter a whole number from 1 to 500" in words(wrong)
    future = send(chair, new, **opened(made, last="1/1/2096", first="1/12/2095"))
    assert "The period must have ended" in words(future)
    for _ in range(2):
        form = {**opened(made), "expected": "0", "stage": "save"}
        assert chair.post(new, form).status_code == 303
    assert models.Draw.objects.count() == 1


def test_a_round_is_not_taken_before_it_is_told_nor_with_another_signature(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = panel(12)
    made.frozen(cases=2, reserves=0, beacon="drand")
    made.sign()
    monkeypatch.setattr("django.utils.timezone.now", lambda: made.now)
    chair = browser(made.chair)

    early = words(chair.get(f"{DRAW}round/"))
    assert "The round that the frame named is not told yet." in early
    assert "of the chain" in early
    assert "waits for a round of drand, not for dice" in words(chair.get(f"{DRAW}dice/"))

    made.wait(hours=1)
    chair = browser(made.chair)
    odd = send(chair, f"{DRAW}round/", signature="what drand said")
    assert "A signature has only the signs 0 to 9 and a to f" in words(odd)
    assert send(chair, f"{DRAW}round/", signature="ab" * 48).status_code == 400
    assert models.Case.objects.count() == 0
