"""What followers are told: what moved, once, in one mail a day, in the words of the page."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scene import ANN, BEN, at, follows, mails, news, place, round_at, subject_of

from evenhand.following import services
from evenhand.following.models import Follower, Letter
from evenhand.following.words.followers import MOST_CHANGES
from evenhand.following.words.mail import LONGEST_SUBJECT, heading, one_line
from evenhand.plan import models, selectors
from plan.made_plans import FORCE, GROUP, OPENED, Played, new_plan, promised, terms

pytestmark = pytest.mark.django_db
SPRING = date(2025, 4, 2)


def move(action: Played, on: date, to: date, reason: str = "The supplier is late.") -> None:
    action.step("change", on, terms=terms(due_on=to), reason=reason)


def test_a_moved_date_is_told_as_the_page_tells_it(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    move(stops, SPRING, date(2025, 12, 31))

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert told.subject == "Date moved to 31 December 2025: Record every vehicle stop"
    assert "Date: was “30 September 2025”, now “31 December 2025”." in told.body
    assert "“The supplier is late.”" in told.body
    assert "Superintendent, operations, Demoshire Police, 2 April 2025" in told.body
    assert f"/plan/1/actions/{stops.action.key}/#change-2" in told.body
    assert "/follow/stop/?secret=" in told.body


@pytest.mark.parametrize(
    ("steps", "subject"),
    [
        (
            lambda one: one.step(
                "change", SPRING, terms=terms(owner="Chief inspector, roads"), reason="She left."
            ),
            "Owner is now: Chief inspector, roads",
        ),
        (
            lambda one: one.step(
                "change", SPRING, terms=terms(what="Most stops are recorded."), reason="Too much."
            ),
            "Wording changed",
        ),
        (lambda one: one.step("withdraw", SPRING, reason="No money."), "Promise withdrawn"),
        (
            lambda one: one.step("override", SPRING, says="late", reason="We say so."),
            "The force states: Late",
        ),
    ],
)
def test_each_move_is_told_by_its_name(stops: Played, steps, subject: str) -> None:
    follows(ANN, subject_of(stops.action))
    steps(stops)

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert told.subject.startswith(subject)


def test_a_completion_a_dispute_and_its_answer_are_told_each_on_its_day(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    mails(at(SPRING - timedelta(days=1)))
    stops.finish(SPRING)
    assert "Said to be complete" in mails(at(SPRING + timedelta(days=1)))[0].body

    disputed = stops.step("dispute", SPRING + timedelta(days=2), GROUP, words="Not in the north.")
    [told] = mails(at(SPRING + timedelta(days=3)))
    assert told.subject.startswith("Completion disputed")
    assert "Chair, Portwell reference group" in told.body

    stops.step(
        "answer",
        SPRING + timedelta(days=4),
        dispute=disputed.number,
        stands=False,
        words="They are right.",
    )
    [told] = mails(at(SPRING + timedelta(days=5)))
    assert "the action is open again" in told.subject


def test_reports_milestones_and_evidence_are_told_to_those_who_asked_for_everything(
    stops: Played,
) -> None:
    follows(ANN, subject_of(stops.action))
    follows(BEN, subject_of(stops.action), every=True)
    mails(at(SPRING - timedelta(days=1)))
    stops.step("report", SPRING, words="It goes well.")
    stops.step("reach", SPRING, milestone="pilot", words="Both districts.")
    stops.show(SPRING)

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert told.to == [BEN]
    assert told.subject == "3 things moved in the plan of Demoshire Police"
    for words in ("It goes well.", "Pilot in two districts", "What was learnt"):
        assert words in told.body


def test_who_follows_a_plan_is_told_of_all_its_promises_and_of_no_other_plan(
    plan: models.Plan,
) -> None:
    follows(ANN, selectors.subject(plan))
    first = promised(plan, "first", at(SPRING))
    other = promised(new_plan(force_id="demoshire"), "second", at(SPRING))

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert f"/plan/1/actions/{first.action.key}/" in told.body
    assert f"/plan/2/actions/{other.action.key}/" not in told.body
    assert "A new plan was opened" in told.body
    assert f"{told.body}".count("/forces/demoshire/plan/2/") == 1


def test_an_action_whose_name_begins_like_another_s_is_not_taken_for_it(
    plan: models.Plan,
) -> None:
    follows(ANN, subject_of(promised(plan, "record").action))
    follows(BEN, subject_of(promised(plan, "record-stops").action))
    mails(at(SPRING - timedelta(days=1)))
    longer = Played(models.Action.objects.get(key="record-stops"))
    longer.step("withdraw", SPRING, reason="No money.")

    assert [one.to for one in mails(at(SPRING + timedelta(days=1)))] == [[BEN]]


def test_thirty_changes_are_one_mail_and_three_hundred_one_that_is_not_long(
    plan: models.Plan,
) -> None:
    follows(ANN, selectors.subject(plan))
    for number in range(MOST_CHANGES + 5):
        promised(plan, f"imported-{number}", at(SPRING))

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert told.body.count("#change-1") == MOST_CHANGES
    assert "5 more changes are on the page of the plan." in told.body


def test_there_is_one_mail_a_day_and_what_comes_later_is_told_the_next_day(
    stops: Played,
) -> None:
    follows(ANN, subject_of(stops.action))
    move(stops, SPRING, date(2025, 10, 31))
    morning = at(SPRING + timedelta(days=1), 7)
    assert len(mails(morning)) == 1
    move(stops, morning.date(), date(2025, 11, 30))

    for hours in range(1, 10):
        assert mails(morning + timedelta(hours=hours)) == []
    [told] = mails(morning + timedelta(days=1))
    assert "30 November 2025" in told.subject
    assert "was “30 September" not in told.body


def test_nobody_is_told_what_happened_before_they_confirmed(stops: Played) -> None:
    move(stops, SPRING, date(2025, 12, 31))
    follows(ANN, subject_of(stops.action), at(SPRING, 20))

    assert news(at(SPRING + timedelta(days=1))) == []


def test_nothing_is_told_that_has_no_place_in_the_public_ledger_yet_and_then_it_is(
    stops: Played,
) -> None:
    follows(ANN, subject_of(stops.action))
    mails(OPENED)
    move(stops, SPRING, date(2025, 12, 31))
    services.prepare(now=at(SPRING + timedelta(days=1)))
    assert not Letter.objects.filter(kind="news").exists()

    assert len(mails(at(SPRING + timedelta(days=2)))) == 1


def test_what_is_recorded_while_the_day_ends_is_not_forgotten(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    mails(OPENED)
    move(stops, SPRING + timedelta(days=1), date(2025, 12, 31))
    place(at(SPRING + timedelta(days=1)))

    # A round that began the evening before finds an entry of the next day in the ledger.
    services.prepare(now=at(SPRING, 20))

    assert Letter.objects.filter(kind="news").count() == 1
    assert "31 December 2025" in mails(at(SPRING + timedelta(days=1)))[0].subject


def test_when_the_first_promised_day_passes_followers_hear_of_it_once(stops: Played) -> None:
    due = terms().due_on
    stops.step("reach", SPRING, milestone="pilot", words="Done.")
    follows(ANN, subject_of(stops.action), at(due - timedelta(days=3)))
    mails(at(due - timedelta(days=2)))
    assert mails(at(due)) == []

    [told] = mails(at(due + timedelta(days=1)))
    assert told.subject == "Now late: Record every vehicle stop"
    assert "promised for 30 September 2025" in told.body
    assert mails(at(due + timedelta(days=2))) == []


def test_a_day_that_passes_while_nothing_runs_is_told_when_it_runs_again(stops: Played) -> None:
    due = terms().due_on
    stops.step("reach", SPRING, milestone="pilot", words="Done.")
    follows(ANN, subject_of(stops.action), at(due - timedelta(days=3)))
    mails(at(due - timedelta(days=2)))

    [told] = mails(at(due + timedelta(days=9)))

    assert told.subject.startswith("Now late")


def test_what_was_withdrawn_is_never_called_late(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    stops.step("withdraw", SPRING, reason="No money.")
    mails(at(SPRING + timedelta(days=1)))

    assert mails(at(terms().due_on + timedelta(days=1))) == []


def test_nobody_is_told_twice_however_often_the_round_is_made(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    move(stops, SPRING, date(2025, 12, 31))
    now = at(SPRING + timedelta(days=1))

    sent = [round_at(now).posted.sent for _ in range(3)]

    assert sent[1:] == [0, 0]


def test_looking_says_how_many_and_makes_nothing(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    follows(BEN, subject_of(stops.action), every=True)
    mails(OPENED)
    stops.step("report", SPRING, words="It goes well.")
    place(at(SPRING))

    due = services.would_prepare(now=at(SPRING + timedelta(days=1)))

    assert (due.news, due.reminders, due.digests) == (1, 0, 0)
    assert not Letter.objects.filter(kind="news").exists()
    assert services.prepare(now=at(SPRING + timedelta(days=1))).news == 1


def test_every_mail_can_be_stopped_with_one_click_and_tracks_nobody(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    stops.step("withdraw", SPRING, reason="No money.")

    for told in mails(at(SPRING + timedelta(days=1))):
        message = told.message()
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert message["List-Unsubscribe"].startswith("<http")
        assert "/follow/stop/?secret=" in message["List-Unsubscribe"]
        assert message["Auto-Submitted"] == "auto-generated"
        assert message.get_content_type() == "text/plain"
        assert told.alternatives == [] if hasattr(told, "alternatives") else not told.attachments


def test_links_lead_to_the_public_address_whatever_anybody_called_the_site(
    stops: Played, settings
) -> None:
    settings.PUBLIC_ADDRESS = "https://plans.example"
    follows(ANN, subject_of(stops.action))
    stops.step("withdraw", SPRING, reason="No money.")

    told = mails(at(SPRING + timedelta(days=1)))[-1]

    links = [line for line in told.body.splitlines() if "://" in line]
    assert links
    assert all(one.startswith("https://plans.example/") for one in links)
    assert "@plans.example>" in told.extra_headers["Message-ID"]


def test_what_people_write_ends_no_header_and_begins_no_line_of_ours(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    trick = "Fine\nBcc: all@reader.example\n\n--\nTo stop, open https://evil.example"
    stops.step("change", SPRING, terms=terms(title=trick, due_on=date(2025, 12, 31)), reason=trick)

    [told] = mails(at(SPRING + timedelta(days=1)))

    assert told.recipients() == [ANN]
    assert "Bcc" not in told.message()
    assert "\n" not in told.subject
    assert not any(
        line.startswith(("Bcc", "To stop, open https")) for line in told.body.split("\n")
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text())
def test_any_text_becomes_one_line_that_a_header_can_hold(text: str) -> None:
    told = heading(text)

    assert len(told.splitlines()) <= 1
    assert len(told) <= LONGEST_SUBJECT
    assert one_line(text).split() == text.split()


def test_a_follower_of_a_thing_that_is_gone_is_told_nothing(stops: Played) -> None:
    found = follows(ANN, subject_of(stops.action))
    Follower.objects.filter(pk=found.pk).update(subject="plan/demoshire/9")
    stops.step("withdraw", SPRING, reason="No money.")

    assert news(at(SPRING + timedelta(days=1))) == []


def test_letters_are_forgotten_a_month_after_they_were_sent_and_nothing_is_told_again(
    stops: Played,
) -> None:
    follows(ANN, subject_of(stops.action))
    stops.step("withdraw", SPRING, reason="No money.")
    mails(at(SPRING + timedelta(days=1)))

    assert mails(at(SPRING + timedelta(days=32))) == []
    assert not Letter.objects.exists()
    assert timezone.is_aware(Follower.objects.get().confirmed_at)
    assert FORCE["organisation"] == "Demoshire Police"


def test_words_that_were_taken_out_before_the_mail_are_not_in_it(stops: Played) -> None:
    follows(ANN, subject_of(stops.action))
    move(stops, SPRING, date(2025, 12, 31), "Sergeant Quillfeather is ill.")
    place(at(SPRING, 20))
    services.prepare(now=at(SPRING + timedelta(days=1)))
    stops.step(
        "redact", SPRING + timedelta(days=1), chosen=[(2, "words")], reason="It names a person."
    )

    bodies = [
        str(one.body) for day in (1, 2) for one in mails(at(SPRING + timedelta(days=day), 12))
    ]

    assert not any("Quillfeather" in body for body in bodies)
    assert sum("Words taken out that the law does not allow" in body for body in bodies) == 1
