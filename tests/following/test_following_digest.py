"""A chief officer reads once a month what is late, disputed, moved and due; nothing is ranked."""

from datetime import date, timedelta

import pytest
from scene import at, mails, person

from evenhand.accounts.roles import May, OrganisationKind, Role, roles
from evenhand.following import services
from evenhand.plan import models
from plan.made_plans import GROUP, OPENED, Played, promised, terms

pytestmark = pytest.mark.django_db
FIRST = date(2025, 11, 1)


def digests(now) -> list[str]:
    """What chief officers are sent in one round."""
    return [one.body for one in mails(now) if one.subject.startswith("The plan of")]


def test_the_digest_says_what_is_late_disputed_moved_and_due(
    plan: models.Plan, stops: Played
) -> None:
    person("chief", Role.CHIEF_OFFICER)
    moved = promised(plan, title="Publish the figures")
    moved.step(
        "change",
        date(2025, 10, 14),
        terms=terms(title="Publish the figures", due_on=date(2025, 11, 30)),
        reason="The supplier is late.",
    )
    gone = promised(plan, title="Ask young people")
    gone.step("withdraw", date(2025, 9, 30), reason="No money.")
    done = promised(plan, title="Train every sergeant")
    done.finish(date(2025, 9, 20))
    done.step("dispute", date(2025, 10, 2), GROUP, words="Not in the north.")

    [body] = digests(at(FIRST))

    assert "Promises: 4. Said to be complete: 1. Late: 2. Disputed and not answered: 1. " in body
    assert "- Record every vehicle stop: since 30 June 2025" in body
    assert "- Train every sergeant: by Portwell reference group, since 2 October 2025" in body
    assert "- Publish the figures: Date moved to 30 November 2025, on 14 October 2025" in body
    assert "- Train every sergeant: Completion disputed, on 2 October 2025" in body
    assert "- Publish the figures: 30 November 2025" in body
    assert "Ask young people" not in body  # withdrawn in September: neither late, moved nor due
    assert "/forces/demoshire/plan/late/" in body


def test_a_month_without_anything_says_so_in_words(plan: models.Plan) -> None:
    person("chief", Role.CHIEF_OFFICER)

    [body] = digests(at(FIRST))

    for words in (
        "Nothing is late.",
        "No dispute waits for an answer.",
        "Nothing moved in October 2025.",
        "Nothing falls due this month.",
    ):
        assert words in body


def test_a_milestone_that_falls_due_is_named_and_one_that_is_reached_is_not(
    plan: models.Plan, stops: Played
) -> None:
    person("chief", Role.CHIEF_OFFICER)
    [body] = digests(at(date(2025, 6, 1)))
    assert "- Record every vehicle stop, milestone “Pilot in two districts”: 30 June 2025" in body

    stops.step("reach", date(2025, 6, 2), milestone="pilot", words="Done.")
    [body] = digests(at(date(2025, 7, 1)))
    assert "Nothing falls due this month." in body


def test_there_is_one_digest_a_month_and_a_late_start_makes_it_good(plan: models.Plan) -> None:
    person("chief", Role.CHIEF_OFFICER)

    sent = [len(digests(at(FIRST + timedelta(days=day)))) for day in (4, 4, 5, 20, 29, 30, 31)]

    assert sent == [1, 0, 0, 0, 0, 1, 0]


def test_nobody_else_gets_it(plan: models.Plan) -> None:
    for role in (Role.PROGRAMME_MANAGER, Role.ADMINISTRATOR, Role.ACTION_OWNER):
        person(str(role), role)

    assert digests(at(FIRST)) == []


def test_a_chief_officer_is_made_by_an_administrator_and_signs_reviews_off() -> None:
    about = roles().roles[Role.CHIEF_OFFICER]

    assert about.given_by == (Role.ADMINISTRATOR,)
    assert about.kinds == (OrganisationKind.FORCE,)
    assert set(about.may) == {May.READ_DIGEST, May.SIGN_OFF, May.ANSWER_SCRUTINY}
    assert roles().needs_second_step(Role.CHIEF_OFFICER)


def test_a_force_without_a_plan_has_no_digest(db: None) -> None:
    assert services.prepare(now=OPENED).digests == 0
