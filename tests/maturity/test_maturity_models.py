"""What can never be true of maturity, kept by the database itself."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, models, transaction
from made_maturity import BEGUN, FORCE, GROUP, STANDARD, says

from evenhand.ledger.kept import NeverChanged
from evenhand.maturity.history import View
from evenhand.maturity.models import (
    Assessment,
    Basis,
    Evidence,
    Level,
    MaturityFramework,
    MaturityOutcome,
    Sign,
    Standard,
)

EVERY = (
    *(MaturityFramework, MaturityOutcome, Standard, Level, Sign),
    *(Basis, Assessment, Evidence),
)
A_FIGURE = "search-rate/kent/2024-01--2024-12/five-groups/1"


@pytest.fixture
def full(basis: Basis) -> Basis:
    """A row in every table."""
    says(basis, View.SELF)
    return basis


@pytest.mark.parametrize("model", EVERY, ids=lambda one: one.__name__)
@pytest.mark.parametrize("order", ["UPDATE {} SET id = id + 1000", "DELETE FROM {}"])
def test_the_database_refuses_to_change_or_remove_a_row(
    full: Basis, model: type[models.Model], order: str
) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(order.format(model._meta.db_table))


@pytest.mark.parametrize("model", EVERY, ids=lambda one: one.__name__)
def test_the_program_refuses_too_with_a_sentence(full: Basis, model: Any) -> None:
    row = model.objects.first()
    tries: tuple[Callable[[], object], ...] = (
        row.save,
        row.delete,
        model.objects.all().delete,
        lambda: model.objects.update(pk=1),
    )

    for attempt in tries:
        with pytest.raises(NeverChanged, match="Add what comes next"):
            attempt()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no TRUNCATE")
def test_the_database_refuses_to_empty_a_table(full: Basis) -> None:
    with (
        pytest.raises(DatabaseError, match="never changed or removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE maturity_evidence")


def framework(_: Basis, **other: Any) -> object:
    row = {"name": "other", "version": 1, "title": "T", "about": "A", "example": False}
    more = {"digest": "0" * 64, "loaded_at": BEGUN, "loaded_by": "Head"}
    return MaturityFramework.objects.create(**{**row, **more, **other})


def outcome(basis: Basis, **other: Any) -> object:
    row = {"framework": basis.framework, "key": "new", "name": "N", "words": "W", "place": 90}
    return MaturityOutcome.objects.create(**{**row, **other})


def standard(basis: Basis, **other: Any) -> Standard:
    first = basis.framework.outcomes.first()
    row = {"framework": basis.framework, "outcome": first, "key": "new", "name": "N"}
    made: Standard = Standard.objects.create(**{**row, "words": "W", "place": 90, **other})
    return made


def level(basis: Basis, **other: Any) -> Level:
    row = {"standard": basis.framework.standards.first(), "number": 5, "name": "N", "words": "W"}
    made: Level = Level.objects.create(**{**row, **other})
    return made


def sign(basis: Basis, **other: Any) -> object:
    lowest = Level.objects.filter(standard__framework=basis.framework, number=1).first()
    row = {"level": lowest, "place": 90, "measure": "", "words": "W"}
    return Sign.objects.create(**{**row, **other})


def taken_up(basis: Basis, **other: Any) -> object:
    row = {"force": basis.force, "framework": basis.framework, "number": 2, "words": "Because."}
    return Basis.objects.create(**{**row, "recorded_at": BEGUN, **FORCE, **other})


def assessment(basis: Basis, **other: Any) -> Assessment:
    asked = basis.framework.standards.get(key=STANDARD)
    row = {"force": basis.force, "standard": asked, "view": "self", "number": 2, **FORCE}
    more = {"level": asked.levels.get(number=1), "rationale": "Because.", "recorded_at": BEGUN}
    made: Assessment = Assessment.objects.create(**{**row, **more, **other})
    return made


def evidence(basis: Basis, **other: Any) -> object:
    row = {"assessment": Assessment.objects.first(), "place": 9, "kind": "note", "title": "T"}
    return Evidence.objects.create(**{**row, **other})


RULES: list[tuple[str, Callable[..., object], dict[str, Any]]] = [
    ("a_maturityframework_has_each_version_once", framework, {"name": "example"}),
    ("a_maturityframework_has_a_plain_name", framework, {"name": "A b"}),
    ("versions_of_a_maturityframework_begin_at_one", framework, {"version": 0}),
    ("a_maturityframework_has_a_digest", framework, {"digest": "short"}),
    ("a_maturity_outcome_is_named_once", outcome, {"key": "respected"}),
    ("a_maturity_outcome_has_its_own_place", outcome, {"place": 0}),
    ("a_maturity_outcome_says_something", outcome, {"words": ""}),
    ("a_maturity_outcome_says_something", outcome, {"name": ""}),
    ("a_standard_is_named_once_in_its_framework", standard, {"key": STANDARD}),
    ("a_standard_has_its_own_place", standard, {"place": 0}),
    ("a_standard_has_a_key_for_addresses", standard, {"key": "../x"}),
    ("a_standard_asks_for_something", standard, {"words": ""}),
    ("a_standard_has_each_level_once", level, {"number": 1}),
    ("a_level_says_what_it_means", level, {"words": ""}),
    ("a_level_says_what_it_means", level, {"name": ""}),
    ("a_sign_has_its_own_place", sign, {"place": 0}),
    ("a_sign_says_what_it_shows", sign, {"words": ""}),
    ("a_sign_is_a_measure_or_told", sign, {"measure": "Search rate"}),
    ("bases_are_numbered_once", taken_up, {"number": 1}),
    ("another_framework_is_taken_for_a_public_reason", taken_up, {"words": ""}),
    ("another_framework_is_taken_for_a_public_reason", taken_up, {"number": 0}),
    ("a_basis_is_chosen_by_somebody", taken_up, {"by": ""}),
    ("a_basis_is_chosen_by_somebody", taken_up, {"organisation": ""}),
    ("assessments_of_a_standard_are_numbered_once", assessment, {"number": 1}),
    (
        "a_force_speaks_for_itself_alone",
        assessment,
        {"number": 1, "organisation": "Another force"},
    ),
    ("an_assessment_is_of_a_known_view", assessment, {"view": "press"}),
    ("assessments_are_numbered_from_one", assessment, {"number": 0}),
    ("an_assessment_gives_its_reasons", assessment, {"rationale": ""}),
    ("an_assessment_is_somebodys", assessment, {"by": ""}),
    ("an_assessment_is_somebodys", assessment, {"organisation": ""}),
    ("evidence_of_maturity_has_its_own_place", evidence, {"place": 0}),
    ("evidence_of_maturity_has_a_title", evidence, {"title": ""}),
    *(
        ("evidence_of_maturity_is_where_its_kind_says", evidence, row)
        for row in (
            {"address": "https://x.example"},
            {"kind": "link"},
            {"kind": "link", "address": "http://x.example"},
            {"kind": "link", "address": "javascript:alert(1)"},
            {"kind": "figure", "address": "https://x.example"},
            {"kind": "file", "address": "0" * 64},
        )
    ),
]


@pytest.mark.parametrize(
    ("rule", "make", "row"), RULES, ids=[f"{rule}-{row}" for rule, _, row in RULES]
)
def test_the_database_keeps_the_rule(
    full: Basis, rule: str, make: Callable[..., object], row: dict[str, Any]
) -> None:
    unique = "UNIQUE constraint failed" if connection.vendor == "sqlite" else rule
    with pytest.raises(IntegrityError, match=f"{rule}|{unique}"), transaction.atomic():
        make(full, **row)


@pytest.mark.parametrize(
    ("make", "row"),
    [
        (framework, {}),
        (outcome, {}),
        (standard, {}),
        (level, {}),
        (sign, {"measure": "search-rate"}),
        (taken_up, {}),
        (assessment, {}),
        (assessment, {"number": 1, "view": "community", **GROUP}),
        (evidence, {}),
        (evidence, {"kind": "link", "address": "https://x.example/a"}),
        (evidence, {"kind": "figure", "address": A_FIGURE}),
    ],
)
def test_and_takes_what_keeps_it(
    full: Basis, make: Callable[..., object], row: dict[str, Any]
) -> None:
    make(full, **row)


def test_every_constraint_has_its_test() -> None:
    named = {rule for rule, _, _ in RULES}
    kept = {one.name for model in EVERY for one in model._meta.constraints}

    assert named == kept
