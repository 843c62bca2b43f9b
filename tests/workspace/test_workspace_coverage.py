"""Publishing how complete the records are: what was looked at, by a second pair of eyes."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.cast import signed_in
from encounters.phones import officer
from evenhand.accounts.roles import Role
from evenhand.encounters.known.coverage import Fact
from evenhand.encounters.models import CoverageTold
from evenhand.encounters.services import covering
from evenhand.ledger import selectors

pytestmark = pytest.mark.django_db
PAGE = "/workspace/stops/coverage/"
FORCE = "bedfordshire"
Known = Callable[..., None]


@pytest.fixture
def pat(db: None) -> Client:
    return signed_in(officer("pat", role=Role.PUBLISHER).person)


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> Known:
    """Let so many events be known, in the first months of a year."""

    def put(count: int, team: str = "Portwell") -> None:
        facts = [
            Fact("control_room", "2026-02", team, 8, "recorded", "", count),
            Fact("control_room", "2026-02", "Roads", 8, "missed", "", 30),
        ]
        monkeypatch.setattr(
            covering,
            "put_together",
            lambda force, now: covering.content(
                force,
                facts,
                months={"control_room": ["2026-01", "2026-02"]},
                officers={team: 12, "Roads": 12},
                now=now,
            ),
        )

    return put


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_with_nothing_known_there_is_nothing_to_publish(pat: Client) -> None:
    shown = text(pat.get(PAGE))
    assert "Coverage is not known: nothing was taken in" in shown
    assert "<button" not in shown.partition("<main")[2]
    refused = pat.post(PAGE, {"seen": ""})
    assert refused.status_code == 409
    assert not CoverageTold.objects.exists()


def test_what_was_looked_at_is_published_once_and_said_in_public(pat: Client, known: Known) -> None:
    known(90)
    shown = pat.get(PAGE)
    assert "The control room" in text(shown)
    assert "Of about 120 known stops" in text(shown)
    assert "Portwell" in text(shown)
    seen = covering.fingerprint(covering.put_together(force=FORCE, now=timezone.now()))

    done = pat.post(PAGE, {"seen": seen}, follow=True)

    assert "The coverage is published." in text(done)
    assert "by: Publisher" in text(done)
    told = CoverageTold.objects.get()
    (entry,) = selectors.history(f"coverage/{FORCE}")
    assert entry.content
    assert (told.by, entry.content["by"]) == ("Publisher", "Publisher")
    assert entry.content["organisation"] == told.force.name
    pat.post(PAGE, {"seen": seen})
    assert CoverageTold.objects.count() == 1


def test_what_changed_meanwhile_is_looked_at_again(pat: Client, known: Known) -> None:
    known(90)
    seen = covering.fingerprint(covering.put_together(force=FORCE, now=timezone.now()))
    known(190)

    refused = pat.post(PAGE, {"seen": seen})

    assert refused.status_code == 409
    assert "Nothing was published: look at it again." in text(refused)
    assert "Of about 220 known stops" in text(refused)
    assert not CoverageTold.objects.exists()


def test_a_day_later_the_same_is_the_same(known: Known) -> None:
    known(90)
    now = timezone.now()
    first, second = (
        covering.fingerprint(covering.put_together(force=FORCE, now=at))
        for at in (now, now + timedelta(days=1))
    )
    assert first == second


@pytest.mark.parametrize("role", [Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_does_not_publish_is_refused(role: Role, known: Known) -> None:
    known(90)
    somebody = signed_in(officer("sam", role=role).person)
    assert somebody.get(PAGE).status_code == 403
    assert somebody.post(PAGE, {"seen": "x"}).status_code == 403
    assert reverse("stop-coverage") not in text(somebody.get(reverse("my-account")))


def test_the_menu_leads_there(pat: Client) -> None:
    assert reverse("stop-coverage") == PAGE
    assert f'href="{PAGE}"' in text(pat.get(reverse("my-account")))
