"""What happens by itself: silence becomes reform, overseers are told, predictions are tested."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from made_alerts import (
    JUDGE,
    SERIES,
    Reviewed,
    an_action,
    as_it_is,
    draw,
    found,
    prediction,
    recorded,
    reform,
    watched,
    with_series,
)
from test_monitoring_predictions import lake as lake  # noqa: PLC0414  (pytest finds it by name)

from evenhand.accounts.roles import Role
from evenhand.forces import services as forces
from evenhand.ledger.models import Entry
from evenhand.measures.watch.found import Found
from evenhand.monitoring import models, selectors
from evenhand.monitoring.history import Awaits, Kind
from evenhand.monitoring.services import telling, watching
from evenhand.monitoring.services.due import due
from evenhand.monitoring.terms import Outcome
from evenhand.records.lake import Lake
from measures.made_lakes import BEDS
from plan.staff import somebody

pytestmark = pytest.mark.django_db
LAST = date(2026, 6, 22)
"""28 days to answer from 11 May, and 14 of silence."""
BECAME = datetime(2026, 6, 22, 23, 30, tzinfo=UTC)
"""In London 23 June has begun."""


def test_silence_becomes_reform_by_itself_after_its_last_day(reviewed: Reviewed) -> None:
    assert due(datetime(2026, 6, 22, 22, 30, tzinfo=UTC)).silent == ()
    assert reviewed.status(LAST) == "overdue"
    assert due(BECAME).silent == (reviewed.review,)
    assert (reviewed.status(BECAME.date() + timedelta(days=1)), reviewed.number) == ("reform", 2)
    assert reviewed.now(date(2026, 6, 23)).awaits is Awaits.ACTION


def test_it_happens_once(reviewed: Reviewed) -> None:
    done = [due(BECAME), due(BECAME), due(BECAME + timedelta(days=9))]

    assert [len(one.silent) for one in done] == [1, 0, 0]
    assert Entry.objects.filter(kind="review-fell-silent").count() == 1


def test_somebody_who_answers_at_the_last_moment_is_heard(reviewed: Reviewed) -> None:
    reviewed.explain(LAST)
    assert due(BECAME).silent == ()
    assert reviewed.status(date(2026, 6, 23)) == "answered"


def test_who_never_concludes_reforms(reviewed: Reviewed) -> None:
    reviewed.explain(date(2026, 5, 20), type="unexplained", evidence=[], prediction=None)
    assert due(datetime(2026, 7, 1, 12, tzinfo=UTC)).silent == ()
    assert len(due(datetime(2026, 7, 2, 12, tzinfo=UTC)).silent) == 1


def test_a_clock_that_stands_still_does_not_run_out(reviewed: Reviewed) -> None:
    on = date(2026, 5, 20)
    reviewed.step("extend", on, until=on + timedelta(days=28), reason="Records are being copied.")
    assert due(BECAME + timedelta(days=27)).silent == ()
    assert len(due(BECAME + timedelta(days=28)).silent) == 1


def test_the_bodies_that_are_told_stand_in_the_ledger(reviewed: Reviewed) -> None:
    somebody(Role.OVERSIGHT_MEMBER, "oversight")
    due(BECAME)
    assert reviewed.steps[-1].data == {"told": ["Oversight body"]}


def test_its_own_commissioner_is_told_and_no_other(reviewed: Reviewed) -> None:
    somebody(Role.OVERSIGHT_MEMBER, "commissioner")
    somebody(Role.OVERSIGHT_MEMBER, "other commissioner")
    due(BECAME)
    assert reviewed.steps[-1].data == {"told": ["Demoshire commissioner"]}
    assert "to account: Demoshire commissioner." in reviewed.steps[-1].words


def test_the_mail_goes_to_its_own_commissioner_and_to_no_other(reviewed: Reviewed) -> None:
    own = somebody(Role.OVERSIGHT_MEMBER, "commissioner")
    other = somebody(Role.OVERSIGHT_MEMBER, "other commissioner")
    now = other.memberships[0].starts_at + timedelta(hours=1)
    models.Step.objects.create(
        review=reviewed.review,
        number=2,
        kind=Kind.SILENT,
        recorded_at=now,
        by="Evenhand",
        organisation="Evenhand",
        words="Nobody answered.",
    )
    assert telling.tell(connection=get_connection(), now=now) == 1
    assert [one.to for one in mail.outbox] == [[own.person.email]]


def test_overseers_are_told_once_by_mail(reviewed: Reviewed) -> None:
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    somebody(Role.PANEL_CHAIR, "panel")
    now = overseer.memberships[0].starts_at + timedelta(hours=1)
    models.Step.objects.create(
        review=reviewed.review,
        number=2,
        kind=Kind.SILENT,
        recorded_at=now,
        by="Evenhand",
        organisation="Evenhand",
        words="Nobody answered.",
    )

    sent = [telling.tell(connection=get_connection(), now=now) for _ in range(2)]
    assert sent == [1, 0]
    [letter] = mail.outbox
    assert letter.to == [overseer.person.email]
    assert "Demoshire Police" in letter.subject
    assert "/forces/demoshire/alerts/1/" in letter.body
    assert found().sentence in letter.body


class Away(BaseEmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, _messages: object) -> int:
        raise OSError("nobody there")


def test_who_could_not_be_reached_is_told_in_the_next_round(reviewed: Reviewed) -> None:
    overseer = somebody(Role.OVERSIGHT_MEMBER, "oversight")
    now = overseer.memberships[0].starts_at + timedelta(hours=1)
    models.Step.objects.create(
        review=reviewed.review,
        number=2,
        kind=Kind.SILENT,
        recorded_at=now,
        by="Evenhand",
        organisation="Evenhand",
        words="Nobody answered.",
    )
    with pytest.raises(OSError, match="nobody there"):
        telling.tell(connection=Away(), now=now)
    assert telling.tell(connection=get_connection(), now=now) == 1


def test_a_prediction_whose_data_never_came_reopens_the_review(reviewed: Reviewed) -> None:
    said = reviewed.explain(date(2026, 5, 20), prediction=prediction())
    reviewed.judge(date(2026, 5, 21), said.number)
    last = datetime(2026, 12, 31, 12, tzinfo=UTC)  # 92 days after the end of September
    assert due(last).untested == 0
    assert [due(last + timedelta(days=1)).untested for _ in range(2)] == [1, 0]
    now = reviewed.now(date(2027, 1, 1))
    assert (now.status.value, now.deadline) == ("open", date(2027, 1, 29))


def test_a_reform_whose_data_never_came_asks_for_another(reviewed: Reviewed) -> None:
    action, on = an_action(), date(2026, 5, 20)
    reviewed.settle(on, "not-explained")
    reviewed.step("reform", on, reform=reform(action), words="We supervise.")
    last = datetime(2027, 8, 31, 12, tzinfo=UTC)  # 92 days after it was to be measured again
    assert due(last).unmeasured == 0
    assert reviewed.now(last.date()).measured_until == last.date()
    assert [due(last + timedelta(days=1)).unmeasured for _ in range(2)] == [1, 0]
    now = reviewed.now(date(2027, 9, 4))
    assert (now.awaits, now.since, now.days_since) == (Awaits.ACTION, date(2027, 9, 1), 3)
    assert [one.outcome for one in now.reforms] == [Outcome.UNTESTED]
    assert Entry.objects.filter(kind="review-remeasured").count() == 1
    later = {"after_from": "2027-10", "after_until": "2028-03", "remeasure_on": date(2028, 6, 1)}
    reviewed.step("reform", now.on, reform=reform(action, **later), words="More of it.")
    assert due(datetime(2027, 9, 5, 12, tzinfo=UTC)).unmeasured == 0


def in_bedfordshire() -> Reviewed:
    """A review of a force whose records the lake holds."""
    forces.load([BEDS])
    series = with_series(SERIES, force=BEDS)
    [alert] = recorded(watched(found(series), examined={BEDS: 1})).raised
    return Reviewed(alert.review)


@pytest.mark.parametrize(("limit", "status"), [(30.0, "answered"), (0.5, "open")])
def test_a_later_run_tests_what_was_predicted(lake: Lake, limit: float, status: str) -> None:
    one = in_bedfordshire()
    who = {"organisation": "Bedfordshire Police"}
    predicted = prediction(force=BEDS, limit=limit, without={})
    said = one.explain(date(2026, 5, 20), prediction=predicted, **who)
    one.step("judge", date(2026, 5, 21), JUDGE, explanation=said.number, accepted=True, words="OK.")
    run = watched(as_of="2026-09", examined={BEDS: 1})
    now = datetime(2026, 11, 9, 9, tzinfo=UTC)

    early = recorded(run, lakes=[lake], now=datetime(2026, 9, 30, 12, tzinfo=UTC))
    assert early.tested == 0  # its quarter is not over
    assert [recorded(run, lakes=[lake], now=now).tested for _ in range(2)] == [1, 0]
    assert one.status(now.date()) == status
    [explained] = one.now(now.date()).explanations
    assert explained.test is not None
    assert explained.test.data["events"] == 510


def test_the_watch_of_a_night_runs_on_the_lake_of_the_site(lake: Lake, tmp_path: Path) -> None:
    now = datetime(2026, 11, 9, 2, tzinfo=UTC)
    given = {"folder": lake.path, "draw": draw, "cache": tmp_path / "cache"}
    assert watching.nightly(now, **given) is None  # no force is held here
    forces.load([BEDS])
    done = [watching.nightly(now, **given) for _ in range(2)]  # type: ignore[arg-type]

    assert [one and one.new for one in done] == [True, False]
    page = selectors.watch_page(BEDS)
    assert page is not None
    assert page.untold  # three months are no history


def test_what_is_drawn_is_what_the_public_may_see() -> None:
    forces.load(["demoshire"])
    drawn: list[Found] = []

    def drawing(one: Found) -> dict[str, str]:
        drawn.append(one)
        return {}

    def hiding(one: Found) -> Found:
        return found(sentence="Hidden.", key=one.key)

    watching.record(
        watched(found()), by="x", now=datetime(2026, 5, 11, tzinfo=UTC), draw=drawing, tell=hiding
    )
    assert [one.sentence for one in drawn] == ["Hidden."]
    assert as_it_is(drawn[0]) is drawn[0]
