"""Every sentence of the plan's pages is a message; the force's own words are the force's."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.conf import LazySettings
from django.test import Client
from plan_site import TODAY
from test_public_pseudo import outside

from evenhand.config.language import pseudo
from evenhand.demo import plan as story
from evenhand.forces import services as forces
from evenhand.measures.words import messages
from evenhand.plan import services
from evenhand.plan.models import Plan

GRID = "/forces/demoshire/plan/"
NAMES = ("/plans/", "/plans/how/", GRID, f"{GRID}late/", f"{GRID}changes/", f"{GRID}leads/")


def bracketed(told: object) -> object:
    """A force's own words, as the pseudo-locale would write them if they were ours."""
    if isinstance(told, dict):
        own = {"action", "workstream", "key", "evidence", "override", "commitments", "columns"}
        own |= {"reach", "address", "measure", "leads", "goal", "file"}
        return {
            name: value if name in own and name != "leads" else bracketed(value)
            for name, value in told.items()
        }
    if isinstance(told, list):
        return [bracketed(one) for one in told]
    return f"\u27e6{told}\u27e7" if isinstance(told, str) else told


def name_another_lead(plan: Plan, now: datetime) -> None:
    """One more lead of a workstream, with a reason, and its author taken out again."""
    said = bracketed(
        {"by": "Deputy", "role": "Head of fairness", "reason": "The one before moved."}
    )
    assert isinstance(said, dict)
    who = {"by": said["by"], "organisation": story.ORGANISATION, "now": now}
    lead = services.name_lead(
        plan=plan,
        workstream="respected",
        expected=1,
        role=said["role"],
        reason=said["reason"],
        **who,
    )
    services.redact_lead(lead=lead, chosen=["words"], reason=said["reason"], **who)


@pytest.fixture
def abroad(
    db: None, today: date, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Plan]:
    """The plan read under the pseudo-locale."""
    settings.PSEUDO_LOCALE = True
    for name in ("ORGANISATION", "GROUP", "ITS_CHAIR"):
        monkeypatch.setattr(story, name, bracketed(getattr(story, name)))
    messages.use(pseudo)
    try:
        forces.load(["demoshire", "fablesea"])
        told = bracketed(story.story())
        assert isinstance(told, dict)
        now = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
        plan = story.Storyteller(told, now).tell()
        name_another_lead(plan, now)
        yield plan
    finally:
        messages.use(None)


def test_no_page_of_the_plan_says_a_sentence_that_is_not_a_message(
    abroad: Plan, client: Client
) -> None:
    past = [f"{GRID}?on=2026-03-31", f"{GRID}?on=2024-01-01", "/forces/fablesea/plan/"]
    actions = [f"{GRID}1/actions/{one.key}/" for one in abroad.actions.all()]
    quarters = [f"{GRID}changes/{one}/" for one in ("2025-Q4", "2024-Q3", "2024-Q2")]

    found = {
        line: address
        for address in (*NAMES, *past, *actions, *quarters)
        for line in outside(client.get(address).content.decode())
    }
    assert not found, "\n".join(f"{line!r} on {address}" for line, address in found.items())
