"""Assessing: what follows what, who speaks for whom, and what the public ledger keeps of it."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import transaction
from made_maturity import (
    BEGUN,
    FORCE,
    GROUP,
    NOTE,
    PROGRAMME,
    STANDARD,
    begun,
    judged,
    says,
    standing,
)
from pydantic import ValidationError

from evenhand.ledger.models import Entry
from evenhand.maturity import models, selectors, services
from evenhand.maturity.errors import (
    EditedMeanwhile,
    NeedsEvidence,
    NotAllowed,
    UnknownReference,
)
from evenhand.maturity.frameworks import example
from evenhand.maturity.history import CANNOT_TELL, View
from evenhand.maturity.terms import Proof


def test_an_assessment_keeps_its_reasons_and_evidence(basis: models.Basis) -> None:
    link = Proof(kind="link", title="The report", address="https://demoshire.example/a")
    said = says(basis, View.SELF, 3, evidence=(NOTE, link))

    [kept] = standing(basis).every
    assert kept == said
    assert kept.said.evidence == (NOTE, link)
    entry = Entry.objects.order_by("pk").last()
    assert entry is not None
    assert (entry.kind, entry.subject) == (
        "maturity-self",
        f"maturity/demoshire/example/1/{STANDARD}",
    )


def test_the_next_assessment_leaves_the_one_before_on_record(basis: models.Basis) -> None:
    says(basis, View.SELF, 3, date(2025, 3, 3))
    says(basis, View.SELF, 2, date(2025, 9, 3))

    found = standing(basis)
    assert [one.level for one in found.every] == [3, 2]
    assert [one.level for one in found.latest] == [2]
    assert [one.level for one in found.at(date(2025, 6, 1)).latest] == [3]
    assert [one.level for one in standing(basis, on=date(2025, 3, 2)).every] == []


def test_each_organisation_has_its_own_word(basis: models.Basis) -> None:
    other = {"by": "Oversight member", "organisation": "Inspectorate"}
    says(basis, View.INDEPENDENT, 2)
    says(basis, View.INDEPENDENT, 1, who=other)
    says(basis, View.SELF, 3)
    says(basis, View.COMMUNITY, CANNOT_TELL)
    says(basis, View.INDEPENDENT, 3, date(2025, 4, 4), who=other)

    found = standing(basis)
    assert [(one.organisation, one.level) for one in found.latest] == [
        (FORCE["organisation"], 3),
        ("Inspectorate", 3),
        (PROGRAMME["organisation"], 2),
        (GROUP["organisation"], CANNOT_TELL),
    ]
    assert found.differs


def test_somebody_faster_is_shown_and_nothing_is_written(basis: models.Basis) -> None:
    first = says(basis, View.SELF, 2)
    before = Entry.objects.count()

    with pytest.raises(EditedMeanwhile, match="assessed this meanwhile") as refused:
        says(basis, View.SELF, 3, expected=0)
    assert refused.value.meanwhile == (first,)
    with pytest.raises(EditedMeanwhile) as refused:
        says(basis, View.SELF, 3, expected=7)
    assert refused.value.meanwhile == ()
    assert Entry.objects.count() == before


def test_the_word_of_others_is_nobodys_meanwhile(basis: models.Basis) -> None:
    says(basis, View.INDEPENDENT, 2)

    assert says(basis, View.SELF, 3, expected=0).number == 1


@pytest.mark.parametrize(
    ("view", "who"),
    [(View.SELF, PROGRAMME), (View.INDEPENDENT, FORCE), (View.COMMUNITY, FORCE)],
)
def test_a_force_speaks_for_itself_and_for_nobody_else(
    basis: models.Basis, view: View, who: dict[str, str]
) -> None:
    with pytest.raises(NotAllowed, match="A force assesses itself"):
        says(basis, view, 1, who=who)
    assert not models.Assessment.objects.exists()


def test_an_organisation_gives_one_view_of_a_force(basis: models.Basis) -> None:
    says(basis, View.INDEPENDENT, 1)

    with pytest.raises(NotAllowed, match="one view of a force, not two"):
        says(basis, View.COMMUNITY, 1, who=PROGRAMME)


def test_a_force_shows_something_for_any_level_above_the_first(basis: models.Basis) -> None:
    with pytest.raises(NeedsEvidence, match="shows evidence for any level above the first"):
        says(basis, View.SELF, 2, evidence=())
    assert says(basis, View.SELF, 1, evidence=()).level == 1
    assert says(basis, View.SELF, CANNOT_TELL, evidence=()).level == CANNOT_TELL
    assert says(basis, View.COMMUNITY, 4, evidence=()).level == 4


def test_nothing_is_said_before_what_was_said_already(basis: models.Basis) -> None:
    says(basis, View.SELF, 1, date(2025, 5, 5))

    with pytest.raises(NotAllowed, match="before what was said already"):
        says(basis, View.SELF, 1, date(2025, 5, 4))


@pytest.mark.parametrize(
    ("given", "sentence"),
    [({"standard": "nothing"}, "no standard “nothing”"), ({"level": 5}, "no level 5")],
)
def test_what_the_framework_does_not_have_cannot_be_said(
    basis: models.Basis, given: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(UnknownReference, match=sentence):
        says(basis, View.SELF, **given)


def test_a_framework_that_was_left_takes_nothing_more(basis: models.Basis) -> None:
    says(basis, View.SELF, 1)
    newer = example().model_copy(update={"version": 2})
    row = services.load_framework(newer, **FORCE, now=BEGUN)
    begun(framework=row, expected=1, reason="The next version.")

    with pytest.raises(NotAllowed, match="assessed by another framework now"):
        says(basis, View.SELF, 2)
    assert [one.level for one in standing(basis).latest] == [1]


def test_of_two_forces_by_one_framework_each_has_its_own(basis: models.Basis) -> None:
    theirs = begun("fablesea", organisation="Fablesea Police")
    says(basis, View.SELF, 1)
    says(theirs, View.SELF, 4, who={"by": "Head", "organisation": "Fablesea Police"})

    assert [one.level for one in standing(basis).latest] == [1]
    assert [one.level for one in standing(theirs).latest] == [4]


def test_half_an_assessment_is_none(basis: models.Basis, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Entry.objects.count()

    def fails(**_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("evenhand.maturity.services.assessing.append", fails)
    with pytest.raises(RuntimeError), transaction.atomic():
        says(basis, View.SELF, 2)
    assert not models.Assessment.objects.exists()
    assert not models.Evidence.objects.exists()
    assert Entry.objects.count() == before


WRONG = {
    "no reasons": {"rationale": " "},
    "reasons of a book": {"rationale": "x" * 2001},
    "a letter nobody sees": {"rationale": "All is \u202ewell"},
    "a level below nothing": {"level": -1},
    "more evidence than can be read": {"evidence": (NOTE,) * 4},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_judgement_that_breaks_the_rules_is_none(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        judged(**wrong)


@pytest.mark.parametrize(
    ("kind", "address"),
    [
        ("link", ""),
        ("link", "http://x.example"),
        ("link", "javascript:alert(1)"),
        ("link", "https://x.example/a b"),
        ("link", "https://x.example\nhttps://y.example"),
        ("figure", "https://x.example"),
        ("figure", "search-rate/kent"),
        ("note", "https://x.example"),
        ("file", ""),
    ],
)
def test_evidence_is_where_its_kind_says(kind: Any, address: str) -> None:
    with pytest.raises(ValidationError):
        Proof(kind=kind, title="A title", address=address)


def test_a_days_end_is_where_the_forces_are(basis: models.Basis) -> None:
    late = datetime(2025, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight in London
    says(basis, View.SELF, 1, on=late)

    assert standing(basis, on=date(2025, 6, 30)).every == ()
    assert [one.on for one in standing(basis, on=date(2025, 7, 1)).every] == [date(2025, 7, 1)]


def test_the_head_moves_with_every_word(basis: models.Basis) -> None:
    before = selectors.head(basis)
    says(basis, View.SELF, 1)

    assert selectors.head(basis) != before
