"""Words that the law does not allow are taken out of a review and the ledger; nothing else is."""

import json
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from made_alerts import CHIEF, EVIDENCE, FORCE, JUDGE, PANEL, Reviewed, an_action, reform

from evenhand.ledger import selectors as ledger
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.models import Entry
from evenhand.monitoring import models, selectors, services
from evenhand.monitoring.errors import EditedMeanwhile, NotAllowed
from evenhand.monitoring.history import Awaits, Kind, Step, present
from evenhand.monitoring.redactions import parts, places
from evenhand.monitoring.written import from_entry, said_again

pytestmark = pytest.mark.django_db
NAMED = "Pat Quillfeather"
WHY = "It names a person who is not a public figure."
MAY, JUNE = date(2026, 5, 20), date(2026, 6, 3)
PUBLISHER = {"by": "Publisher", "organisation": "Demoshire Police"}


@pytest.fixture
def named(reviewed: Reviewed) -> Reviewed:
    """A review in which a person is named in every text that there is."""
    reviewed.step("name_owner", MAY, role=f"{NAMED}'s inspector", words=f"{NAMED} works there.")
    evidence = [
        EVIDENCE | {"title": f"Log of {NAMED}", "address": "https://demoshire.example/quillfeather"}
    ]
    reviewed.explain(MAY, words=f"An operation led by {NAMED}.", evidence=evidence)
    reviewed.judge(JUNE, 3, words=f"An operation led by {NAMED}.")
    return reviewed


def redact(one: Reviewed, *chosen: tuple[int, str], on: date = JUNE, **other: Any) -> Step:
    said: dict[str, Any] = {
        "review": one.review,
        "expected": one.number,
        "chosen": chosen,
        "reason": WHY,
        "now": one.moment(on),
        **PUBLISHER,
    }
    return services.redacting.redact(**(said | other))


def everything_kept() -> str:
    """All that the database holds of reviews and of the ledger, as one text."""
    rows = [str(row) for row in models.Step.objects.values_list()]
    rows += [one.body for one in Entry.objects.all() if one.body]
    return "\n".join(rows)


def from_ledger(one: Reviewed) -> list[Step]:
    """The steps as the ledger alone says them now."""
    found: dict[int, Step] = {}
    for entry in ledger.history(selectors.subject(one.review.alert)):
        if entry.content and entry.content["kind"].startswith("review-"):
            step = from_entry(entry.content)
            found[step.number] = step
    return [found[number] for number in sorted(found)]


def test_the_words_are_gone_wherever_they_stand_and_the_rest_stays(named: Reviewed) -> None:
    before = named.steps

    made = redact(named, (3, "words"))

    after = named.steps
    assert after[2].words == after[3].words == REDACTED
    assert f"led by {NAMED}" not in everything_kept()
    assert (made.kind, made.data["redacts"]) == (Kind.REDACTED, ["3 words", "4 words"])
    for old, new in zip(before, after, strict=False):
        assert (old.number, old.kind, old.at, old.by, old.data) == (
            new.number,
            new.kind,
            new.at,
            new.by,
            new.data,
        )


def test_every_place_where_a_name_can_stand_can_be_cleared(named: Reviewed) -> None:
    every = [
        (one.number, name)
        for one in named.steps
        for name, text in parts(one).items()
        if "uillfeather" in text
    ]
    assert {name for _, name in every} == {"words", "role", "evidence 1", "address 1"}

    redact(named, *every)

    assert "uillfeather" not in everything_kept()
    now = named.now(JUNE)
    assert now.owner_role == REDACTED
    assert now.explanations[0].evidence[0].address == REDACTED
    assert now.explanations[0].prediction is not None


def test_how_the_review_stands_does_not_change(named: Reviewed) -> None:
    before = named.now(JUNE)
    redact(named, (2, "words"), (3, "words"), (3, "evidence 1"))
    after = named.now(JUNE)

    assert (before.status, before.awaits, before.deadline) == (
        after.status,
        after.awaits,
        after.deadline,
    )
    assert after.awaits is Awaits.DATA


def test_ledger_and_review_tell_the_same_after_a_redaction(named: Reviewed) -> None:
    redact(named, (2, "role"))
    redact(named, (3, "address 1"), (5, "words"), reason="It leads to a person's page.")
    named.step("comment", date(2026, 6, 4), PANEL, words="Since when?")

    told = [(one.number, one.kind, one.at, one.words, one.by) for one in named.steps]
    again = [(one.number, one.kind, one.at, one.words, one.by) for one in from_ledger(named)]
    assert again == told
    assert WHY not in [one.words for one in named.steps], "the first reason was taken out too"
    assert present(from_ledger(named)[:1], on=JUNE).number == 1


def test_what_the_ledger_says_again_is_the_whole_step(named: Reviewed) -> None:
    redact(named, (3, "words"))
    [again] = [
        one.content["body"]
        for one in ledger.history(selectors.subject(named.review.alert))
        if one.content
        and one.content["kind"] == "review-restated"
        and one.content["body"]["number"] == 3
    ]
    step = named.steps[2]
    assert again == json.loads(json.dumps(said_again(step))) | {"leaf": again["leaf"]}


def test_another_step_s_judge_stays_another_person(named: Reviewed) -> None:
    """Taking out who said something takes away no independence: that is kept apart."""
    redact(named, (3, "by"))
    assert named.steps[2].by == REDACTED
    assert models.Taker.objects.count() == 0 or models.Taker.objects.get(step__number=3)


def test_a_reform_is_measured_again_without_the_words_of_its_question(reviewed: Reviewed) -> None:
    from evenhand.monitoring.remeasuring import registration
    from evenhand.monitoring.terms import Reform

    reviewed.settle(JUNE, "not-explained")
    made = reviewed.step("reform", JUNE, reform=reform(an_action()), words="From now on.")
    redact(reviewed, (made.number, "question"))

    [one] = reviewed.now(JUNE).reforms
    assert one.reform.question == REDACTED
    assert isinstance(one.reform, Reform)
    assert registration(one.reform, on=JUNE).digest != one.digest


@pytest.mark.parametrize(
    "sets",
    [
        "words = 'Other'",
        "words = '[redacted]'",  # without a mark
        "words = 'Other', redacted = redacted || 'x'",
        "number = 9, redacted = redacted || 'x'",
        "kind = 'commented', redacted = redacted || 'x'",
        "data = '{}', redacted = redacted || 'x'",
        "redacted = ''",
    ],
)
def test_the_database_lets_nothing_else_through(named: Reviewed, sets: str) -> None:
    redact(named, (2, "words"))

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE monitoring_step SET {sets}")


@pytest.mark.parametrize(
    ("chosen", "other", "refusal"),
    [
        ([], {}, "Choose words"),
        ([(9, "words")], {}, "Choose words"),
        ([(3, "type")], {}, "Choose words"),
        ([(1, "words")], {}, "Choose words"),  # the site said that itself
        ([(3, "words")], {"reason": " "}, "Say why"),
        ([(3, "words")], {"reason": REDACTED}, "Write what you mean"),
        ([(3, "words")], PANEL, "Only the force"),
        ([(3, "words")], JUDGE, "Only the force"),
    ],
)
def test_a_redaction_that_may_not_be_changes_nothing(
    named: Reviewed, chosen: list[tuple[int, str]], other: dict[str, Any], refusal: str
) -> None:
    before = everything_kept()

    with pytest.raises(NotAllowed, match=refusal):
        redact(named, *chosen, **other)

    assert everything_kept() == before


def test_words_taken_out_cannot_be_taken_out_again(named: Reviewed) -> None:
    redact(named, (3, "words"))

    with pytest.raises(NotAllowed, match="Choose words"):
        redact(named, (3, "words"))


def test_who_has_not_seen_the_last_step_takes_nothing_out(named: Reviewed) -> None:
    with pytest.raises(EditedMeanwhile):
        redact(named, (3, "words"), expected=2)


@pytest.mark.parametrize(
    "said",
    [
        ("comment", PANEL, {"words": REDACTED}),
        ("name_owner", FORCE, {"role": REDACTED, "words": "Why."}),
        ("conclude", CHIEF, {"conclusion": "not-explained", "words": f" {REDACTED} "}),
    ],
)
def test_nobody_writes_the_sign_for_words_taken_out(reviewed: Reviewed, said: Any) -> None:
    name, who, words = said
    with pytest.raises(NotAllowed, match="Write what you mean"):
        reviewed.step(name, MAY, who, **words)


def test_the_same_words_are_found_in_every_step(named: Reviewed) -> None:
    assert places(named.steps, [(3, "words")]) == [(3, "words"), (4, "words")]


def test_lists_read_neither_pictures_nor_what_only_the_force_may_see(reviewed: Reviewed) -> None:
    [story] = selectors.stories(on=MAY)
    assert story.alert.get_deferred_fields() == {"found", "charts"}
    whole = selectors.story("demoshire", 1, on=MAY)
    assert whole is not None and whole.alert.get_deferred_fields() == set()
