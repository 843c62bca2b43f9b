"""Running a plan as a whole: who does what, who leads, new actions, the next iteration."""

import pytest
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.plan import models, selectors
from plan.made_plans import Played, promised
from plan.staff import given, member, somebody
from workspace.programme import NEW, OPEN, TABLE, WHO, browser, manager, promising
from workspace.reading import hidden_in, words


def test_who_does_what_is_changed_and_read_by_name_inside_alone(told: Played) -> None:
    client, owner, lead = (
        browser(manager()),
        somebody(Role.ACTION_OWNER),
        somebody(Role.WORKSTREAM_LEAD),
    )

    client.post(WHO + "does/vehicle-stops/", {"member": member(owner).pk})
    client.post(WHO + "leads/respected/", {"member": member(lead).pk})

    page = client.get(WHO).content.decode()
    assert owner.person.name in page
    assert lead.person.name in page
    assert "Nobody yet" in page
    public = Client().get("/forces/demoshire/plan/").content.decode()
    assert owner.person.name not in public
    given_to = selectors.assigned(owner, told.action.plan)
    assert given_to.actions == {"vehicle-stops"}
    number = models.Assignment.objects.get(action__isnull=False).pk
    client.post(f"{WHO}{number}/end/")
    assert owner.person.name not in client.get(WHO).content.decode()


def test_a_lead_gives_out_the_actions_of_the_own_workstream_alone(told: Played) -> None:
    lead = given(somebody(Role.WORKSTREAM_LEAD), told.action.plan, workstream="respected")
    promised(told.action.plan, key="elsewhere", workstream="involved")
    client, owner = browser(lead), somebody(Role.ACTION_OWNER)

    page = client.get(WHO).content.decode()

    assert f'href="{WHO}does/vehicle-stops/"' in page
    assert f'href="{WHO}does/elsewhere/"' not in page
    own = client.post(WHO + "does/vehicle-stops/", {"member": member(owner).pk})
    other = client.post(WHO + "does/elsewhere/", {"member": member(owner).pk})
    assert (own.status_code, other.status_code) == (303, 403)
    assert models.Assignment.objects.filter(action__key="elsewhere").count() == 0


def test_nobody_is_chosen_and_nobody_can_be(told: Played) -> None:
    client = browser(manager())
    page = client.get(WHO + "does/vehicle-stops/").content.decode()
    assert "Nobody else in your organisation holds the role" in page
    owner = somebody(Role.ACTION_OWNER)

    answer = client.post(WHO + "does/vehicle-stops/", {})
    stranger = somebody(Role.ACTION_OWNER, "other force")
    forged = client.post(WHO + "does/vehicle-stops/", {"member": member(stranger).pk})

    assert "Choose somebody" in answer.content.decode()
    assert (answer.status_code, forged.status_code) == (400, 400)
    assert owner.person.name in answer.content.decode()
    assert not models.Assignment.objects.exists()


def test_a_lead_is_named_in_public_and_the_next_with_a_reason(told: Played) -> None:
    client, address = browser(manager()), WHO + "leads/respected/role/"
    client.post(address, {"role": "Superintendent, east", "expected": "0", "stage": "save"})

    without = client.post(address, {"role": "Superintendent, west", "expected": "1"})
    second = {"role": "Head", "reason": "New post.", "stage": "save"}
    late = client.post(address, {**second, "expected": "0"})
    client.post(address, {**second, "expected": "1"})

    assert "say why in words that may be public" in without.content.decode()
    assert "Somebody else named a lead meanwhile" in late.content.decode()
    assert [one.role for one in models.Lead.objects.all()] == ["Superintendent, east", "Head"]
    assert "Head" in Client().get("/forces/demoshire/plan/leads/").content.decode()


def test_a_lead_is_shown_as_the_public_will_read_it_before_it_is_named(told: Played) -> None:
    client, address = browser(manager()), WHO + "leads/respected/role/"
    client.post(address, {"role": "Superintendent, east", "expected": "0", "stage": "save"})
    typed = {"role": "Head of <roads>", "reason": "New post.", "expected": "1"}

    answer = client.post(address, typed)

    shown = words(answer)
    for said in (
        "Who leads it Head of <roads>",
        "Until now Superintendent, east",
        "Reason given: “New post.”",
        "Programme manager, Demoshire Police",
        "This cannot be taken back. You can name another role later, with a reason.",
    ):
        assert said in shown
    hidden = hidden_in(answer)
    back = client.post(address, {**hidden, "stage": "edit"})
    assert 'value="Head of &lt;roads&gt;"' in back.content.decode()
    assert models.Lead.objects.count() == 1, "nothing is recorded yet"
    assert client.post(address, {**hidden, "stage": "save"}).status_code == 303
    assert [one.role for one in models.Lead.objects.all()][1:] == ["Head of <roads>"]


@pytest.mark.parametrize(
    "wrong",
    [{"expected": "0"}, {"reason": ""}, {"role": "Superintendent, east"}, {"role": ""}],
)
def test_a_lead_that_cannot_be_named_gets_no_preview(told: Played, wrong: dict[str, str]) -> None:
    client, address = browser(manager()), WHO + "leads/respected/role/"
    client.post(address, {"role": "Superintendent, east", "expected": "0", "stage": "save"})

    sent = {"role": "Head", "reason": "New post.", "expected": "1", **wrong}
    answer = client.post(address, sent)

    assert answer.status_code == 400
    assert "There is a problem" in words(answer)
    assert models.Lead.objects.count() == 1


def test_the_next_iteration_is_opened_once_and_the_old_one_stays(told: Played) -> None:
    client = browser(manager())
    page = client.get(OPEN).content.decode()
    framework = models.Framework.objects.get().pk
    form = {
        "title": "Second plan",
        "framework": framework,
        "columns": "2026-Q1\n2026-Q2 to 2026-Q4",
        "stale_after": "90",
        "iteration": "1",
    }

    first, again = client.post(OPEN, form), client.post(OPEN, form)

    assert "stays at its address" in page
    assert (first.status_code, again.status_code) == (303, 400)
    assert "Another iteration was opened meanwhile" in again.content.decode()
    opened = selectors.plan("demoshire")
    assert opened is not None
    assert (opened.iteration, opened.columns) == (2, ["2026-Q1", "2026-Q2 to 2026-Q4"])
    assert Client().get("/forces/demoshire/plan/1/").status_code == 200


def test_a_force_without_a_plan_opens_its_first_under_the_example(
    db: None, settings: LazySettings
) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    client = browser(manager())
    assert client.get(TABLE).status_code == 404
    assert "No framework has been loaded yet" in client.get(OPEN).content.decode()

    answer = client.post(
        OPEN,
        {"title": "Our plan", "framework": "example", "stale_after": "60", "iteration": "0"},
    )

    assert answer.status_code == 303
    plan = selectors.plan("demoshire")
    assert plan is not None
    assert (plan.organisation, plan.opened_by) == ("Demoshire Police", "Programme manager")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "Say what the plan is called"),
        ({"title": "a\x07b"}, "that nobody can see"),
        ({"columns": "next year"}, "Write one column a line"),
        ({"columns": "2026-Q2\n2026-Q1"}, "do not overlap"),
        ({"stale_after": "0"}, "from 1 to 366"),
        ({"framework": "999"}, "Choose a framework"),
    ],
)
def test_an_iteration_that_is_asked_for_wrongly_is_not_opened(
    told: Played, wrong: dict[str, str], sentence: str
) -> None:
    framework = str(models.Framework.objects.get().pk)
    form = {"title": "Second", "framework": framework, "stale_after": "90", "iteration": "1"}

    answer = browser(manager()).post(OPEN, form | wrong)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert models.Plan.objects.count() == 1


def test_a_new_action_is_shown_as_the_public_will_read_it_and_then_promised(
    told: Played,
) -> None:
    client = browser(manager())
    assert "Promise a new action" in client.get("/workspace/plan/demoshire/1/").content.decode()

    shown = client.post(NEW, promising())
    page = shown.content.decode()

    assert shown.status_code == 200
    for said in ("Meet when people can come", "31 March 2027", "First evening meeting"):
        assert said in page
    assert "This cannot be taken back." in page
    assert not models.Action.objects.filter(key="panel-hours").exists()

    done = client.post(NEW, promising(stage="save"))
    again = client.post(NEW, promising(stage="save"))

    assert done.url == again.url == "/workspace/plan/demoshire/1/panel-hours/"
    public = (
        Client().get(reverse("plan-action", args=["demoshire", 1, "panel-hours"])).content.decode()
    )
    assert "Panels meet in the evening" in public
    assert models.Change.objects.filter(action__key="panel-hours").count() == 1
    assert "recorded already" in client.get(again.url).content.decode()


def test_what_was_typed_of_a_new_action_can_be_edited_again(told: Played) -> None:
    page = browser(manager()).post(NEW, promising(stage="edit")).content.decode()

    assert 'value="Meet when people can come"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"key": "Panel Hours"}, "Use small letters, digits and single hyphens"),
        ({"key": ""}, "Enter a short name"),
        ({"title": ""}, "Enter the title"),
        ({"due_on": "31/2/2027"}, "Enter a day, like 31/3/2027"),
        ({"due_on": "1/1/2026"}, "due before it starts"),
        ({"workstream": "nowhere"}, "Choose a workstream"),
        ({"milestones-0-due_on": "30/6/2028"}, "due after the promise itself"),
        ({"key": "vehicle-stops", "stage": "save"}, "has an action “vehicle-stops” already"),
    ],
)
def test_a_new_action_that_is_typed_wrongly_is_not_promised(
    told: Played, wrong: dict[str, str], sentence: str
) -> None:
    answer = browser(manager()).post(NEW, promising(**wrong))

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert models.Action.objects.count() == 1


def test_a_lead_promises_in_their_own_workstream_alone(told: Played) -> None:
    lead = given(somebody(Role.WORKSTREAM_LEAD), told.action.plan, workstream="respected")
    client = browser(lead)

    elsewhere = client.post(NEW, promising(stage="save"))
    own = client.post(NEW, promising(stage="save", workstream="respected"))

    assert (elsewhere.status_code, own.status_code) == (400, 303)
    assert models.Action.objects.get(key="panel-hours").workstream.key == "respected"
    idle = browser(somebody(Role.WORKSTREAM_LEAD))
    assert idle.get(NEW).status_code == 403


def test_who_looks_at_who_does_what_is_kept_in_the_log(told: Played) -> None:
    by = manager()

    browser(by).get(WHO)

    entry = Entry.objects.filter(kind="consultation").last()
    assert entry is not None
    assert entry.by == f"person/{by.person.pk}"
    assert "who does what in the plan" in str(entry.body)
