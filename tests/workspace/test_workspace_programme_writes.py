"""Every write of who runs a plan, from outside: other roles, other bodies, forged, sent again."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.plan import models, selectors
from plan.made_plans import Played
from plan.staff import given, member, somebody
from workspace.programme import NEW, OPEN, TABLE, WHO, browser, manager, moved, promising, sent


@dataclass(frozen=True)
class Write:
    """A form that is sent, and a look at what it is about."""

    address: str
    sent: dict[str, Any]
    state: Callable[[], Any]


def opening(told: Played, by: Acting) -> Write:
    form = {"title": "Second", "stale_after": "90", "iteration": "1"}
    form["framework"] = str(models.Framework.objects.get().pk)
    return Write(OPEN, form, models.Plan.objects.count)


def a_new_promise(told: Played, by: Acting) -> Write:
    return Write(NEW, promising(stage="save"), models.Action.objects.count)


def sending(told: Played, by: Acting) -> Write:
    return Write(TABLE, {"table": moved(told)}, models.ImportDraft.objects.count)


def taking_in(told: Played, by: Acting) -> Write:
    address = sent(browser(by), moved(told))
    seen = str(selectors.head(told.action.plan).last)
    return Write(address, {"seen": seen}, models.Change.objects.count)


def naming(told: Played, by: Acting) -> Write:
    form = {"role": "Head", "expected": "0", "stage": "save"}
    return Write(WHO + "leads/respected/role/", form, models.Lead.objects.count)


def giving_a_workstream(told: Played, by: Acting) -> Write:
    form = {"member": member(somebody(Role.WORKSTREAM_LEAD)).pk}
    return Write(WHO + "leads/respected/", form, models.Assignment.objects.count)


def giving_an_action(told: Played, by: Acting) -> Write:
    form = {"member": member(somebody(Role.ACTION_OWNER)).pk}
    return Write(WHO + "does/vehicle-stops/", form, models.Assignment.objects.count)


def ending(told: Played, by: Acting) -> Write:
    given(somebody(Role.ACTION_OWNER), told.action.plan, action="vehicle-stops")
    number = models.Assignment.objects.get().pk
    return Write(
        f"{WHO}{number}/end/",
        {},
        models.Assignment.objects.filter(ended_at__isnull=True).count,
    )


WRITES = (
    opening,
    a_new_promise,
    sending,
    taking_in,
    naming,
    giving_a_workstream,
    giving_an_action,
    ending,
)
EACH = pytest.mark.parametrize("write", WRITES, ids=lambda one: one.__name__)


@EACH
def test_who_runs_the_plan_may(told: Played, write: Callable[..., Write]) -> None:
    by = manager()
    form = write(told, by)
    before = form.state()

    answer = browser(by).post(form.address, form.sent)

    assert answer.status_code == 303
    assert form.state() != before


@EACH
@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.ACTION_OWNER, "force"),
        (Role.ADMINISTRATOR, "force"),
        (Role.PANEL_CHAIR, "group"),
        (Role.OVERSIGHT_MEMBER, "oversight"),
        (Role.PROGRAMME_MANAGER, "other force"),
        (Role.PROGRAMME_MANAGER, "programme"),
    ],
)
def test_no_other_role_and_no_other_organisation_may(
    told: Played, write: Callable[..., Write], role: Role, where: str
) -> None:
    form, stranger = write(told, manager()), somebody(role, where)
    before = form.state()

    answer = browser(stranger).post(form.address, form.sent)

    assert answer.status_code in {400, 403, 404}
    assert form.state() == before


@EACH
def test_nobody_signed_out_half_signed_in_or_from_elsewhere_may(
    told: Played, write: Callable[..., Write]
) -> None:
    by = manager()
    form = write(told, by)
    before = form.state()

    out = Client().post(form.address, form.sent)
    forged = browser(by, checks_tokens=True).post(form.address, form.sent)
    elsewhere = browser(by).post(form.address, form.sent, headers={"Sec-Fetch-Site": "cross-site"})
    half_in = manager()
    half = browser(half_in, second=False).post(form.address, form.sent)

    assert (out.status_code, forged.status_code, elsewhere.status_code) == (302, 403, 403)
    assert half.url == "/workspace/account/second-step/"
    assert form.state() == before


@EACH
def test_a_form_that_is_sent_again_changes_nothing_more(
    told: Played, write: Callable[..., Write]
) -> None:
    by = manager()
    form, client = write(told, by), browser(by)
    client.post(form.address, form.sent)
    once = form.state()
    if write is sending:  # another table to look at, which changes nothing by itself
        assert once == 1
        return

    client.post(form.address, form.sent)

    assert form.state() == once
