"""Alerts at somebody's desk: what waits, every step, and everybody who must not take one."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, signed_in
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.measures.watch.found import Finding, Looks, Means, Series
from evenhand.monitoring.services import watching
from evenhand.publications.charts import alert as charts
from evenhand.workspace.views.alerts import steps
from monitoring.made_alerts import recorded, watched
from workspace.alert_writes import (
    ALERTS,
    FORCE,
    OF_ALERTS,
    QUARTERS,
    REVIEW,
    WORDS,
    alert,
    commented,
    day,
    explained,
    explaining,
    oversight,
    raised,
    reforming,
    settled,
)
from workspace.plan_writes import FORCE_ID, group, newcomer
from workspace.reading import hidden_in, read, words
from workspace.writes import Write

HOSTILE = "<script>alert(1)</script> & {{ 7*7 }}"


@contextmanager
def undone() -> Iterator[None]:
    """What happens in here is taken back, for the next step."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def each(cast: Cast) -> Iterator[Write]:
    """Every step in its turn, each on an untouched site."""
    for make in OF_ALERTS.values():
        with undone():
            yield make(cast)


@pytest.fixture
def manager(cast: Cast) -> Client:
    """A programme manager of the force."""
    return signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))


def typed(write: Write) -> dict[str, Any]:
    return {name: value for name, value in write.sent.items() if name != "stage"}


def test_every_step_is_shown_as_the_public_will_read_it_and_recorded_once(cast: Cast) -> None:
    for write in each(cast):
        client, before = signed_in(write.by), write.state()
        form = read(client, write.address)
        signed = re.search(r"Signed: (.+?)\. Leave out names", form)
        assert signed is not None, write.address

        preview = client.post(write.address, typed(write))

        shown = words(preview)
        assert preview.status_code == 200, write.address
        assert "“Said in public.”" in shown
        assert signed[1] in shown
        assert "This cannot be taken back." in shown
        assert write.state() == before, "nothing is recorded yet"
        back = client.post(write.address, {**typed(write), "stage": "edit"})
        assert "Said in public." in words(back)
        done = client.post(write.address, write.sent)
        assert (done.status_code, done.url) == (303, write.then), words(done)
        again = client.post(write.address, write.sent)
        assert again.status_code == 303, "a double click"
        assert len(write.state()) == len(before) + 1
        assert "This was recorded already. Nothing was added." in read(client, REVIEW)
        assert "Said in public." in read(client, REVIEW)


def test_what_a_preview_sends_again_is_all_that_was_typed(cast: Cast) -> None:
    write = OF_ALERTS["owner"](cast)
    client = signed_in(write.by)

    hidden = hidden_in(client.post(write.address, typed(write)))

    assert client.post(write.address, {**hidden, "stage": "save"}).status_code == 303


def test_nobody_else_takes_a_step(cast: Cast) -> None:
    """A role that does not allow it, another force's person, somebody signed out."""
    for write in each(cast):
        before = write.state()
        logged = Entry.objects.count()
        assert signed_in(write.mate).post(write.address, write.sent).status_code == 403
        assert Entry.objects.count() > logged, "that it was tried is kept"
        stranger = signed_in(write.stranger)
        assert stranger.post(write.address, write.sent).status_code == 404, write.address
        assert stranger.get(REVIEW).status_code == 404
        assert REVIEW not in stranger.get(ALERTS).content.decode()
        lost = Client().post(write.address, write.sent)
        assert lost.status_code == 401
        assert "Said in public." in words(lost)
        forged = Client(enforce_csrf_checks=True)
        forged.cookies = signed_in(write.by).cookies
        answer = forged.post(write.address, write.sent, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 403
        assert "Said in public." in words(answer)
        elsewhere = forged.post(write.address, write.sent)
        assert "Said in public." not in words(elsewhere)
        assert write.state() == before


def test_a_form_that_says_nothing_is_kept_with_what_to_do(cast: Cast) -> None:
    for write in each(cast):
        before = write.state()

        answer = signed_in(write.by).post(write.address, {**write.sent, "words": "  "})

        page = answer.content.decode()
        assert answer.status_code == 400, write.address
        assert "Error:" in page
        assert 'href="#words"' in page
        assert write.state() == before


def test_a_role_that_ended_while_the_form_was_open_allows_nothing(cast: Cast) -> None:
    for write in each(cast):
        client, before = signed_in(write.by), write.state()
        assert client.get(write.address).status_code == 200
        Membership.objects.filter(person=write.by).update(ended_at=timezone.now())

        answer = client.post(write.address, write.sent)

        assert answer.status_code in {302, 403}
        assert write.state() == before


def test_somebody_who_was_faster_is_shown_and_the_words_typed_are_kept(cast: Cast) -> None:
    review = raised()
    manager = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    sent = {**explaining(review.review), "expected": "1", "words": f"Mine. {HOSTILE}"}
    commented(review)

    answer = manager.post(f"{REVIEW}explain/", sent)

    page, shown = answer.content.decode(), words(answer)
    assert answer.status_code == 409
    assert "Somebody took a step while you were writing" in shown
    assert "“What of the nights?”" in shown
    assert f"Mine. {HOSTILE}" in shown
    assert "<script>alert" not in page
    assert page.count('value="21-24" checked') == 1
    assert 'name="expected" value="2"' in page
    assert len(review.steps) == 2
    again = manager.post(f"{REVIEW}explain/", {**sent, "expected": "2"})
    assert again.status_code == 303


def test_a_step_that_became_impossible_meanwhile_says_so(cast: Cast) -> None:
    review = raised()
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    settled(review)

    answer = client.post(
        f"{REVIEW}extend/",
        {"expected": "1", **WORDS, "until": f"{day(-7):%d/%m/%Y}"},
    )

    assert answer.status_code == 409
    assert "No answer is awaited, so there is nothing to extend." in words(answer)


@pytest.mark.parametrize(
    ("step", "sent", "why"),
    [
        ("reform", {}, "No reform is awaited."),
        ("answer", {"comment": "1"}, "Choose a comment that has no answer yet"),
        ("reopen", {}, "Only a conclusion that led to no reform is reopened."),
        ("conclude", {"conclusion": "explained"}, "It is explained only once"),
        ("extend", {"until": "1/1/2020"}, "An extension ends on a later day than today"),
        ("explain", {"type": "operation"}, "Choose which number will show it"),
    ],
)
def test_a_step_forged_out_of_order_is_refused_in_a_sentence(
    manager: Client, step: str, sent: dict[str, Any], why: str
) -> None:
    review = raised()
    full = {**(reforming(review) if step == "reform" else {}), **sent}

    answer = manager.post(f"{REVIEW}{step}/", {"expected": "1", **WORDS, **full})

    assert answer.status_code == 400
    assert why in words(answer), words(answer)
    assert len(review.steps) == 1


def test_nobody_signs_off_what_they_concluded_themselves(cast: Cast) -> None:
    review = raised()
    both = newcomer("both", cast.force, Role.CHIEF_OFFICER)
    who = {**FORCE, "person": both}
    review.step("conclude", day(2), who, conclusion="not-explained", words="Nothing was found.")

    answer = signed_in(both).post(f"{REVIEW}sign/", {"expected": "2", **WORDS})

    assert answer.status_code == 400
    assert "Nobody signs off what they concluded themselves." in words(answer)


def test_the_list_puts_overdue_alerts_first_by_their_last_day(cast: Cast) -> None:
    late, later = raised(60, alert(key="a")), raised(70, alert(key="b"))
    soon, answered = raised(9, alert(key="c")), raised(50, alert(key="d"))
    explained(answered)
    settled(raised(40, alert(key="e")))
    better = watched(alert(key="f", means=Means.BETTER), examined={FORCE_ID: 2})
    recorded(better, now=timezone.now())
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    page = read(client, ALERTS)
    links = re.findall(rf'href="{ALERTS}{FORCE_ID}/(\d+)/"', client.get(ALERTS).content.decode())

    assert "2 alerts are overdue: their silence is shown in public, day by day." in page
    order = [str(one.review.alert.number) for one in (later, late, soon)]
    assert links[:3] == order
    assert len(links) == 6
    assert "42 days overdue." in page
    assert re.search(r"19 days left, until \d+ \w+ 20\d\d\.", page)
    assert "Waits for an independent reviewer." in page
    assert "Waits for an action of the plan." in page
    assert "For the better: told, nothing to answer" in page


def test_the_first_page_says_what_waits_and_leads_there(cast: Cast) -> None:
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    assert (
        f'<a class="govuk-link" href="{ALERTS}">' not in client.get("/workspace/").content.decode()
    )
    raised(9)

    page = client.get("/workspace/").content.decode()

    said = "One alert waits for a first answer. None is overdue."
    assert f'<a class="govuk-link" href="{ALERTS}">{said}</a>' in page
    assert said not in read(signed_in(cast.mate), "/workspace/")


def test_an_improvement_has_a_page_and_no_step(cast: Cast) -> None:
    run = watched(alert(means=Means.BETTER), examined={FORCE_ID: 2})
    recorded(run, now=timezone.now())
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    page = read(client, REVIEW)

    assert "A move for the better is told. Nothing has to be answered." in page
    assert "What can be done now" not in page
    assert client.get(f"{REVIEW}explain/").status_code == 404
    assert client.post(f"{REVIEW}explain/", WORDS).status_code == 404


def test_a_desk_says_what_moved_with_its_table_and_what_could_explain_it(cast: Cast) -> None:
    finding = Finding("unknown-ethnicity-jump", ("2026-02",), f"It jumped. {HOSTILE}")
    related = Series(FORCE_ID, "stop-and-search", "search-rate", Looks.RATE, "Black")
    one = alert(findings=(finding,), related=(related,))
    watching.record(
        watched(one, examined={FORCE_ID: 2}),
        by="the watch",
        now=timezone.now(),
        draw=charts.draw,
        tell=lambda each: each,
    )
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    answer = client.get(REVIEW)

    page, shown = answer.content.decode(), words(answer)
    assert "Bedfordshire Police: alert 1" in shown
    assert "Black people were searched 5.5 times as often as White people." in shown
    assert page.count("<svg") >= 2
    assert "Missing. It is not counted as zero." in shown
    assert "2.4 to 3.5" in shown
    assert f"It jumped. {HOSTILE}" in shown
    assert "<script>alert" not in page
    assert "Searches for every 1,000 residents: Black people" in shown
    assert "Judge the explanation" not in shown, "there is none yet"
    assert "Comment , by panels, community groups and oversight bodies" in shown


def test_only_the_force_itself_sees_what_is_not_told(cast: Cast) -> None:
    """An outsider's desk is built from what the public may see."""
    secret = alert()
    public = replace(secret, sentence="What the public reads.", quarters=QUARTERS[1:])
    run = watched(secret, examined={FORCE_ID: 2})
    watching.record(
        run,
        by="the watch",
        now=timezone.now(),
        draw=lambda _one: {},
        tell=lambda _one: public,
    )
    member = signed_in(newcomer("member", oversight(), Role.OVERSIGHT_MEMBER))
    manager = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))

    assert "2.4 to 3.5" in read(manager, REVIEW)
    outside = read(member, REVIEW)
    assert "What the public reads." in outside
    assert "2.4 to 3.5" not in outside
    assert secret.sentence not in outside


def test_who_judges_in_another_force_sees_only_what_waits_for_a_judge(cast: Cast) -> None:
    waiting, open_ = raised(9, alert(key="a")), raised(9, alert(key="b"))
    explained(waiting)
    analyst = signed_in(newcomer("analyst", cast.other_force, Role.ANALYST))

    page = analyst.get(ALERTS).content.decode()

    assert f'href="{ALERTS}{FORCE_ID}/{waiting.review.alert.number}/"' in page
    assert f'href="{ALERTS}{FORCE_ID}/{open_.review.alert.number}/"' not in page
    sent = {"expected": "2", "explanation": "2", "accepted": "no", **WORDS}
    answer = analyst.post(f"{ALERTS}{FORCE_ID}/{waiting.review.alert.number}/judge/", sent)
    assert answer.status_code == 303
    assert waiting.steps[-1].data == {"explanation": 2, "accepted": False}
    refused = analyst.post(f"{REVIEW}owner/", {"expected": "1", "role": "Nobody", **WORDS})
    assert refused.status_code == 403


def test_the_navigation_leads_those_who_may_and_nobody_else(cast: Cast) -> None:
    may = [
        newcomer("manager", cast.force, Role.PROGRAMME_MANAGER),
        newcomer("chief", cast.force, Role.CHIEF_OFFICER),
        newcomer("panel", group(cast), Role.PANEL_MEMBER),
        newcomer("member", oversight(), Role.OVERSIGHT_MEMBER),
    ]

    assert all(f'href="{ALERTS}"' in signed_in(one).get(ALERTS).content.decode() for one in may)
    assert f'href="{ALERTS}"' not in signed_in(cast.mate).get("/workspace/").content.decode()
    assert "No alert has been raised." in read(signed_in(may[0]), ALERTS)


def test_every_step_before_another_can_be_opened(cast: Cast) -> None:
    """The page of each step is there from the beginning, and says why it must wait."""
    raised()
    people = {
        "sign": newcomer("chief", cast.force, Role.CHIEF_OFFICER),
        "judge": newcomer("member", oversight(), Role.OVERSIGHT_MEMBER),
        "answer": newcomer("manager", cast.force, Role.PROGRAMME_MANAGER),
    }
    why = {
        "sign": "No conclusion waits to be signed off.",
        "judge": "No explanation waits to be judged.",
        "answer": "No comment waits for an answer.",
    }

    for step, person in people.items():
        page = read(signed_in(person), f"{REVIEW}{step}/")
        assert f"This cannot be done now. {why[step]}" in page
        assert "<textarea" not in page


def test_somebody_who_is_faster_by_a_moment_is_shown_too(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the look at the review and the write, under its lock, somebody else wrote."""
    review = raised()
    client = signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
    look, looked = steps.the_alert, []

    def stale(*args: Any) -> Any:
        desk = look(*args)
        if not looked:
            looked.append(desk)
            commented(review)
        return desk

    monkeypatch.setattr(steps, "the_alert", stale)
    answer = client.post(f"{REVIEW}owner/", {"expected": "1", "role": "Chief", **WORDS})

    assert answer.status_code == 409
    assert "“What of the nights?”" in words(answer)
    assert "Said in public." in words(answer)
    assert len(review.steps) == 2
