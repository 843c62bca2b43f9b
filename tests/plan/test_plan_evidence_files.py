"""Files as evidence: kept on disk by their digest, public once a change names them, then given."""

import os
from pathlib import Path

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.utils import timezone
from made_plans import FORCE, Played, promised
from sent_files import FORMULA, PUBLIC, TEXT, TODAY, aged, keep, show
from sent_files import folder as folder  # noqa: PLC0414  (pytest finds it by name)
from sent_files import stops as stops  # noqa: PLC0414  (the same)

from evenhand.plan import exporters, files, models, selectors, services
from evenhand.plan.errors import NotAllowed
from evenhand.plan.files_words import file_size
from evenhand.public.static_site.asking import Site
from evenhand.public.static_site.links import leads_to

pytestmark = pytest.mark.usefixtures("folder")


# On disk


def test_a_file_is_kept_once_and_read_back(folder: Path) -> None:
    digest = files.put(TEXT)

    assert files.put(TEXT) == digest
    assert files.read(digest) == TEXT
    assert list(files.stored()) == [digest]
    assert [path for path in folder.rglob("*") if path.is_file()] == [folder / digest[:2] / digest]


def test_nobody_else_on_the_machine_may_read_a_file(folder: Path) -> None:
    digest = files.put(TEXT)

    assert (folder / digest[:2] / digest).stat().st_mode & 0o777 == 0o600
    assert (folder / digest[:2]).stat().st_mode & 0o777 == 0o700


def test_a_file_that_was_changed_on_disk_is_not_given(folder: Path) -> None:
    digest = files.put(TEXT)
    (folder / digest[:2] / digest).write_bytes(b"something else")

    assert files.read(digest) is None
    assert files.put(TEXT) == digest  # sent again, it is mended
    assert files.read(digest) == TEXT


def test_a_digest_leads_nowhere_else() -> None:
    for wrong in ("../../etc/passwd", "a" * 63, "A" * 64, ""):
        with pytest.raises(ValueError, match="no digest"):
            files.read(wrong)


@pytest.mark.parametrize("failing", ["fsync", "replace"])
def test_a_full_disk_leaves_nothing_half(
    failing: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(*((os, "fsync") if failing == "fsync" else (Path, "replace")), full)

    with pytest.raises(files.NoRoom, match="could not be kept"):
        files.put(TEXT)

    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_nothing_is_recorded_of_a_file_that_the_disk_did_not_take(
    stops: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(files.NoRoom):
        keep(stops)

    assert not models.CleanedFile.objects.exists()


# What is kept of a file, and when it becomes evidence


def test_what_was_cleaned_is_on_record_and_what_was_sent_is_not_on_disk(
    stops: Played, folder: Path
) -> None:
    row = keep(stops, FORMULA, "numbers.csv")

    assert row.sent_digest == files.digest_of(FORMULA)
    assert row.sent_size == len(FORMULA)
    assert row.digest != row.sent_digest
    assert row.removed == [
        "Texts that a spreadsheet would run have an apostrophe before them now, in rows 2."
    ]
    assert (row.by, row.organisation) == (FORCE["by"], FORCE["organisation"])
    assert list(files.stored()) == [row.digest]
    assert all(FORMULA not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_a_record_of_a_file_is_never_changed_or_removed(stops: Played) -> None:
    row = keep(stops)

    for statement in (
        "UPDATE plan_cleanedfile SET removed = '[]'",
        "DELETE FROM plan_cleanedfile",
    ):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(TypeError):
        row.delete()


@pytest.mark.parametrize(
    ("column", "value", "rule"),
    [
        ("digest", "x", "a_file_is_known_by_its_digest"),
        ("sent_digest", "A" * 64, "a_file_is_known_by_its_digest"),
        ("size", 0, "a_file_has_something_in_it"),
        ("ending", "P.F", "a_file_is_of_a_kind"),
        ("by", "", "a_file_is_sent_by_somebody"),
    ],
)
def test_the_database_refuses_a_record_that_cannot_be(
    stops: Played, column: str, value: object, rule: str
) -> None:
    row = keep(stops)
    row.pk, row._state.adding = None, True
    setattr(row, column, value)

    with pytest.raises(DatabaseError, match=rule), transaction.atomic():
        row.save()


def test_a_cleaned_file_becomes_evidence_and_its_digest_stands_in_the_ledger(
    stops: Played,
) -> None:
    row = keep(stops)

    change = show(stops, row.digest)

    assert change.proof.address == row.digest
    assert stops.changes[-1].proof == change.proof


@pytest.mark.parametrize("why", ["never cleaned", "for another action", "forgotten"])
def test_no_other_digest_becomes_evidence(stops: Played, folder: Path, why: str) -> None:
    digest = files.put(TEXT)
    if why == "for another action":
        keep(promised(stops.action.plan))
    if why == "forgotten":
        (folder / digest[:2] / keep(stops).digest).unlink()

    with pytest.raises(NotAllowed, match="no longer here"):
        show(stops, digest)
    assert len(stops.changes) == 1


def test_a_file_that_nobody_publishes_is_forgotten_after_a_week(
    stops: Played, folder: Path
) -> None:
    kept, gone = keep(stops), keep(stops, b"Something else\n")
    show(stops, kept.digest)
    for row in (kept, gone):
        aged(row.digest, folder)

    assert services.forget_files(now=timezone.now()) == 1

    assert list(files.stored()) == [kept.digest]
    with pytest.raises(NotAllowed, match="no longer here"):
        show(stops, gone.digest)


def test_a_file_that_still_waits_is_not_forgotten(stops: Played, folder: Path) -> None:
    row = keep(stops)
    aged(row.digest, folder, days=6)

    assert services.forget_files(now=timezone.now()) == 0
    assert show(stops, row.digest)


def test_a_file_that_is_needed_while_it_is_thrown_away_stays(stops: Played) -> None:
    """It was old when we looked, and somebody added it before we could remove it."""
    row = keep(stops)

    assert not files.remove_if_untouched(row.digest, since=0)
    assert files.read(row.digest) is not None


def test_what_a_crash_left_half_written_goes(folder: Path) -> None:
    digest = files.put(TEXT)
    half = folder / digest[:2] / ".new-half"
    half.write_bytes(b"ha")
    os.utime(half, (1, 1))

    services.forget_files(now=timezone.now())

    assert not half.exists()
    assert list(files.stored()) == [digest]


# What the public gets


def test_a_file_is_public_only_once_a_change_names_it(stops: Played, client: Client) -> None:
    row = keep(stops)
    address = f"{PUBLIC}evidence/{row.digest}/minutes-of-may.txt"
    assert client.get(address).status_code == 404

    show(stops, row.digest)

    assert client.get(address).content == TEXT
    assert address in client.get(PUBLIC).content.decode()
    assert "File: TXT, 40 bytes" in client.get(PUBLIC).content.decode()


def test_a_file_is_given_so_that_no_browser_runs_it(stops: Played, client: Client) -> None:
    row = keep(stops)
    show(stops, row.digest)

    answer = client.get(f"{PUBLIC}evidence/{row.digest}/minutes-of-may.txt")

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="minutes-of-may.txt"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert answer["ETag"] == f'"{row.digest}"'
    assert "script" not in answer["Content-Security-Policy"]


def test_a_file_is_given_in_parts_and_not_again(stops: Played, client: Client) -> None:
    row = keep(stops)
    show(stops, row.digest)
    address = f"{PUBLIC}evidence/{row.digest}/minutes-of-may.txt"

    part = client.get(address, headers={"Range": "bytes=0-6"})
    again = client.get(address, headers={"If-None-Match": f'"{row.digest}"'})

    assert (part.status_code, part.content) == (206, b"Minutes")
    assert again.status_code == 304


@pytest.mark.parametrize(
    "wrong", ["other-name.txt", "minutes-of-may.exe", "minutes-of-may.txt.html"]
)
def test_a_file_has_one_name(stops: Played, client: Client, wrong: str) -> None:
    row = keep(stops)
    show(stops, row.digest)

    assert client.get(f"{PUBLIC}evidence/{row.digest}/{wrong}").status_code == 404


def test_a_file_of_one_action_is_not_found_at_another(stops: Played, client: Client) -> None:
    row = keep(stops)
    show(stops, row.digest)
    promised(stops.action.plan, key="elsewhere")
    address = f"{PUBLIC}evidence/{row.digest}/minutes-of-may.txt"

    assert client.get(address).status_code == 200
    assert client.get(address.replace("vehicle-stops", "elsewhere")).status_code == 404


def test_a_title_that_is_taken_out_takes_its_file_along(
    stops: Played, client: Client, folder: Path
) -> None:
    row = keep(stops)
    number = show(stops, row.digest).number
    services.redact(
        action=stops.action,
        expected=number,
        chosen=[(number, "evidence")],
        reason="It named a person.",
        **FORCE,
        now=stops.moment(TODAY),
    )

    for name in ("minutes-of-may.txt", "redacted.txt", "evidence.txt"):
        assert client.get(f"{PUBLIC}evidence/{row.digest}/{name}").status_code == 404
    assert "evidence/" not in client.get(PUBLIC).content.decode()
    aged(row.digest, folder)
    assert services.forget_files(now=timezone.now()) == 1


def test_everything_public_as_json_names_the_files(stops: Played) -> None:
    row = keep(stops)
    show(stops, row.digest)
    found = selectors.tracked(stops.action.plan, on=TODAY)

    assert exporters.as_json(stops.action.plan, found, on=TODAY)["files"] == [
        {
            "action": "vehicle-stops",
            "sha256": row.digest,
            "name": "minutes-of-may.txt",
            "media_type": "text/plain; charset=utf-8",
            "bytes": 40,
        }
    ]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Minutes, May 2025", "minutes-may-2025.txt"),
        ("../../etc/passwd", "etcpasswd.txt"),
        ("会議", "evidence.txt"),
        ("x" * 200, f"{'x' * 60}.txt"),
        ('"; filename="a.exe', "filenameaexe.txt"),
    ],
)
def test_a_title_becomes_a_name_that_every_system_takes(title: str, name: str) -> None:
    assert selectors.files.public_name(title, "txt") == name


@pytest.mark.parametrize(
    ("size", "words"),
    [(999, "999 bytes"), (1000, "1 kB"), (240_400, "240 kB"), (3_560_000, "3.6 MB")],
)
def test_sizes_are_said_as_people_know_them(size: int, words: str) -> None:
    assert file_size(size) == words


def test_a_copy_of_the_site_made_of_files_has_the_file(stops: Played) -> None:
    """The copy follows links; it asks for the tag of a file alone first."""
    row = keep(stops)
    show(stops, row.digest)
    site = Site(get_wsgi_application(), "http://localhost")
    action = site.ask(PUBLIC)
    address = f"{PUBLIC}evidence/{row.digest}/minutes-of-may.txt"

    assert address in leads_to(action.body, action.media_type, PUBLIC)
    assert site.ask(address).body == TEXT
    assert site.ask(address, known="*").tag == f'"{row.digest}"'
