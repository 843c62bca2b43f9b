"""Words that the law does not allow are taken out of a plan and of the ledger, and nothing else."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from made_plans import FORCE, GROUP, Played, promised
from redacted_plan import NAMED, ON, WHY, everything_kept, from_ledger, redact
from redacted_plan import named as named  # noqa: PLC0414  (pytest finds it by name)
from redacted_plan import signed as signed  # noqa: PLC0414  (the same)

from cli.conftest import evenhand as evenhand  # noqa: PLC0414  (pytest finds it by name)
from evenhand.ledger.kept import REDACTED
from evenhand.plan import models, selectors, services
from evenhand.plan.errors import EditedMeanwhile, NotAllowed
from evenhand.plan.history import Kind, present
from evenhand.plan.redactions import NO_ADDRESS, parts
from evenhand.plan.written import read, whole


def test_the_words_are_gone_everywhere_and_the_rest_stays(named: Played) -> None:
    before = named.changes

    made = redact(named, (1, "title"))

    after = named.changes
    assert after[0].terms.title == after[3].terms.title == REDACTED
    assert f"Stops by {NAMED}" not in everything_kept()
    assert (made.kind, made.redacts) == (Kind.REDACTED, ((1, "title"), (4, "title")))
    for old, new in zip(before, after, strict=False):
        assert (old.number, old.kind, old.at, old.words) == (
            new.number,
            new.kind,
            new.at,
            new.words,
        )
        if old.terms:
            assert old.terms.model_copy(update={"title": REDACTED}) == new.terms
    [mark] = after[0].redacted
    assert (mark.number, mark.parts, mark.by, mark.why) == (5, ("title",), "Publisher", WHY)


def test_every_place_where_a_name_can_stand_can_be_cleared(named: Played) -> None:
    every = [
        (one.number, name)
        for one in named.changes
        for name, text in parts(one).items()
        if "uillfeather" in text
    ]
    assert len(every) == 20

    redact(named, *every)

    assert "uillfeather" not in everything_kept()
    assert named.changes[2].proof.address == NO_ADDRESS
    assert [one.due_on for one in named.now(ON).now.milestones] == [
        date(2025, 6, 30),
        date(2025, 8, 31),
    ]
    assert named.now(ON).now.partners == ("Council", REDACTED)


def test_history_ledger_and_file_tell_the_same_after_a_redaction(named: Played) -> None:
    redact(named, (2, "words"))
    redact(named, (1, "what"), (5, "words"), reason="It names a person, too.")
    named.step("report", date(2025, 5, 7), words="Going on.")

    changes = named.changes
    assert from_ledger(named) == changes
    assert [read(json.loads(json.dumps(whole(one)))) for one in changes] == changes
    assert present(changes).moves == 1
    assert WHY not in [one.words for one in changes], "the first reason was taken out too"


@pytest.mark.parametrize(
    ("table", "sets"),
    [
        ("change", "words = 'Other'"),
        ("change", "words = '[redacted]'"),  # without a mark
        ("change", "words = 'Other', redacted = redacted || 'x'"),
        ("change", "recorded_at = '2020-01-01', redacted = redacted || 'x'"),
        ("change", "kind = 'withdrawn', redacted = redacted || 'x'"),
        ("change", "number = 9, redacted = redacted || 'x'"),
        ("change", "redacted = 'another mark, and longer than the one before it ever was: '"),
        ("change", "redacted = ''"),
        ("promise", "due_on = '2030-01-01', redacted = redacted || 'x'"),
        ("promise", "title = 'Other', redacted = redacted || 'x'"),
        ("promise", "milestones = '[]', redacted = redacted || 'x'"),
        ("promise", "partners = '[\"[redacted]\"]', redacted = redacted || 'x'"),
        (
            "promise",
            """milestones = '[{"key": "other", "words": "[redacted]", "due_on": "2025-06-30"},
            {"key": "second", "words": "Second step", "due_on": "2025-08-31"}]',
            redacted = redacted || 'x'""",
        ),
        (
            "promise",
            """milestones = '[{"key": "pilot", "words": "[redacted]", "due_on": "2025-07-30"},
            {"key": "second", "words": "Second step", "due_on": "2025-08-31"}]',
            redacted = redacted || 'x'""",
        ),
        (
            "promise",
            """partners = '["Council", "Other"]', redacted = redacted || 'x'""",
        ),
        ("evidence", "kind = 'note', address = '', redacted = redacted || 'x'"),
        ("evidence", "address = 'https://other.example/', redacted = redacted || 'x'"),
    ],
)
def test_the_database_lets_nothing_else_through(named: Played, table: str, sets: str) -> None:
    redact(named, (2, "words"))

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE plan_{table} SET {sets}")


@pytest.mark.parametrize(
    "sets",
    [
        "words = '[redacted]', redacted = redacted || 'x'",
        "\"by\" = '[redacted]', redacted = redacted || 'x'",
    ],
)
def test_the_database_lets_a_marked_redaction_through(named: Played, sets: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE plan_change SET {sets}")
        assert cursor.rowcount == 4


@pytest.mark.parametrize(
    ("chosen", "other", "refusal"),
    [
        ([], {}, "Choose words"),
        ([(9, "words")], {}, "Choose words"),
        ([(1, "due_on")], {}, "Choose words"),
        ([(1, "words")], {}, "Choose words"),  # the promise came without words
        ([(2, "words")], {"reason": " "}, "Say why"),
        ([(2, "words")], {"reason": REDACTED}, "Write what you mean"),
        ([(2, "words")], GROUP, "Only the force"),
    ],
)
def test_a_redaction_that_may_not_be_changes_nothing(
    named: Played, chosen: list[tuple[int, str]], other: dict[str, Any], refusal: str
) -> None:
    before = named.changes

    with pytest.raises(NotAllowed, match=refusal):
        redact(named, *chosen, **other)

    assert named.changes == before


def test_words_are_taken_out_once(named: Played) -> None:
    redact(named, (2, "words"))

    with pytest.raises(NotAllowed):
        redact(named, (2, "words"))


def test_who_has_not_seen_the_last_change_looks_again(named: Played) -> None:
    with pytest.raises(EditedMeanwhile) as refused:
        redact(named, (2, "words"), expected=2)

    assert [one.number for one in refused.value.meanwhile] == [3, 4]


@pytest.mark.parametrize(
    "said",
    [
        {"words": REDACTED},
        {"kind": "link", "title": REDACTED, "address": "https://x.example/", "words": "So."},
        {"kind": "link", "title": "T", "address": NO_ADDRESS, "words": "So."},
    ],
)
def test_nobody_feigns_a_redaction(named: Played, said: dict[str, str]) -> None:
    step = "add_evidence" if "kind" in said else "report"
    with pytest.raises(NotAllowed, match="Write what you mean"):
        named.step(step, ON, **said)


def test_a_promise_with_a_redacted_part_can_be_changed_and_given_new_words(named: Played) -> None:
    redact(named, (1, "title"), (1, "milestones 1"))
    now = named.now(ON).now

    moved = now.model_copy(update={"due_on": date(2026, 3, 31)})
    named.step("change", date(2025, 5, 8), terms=moved, reason="More time.")
    assert named.now(date(2025, 5, 8)).now.title == REDACTED
    better = moved.model_copy(update={"title": "Stops are recorded"})
    named.step("change", date(2025, 5, 9), terms=better, reason="A title again.")
    assert named.now(date(2025, 5, 9)).now.title == "Stops are recorded"
    feigned = better.model_copy(update={"what": REDACTED})
    with pytest.raises(NotAllowed, match="Write what you mean"):
        named.step("change", date(2025, 5, 10), terms=feigned, reason="Hide it.")
    with pytest.raises(NotAllowed, match="Write what you mean"):
        promised(named.action.plan, what=REDACTED)
    assert selectors.disagreements() == []


def test_a_redaction_follows_completion_dispute_and_withdrawal(named: Played) -> None:
    named.finish(date(2025, 4, 20))
    named.step("dispute", date(2025, 4, 21), words=f"{NAMED} did nothing.", **GROUP)
    disputed = named.number
    status = named.status(ON)
    redact(named, (disputed, "words"))
    assert named.status(ON) == status == "disputed"
    named.step("answer", date(2025, 5, 7), dispute=disputed, stands=False, words="True.")
    named.step("withdraw", date(2025, 5, 8), reason=f"{NAMED} left.")

    redact(named, (named.number, "words"), now=named.moment(date(2025, 5, 9)))

    assert named.status(date(2025, 5, 9)) == "withdrawn"
    assert "did nothing" not in everything_kept()
    assert selectors.disagreements() == []


def test_a_redaction_is_no_word_of_the_force_about_its_work(named: Played) -> None:
    before = named.now(ON).last_on

    redact(named, (2, "words"))

    assert named.now(ON).last_on == before


def test_the_head_changes_with_a_redaction_so_that_nothing_kept_is_shown(named: Played) -> None:
    plan = named.action.plan
    lead = services.name_lead(
        plan=plan, workstream="respected", expected=0, role=NAMED, **FORCE, now=named.moment(ON)
    )
    heads = {selectors.head(plan)}
    redact(named, (2, "words"))
    heads.add(selectors.head(plan))
    for part in ("role", "by"):
        services.redact_lead(
            lead=lead,
            chosen=[part],
            reason=WHY,
            by="Publisher",
            organisation=FORCE["organisation"],
            now=named.moment(ON),
        )
        heads.add(selectors.head(plan))

    assert len(heads) == 4
    assert NAMED not in models.Lead.objects.get(pk=lead.pk).role
    assert selectors.disagreements() == []


@pytest.mark.parametrize(
    ("chosen", "other", "refusal"),
    [
        ([], {}, "Choose words"),
        (["words"], {}, "Choose words"),
        (["number"], {}, "Choose words"),
        (["role"], {"reason": ""}, "Say why"),
        (["role"], {"organisation": "Another"}, "Only the force"),
    ],
)
def test_a_lead_is_not_redacted_without_words_reason_or_right(
    named: Played, chosen: list[str], other: dict[str, str], refusal: str
) -> None:
    lead = services.name_lead(
        plan=named.action.plan,
        workstream="respected",
        expected=0,
        role=NAMED,
        **FORCE,
        now=named.moment(ON),
    )
    given = {"reason": WHY, "by": "x", "organisation": FORCE["organisation"]}

    with pytest.raises(NotAllowed, match=refusal):
        services.redact_lead(lead=lead, chosen=chosen, now=named.moment(ON), **{**given, **other})

    assert models.Lead.objects.get(pk=lead.pk).role == NAMED
