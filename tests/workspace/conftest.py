"""Pages of the workspace are tested with the cast of the accounts."""

import pytest
from django.test import Client

from accounts.cast import Cast, signed_in
from accounts.conftest import cast as cast  # noqa: PLC0414  (pytest finds it by name)
from evenhand.accounts.roles import Role
from plan.made_plans import Played
from publications.made_reports import desk as desk  # noqa: PLC0414
from workspace.plan_writes import newcomer, stops
from workspace.programme import told as told  # noqa: PLC0414


@pytest.fixture
def played(cast: Cast) -> Played:
    """The action of the force's plan."""
    return stops()


@pytest.fixture
def manager(cast: Cast, played: Played) -> Client:
    """A programme manager of the force."""
    return signed_in(newcomer("manager", cast.force, Role.PROGRAMME_MANAGER))
