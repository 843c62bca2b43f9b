"""The archive: what was put in comes out, and whatever was done to it since is refused."""

import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evenhand.backups import manifest
from evenhand.backups.archive import Writing, opened
from evenhand.backups.errors import BackupError
from evenhand.backups.manifest import Manifest, Member

HELD = {
    "database/evenhand.sqlite3": b"SQLite" * 50,
    "files/0b/evidence.pdf": bytes(range(256)),
    "lake/stop-and-search/kent/2024-01/v1.parquet": b"",
}
ABOUT = Manifest(
    made_at="2026-11-22T09:30:00+00:00",
    made_by="0.1.0",
    database="sqlite",
    migrations=[("plan", "0001_initial")],
    checkpoints={"ledger": "a note"},
    members=[],
)
Change = Callable[[zipfile.ZipFile, list[Member]], None]


def packed(change: Change | None = None, held: dict[str, bytes] = HELD) -> bytes:
    """An archive of what is held, changed by somebody before its manifest was added."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        writing = Writing(zipped)
        for name, data in held.items():
            writing.add(name, [data[:7], data[7:]])
        if change:
            change(zipped, writing.members)
        writing.add_manifest(ABOUT.model_copy(update={"members": writing.members}))
    return stream.getvalue()


def taken_out(raw: bytes) -> dict[str, bytes]:
    """What is in an archive, after every check of it."""
    archive = opened(io.BytesIO(raw))
    archive.check()
    return {one.name: b"".join(archive.read(one)) for one in archive.manifest.members}


WHOLE = packed()


def test_what_was_put_in_comes_out() -> None:
    assert taken_out(WHOLE) == HELD
    found = opened(io.BytesIO(WHOLE)).manifest
    assert found.model_copy(update={"members": []}) == ABOUT
    assert [str(one.path) for one in found.of("files")] == ["0b/evidence.pdf"]


def test_any_program_that_reads_zips_can_read_it_and_no_other_user_may() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as zipped:
        assert zipped.testzip() is None
        assert {one.filename for one in zipped.infolist()} == {*HELD, manifest.NAME}
        assert {one.external_attr >> 16 for one in zipped.infolist()} == {stat.S_IFREG | 0o600}


@given(st.integers(0, len(WHOLE) - 1))
def test_an_archive_that_was_cut_off_anywhere_is_refused(length: int) -> None:
    with pytest.raises(BackupError):
        taken_out(WHOLE[:length])


@given(st.integers(0, len(WHOLE) * 8 - 1))
def test_a_flipped_bit_is_refused_or_changes_nothing_of_what_is_held(bit: int) -> None:
    raw = bytearray(WHOLE)
    raw[bit // 8] ^= 1 << bit % 8
    try:
        found = taken_out(bytes(raw))
    except BackupError:
        return
    assert found == HELD
    assert opened(io.BytesIO(bytes(raw))).manifest.migrations == ABOUT.migrations


@pytest.mark.parametrize("raw", [b"", b"PK", b"a,b\r\n1,2\r\n", b"\0" * 100], ids=repr)
def test_what_is_no_archive_is_refused(raw: bytes) -> None:
    with pytest.raises(BackupError, match="not a whole backup"):
        opened(io.BytesIO(raw))


def test_a_zip_of_something_else_is_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as zipped:
        zipped.writestr("holiday.jpg", b"")
    with pytest.raises(BackupError, match=r"no backup of Evenhand's: there is no manifest\.json"):
        opened(stream)


NAMES = (
    "../evil",
    "/etc/passwd",
    "lake/../../evil",
    "lake/./x",
    "lake//x",
    "lake/",
    "lake",
    "lake/.lock",
    "lake/a/.hidden",
    "lake\\..\\evil",
    "files/C:evil",
    "files/two\nlines",
    "files/nul\0",
    "files/\u202eevil",
    "else/where",
    "",
)


@pytest.mark.parametrize("name", NAMES, ids=repr)
def test_a_name_that_leads_elsewhere_is_refused(name: str) -> None:
    raw = ABOUT.model_dump_json().replace(
        '"members":[]',
        f'"members":[{{"name":{json.dumps(name)},"bytes":0,"sha256":"{"0" * 64}"}}]',
    )
    with pytest.raises(BackupError, match="is no name of a file in a backup"):
        manifest.parse(raw.encode())


@pytest.mark.parametrize("name", ["../evil", "lake/more.parquet"])
def test_what_the_manifest_does_not_name_is_refused(name: str) -> None:
    with pytest.raises(BackupError, match="says nothing or something else"):
        opened(io.BytesIO(packed(lambda zipped, _: zipped.writestr(name, b"x"))))


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")  # we are the ones who attack
def test_a_file_that_is_there_twice_is_refused() -> None:
    name = "files/0b/evidence.pdf"
    with pytest.raises(BackupError, match="is in the backup twice"):
        opened(io.BytesIO(packed(lambda zipped, _: zipped.writestr(name, HELD[name]))))
    with pytest.raises(BackupError, match="names a file twice"):
        opened(io.BytesIO(packed(lambda _, members: members.append(members[0]))))


def test_a_file_that_is_missing_is_named() -> None:
    lost = Member(name="lake/lost.parquet", bytes=3, sha256="0" * 64)
    with pytest.raises(BackupError, match=r"lacks “lake/lost\.parquet”"):
        opened(io.BytesIO(packed(lambda _, members: members.append(lost))))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFDIR, stat.S_IFCHR, stat.S_IFIFO])
def test_a_link_or_a_device_is_refused(kind: int) -> None:
    def plant(zipped: zipfile.ZipFile, members: list[Member]) -> None:
        entry = zipfile.ZipInfo("lake/passwd")
        entry.external_attr = (kind | 0o777) << 16
        zipped.writestr(entry, "/etc/passwd")
        members.append(Member(name="lake/passwd", bytes=11, sha256="0" * 64))

    with pytest.raises(BackupError, match="is a link or a device"):
        opened(io.BytesIO(packed(plant)))


def test_a_file_other_than_the_manifest_says_is_refused() -> None:
    def lie(zipped: zipfile.ZipFile, members: list[Member]) -> None:
        members[0] = members[0].model_copy(update={"sha256": "0" * 64})

    with pytest.raises(
        BackupError, match=r"“database/evenhand\.sqlite3” in the backup is not what"
    ):
        taken_out(packed(lie))


def test_a_file_that_grows_when_it_is_unpacked_is_refused() -> None:
    name = "files/bomb"

    def shrink(zipped: zipfile.ZipFile, members: list[Member]) -> None:
        zipped.getinfo(name).file_size = 10
        members[-1] = members[-1].model_copy(update={"bytes": 10})

    with pytest.raises(BackupError):
        taken_out(packed(shrink, {name: b"\0" * 10_000_000}))


def test_what_says_it_is_encrypted_is_refused() -> None:
    raw = bytearray(WHOLE)
    for signature, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(signature) + place
        raw[at : at + 2] = struct.pack("<H", struct.unpack("<H", raw[at : at + 2])[0] | 1)
    with pytest.raises(BackupError, match="is a link or a device, encrypted"):
        taken_out(bytes(raw))


@pytest.mark.parametrize("kind", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_kind_of_packing_is_refused(kind: int) -> None:
    def plant(zipped: zipfile.ZipFile, members: list[Member]) -> None:
        zipped.writestr("lake/x", b"x", compress_type=kind)

    with pytest.raises(BackupError, match="packed in a way that Evenhand never uses"):
        opened(io.BytesIO(packed(plant)))


def test_a_manifest_without_end_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "LONGEST", 100)
    with pytest.raises(BackupError, match="too long"):
        opened(io.BytesIO(WHOLE))


@pytest.mark.parametrize(
    "said",
    [
        {"format": 2},
        {"database": "oracle"},
        {"migrations": [["plan"]]},
        {"members": [{"name": "lake/x", "bytes": -1, "sha256": "0" * 64}]},
        {"members": [{"name": "lake/x", "bytes": 1, "sha256": "0" * 63}]},
        {"more": 1},
    ],
    ids=str,
)
def test_a_manifest_that_this_version_would_not_write_is_refused(said: dict[str, object]) -> None:
    text = json.dumps(ABOUT.model_dump() | said)
    with pytest.raises(BackupError, match=r"manifest\.json cannot be used"):
        manifest.parse(text.encode())


def test_a_file_whose_name_could_not_come_back_is_refused_when_the_backup_is_made() -> None:
    with pytest.raises(BackupError, match="a name that a backup cannot keep"):
        packed(held={"files/.hidden": b""})
