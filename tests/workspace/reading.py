"""What a page of the workspace says, and people who have a part of the plan."""

import re
from html import unescape
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.cast import Cast, acting
from evenhand.accounts.models import Membership, Person
from evenhand.accounts.roles import Role
from evenhand.plan import services
from plan.made_plans import Played
from workspace.plan_writes import newcomer


def read(client: Client, address: str, status: int = 200) -> str:
    """What a page says."""
    answer = client.get(address)
    assert answer.status_code == status, answer
    return words(answer)


def words(answer: Any) -> str:
    page = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", answer.content.decode())
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def hidden_in(answer: Any) -> dict[str, str]:
    """What a preview sends again: all that was typed."""
    found = re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def given(cast: Cast, person: Person, played: Played, **what: str) -> Person:
    """The person, once the programme manager has given them a part of the plan."""
    boss = newcomer("boss", cast.force, Role.PROGRAMME_MANAGER)
    services.assign(
        plan=played.action.plan,
        membership=Membership.objects.get(person=person).pk,
        by=acting(boss),
        now=timezone.now(),
        **what,
    )
    return person
