"""Every line of every mail is a message, or somebody's own words on one line."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from scene import ANN, assigned, at, follows, mails, person

from evenhand.accounts.roles import Role
from evenhand.config.language import pseudo
from evenhand.measures.words import messages
from evenhand.plan import models, selectors
from evenhand.plan.terms import Milestone
from plan.made_plans import GROUP, Played, promised, terms

pytestmark = pytest.mark.django_db
OWN = "⟦own⟧"
"""A force's words, as they would be if they were ours."""


@pytest.fixture
def abroad(settings) -> Iterator[None]:
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    yield
    messages.use(None)


def lines(body: str) -> list[str]:
    """What a person reads: no addresses, and no line between two parts."""
    return [one for one in body.splitlines() if one and "://" not in one and one != "--"]


def test_no_mail_says_a_sentence_that_is_not_a_message(
    abroad: None, plan: models.Plan, stops: Played
) -> None:
    step = Milestone(key="pilot", words=OWN, due_on=date(2025, 6, 30))
    own = {"title": OWN, "what": OWN, "owner": OWN, "milestones": (step,)}
    first = promised(plan, "first", **own)
    assigned(person("owner", Role.ACTION_OWNER), plan, action=first.action)
    person("chief", Role.CHIEF_OFFICER)
    follows(ANN, selectors.subject(plan), every=True)
    on = date(2025, 5, 1)
    stops.step("withdraw", on, reason=OWN)
    first.step("change", on, terms=terms(**own, due_on=date(2025, 10, 31)), reason=OWN)
    first.step("report", on, words=OWN)
    first.finish(on)
    first.step("dispute", on, GROUP, words=OWN)

    sent = mails(at(on + timedelta(days=1)))

    assert {one.subject[0] for one in sent} == {"⟦"}
    assert len(sent) == 3  # a follower, an owner, a chief officer
    own_words = ("⟦", "Demoshire’s plan", "Record every vehicle stop", "What was learnt")
    for one in sent:
        for line in lines(str(one.body)):
            assert line.startswith(own_words), line
