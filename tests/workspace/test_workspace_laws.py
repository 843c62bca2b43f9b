"""Random people try random steps through the pages: what may be done is, and the ledger tells."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.cast import Cast, acting, signed_in
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation
from evenhand.audit.models import Entry as Private
from evenhand.ledger.models import Entry
from evenhand.plan import services
from evenhand.plan.history import Change, present
from evenhand.plan.written import read
from plan.made_plans import Played, promised
from workspace.plan_writes import ACTION, as_shown, group, newcomer, stops

OF_AN_OWNER = {"report", "reach", "link", "note"}
OF_THE_FORCE = OF_AN_OWNER | {"change", "complete", "answer", "reopen", "override"}
OF_THE_FORCE |= {"end-override", "withdraw"}
MAY: Mapping[str, set[str]] = {
    "manager": OF_THE_FORCE,
    "lead": OF_THE_FORCE,
    "lead of another": set(),
    "owner": OF_AN_OWNER,
    "owner of nothing": set(),
    "analyst": set(),
    "chair": {"dispute"},
    "second chair": {"dispute"},
    "oversight": {"comment"},
    "manager elsewhere": set(),
    "chair elsewhere": set(),
}
"""Who may take which step, said without the code that decides it."""
NOT_THEIR_PLAN = {"manager elsewhere", "chair elsewhere"}
STEPS = sorted(OF_THE_FORCE | {"dispute", "comment"})
TRIES = st.lists(
    st.tuples(
        st.sampled_from(list(MAY)) | st.sampled_from(["manager", "lead", "chair"]),
        st.sampled_from(STEPS) | st.sampled_from(["complete", "dispute", "answer", "link"]),
        st.sampled_from([0, 0, 0, 0, -1, 1]),  # how wrong the number is that they have seen
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=12,
)


@dataclass(frozen=True)
class Scene:
    """An action, and a browser for everybody."""

    played: Played
    people: Mapping[str, Person]
    clients: Mapping[str, Client]

    def give(self, name: str, **what: str) -> None:
        """The manager gives somebody a part of the plan."""
        services.assign(
            plan=self.played.action.plan,
            membership=Membership.objects.get(person=self.people[name]).pk,
            by=acting(self.people["manager"]),
            now=timezone.now(),
            **what,
        )

    def another(self) -> Played:
        """A new action of the workstream, which the owner does."""
        made = promised(self.played.action.plan)
        self.give("owner", action=made.action.key)
        return made


@pytest.fixture
def scene(cast: Cast) -> Scene:
    played = stops()
    kind = OrganisationKind.OVERSIGHT_BODY
    panel = add_organisation(
        id="panel",
        name="Scrutiny panel",
        kind=OrganisationKind.SCRUTINY_PANEL,
        force=cast.force.force,
    )
    people = {
        "manager": newcomer("manager", cast.force, Role.PROGRAMME_MANAGER),
        "lead": newcomer("lead", cast.force, Role.WORKSTREAM_LEAD),
        "lead of another": newcomer("other", cast.force, Role.WORKSTREAM_LEAD),
        "owner": newcomer("owner", cast.force, Role.ACTION_OWNER),
        "owner of nothing": cast.mate,
        "analyst": newcomer("analyst", cast.force, Role.ANALYST),
        "chair": newcomer("chair", group(cast), Role.PANEL_CHAIR),
        "second chair": newcomer("second", panel, Role.PANEL_MEMBER),
        "oversight": newcomer(
            "member", add_organisation(id="body", name="Body", kind=kind), Role.OVERSIGHT_MEMBER
        ),
        "manager elsewhere": newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER),
        "chair elsewhere": newcomer("chair", group(cast, elsewhere=True), Role.PANEL_CHAIR),
    }
    scene = Scene(played, people, {name: signed_in(one) for name, one in people.items()})
    scene.give("lead", workstream="respected")
    scene.give("lead of another", workstream="involved")
    scene.give("owner", action="vehicle-stops")
    return scene


def said(played: Played, step: str, number: int) -> dict[str, Any]:
    """What somebody types for a step."""
    words = {"words": f"Try {number}.", "stage": "save"}
    more: Mapping[str, dict[str, Any]] = {
        "reach": {"milestone": "pilot"},
        "link": {"title": "Report", "address": "https://beds.example/x"},
        "note": {"title": "Note"},
        "answer": {"answers": str(played.number), "stands": ("yes", "no")[number % 2]},
        "override": {"says": ("on-track", "late", "complete")[number % 3]},
    }
    if step == "change":
        return as_shown(played, due_on=f"{number + 1}/4/2027", **words)
    return {**words, **more.get(step, {})}


@settings(
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(TRIES)
def test_whoever_tries_only_what_they_may_is_recorded_and_the_ledger_tells_all_of_it(
    scene: Scene, tries: list[tuple[str, str, int, int]]
) -> None:
    played = scene.another()
    address = ACTION.replace("vehicle-stops", played.action.key)
    known = played.changes
    logged = Private.objects.filter(kind="alteration").count()
    for number, (who, step, wrong, other) in enumerate(tries):
        sent = {"expected": str(known[-1].number + wrong), **said(played, step, number + other)}

        answer = scene.clients[who].post(f"{address}{step}/", sent)

        now = played.changes
        assert now[: len(known)] == known, "nothing that was there is another"
        if step not in MAY[who]:
            assert answer.status_code == (404 if who in NOT_THEIR_PLAN else 403)
            assert now == known
        elif len(now) > len(known):
            assert len(now) == len(known) + 1
            assert answer.status_code == 303
            assert wrong == 0 or len(known) == 1, "who had not seen the last change is shown it"
            logged += 1
        else:
            assert answer.status_code in {303, 400, 409}
        known = now
    assert Private.objects.filter(kind="alteration").count() == logged
    assert from_ledger(played) == known
    assert present(from_ledger(played)) == present(known)


def from_ledger(played: Played) -> list[Change]:
    """The history of the action as the public ledger tells it."""
    plan = played.action.plan
    subject = f"plan/{plan.force_id}/{plan.iteration}/{played.action.key}"
    return [
        read(
            {
                **json.loads(one.body),
                "kind": one.kind.removeprefix("plan-"),
                "at": one.at.isoformat() if one.at else "",
                "by": one.by,
                "organisation": one.organisation,
            }
        )
        for one in Entry.objects.filter(subject=subject).order_by("pk")
    ]


@pytest.mark.parametrize("who", MAY)
def test_an_action_offers_exactly_the_steps_that_somebody_may_take(scene: Scene, who: str) -> None:
    """The page and the write agree, and both agree with what is said above."""
    client, kinds = scene.clients[who], set()
    for step in STEPS:
        answer = client.get(f"{ACTION}{step}/")
        if answer.status_code == 200:
            kinds.add(step)

    assert kinds == MAY[who]
