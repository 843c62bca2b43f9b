"""Reports are prepared by two people, published once, and stay as they were."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from made_reports import FAR, LATE, Desk, told
from pydantic import ValidationError

from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry as Private
from evenhand.audit.sequencer import sequence_all
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import history
from evenhand.plan import selectors
from evenhand.plan import services as plans
from evenhand.plan.quarters import Quarter
from evenhand.publications.errors import NotReady, PreparedMeanwhile
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Draft, Figure, Paper, Report
from evenhand.publications.reporting import finding, services
from evenhand.publications.reporting.choosing import Choice, told_anyway
from plan.made_plans import FORCE, GROUP
from plan.staff import somebody


def test_what_is_late_is_told_though_nobody_chose_it(desk: Desk) -> None:
    report = desk.published()
    assert told(report)[LATE]["detail"] is not None
    assert told(report)[FAR]["detail"] is None
    assert told(report)[LATE]["marks"][0]["words"].startswith("Late by")


def test_every_action_stands_in_the_table_whatever_is_chosen(desk: Desk) -> None:
    assert set(told(desk.published())) == {LATE, FAR}


def test_what_is_chosen_is_told_too(desk: Desk) -> None:
    assert told(desk.published(actions=(FAR,)))[FAR]["detail"]["what"]


@pytest.mark.parametrize("kind", ["moved", "withdrawn", "overridden"])
def test_what_was_bent_in_the_quarter_is_told_though_nobody_chose_it(desk: Desk, kind: str) -> None:
    day = desk.quarter.last_day
    now = desk.far.now(day)
    if kind == "moved":
        terms = now.now.model_copy(update={"due_on": now.now.due_on + timedelta(days=1)})
        desk.far.step("change", day, terms=terms, reason="Later.")
    elif kind == "withdrawn":
        desk.far.step("withdraw", day, reason="Not needed.")
    else:
        desk.far.step("override", day, says="late", reason="We know that it will be.")
    one = selectors.action(desk.plan, FAR, on=day)
    assert one is not None
    assert told_anyway(one, desk.quarter)
    assert told(desk.published())[FAR]["detail"]["changes"]


def test_a_move_before_the_quarter_does_not_force_its_way_into_every_later_report(
    desk: Desk,
) -> None:
    day = desk.quarter.before.last_day
    terms = desk.far.now(day).now.model_copy(update={"title": "Another title"})
    desk.far.step("change", day, terms=terms, reason="Clearer.")
    one = selectors.action(desk.plan, FAR, on=desk.quarter.last_day)
    assert one is not None
    assert not told_anyway(one, desk.quarter)


def test_a_disputed_completion_is_told(desk: Desk) -> None:
    day = desk.quarter.last_day - timedelta(days=1)
    desk.far.finish(day)
    desk.far.step("dispute", day, GROUP, words="We have seen nothing.")
    assert "Disputed" in str(told(desk.published())[FAR]["marks"])
    assert told(desk.published(desk.prepared(foreword="Again.")))[FAR]["detail"]


def test_what_happened_after_the_quarter_is_not_in_it(desk: Desk) -> None:
    after = desk.quarter.following.first_day
    desk.far.step("report", after, words="This came later.")
    assert "This came later." not in str(desk.published(actions=(FAR,)).content)


def test_a_report_is_in_the_public_ledger_with_its_digest(desk: Desk) -> None:
    report = desk.published(foreword="Words.")
    [entry] = history(report.reference)
    assert entry.content is not None
    assert entry.content["kind"] == "report-published"
    assert entry.content["body"]["digest"] == report.digest
    assert report.digest == digest(
        {"content": Report.objects.get().content, "checkpoint": report.checkpoint}
    )


def test_a_report_without_a_checkpoint_to_print_is_not_published(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("evenhand.publications.reporting.services.checkpoint", lambda: None)

    with pytest.raises(NotReady, match="no signed checkpoint yet"):
        desk.published(foreword="Words.")

    assert not Report.objects.exists()


def test_the_private_log_says_who_it_was_and_the_public_reads_a_role(desk: Desk) -> None:
    report = desk.published(foreword="Words.")
    assert report.released_by == "Publisher"
    assert report.organisation == desk.plan.organisation
    assert desk.publisher.person.name not in str(report.content)
    rows = Private.objects.filter(kind="alteration").order_by("pk")
    steps = [content(one)["body"]["details"]["step"] for one in rows]
    assert steps == ["begun", "prepared", "published"]
    assert content(rows.last())["by"] == f"person/{desk.publisher.person.pk}"


def test_publishing_again_gives_the_same_report(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    seen = digest(services.put_in(draft))
    first, again = (
        services.publish(
            desk.publisher, key=draft.key, expected=draft.version, seen=seen, now=timezone.now()
        )
        for _ in range(2)
    )
    assert first == again
    assert Report.objects.count() == Entry.objects.filter(kind="report-published").count() == 1


def test_only_what_was_looked_at_is_published(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    seen = digest(services.put_in(draft))
    desk.far.step("report", desk.quarter.last_day, words="Recorded late in the evening.")
    desk.prepared(draft, foreword="Words.", actions=(FAR,))
    for expected in (draft.version, draft.version + 1):
        with pytest.raises(PreparedMeanwhile):
            services.publish(
                desk.publisher, key=draft.key, expected=expected, seen=seen, now=timezone.now()
            )
    assert not Report.objects.exists()


def test_two_people_prepare_one_report_and_the_second_is_told(desk: Desk) -> None:
    draft = desk.begun()
    desk.prepared(draft, foreword="First.")
    with pytest.raises(PreparedMeanwhile, match="Somebody else"):
        services.prepare(
            desk.publisher,
            key=draft.key,
            expected=draft.version,
            choice=Choice(foreword="Second."),
            now=timezone.now(),
        )
    assert Draft.objects.get().choice["foreword"] == "First."


def test_sending_the_same_form_twice_is_no_conflict(desk: Desk) -> None:
    draft = desk.begun()
    once, twice = (desk.prepared(draft, foreword="Same.") for _ in range(2))
    assert once.version == twice.version == 2


def test_a_quarter_has_one_report_in_the_making(desk: Desk) -> None:
    assert desk.begun().key == desk.begun().key


def test_a_later_report_of_a_quarter_names_the_one_it_replaces(desk: Desk) -> None:
    first = desk.published()
    second = desk.published(foreword="Corrected.")
    assert (second.number, second.supersedes) == (2, first)
    assert Report.objects.filter(pk=first.pk).exists()


def test_a_quarter_that_has_not_ended_has_no_report(desk: Desk) -> None:
    running = Quarter.of(timezone.localdate())
    for quarter in (running, running.following, Quarter(2020, 1)):
        with pytest.raises(NotReady):
            services.begin(desk.manager, quarter=quarter, now=timezone.now())


def test_quarters_before_the_plan_are_not_offered(desk: Desk) -> None:
    opened = Quarter.of(desk.plan.opened_at.date())
    assert finding.ready(desk.plan, opened.following.following.first_day) == [
        opened.following,
        opened,
    ]
    assert finding.ready(desk.plan, desk.plan.opened_at.date()) == []


@pytest.mark.parametrize(
    ("role", "where"),
    [
        (Role.ACTION_OWNER, "force"),
        (Role.WORKSTREAM_LEAD, "force"),
        (Role.ADMINISTRATOR, "force"),
        (Role.PUBLISHER, "other force"),
        (Role.PUBLISHER, "oversight"),
        (Role.PANEL_CHAIR, "group"),
    ],
)
def test_nobody_else_prepares_or_publishes(desk: Desk, role: Role, where: str) -> None:
    draft = desk.prepared(foreword="Words.")
    seen = digest(services.put_in(draft))
    stranger, now = somebody(role, where), timezone.now()
    with pytest.raises((MayNot, NotReady)):
        services.prepare(stranger, key=draft.key, expected=draft.version, choice=Choice(), now=now)
    with pytest.raises((MayNot, NotReady)):
        services.publish(stranger, key=draft.key, expected=draft.version, seen=seen, now=now)
    with pytest.raises((MayNot, NotReady)):
        services.discard(stranger, key=draft.key, expected=draft.version, now=now)
    assert Draft.objects.get().choice["foreword"] == "Words."


def test_who_prepares_does_not_publish(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    with pytest.raises(MayNot):
        services.publish(
            desk.manager,
            key=draft.key,
            expected=draft.version,
            seen=digest(services.put_in(draft)),
            now=timezone.now(),
        )


def test_a_role_that_ended_while_the_page_was_open_publishes_nothing(desk: Desk) -> None:
    draft = desk.prepared(foreword="Words.")
    now = timezone.now()
    Membership.objects.filter(person=desk.publisher.person).update(
        starts_at=now - timedelta(days=1), expires_at=now - timedelta(seconds=1)
    )
    with pytest.raises(MayNot):
        desk.published(draft)


def test_a_draft_can_be_thrown_away_and_a_report_cannot(desk: Desk) -> None:
    draft = desk.begun()
    services.discard(desk.manager, key=draft.key, expected=draft.version, now=timezone.now())
    assert not Draft.objects.exists()
    report = desk.published()
    with pytest.raises(NeverChanged):
        report.delete()
    for statement in (
        "UPDATE publications_report SET title = 'x'",
        "DELETE FROM publications_report",
    ):
        with pytest.raises(Exception, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_paper_is_kept_once_and_never_changed(desk: Desk) -> None:
    report = desk.published()
    first = services.keep_paper(report, b"%PDF-1", now=timezone.now())
    again = services.keep_paper(report, b"%PDF-2", now=timezone.now())
    assert first == again
    assert finding.pdf_of(again) == b"%PDF-1"
    [entry] = [one for one in history(report.reference) if "paper" in str(one.content)]
    assert entry.content is not None
    assert entry.content["body"]["sha256"] == first.sha256
    with pytest.raises(Exception, match="never changed"), transaction.atomic():
        connection.cursor().execute("UPDATE publications_paper SET size = 1")
    assert Paper.objects.count() == 1


@pytest.mark.parametrize(
    ("field", "value", "rule"),
    [
        ("quarter", "2026-Q5", "a_report_is_of_a_quarter"),
        ("number", 2, "a_later_report_names_what_it_replaces"),
        ("digest", "abc", "a_report_has_a_digest"),
        ("title", "", "a_report_has_a_title"),
        ("released_by", "", "a_report_was_released_by_somebody"),
        ("organisation", "", "a_report_was_released_by_somebody"),
    ],
)
def test_a_report_that_breaks_a_rule_is_refused_by_its_name(
    desk: Desk, field: str, value: object, rule: str
) -> None:
    report = desk.published()
    report.pk, report._state.adding, report.draft = None, True, uuid4()
    report.quarter = "2020-Q1"
    setattr(report, field, value)
    with pytest.raises(IntegrityError, match=rule):
        report.save()


HOSTILE = [
    "<script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'x' %}",
    "A" * 4000,
    "\U0001f6a8 mixed: naïve, 漢字, العربية",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_kept_as_words(desk: Desk, words: str) -> None:
    report = desk.published(foreword=words, words={"respected": words})
    assert report.content["foreword"] == [words]


@pytest.mark.parametrize("words", ["a\x00b", "a\x07b", "left\u202eright", "A" * 4001])
def test_words_that_nobody_can_see_or_read_are_refused(words: str) -> None:
    with pytest.raises(ValidationError):
        Choice(foreword=words)


def test_new_lines_are_paragraphs_however_a_browser_ends_them(desk: Desk) -> None:
    report = desk.published(foreword="One.\r\n\r\nTwo.\nThree.")
    assert report.content["foreword"] == ["One.", "Two.", "Three."]


def test_a_plan_without_actions_has_a_report_that_says_so(db: None) -> None:
    from made_reports import Desk as Empty

    from plan.made_plans import new_plan
    from plan.staff import organisation

    organisation("force")
    plan = new_plan()
    people = (somebody(Role.PROGRAMME_MANAGER), somebody(Role.PUBLISHER))
    sequence_all()
    report = Empty(plan, *people, None, None).published()
    assert report.content["sentences"] == ["Nothing has been promised yet."]
    assert report.content["figures"] == []


def test_a_figure_that_is_not_the_force_s_or_does_not_stand_is_refused(desk: Desk) -> None:
    draft = desk.prepared(figures=("search-rate/kent/2025-01--2025-12/five-groups/1",))
    with pytest.raises(NotReady, match="search-rate/kent"):
        services.put_in(draft)


def test_the_next_iteration_of_the_plan_does_not_touch_a_report(desk: Desk) -> None:
    report = desk.published()
    plans.open_plan(
        force_id="demoshire",
        framework=desk.plan.framework,
        title="The next",
        **FORCE,
        now=timezone.now(),
    )
    assert Report.objects.get().plan == desk.plan
    assert Report.objects.get().content == report.content
    assert not Figure.objects.exists()
