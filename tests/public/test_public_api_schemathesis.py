"""Schemathesis asks the API everything that its description allows, and what it does not."""

from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode

from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

DESCRIPTION = "/api/v1/openapi.json"
OPERATIONS = (
    "find",
    "forces",
    "force",
    "checks",
    "measures",
    "measure",
    "figures",
    "figure",
    "history",
    "alerts",
    "alert",
)
PLAIN = {"Accept-Encoding": "identity"}  # the client that runs in this process unpacks nothing
LITTLE = settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture
def described(demo_site: list[Figure]) -> Any:
    """The API of the demonstration, as its own description has it."""
    schemathesis.checks.load_all_checks()
    return schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())


def ask(operation: Any, mode: GenerationMode) -> int:
    """Ask one operation many things; how many were asked."""
    asked = 0

    @LITTLE
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:
        nonlocal asked
        asked += 1
        case.call_and_validate(headers=PLAIN)

    each()
    return asked


def test_every_operation_is_asked(described: Any) -> None:
    found = [one.ok().definition.raw["operationId"] for one in described.get_all_operations()]

    assert sorted(found) == sorted(OPERATIONS)


@pytest.mark.parametrize("name", OPERATIONS)
def test_what_is_allowed_is_answered_as_described(described: Any, name: str) -> None:
    assert ask(described.find_operation_by_id(name), GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", [one for one in OPERATIONS if one not in {"forces", "measures"}])
def test_what_is_not_allowed_is_refused_as_described(described: Any, name: str) -> None:
    assert ask(described.find_operation_by_id(name), GenerationMode.NEGATIVE)


def test_a_real_figure_meets_its_description(described: Any, demo_site: list[Figure]) -> None:
    for name in ("figure", "history"):
        operation = described.find_operation_by_id(name)
        one = demo_site[0]
        parts = ("measure", "place", "months", "grouping", "number")
        address = dict(zip(parts, one.reference.split("/"), strict=True))
        operation.Case(path_parameters=address).call_and_validate(headers=PLAIN)


def test_an_answer_that_is_not_as_described_would_be_found(
    described: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.public.api import lines

    monkeypatch.setattr(lines, "lines", lambda _figures: {"count": -1, "figures": [{}]})
    with pytest.raises(BaseExceptionGroup):
        ask(described.find_operation_by_id("figures"), GenerationMode.POSITIVE)
