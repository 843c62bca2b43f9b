"""How anybody takes part in a plan: what they can do without an account, and who can dispute."""

from datetime import date

from crawling import parsed
from django.test import Client
from django.utils import timezone
from plan_site import NOW

from evenhand.accounts.roles import OrganisationKind
from evenhand.accounts.services import add_organisation
from evenhand.demo import plan as story
from evenhand.forces.models import Force
from evenhand.plan import models, selectors, services

PAGE = "/forces/demoshire/plan/take-part/"


def words(client: Client) -> str:
    return parsed(client.get(PAGE).content.decode()).main.text


def test_the_page_says_what_was_asked_for_and_links_to_what_answers_it(
    plan: models.Plan, client: Client
) -> None:
    found = selectors.tracked(plan, on=timezone.localdate())
    asked = [one for one in found if one.now.now.request and not one.now.withdrawn]

    page = client.get(PAGE).content.decode()

    assert asked
    for one in asked:
        assert f"/actions/{one.key}/" in page
        assert one.now.now.request in parsed(page).main.text
    for address in ("/log/", "/contact/", "/forces/demoshire/plan.atom", "/feedback/"):
        assert f'href="{address}' in page


def test_who_may_dispute_is_named_and_nobody_else(plan: models.Plan, client: Client) -> None:
    assert "nobody can dispute here" in words(client)
    force, other = Force.objects.get(pk="demoshire"), Force.objects.get(pk="fablesea")
    kinds = OrganisationKind
    add_organisation(id="group", name="Portwell group", kind=kinds.ADVISORY_GROUP, force=force)
    add_organisation(id="else", name="Fablesea panel", kind=kinds.SCRUTINY_PANEL, force=other)
    add_organisation(id="force", name="Demoshire Police", kind=kinds.FORCE, force=force)

    said = words(client)

    assert "Portwell group" in said
    assert "Fablesea panel" not in said


def test_a_completion_that_can_still_be_disputed_is_listed_with_its_last_day(
    plan: models.Plan, client: Client, today: date
) -> None:
    found = selectors.tracked(plan, on=today)
    one = next(
        one for one in found if not one.now.completed and not one.now.withdrawn and one.now.evidence
    )
    action = models.Action.objects.get(plan=plan, key=one.key)
    who = {"by": "Head", "organisation": story.ORGANISATION, "now": one.now.last_at}
    number = one.now.number
    for key in one.now.to_reach:
        services.reach(action=action, expected=number, milestone=key, words="Done.", **who)
        number += 1
    who["now"] = NOW

    services.complete(action=action, expected=number, words="Done.", **who)

    assert one.now.now.title in words(client).partition("Open to dispute now:")[2]


def test_a_force_without_a_plan_says_that_it_has_none(plan: models.Plan, client: Client) -> None:
    page = client.get("/forces/fablesea/plan/take-part/").content.decode()

    assert "Open to dispute" not in page
    assert (
        parsed(page).main.text
        == parsed(client.get("/forces/fablesea/plan/").content.decode()).main.text
    )
