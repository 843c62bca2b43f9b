"""Words go out of recommendations, meetings and visits, and of every agenda that repeats them."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from made_appointments import AFTER, HELD, SLOT, call
from made_recommendations import FORCE, PROOF, WHAT, Advised, make

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.ledger.kept import REDACTED
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import NotNow
from evenhand.scrutiny.models.recommendations import NO_DIGEST
from evenhand.scrutiny.recommending import selectors
from evenhand.scrutiny.recommending import services as advising
from evenhand.scrutiny.recommending.terms import Advice
from evenhand.scrutiny.redacting import threads
from evenhand.scrutiny.told import meetings, recommendations
from monitoring.made_alerts import an_action
from plan.staff import organisation, somebody
from scrutiny.taken_out import disagreements, nowhere, take_out

pytestmark = pytest.mark.django_db


@pytest.fixture
def chair(advised: Advised) -> Acting:
    del advised
    return somebody(Role.PANEL_CHAIR, "panel")


@pytest.fixture
def force_publisher(advised: Advised) -> Acting:
    del advised
    return somebody(Role.PUBLISHER)


def test_what_was_recommended_goes_with_its_digest_and_every_agenda_that_repeats_it(
    advised: Advised, chair: Acting
) -> None:
    advised.respond(date(2026, 3, 20), response="refused")
    meeting = call("meeting")
    step = meeting.step("publish_agenda", meeting.row.called_at)
    assert any(WHAT in one["words"] for one in step.data["items"])
    advised.view(date(2026, 4, 3), "not-satisfied", words=f"They did not {WHAT} At all.")
    before = advised.now(timezone.localdate())

    done = take_out(advised.row, WHAT, chair)

    assert {name.split("/")[0] for name in done.going} == {"recommendation", "meeting"}
    assert [(one.what, place) for one, place in done.stays] == [("recommendation", (3, "words"))]
    advised.row.refresh_from_db()
    assert advised.row.digest == NO_DIGEST
    now = advised.now(timezone.localdate())
    assert (now.status, now.advice.what, now.advice.why) == (
        before.status,
        REDACTED,
        before.advice.why,
    )
    told = recommendations.recommendation("demoshire", 1, on=timezone.localdate())
    assert told is not None
    assert WHAT not in repr(told).replace(f"They did not {WHAT}", "")
    [shown] = meetings.meetings(at=timezone.now())
    assert WHAT not in repr(shown)
    assert disagreements() == []
    take_out(advised.row, "They did not", chair)
    nowhere(WHAT)
    assert disagreements() == []


def test_the_same_may_be_recommended_again_and_is_no_repeat_of_what_nobody_can_read(
    advised: Advised, chair: Acting
) -> None:
    take_out(advised.row, WHAT, chair)
    again = make(now=advised.moment(date(2026, 4, 2)))
    assert selectors.steps_of(again)[0].data["advice"]["repeats"] == []
    take_out(again, WHAT, chair)
    assert models.Recommendation.objects.filter(digest=NO_DIGEST).count() == 2
    assert disagreements() == []


def test_a_link_that_was_taken_out_leads_nowhere_and_each_side_takes_out_its_own(
    advised: Advised, chair: Acting, force_publisher: Acting
) -> None:
    advised.respond(date(2026, 3, 20))
    advised.step("carry", date(2026, 3, 21), action=an_action())
    advised.step("show", date(2026, 3, 22), proof=PROOF)
    with pytest.raises(NotNow):
        take_out(advised.row, PROOF["address"], chair)
    with pytest.raises(NotNow):
        take_out(advised.row, WHAT, force_publisher)

    take_out(advised.row, PROOF["address"], force_publisher)

    nowhere(PROOF["address"])
    told = recommendations.recommendation("demoshire", 1, on=timezone.localdate())
    assert told is not None
    [proof] = told.evidence
    assert (proof.title, proof.address) == (PROOF["title"], "")
    assert disagreements() == []


def test_where_a_visit_is_and_what_it_found_go(advised: Advised, chair: Acting) -> None:
    visit = call()
    visit.step("agree", visit.row.called_at + timedelta(hours=1), FORCE)
    visit.step("hold", AFTER, held=HELD)
    meeting = call("meeting", now=AFTER + timedelta(hours=1), slot=later_slot())
    step = meeting.step("publish_agenda", AFTER + timedelta(hours=2))
    assert any("Portwell" in one["words"] for one in step.data["items"])

    take_out(visit.row, "Portwell", chair)
    take_out(visit.row, "The bell", chair)

    nowhere("Portwell")
    nowhere("The bell is broken")
    assert visit.status(AFTER + timedelta(days=100)) == "held"
    assert disagreements() == []


def later_slot() -> dict[str, object]:
    return {**SLOT, "starts": AFTER + timedelta(days=9), "ends": AFTER + timedelta(days=9, hours=2)}


def test_who_took_in_a_list_takes_its_words_out(advised: Advised) -> None:
    del advised
    body = organisation("oversight")
    analyst = somebody(Role.PUBLISHER, "oversight")
    advice = Advice.model_validate(
        {
            "what": "Say why in every case, as Mr Baker asked.",
            "why": "Nobody knew.",
            "to": "Chief constable",
            "by": date(2027, 1, 1),
            "source": "inspectorate",
            "said_on": date(2026, 3, 1),
            "report": "Report on Mr Baker",
        }
    )
    [row] = advising.make_all(
        items=[advising.Item("demoshire", "Inspectorate", advice, None)],
        by="Publisher",
        organisation=body.name,
        now=Advised(make(what="Something else altogether.")).moment(date(2026, 3, 3)),
    )
    assert row in [one.row for one in threads.of_whom(analyst)]
    take_out(row, "Report on Mr Baker", analyst)
    take_out(row, "as Mr Baker asked", analyst)
    nowhere("Mr Baker")
    assert disagreements() == []
