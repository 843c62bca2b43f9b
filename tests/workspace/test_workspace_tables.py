"""Tables of a plan sent to the workspace: shown first, then taken in whole or not at all."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from evenhand.audit.models import Entry
from evenhand.ledger.models import Entry as Public
from evenhand.plan import models, selectors
from plan.made_plans import Played
from workspace.programme import TABLE, browser, manager, moved, sent, taken_in


def test_a_table_is_shown_and_changes_nothing_until_it_is_taken_in(told: Played) -> None:
    client = browser(manager())
    address = sent(client, moved(told))

    page = client.get(address).content.decode()

    assert "1 new, 1 changed, 0 as they are. Nothing has happened yet." in page
    for words in (
        "The supplier is late.",
        "30 September 2025",
        "31 December 2026",
        "A new promise",
    ):
        assert words in page
    assert len(told.changes) == 1

    assert taken_in(client, address).status_code == 303

    assert told.changes[-1].words == "The supplier is late."
    assert told.changes[-1].by == "Programme manager"
    assert models.Action.objects.filter(key="new-one").exists()
    assert not models.ImportDraft.objects.exists()
    assert Entry.objects.filter(kind="alteration", subject="plan/demoshire/1").count() == 1


def test_a_table_with_a_wrong_cell_names_it_and_cannot_be_taken_in(told: Played) -> None:
    client = browser(manager())
    address = sent(client, moved(told, due="soon", owner=""))

    page = client.get(address).content.decode()

    assert "cells cannot be used" in page
    assert "“soon” is no day" in page
    assert "Take it in" not in page
    client.post(address, {"seen": "0"})
    assert len(told.changes) == 1


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (SimpleUploadedFile("plan.pdf", b"%PDF"), "The file must be .xlsx, .ods or .csv."),
        (SimpleUploadedFile("plan.xlsx", b"no zip"), "cannot be opened as a spreadsheet"),
        (SimpleUploadedFile("plan.csv", b""), "The file is empty."),
        (SimpleUploadedFile("plan.csv", b"\xff\xfe\x00"), "The letters cannot be read"),
        (SimpleUploadedFile("plan.csv", b"x" * (5 * 1024 * 1024 + 1)), "larger than 5 MB"),
        (None, "Choose a file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(
    told: Played, file: SimpleUploadedFile | None, sentence: str
) -> None:
    answer = browser(manager()).post(TABLE, {"table": file} if file else {})

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert not models.ImportDraft.objects.exists()


def test_a_table_that_was_overtaken_is_shown_again_and_not_taken_in(told: Played) -> None:
    client = browser(manager())
    address = sent(client, moved(told))
    client.get(address)
    seen = selectors.head(told.action.plan).last
    told.step("report", timezone.localdate() - timedelta(days=1), words="Going well.")

    answer = client.post(address, {"seen": str(seen)})

    assert answer.status_code == 409
    assert "The plan has changed since you looked." in answer.content.decode()
    assert len(told.changes) == 2
    assert taken_in(client, address).status_code == 303


def test_a_table_taken_in_twice_is_taken_in_once(told: Played) -> None:
    client = browser(manager())
    address = sent(client, moved(told))
    taken_in(client, address)
    count = Public.objects.count()

    again = client.post(address, {"seen": "1"})

    assert again.status_code == 404
    assert "taken in already" in again.content.decode()
    assert Public.objects.count() == count


def test_a_table_is_its_sender_s_alone_and_goes_after_a_day(told: Played) -> None:
    client, other = browser(manager()), browser(manager())
    address = sent(client, moved(told))

    assert other.get(address).status_code == 404
    other.post(address + "away/")
    assert client.get(address).status_code == 200
    models.ImportDraft.objects.update(sent_at=timezone.now() - timedelta(days=2))
    assert client.get(address).status_code == 404
    sent(client, moved(told))
    assert models.ImportDraft.objects.count() == 1


def test_a_table_that_is_given_up_changes_nothing(told: Played) -> None:
    client = browser(manager())
    address = sent(client, moved(told))

    assert client.post(address + "away/").url == TABLE

    assert len(told.changes) == 1
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("ending", ["csv", "xlsx", "ods"])
def test_an_empty_table_comes_in_each_format_and_is_no_change(told: Played, ending: str) -> None:
    client = browser(manager())

    answer = client.get(f"{TABLE}empty.{ending}")

    assert f"demoshire-plan-template.{ending}" in answer.headers["Content-Disposition"]
    file = SimpleUploadedFile(f"plan.{ending}", answer.content)
    page = client.get(sent(client, file)).content.decode()
    assert "There is nothing to take in" in page
    assert "vehicle-stops" in page, "what the table leaves out is named"
    assert client.get(f"{TABLE}empty.exe").status_code == 404
