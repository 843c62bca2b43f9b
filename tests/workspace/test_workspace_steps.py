"""Steps with an action: what is shown before it is recorded, mistakes, two people at once."""

import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.workspace.views.desk import steps
from evenhand.workspace.views.desk.finding import Desk
from plan.made_plans import GROUP, Played
from workspace.plan_writes import (
    ACTION,
    FIGURE,
    FORCE_ID,
    OF_PLAN,
    as_shown,
    day,
    group,
    newcomer,
    publish,
)
from workspace.reading import given, hidden_in, read, words

HOME, PLAN = "/workspace/", f"/workspace/plan/{FORCE_ID}/1/"
CHANGE = f"{ACTION}change/"
PREVIEWED = {
    "change": "You can change the promise again later.",
    "complete": "You can take the completion back later.",
    "dispute": "The dispute stays in the history, whatever the force answers.",
    "answer": "Dispute and answer both stay in the history.",
    "reopen": "The completion stays in the history, with your reason.",
    "override": "You can end it later.",
    "end-override": "What you stated before stays in the history.",
    "withdraw": "The promise stays on the page, with your reason.",
    "comment": "You can comment again later.",
}
"""What each preview says of what stays."""


@pytest.mark.parametrize("step", OF_PLAN)
def test_a_form_that_says_nothing_is_kept_with_what_to_do(cast: Cast, step: str) -> None:
    write = OF_PLAN[step](cast)
    before = write.state()
    first = next(iter(set(write.sent) - {"expected", "stage", "words"}), "")
    typed = {**write.sent, "words": "", first: write.sent.get(first, "")}

    answer = signed_in(write.by).post(write.address, typed)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "There is a problem" in page
    assert "Error:" in page
    assert 'href="#words"' in page
    assert write.state() == before


def test_what_was_typed_stays_where_another_answer_is_wrong(manager: Client) -> None:
    sent = {"expected": "1", "title": "", "address": "http://x", "words": "It says <b>all</b>."}

    answer = manager.post(f"{ACTION}link/", sent)

    page = answer.content.decode()
    assert answer.status_code == 400
    assert "It says &lt;b&gt;all&lt;/b&gt;." in page
    assert 'value="http://x"' in page
    assert "Say what it is called" in page


@pytest.mark.parametrize("step", PREVIEWED)
def test_what_cannot_be_taken_back_is_shown_with_who_signs_before_it_is_recorded(
    cast: Cast, step: str
) -> None:
    write = OF_PLAN[step](cast)
    before, client = write.state(), signed_in(write.by)
    typed = {name: value for name, value in write.sent.items() if name != "stage"}
    form = read(client, write.address)

    answer = client.post(write.address, typed)

    shown = words(answer)
    signed = re.search(r"Signed: (.+?)\. Leave out names", form)
    assert signed is not None
    assert "Public at once" not in form
    assert answer.status_code == 200
    assert f"“{write.sent['words']}”" in shown
    assert signed[1] in shown
    assert f"This cannot be taken back. {PREVIEWED[step]}" in shown
    assert write.state() == before, "nothing is recorded yet"
    hidden = hidden_in(answer)
    back = client.post(write.address, {**hidden, "stage": "edit"})
    assert write.sent["words"] in words(back)
    assert write.state() == before
    assert client.post(write.address, {**hidden, "stage": "save"}).status_code == 303
    assert len(write.state()) == len(before) + 1


@pytest.mark.parametrize("step", ["report", "reach", "link", "figure", "note"])
def test_a_quick_step_says_that_it_is_public_and_signed_above_its_button(
    cast: Cast, step: str
) -> None:
    write = OF_PLAN[step](cast)
    client, before = signed_in(write.by), write.state()

    page = client.get(write.address).content.decode()

    said = "Public at once, and never edited. Signed: Programme manager, Demoshire Police."
    assert page.index(said) < page.index('<button type="submit"', page.index("<h1"))
    assert client.post(write.address, write.sent).status_code == 303
    assert len(write.state()) == len(before) + 1


def test_a_dispute_is_shown_with_how_the_action_will_stand(cast: Cast) -> None:
    write = OF_PLAN["dispute"](cast)

    shown = words(signed_in(write.by).post(write.address, {**write.sent, "stage": ""}))

    assert "Completion disputed" in shown
    assert "Complete, the force says" in shown
    assert "Disputed by Portwell reference group on" in shown


def test_a_completion_that_the_rules_refuse_gets_no_preview(
    manager: Client, played: Played
) -> None:
    answer = manager.post(f"{ACTION}complete/", {"expected": "1", "words": "All done."})

    assert answer.status_code == 400
    assert "What the public will read" not in words(answer)
    assert "All done." in words(answer)


def test_a_change_is_shown_as_the_public_will_read_it_before_anything_is_recorded(
    manager: Client, played: Played
) -> None:
    sent = as_shown(played, due_on="31st March 2027", owner="Head of roads", expected="1")

    answer = manager.post(CHANGE, sent)

    page = words(answer)
    assert answer.status_code == 200
    assert len(played.changes) == 1, "nothing is recorded yet"
    for said in (
        "Date 30 September 2025 31 March 2027",
        "Led by Superintendent, operations Head of roads",
        "Reason given: “The supplier is late.”",
        "Programme manager, Demoshire Police",
        "Promised for 30 September 2025. The date was moved once and is now 31 March 2027.",
        "This cannot be taken back.",
    ):
        assert said in page

    hidden = hidden_in(answer)
    back = manager.post(CHANGE, {**hidden, "stage": "edit"})
    assert 'value="31st March 2027"' in back.content.decode()
    assert len(played.changes) == 1
    done = manager.post(CHANGE, {**hidden, "stage": "save"})

    assert (done.status_code, done.url) == (303, ACTION)
    change = played.changes[-1]
    assert change.words == "The supplier is late."
    assert change.terms is not None
    assert change.terms.owner == "Head of roads"
    public = words(manager.get(f"/forces/{FORCE_ID}/plan/1/actions/vehicle-stops/"))
    assert "Promised for 30 September 2025." in public
    assert "is now 31 March 2027" in public
    assert "Reason given: “The supplier is late.”" in public


def test_what_is_the_same_is_no_change_and_the_page_says_so(
    manager: Client, played: Played
) -> None:
    answer = manager.post(CHANGE, as_shown(played, expected="1"))

    assert answer.status_code == 400
    assert "Nothing would change." in words(answer)
    assert "The supplier is late." in words(answer)


def test_a_mistake_in_a_part_that_is_closed_opens_it(manager: Client, played: Played) -> None:
    wrong = {"milestones-0-due_on": "soon"}
    page = manager.post(CHANGE, as_shown(played, expected="1", **wrong)).content.decode()

    opened = re.findall(r"<details class=\"govuk-details\" open>.*?</summary>", page, re.DOTALL)
    assert len(opened) == 1
    assert "Milestones" in opened[0]
    assert 'href="#milestones-0-due_on"' in page


def test_a_withdrawal_is_shown_first_and_then_recorded(manager: Client, played: Played) -> None:
    sent = {"expected": "1", "words": "Nobody wanted it."}

    shown = words(manager.post(f"{ACTION}withdraw/", sent))

    assert "Promise withdrawn" in shown
    assert "“Nobody wanted it.”" in shown
    assert len(played.changes) == 1
    manager.post(f"{ACTION}withdraw/", {**sent, "stage": "save"})
    assert len(played.changes) == 2


def test_a_figure_can_be_chosen_and_one_that_is_not_there_cannot(
    manager: Client, played: Played
) -> None:
    assert "Choose one" in read(manager, f"{ACTION}figure/")
    sent = {"expected": "1", "title": "Rate", "address": FIGURE, "words": "It fell."}
    assert manager.post(f"{ACTION}figure/", sent).status_code == 400
    publish()

    assert "October 2025 to September 2026" in read(manager, f"{ACTION}figure/")
    assert manager.post(f"{ACTION}figure/", sent).status_code == 303
    assert played.changes[-1].proof.address == FIGURE


# Two people at once


def test_the_second_of_two_is_shown_what_the_first_did_and_loses_nothing(
    cast: Cast, manager: Client, played: Played
) -> None:
    played.step("report", day(1), words="The devices came.")

    sent = {"expected": "1", "words": "Two districts use it."}
    answer = manager.post(f"{ACTION}report/", sent)

    page = words(answer)
    assert answer.status_code == 409
    assert "Somebody changed this action while you were writing" in page
    assert "“The devices came.”" in page
    assert "Two districts use it." in page
    assert played.number == 2
    assert 'name="expected" value="2"' in answer.content.decode()
    assert manager.post(f"{ACTION}report/", {**sent, "expected": "2"}).status_code == 303
    assert [one.words for one in played.changes[1:]] == [
        "The devices came.",
        "Two districts use it.",
    ]


def test_somebody_who_is_faster_by_a_moment_is_shown_too(
    manager: Client, played: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_it = steps.the_action

    def and_then_another_writes(*asked: Any) -> Desk:
        desk = read_it(*asked)
        if played.number == 1:
            played.step("report", day(1), words="The devices came.")
        return desk

    monkeypatch.setattr(steps, "the_action", and_then_another_writes)
    answer = manager.post(f"{ACTION}report/", {"expected": "1", "words": "Two districts."})

    assert answer.status_code == 409
    assert "“The devices came.”" in words(answer)
    assert "Two districts." in words(answer)
    assert played.number == 2


def test_two_changes_of_one_promise_are_put_together(manager: Client, played: Played) -> None:
    form = as_shown(played, due_on="31/3/2027", title="Mine", expected="1")
    terms = played.now(day(0)).now
    theirs = terms.model_copy(update={"owner": "Head of roads", "title": "Theirs"})
    played.step("change", day(1), terms=theirs, reason="Handed over.")

    for stage in ("", "save"):
        answer = manager.post(CHANGE, {**form, "stage": stage})
        assert answer.status_code == 409
        assert played.number == 2, "also from a preview that was open meanwhile"

    page = answer.content.decode()
    assert 'value="Head of roads"' in page
    assert 'value="31/3/2027"' in page
    assert 'value="Mine"' in page
    assert "Theirs: “Theirs”. Yours: “Mine”." in words(answer)


def test_what_can_no_longer_be_done_is_said_with_the_words_kept(
    manager: Client, played: Played
) -> None:
    played.step("withdraw", day(1), reason="Given up.")

    answer = manager.post(f"{ACTION}report/", {"expected": "1", "words": "Two districts."})

    assert answer.status_code == 409
    assert "The promise was withdrawn." in words(answer)
    assert "Two districts." in words(answer)


@pytest.mark.parametrize("expected", ["", "0", "-3", "99", "2.0", "x", "9" * 400, "٢"])
def test_a_number_that_nobody_was_shown_counts_as_having_seen_the_promise_alone(
    manager: Client, played: Played, expected: str
) -> None:
    played.step("report", day(1), words="The devices came.")

    answer = manager.post(f"{ACTION}report/", {"expected": expected, "words": "Mine."})

    assert answer.status_code == 409
    assert played.number == 2


def test_a_role_that_ended_while_the_page_was_open_writes_nothing(
    cast: Cast, manager: Client, played: Played
) -> None:
    Membership.objects.filter(person__name="Manager").update(expires_at=timezone.now())

    answer = manager.post(f"{ACTION}report/", {"expected": "1", "words": "Late."})

    assert answer.status_code in {302, 403}
    assert played.number == 1


def test_who_writes_is_a_role_in_public_and_a_person_in_the_private_log(
    cast: Cast, played: Played
) -> None:
    person = given(cast, cast.mate, played, action="vehicle-stops")
    signed_in(person).post(f"{ACTION}report/", {"expected": "1", "words": "Going well."})

    assert played.changes[-1].by == "Superintendent, operations"
    assert Entry.objects.get(kind="alteration").by == f"person/{person.pk}"


def test_a_dispute_stands_until_the_manager_answers(
    cast: Cast, manager: Client, played: Played
) -> None:
    played.finish(day(2))
    chair = signed_in(newcomer("chair", group(cast), Role.PANEL_CHAIR))
    public = f"/forces/{FORCE_ID}/plan/1/actions/vehicle-stops/"
    sent = {"expected": str(played.number), "words": "Nobody asked us.", "stage": "save"}
    chair.post(f"{ACTION}dispute/", sent)
    mark = f"Disputed by {GROUP['organisation']}"
    assert mark in words(chair.get(public))

    sent = {"expected": str(played.number), "answers": str(played.number), "stands": "no"}
    manager.post(f"{ACTION}answer/", {**sent, "words": "They are right.", "stage": "save"})

    page = words(chair.get(public))
    assert mark not in page
    assert "Nobody asked us." in page
    assert "They are right." in page


def test_a_page_that_stayed_open_while_its_writer_signed_in_again_loses_no_words(
    cast: Cast, played: Played
) -> None:
    person = newcomer("manager", cast.force, Role.PROGRAMME_MANAGER)
    client = signed_in(person, checks_tokens=True)
    sent = {"expected": "1", "words": "Two districts use it.", "csrfmiddlewaretoken": "old"}

    ours, theirs = (
        client.post(f"{ACTION}report/", sent, headers={"Sec-Fetch-Site": site})
        for site in ("same-origin", "cross-site")
    )

    assert ours.status_code == theirs.status_code == 403
    assert "Two districts use it." in words(ours)
    assert "Two districts use it." not in words(theirs), "no other site writes on our pages"
    assert played.number == 1


def test_a_password_is_never_shown_again(db: None) -> None:
    client = Client(enforce_csrf_checks=True)
    sent = {"login": "a@b.example", "password": "violet anchor teapot"}
    site = {"Sec-Fetch-Site": "same-origin"}

    answer = client.post("/workspace/account/sign-in/", sent, headers=site)

    assert answer.status_code == 403
    assert "violet" not in words(answer)
