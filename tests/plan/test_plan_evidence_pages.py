"""A file as evidence in the workspace: sent, looked at, published; by nobody who may not."""

from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils import timezone
from made_plans import Played, promised
from sent_files import ADD, FORMULA, PUBLIC, keep, sent
from sent_files import folder as folder  # noqa: PLC0414  (pytest finds it by name)
from sent_files import stops as stops  # noqa: PLC0414  (the same)
from staff import given, somebody

from accounts.cast import signed_in
from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import Role
from evenhand.audit.models import Entry
from evenhand.cleaning import Cleaned, clean
from evenhand.config.language import pseudo
from evenhand.measures.words import messages
from evenhand.plan import files, models
from evenhand.workspace import uploads
from workspace.test_workspace_words import not_messages

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def manager(stops: Played) -> Iterator[Client]:
    yield signed_in(somebody(Role.PROGRAMME_MANAGER).person)


def test_a_file_is_sent_looked_at_and_then_published(
    stops: Played, manager: Client, client: Client
) -> None:
    assert "Up to 20 MB" in manager.get(ADD).content.decode()

    looked = sent(manager, FORMULA, "numbers.csv")

    assert looked.status_code == 303
    page = manager.get(looked.url).content.decode()
    assert "This was made of the file that you sent." in page
    assert "an apostrophe before them now, in rows 2" in page
    content = manager.get(f"{looked.url}content")
    assert content.content == clean(FORMULA, "a.csv").content
    assert content["Content-Disposition"].startswith("attachment")
    assert len(stops.changes) == 1

    answer = manager.post(looked.url, {"title": "Numbers", "words": "Two.", "expected": "1"})

    assert answer.status_code == 303
    [row] = models.CleanedFile.objects.all()
    assert stops.changes[-1].proof.address == row.digest
    assert client.get(f"{PUBLIC}evidence/{row.digest}/numbers.csv").status_code == 200


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.txt", "VIS\u200bIBLE".encode(), "nobody sees, in line 1, place 4"),
        ("a.exe", b"MZ", "Files of this kind are not taken."),
        ("a.pdf", b"no pdf", "it is something else inside"),
        ("a.txt", b"", "The file is empty"),
        ("a.docx", b"PK\x03\x04broken", "damaged"),
    ],
)
def test_a_file_that_is_not_taken_is_answered_with_sentences_and_kept_nowhere(
    manager: Client, name: str, content: bytes, sentence: str
) -> None:
    answer = sent(manager, content, name)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert "There is a problem" in answer.content.decode() or "was not taken" in (
        answer.content.decode()
    )
    assert list(files.stored()) == []
    assert not models.CleanedFile.objects.exists()


def test_a_form_without_a_file_asks_for_one(manager: Client) -> None:
    answer = manager.post(ADD, {})

    assert answer.status_code == 400
    assert "Choose a file" in answer.content.decode()


def test_a_file_that_is_too_large_is_said_to_be_and_never_kept(
    manager: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MOST", 1000)

    answer = sent(manager, b"x" * 2000)

    assert answer.status_code == 400
    assert "larger than 20 MB" in answer.content.decode()
    assert list(files.stored()) == []


def test_what_is_hopelessly_large_is_not_even_waited_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uploads, "HOPELESS", 500)
    monkeypatch.setattr(uploads, "MOST", 100)

    request = RequestFactory().post(ADD, {"file": SimpleUploadedFile("a.txt", b"x" * 5000)})

    assert not request.FILES
    assert uploads.was_too_large(request)


def test_a_dropped_connection_leaves_nothing(stops: Played, manager: Client) -> None:
    """The request ends in the middle of the file."""
    body = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\nMinut'

    manager.generic("POST", ADD, body, content_type="multipart/form-data; boundary=b")

    assert list(files.stored()) == [] or not models.Evidence.objects.exists()
    assert len(stops.changes) == 1


def test_a_second_person_is_shown_what_the_first_did(stops: Played, manager: Client) -> None:
    looked = sent(manager).url
    stops.step("report", timezone.localdate(), words="It goes well.")

    answer = manager.post(looked, {"title": "Minutes", "words": "All.", "expected": "1"})

    assert answer.status_code == 409
    assert "It goes well." in answer.content.decode()
    assert "Minutes" in answer.content.decode()
    assert len(stops.changes) == 2
    again = manager.post(looked, {"title": "Minutes", "words": "All.", "expected": "2"})
    assert again.status_code == 303


def test_the_same_form_sent_twice_adds_it_once(stops: Played, manager: Client) -> None:
    looked = sent(manager).url
    form = {"title": "Minutes", "words": "All.", "expected": "1"}

    assert [manager.post(looked, form).status_code for _ in range(2)] == [303, 303]
    assert len(stops.changes) == 2


def owner(stops: Played) -> Acting:
    return given(somebody(Role.ACTION_OWNER), stops.action.plan, action="vehicle-stops")


def test_the_owner_of_the_action_may_send_a_file_and_other_owners_may_not(stops: Played) -> None:
    own = signed_in(owner(stops).person)
    other = signed_in(somebody(Role.ACTION_OWNER).person)

    assert sent(own).status_code == 303
    assert sent(other).status_code == 403
    assert other.get(ADD).status_code == 403


@pytest.mark.parametrize(
    ("role", "where", "status"),
    [
        (Role.ANALYST, "force", 403),
        (Role.PROGRAMME_MANAGER, "other force", 404),
        (Role.PANEL_CHAIR, "group", 403),
        (Role.OVERSIGHT_MEMBER, "oversight", 403),
    ],
)
def test_nobody_else_sends_or_sees_a_file(
    stops: Played, role: Role, where: str, status: int
) -> None:
    row = keep(stops)
    stranger = signed_in(somebody(role, where).person)

    assert sent(stranger).status_code == status
    for address in (ADD, f"{ADD}{row.pk}/", f"{ADD}{row.pk}/content"):
        assert stranger.get(address).status_code == status
    assert models.CleanedFile.objects.count() == 1


def test_who_is_signed_out_sends_nothing(stops: Played, client: Client) -> None:
    answer = sent(client)

    assert answer.status_code in {302, 401, 403}
    assert not models.CleanedFile.objects.exists()


def test_a_file_of_another_action_is_not_shown(stops: Played, manager: Client) -> None:
    row = keep(promised(stops.action.plan, key="elsewhere"))

    assert manager.get(f"{ADD}{row.pk}/").status_code == 404
    assert manager.get(f"{ADD}{row.pk}/content").status_code == 404


def test_a_role_that_ended_while_the_file_was_read_adds_nothing(
    stops: Played, monkeypatch: pytest.MonkeyPatch
) -> None:
    acting = somebody(Role.PROGRAMME_MANAGER)
    client = signed_in(acting.person)

    def slowly(content: bytes, name: str) -> Cleaned:
        acting.person.is_active = False
        acting.person.save()
        return clean(content, name)

    monkeypatch.setattr("evenhand.workspace.views.plan_files.clean", slowly)

    assert sent(client).status_code == 403
    assert not models.CleanedFile.objects.exists()


def test_where_no_evidence_can_be_added_no_file_is_asked_for(
    stops: Played, manager: Client
) -> None:
    looked = sent(manager).url
    stops.step("withdraw", timezone.localdate(), reason="Another force does it.")

    for address in (ADD, looked):
        page = manager.get(address).content.decode()
        assert "This cannot be done now." in page
        assert 'type="file"' not in page
        assert 'name="title"' not in page


def test_every_sentence_about_a_file_is_a_message(
    stops: Played, settings: LazySettings, request: pytest.FixtureRequest
) -> None:
    """Those of the process that reads it too: they are said here, in the reader's language."""
    person = somebody(Role.PROGRAMME_MANAGER).person
    client = signed_in(person)
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    request.addfinalizer(lambda: messages.use(None))
    typed = {person.name, "Demoshire Police", "Record every vehicle stop", "numbers.csv"}

    looked = sent(client, FORMULA, "numbers.csv").url
    refused = sent(client, "a\u200bb".encode(), "a.txt")
    pages = [client.get(ADD), refused, client.get(looked), client.post(looked, {})]

    for page in pages:
        said = not_messages(page.content.decode())
        assert [line for line in said if line not in typed] == []


def test_what_a_file_was_called_is_kept_nowhere(stops: Played) -> None:
    """People are named in names of files, and a kept row stays for good."""
    client = signed_in(somebody(Role.PROGRAMME_MANAGER).person)

    sent(client, name="statement of Jo Bloggs.txt")

    [row] = models.CleanedFile.objects.all()
    assert "Bloggs" not in str(vars(row))
    assert "Bloggs" not in "".join(str(one.body) for one in Entry.objects.all())
