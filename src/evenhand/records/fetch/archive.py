"""data.police.uk's archives: 1.7 GB each, of which only the wanted files are read."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from evenhand.records.fetch import months
from evenhand.records.fetch.failures import NetworkFailure, NoPartsServed, host
from evenhand.records.fetch.store import file_name
from evenhand.records.fetch.web import Web

MONTHS_HELD = 36  # an archive holds the month it is named after and the 35 before it
READ_AHEAD = 128 * 1024  # a force-month is about 30 kB in the archive
LARGEST_MEMBER = 512 * 1024 * 1024  # bytes unpacked; the largest force-month is about 10 MB


def archives_for(wanted: list[str], newest: str) -> dict[str, list[str]]:
    """Return which archive to read for which months: as few archives as will do.

    Each month comes from the archive of 35 months after the earliest month still wanted, or
    from the newest one, so that what a force sent again since is in it.
    """
    plan: dict[str, list[str]] = {}
    for month in sorted(wanted):
        latest = max(plan, default="")
        if month > latest:
            ahead = months.name(months.number(month) + MONTHS_HELD - 1)
            latest = max(month, min(ahead, newest))
        plan.setdefault(latest, []).append(month)
    return plan


class RemoteFile(io.RawIOBase):
    """A file on a server, read in parts, so that `zipfile` can open it there."""

    def __init__(self, web: Web, url: str) -> None:
        super().__init__()
        first = web.get_part(url, 0, 1)
        if first.status == 404:
            raise FileNotFoundError(url)
        self._web = web
        self._url = first.url
        self._etag = first.headers.get("ETag", "")
        self._size = _size(first.headers.get("Content-Range", ""), url)
        self._at = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read from any place."""
        return True

    def tell(self) -> int:
        """Return where the next byte is read from."""
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place, counted from the start, from here or from the end."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    # Narrower than the declared parent, which takes any buffer: only zipfile reads from here.
    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]
        """Fill the buffer from here on; return how many bytes there were."""
        stop = min(self._size, self._at + len(buffer))
        if self._at >= stop:
            return 0
        body = self._web.get_part(self._url, self._at, stop, etag=self._etag).body
        buffer[: len(body)] = body
        self._at += len(body)
        return len(body)


class Archive:
    """An open archive: the files of forces and months in it."""

    def __init__(self, members: zipfile.ZipFile, url: str) -> None:
        self._zip = members
        self._url = url
        self._by_name = {info.filename.rsplit("/", 1)[-1]: info for info in members.infolist()}

    def records(self, force: str, month: str) -> bytes | None:
        """Return a force-month's CSV, or None where the archive has none.

        Raises
        ------
        NetworkFailure
            If it cannot be had whole.
        """
        info = self._by_name.get(file_name(force, month, ".csv"))
        if info is None:
            return None
        if info.file_size > LARGEST_MEMBER:
            raise NetworkFailure(f"{info.filename} in {self._url} is far too large to be true.")
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise NetworkFailure(f"{info.filename} of {self._url} came damaged.") from error


@contextmanager
def opened(web: Web, site: str, name: str) -> Iterator[Archive | None]:
    """Open the archive of a month where it lies; None where there is none of that month.

    Raises
    ------
    NetworkFailure
        If it cannot be read in parts, or is not a zip archive.
    """
    url = f"{site}/data/archive/{name}.zip"
    try:
        remote = RemoteFile(web, url)
    except FileNotFoundError:
        yield None
        return
    except NoPartsServed as error:
        raise NetworkFailure(
            f"{host(url)}, or a proxy on the way to it, does not send parts of a file, and the "
            f"whole archive is 1.7 GB. Download {url} with a browser and import it: "
            f"evenhand import police-uk {name}.zip --lake DIR"
        ) from error
    with remote, io.BufferedReader(remote, READ_AHEAD) as buffered:
        try:
            members = zipfile.ZipFile(buffered)
        except zipfile.BadZipFile as error:
            raise NetworkFailure(f"{url} is not a zip archive ({error}).") from error
        with members:
            yield Archive(members, url)


def _size(content_range: str, url: str) -> int:
    total = content_range.rpartition("/")[2]
    if not total.isdigit():
        raise NetworkFailure(f"{host(url)} does not say how large {url} is.")
    return int(total)
