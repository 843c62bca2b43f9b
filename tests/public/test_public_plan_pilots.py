"""What a pilot taught and who took it up, and what an action is for, on its page."""

from datetime import timedelta

import pytest
from crawling import Page, parsed
from django.test import Client
from plan_site import NOW, TODAY

from evenhand.demo import plan as story
from evenhand.plan import models, selectors, services
from evenhand.plan.terms import Terms

ACTIONS = "/forces/demoshire/plan/1/actions/"
TRAINING, STOPS = f"{ACTIONS}police-powers-training/", f"{ACTIONS}record-vehicle-stops/"
FORCE = {"by": "Head of learning", "organisation": story.ORGANISATION}


def read(client: Client, address: str) -> Page:
    response = client.get(address)
    assert response.status_code == 200
    return parsed(response.content.decode(), address)


def headings(page: Page) -> list[str]:
    return [one.text for one in page.main.all("h2")]


def learnt(page: Page) -> str:
    """What stands between the heading and the next."""
    _, _, after = page.main.text.partition("What was learnt")
    return after.partition("Milestones")[0]


def add_lesson(plan: models.Plan, words: str) -> models.Action:
    action = models.Action.objects.get(plan=plan, key="police-powers-training")
    number = selectors.changes_of(action)[-1].number
    services.learn(action=action, expected=number, words=words, **FORCE, now=NOW)
    return action


def make_pilot(plan: models.Plan, key: str, *, pilot: bool) -> None:
    found = selectors.action(plan, key, on=TODAY)
    assert found is not None
    action = models.Action.objects.get(plan=plan, key=key)
    terms = found.now.now.model_copy(update={"pilot": pilot})
    said = {"terms": terms, "reason": "Other forces asked.", "now": NOW, **FORCE}
    services.change(action=action, expected=found.now.number, **said)


def taken_up(plan: models.Plan, address: str) -> None:
    """Another force takes an action up."""
    who = {"by": "Head", "organisation": "Fablesea Police", "now": NOW}
    theirs = services.open_plan(
        force_id="fablesea", framework=plan.framework, title="A plan", **who
    )
    said = {"title": "The same", "what": "As there.", "owner": "Head of learning"}
    terms = Terms(**said, starts_on=TODAY, due_on=TODAY, adopts=address)
    services.promise(plan=theirs, key="same", workstream="represented", terms=terms, **who)


def test_a_pilot_says_what_was_learnt_with_day_and_role(plan: models.Plan, client: Client) -> None:
    said = learnt(read(client, TRAINING))

    assert "Groups of twelve worked, groups of thirty did not." in said
    assert "20 January 2026" in said
    assert "Head of learning, Demoshire Police" in said


def test_the_latest_lesson_comes_first_and_is_only_text(plan: models.Plan, client: Client) -> None:
    add_lesson(plan, "Ask <b>sooner</b>.")

    page = client.get(TRAINING).content.decode()

    assert "Ask &lt;b&gt;sooner&lt;/b&gt;." in page
    said = learnt(parsed(page))
    assert said.index("sooner") < said.index("Groups of twelve")


def test_on_a_day_before_nothing_was_learnt(plan: models.Plan, client: Client) -> None:
    said = learnt(read(client, f"{TRAINING}?on=2026-01-19"))

    assert "Nothing is recorded yet." in said
    assert "Groups of twelve" not in said


def test_words_taken_out_are_gone_from_what_was_learnt(plan: models.Plan, client: Client) -> None:
    action = add_lesson(plan, "Constable Smith slept.")
    number = selectors.changes_of(action)[-1].number
    services.redact(
        action=action,
        expected=number,
        chosen=[(number, "words")],
        reason="It names somebody.",
        **FORCE,
        now=NOW + timedelta(seconds=1),
    )

    assert "Smith" not in client.get(TRAINING).content.decode()
    assert "[redacted]" in learnt(read(client, TRAINING))


@pytest.mark.parametrize("heading", ["A pilot", "What was learnt", "Taken up by other forces"])
def test_what_is_no_pilot_and_was_not_taken_up_says_nothing_of_either(
    plan: models.Plan, client: Client, heading: str
) -> None:
    assert heading not in headings(read(client, STOPS))


def test_a_new_pilot_says_that_nothing_was_learnt_yet(plan: models.Plan, client: Client) -> None:
    make_pilot(plan, "record-vehicle-stops", pilot=True)

    assert "Nothing is recorded yet." in learnt(read(client, STOPS))


def test_what_was_learnt_stays_when_it_is_no_pilot_any_more(
    plan: models.Plan, client: Client
) -> None:
    make_pilot(plan, "record-vehicle-stops", pilot=True)
    action = models.Action.objects.get(plan=plan, key="record-vehicle-stops")
    number = selectors.changes_of(action)[-1].number
    then = NOW + timedelta(seconds=1)
    services.learn(action=action, expected=number, words="Ask sooner.", **FORCE, now=then)
    terms = selectors.changes_of(action)[-2].terms
    assert terms is not None
    services.change(
        action=action,
        expected=number + 1,
        terms=terms.model_copy(update={"pilot": False}),
        reason="It is for good now.",
        **FORCE,
        now=then,
    )

    page = read(client, STOPS)

    assert "A pilot" not in headings(page)
    assert "Ask sooner." in learnt(page)


def test_who_took_up_what_was_never_called_a_pilot_is_named(
    plan: models.Plan, client: Client
) -> None:
    taken_up(plan, "plan/demoshire/1/record-vehicle-stops")

    page = read(client, STOPS)

    assert "Taken up by other forces" in headings(page)
    assert "A pilot" not in headings(page)
    assert "Taken up by Fablesea Police" in page.main.text
    assert "/forces/fablesea/plan/1/actions/same/" in page.links


def test_a_commitment_says_towards_which_outcome_it_is_made(
    plan: models.Plan, client: Client
) -> None:
    outcome = "Every difference in the use of powers is explained with evidence, or acted on."

    page = read(client, STOPS).main.text

    assert f"Record and publish who is stopped on the road and why. Towards: {outcome}" in page
    assert outcome not in read(client, TRAINING).main.text


def test_who_leads_what_says_nothing_of_outcomes(plan: models.Plan, client: Client) -> None:
    assert "Towards:" not in read(client, "/forces/demoshire/plan/leads/").main.text
