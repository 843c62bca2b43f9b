"""The API of forces' own systems, asked all that its description allows and what it does not."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode

from encounters.phones import Phone, officer
from evenhand.accounts.roles import Role
from evenhand.encounters.services.systems import let_in
from evenhand.roadside.api import systems
from evenhand.roadside.api.gates import Gate

pytestmark = pytest.mark.django_db
DESCRIPTION = "/api/encounters/v1/openapi.json"
LITTLE = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@pytest.fixture(autouse=True)
def gate(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is slowed down here."""
    monkeypatch.setattr(systems, "GATE", Gate(each_minute=1_000_000))


@pytest.fixture
def key(db: None) -> str:
    admin = officer("admin", role=Role.ADMINISTRATOR)
    until = timezone.now() + timedelta(days=30)
    return let_in(name="Records", until=until, by=admin, now=timezone.now()).key


@pytest.fixture
def described(key: str) -> Iterator[Any]:
    schemathesis.checks.load_all_checks()
    yield schemathesis.openapi.from_wsgi(DESCRIPTION, get_wsgi_application())


def ask(operation: Any, mode: GenerationMode, **headers: str) -> set[int]:
    """Ask one operation many things; the statuses that it answered with."""
    answered = set()

    @LITTLE
    @given(case=operation.as_strategy(generation_mode=mode))
    def each(case: Any) -> None:
        case.headers.update(headers)
        answered.add(case.call_and_validate(excluded_checks=_excluded()).status_code)

    each()
    return answered


def _excluded() -> list[Any]:
    """What cannot be asked of this: a record that breaks a rule is an answer, and no error.

    And these checks send without the key, or with another, on their own: see the test of that.
    """
    found = schemathesis.checks.CHECKS
    names = ("positive_data_acceptance", "negative_data_rejection", "ignored_auth")
    return [found.get_one(name) for name in names]


def test_every_operation_is_asked(described: Any) -> None:
    found = [one.ok().definition.raw["operationId"] for one in described.get_all_operations()]

    assert sorted(found) == ["send-stops", "stop-schema"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_sent_is_answered_as_described(
    described: Any, key: str, mode: GenerationMode
) -> None:
    operation = described.find_operation_by_id("send-stops")

    answered = ask(operation, mode, Authorization=f"Bearer {key}")

    assert answered and answered <= {201, 400, 401, 409, 413, 415, 422}


def test_without_a_key_everybody_is_refused_as_described(described: Any) -> None:
    operation = described.find_operation_by_id("send-stops")

    assert ask(operation, GenerationMode.POSITIVE, Authorization="Bearer evh_nobody") == {401}


def test_the_rules_are_given_to_everybody(described: Any) -> None:
    assert described.find_operation_by_id("stop-schema").Case().call().status_code == 200


def test_a_record_of_which_anything_is_something_else_is_kept_or_refused_by_field(
    described: Any, key: str
) -> None:
    """Fields of a real stop, filled with anything: nothing of it is our fault."""
    operation = described.find_operation_by_id("send-stops")
    phone = Phone(officer("ada"))
    whole = phone.stop()

    @LITTLE
    @given(st.dictionaries(st.sampled_from(sorted(whole)), ANYTHING, min_size=1, max_size=3))
    def each(changed: dict[str, Any]) -> None:
        body = {"records": [{**phone.stop(), **changed}]}
        sent = operation.Case(
            body=body,
            headers={"Authorization": f"Bearer {key}", "Idempotency-Key": phone.stop()["stop_id"]},
            media_type="application/json",
        )
        answer = sent.call_and_validate(excluded_checks=_excluded())
        assert answer.status_code in {201, 400, 422}
        for one in json.loads(answer.content).get("results", ()):
            assert (one["state"] == "refused") == bool(one["problems"])

    each()
