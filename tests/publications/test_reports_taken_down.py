"""A published report in which unlawful words stand is taken down with them, and says so."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone

from evenhand.audit.sequencer import sequence_all
from evenhand.ledger.log.exporting import lines
from evenhand.ledger.log.tables import LEDGER
from evenhand.ledger.log.verifying import verify
from evenhand.ledger.models import Entry
from evenhand.plan import services as plans
from evenhand.publications.models import Paper, Report
from evenhand.publications.models.reports import NO_DIGEST
from evenhand.publications.reporting import finding, services
from publications.made_reports import LATE, Desk, told
from publications.made_reports import desk as desk  # noqa: PLC0414  (pytest finds it by name)

WHY = "It names a person who is not a public figure."


def redact(desk: Desk) -> str:
    """Take the title of the late promise out; give what it was."""
    title = desk.late.changes[0].terms.title
    plans.redact(
        action=desk.late.action,
        expected=desk.late.number,
        chosen=[(1, "title")],
        reason=WHY,
        by="Publisher",
        organisation=desk.plan.organisation,
        now=timezone.now(),
    )
    return title


def address(report: Report) -> str:
    return f"/forces/demoshire/reports/{report.quarter}/{report.number}/"


def test_the_report_its_files_and_its_digests_are_gone_and_the_page_says_why(
    desk: Desk, client: Client
) -> None:
    report = desk.published()
    assert LATE in told(report)
    paper = services.keep_paper(report, b"%PDF-1.7 words", now=timezone.now())
    sequence_all()
    assert client.get(address(report)).status_code == 200
    old = report.digest

    title = redact(desk)

    sequence_all()
    page = client.get(address(report))
    assert page.status_code == 410
    assert WHY in page.content.decode()
    assert title not in page.content.decode()
    for ending in ("json", "pdf"):
        file = f"/forces/demoshire/reports/{report.quarter}/{report.number}.{ending}"
        assert client.get(file).status_code == 404
    emptied = Report.objects.get(pk=report.pk)
    assert (emptied.content, emptied.digest) == ({}, NO_DIGEST)
    assert bytes(Paper.objects.get(pk=paper.pk).content) == b""
    exported = "\n".join(lines(LEDGER, entries=True))
    assert old not in exported, "with all the rest known, a digest would let the words be guessed"
    assert paper.sha256 not in exported
    said = Entry.objects.get(kind="report-taken-down")
    assert (said.subject, WHY in said.body) == (report.reference, True)
    assert verify(LEDGER).faults == ()
    assert client.get("/forces/demoshire/reports/").status_code == 200


def test_the_next_report_can_be_published_without_the_words(desk: Desk) -> None:
    report = desk.published()
    title = redact(desk)

    again = desk.published()

    assert again.number == 2
    assert title not in repr(again.content)
    assert finding.report("demoshire", report.quarter, 1) is None


def test_a_report_that_does_not_hold_the_words_stays(desk: Desk) -> None:
    report = desk.published()
    action = desk.far.action
    desk.far.step("report", timezone.localdate(), words="Quillfeather is mentioned here alone.")
    plans.redact(
        action=action,
        expected=desk.far.number,
        chosen=[(desk.far.number, "words")],
        reason=WHY,
        by="Publisher",
        organisation=desk.plan.organisation,
        now=timezone.now() + timedelta(days=1),
    )

    assert finding.report("demoshire", report.quarter, 1) == report


@pytest.mark.parametrize(
    ("table", "sets"),
    [
        ("report", "content = '{\"a\": 1}', redacted = redacted || 'x'"),
        ("report", "title = 'Other', redacted = redacted || 'x'"),
        ("report", "content = '{}'"),
        ("paper", "size = 1, redacted = redacted || 'x'"),
        ("paper", "redacted = ''"),
    ],
)
def test_the_database_lets_nothing_else_through(desk: Desk, table: str, sets: Any) -> None:
    services.keep_paper(desk.published(), b"%PDF", now=timezone.now())

    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE publications_{table} SET {sets}")
