"""A plan in which a person is named wherever one can be, and how the words are taken out."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from made_plans import FORCE, Played, promised

from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.ledger import selectors as ledger
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.models import Entry
from evenhand.ledger.tree.keys import Kind as KeyKind
from evenhand.ledger.tree.keys import SigningKey
from evenhand.plan import models, selectors, services
from evenhand.plan.history import Change
from evenhand.plan.selectors.entries import by_number
from evenhand.plan.terms import Milestone, Target
from evenhand.plan.written import from_entry

NAMED = "Sergeant Quillfeather of Portwell"
"""A name that stands in no other text of these tests, so that it can be looked for anywhere."""
WHY = "It names a person who is not a public figure."
ON = date(2025, 5, 6)
KEY = SigningKey.new("tests.example/ledger", KeyKind.LOG)


def redact(played: Played, *chosen: tuple[int, str], **other: Any) -> Change:
    given = {
        "expected": played.number,
        "reason": WHY,
        "by": "Publisher",
        "organisation": FORCE["organisation"],
        "now": played.moment(ON),
    }
    return services.redact(action=played.action, chosen=chosen, **{**given, **other})


def everything_kept() -> str:
    """Every text in every table of the plan and of the public ledger, as one text."""
    rows = [
        *models.Change.objects.values_list(),
        *models.Promise.objects.values_list(),
        *models.Evidence.objects.values_list(),
        *models.Lead.objects.values_list(),
        *Entry.objects.values_list(),
    ]
    return repr(rows)


def from_ledger(played: Played) -> list[Change]:
    """The history as the public ledger tells it, with what was erased said again."""
    action = played.action
    found = by_number(ledger.history(selectors.subject(action.plan, action.key)))
    return [from_entry(said.content) for _, said in sorted(found.items()) if said.content]


@pytest.fixture
def named(plan: models.Plan) -> Played:
    """A promise with a person's name in every place where one can be typed."""
    played = promised(
        plan,
        title=f"Stops by {NAMED}",
        what=f"{NAMED} records every stop.",
        why=f"Asked for {NAMED}.",
        owner=NAMED,
        request=f"{NAMED}, they said.",
        milestones=(
            Milestone(key="pilot", words=f"Pilot with {NAMED}", due_on=date(2025, 6, 30)),
            Milestone(key="second", words="Second step", due_on=date(2025, 8, 31)),
        ),
        targets=(Target(aim=f"Fewer by {NAMED}", by=date(2025, 9, 30)),),
        partners=("Council", NAMED),
    )
    played.step("report", date(2025, 4, 2), words=f"{NAMED} has begun.")
    played.step(
        "add_evidence",
        date(2025, 4, 3),
        kind="link",
        title=f"Report on {NAMED}",
        address="https://demoshire.example/quillfeather",
        words=f"What {NAMED} wrote.",
    )
    played.step(
        "change",
        date(2025, 4, 4),
        terms=played.changes[0].terms.model_copy(update={"due_on": date(2025, 12, 31)}),
        reason="More time.",
    )
    return played


@pytest.fixture
def signed(named: Played) -> Callable[..., None]:
    """Let the sequencer come round, so that entries have places."""

    def go_round(month: int = 6) -> None:
        sequence(LEDGER, key=KEY, now=datetime(2025, month, 1, tzinfo=UTC))

    return go_round
