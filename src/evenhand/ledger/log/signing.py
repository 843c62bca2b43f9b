"""The keys with which this site signs its logs, from a file or the environment; never from us."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from evenhand.ledger.errors import NoKey
from evenhand.ledger.log.tables import Log
from evenhand.ledger.tree.keys import PRIVATE, Kind, NotAKey, SigningKey, keep
from evenhand.ledger.tree.notes import Note


def signing_key(log: Log) -> SigningKey:
    """Return the key with which a log goes on.

    ``LEDGER_KEY`` is a file with a key a line, or the keys themselves. A log's keys are those whose
    name ends in ``/`` and the log's name. The last of them that signed the last checkpoint is in
    force; in a new log, the last. A site that only this machine can reach makes the file when it
    is not there; a site in service never does.

    Raises
    ------
    NoKey
        If there is none, or none that signed the last checkpoint.
    """
    keys = list(_keys(log))
    if not keys:
        raise NoKey(
            f"EVENHAND_LEDGER_KEY holds no key for the log “{log.name}”. Make one with: "
            "evenhand ledger key FILE --origin your.host"
        )
    last = log.latest()
    if last is None:
        return keys[-1]
    note = Note.parse(last.note)
    for key in reversed(keys):
        if note.verified(key.verifier):
            return key
    raise NoKey(
        f"None of the keys at hand signed the last checkpoint of {log.name}. A log changes its key "
        "with: evenhand ledger rotate"
    )


def _keys(log: Log) -> Iterator[SigningKey]:
    for line in _text().split():
        try:
            key = SigningKey.parse(line)
        except NotAKey as error:
            raise NoKey(f"A key in EVENHAND_LEDGER_KEY cannot be used. {error}") from error
        if key.name.endswith(f"/{log.name}") and key.kind == Kind.LOG:
            yield key


def new_keys(origin: str, names: tuple[str, ...] = ("ledger", "audit", "stops")) -> str:
    """Make a key for each log; the origin is the site's name, such as ``plan.example``."""
    keys = [SigningKey.new(f"{origin}/{name}", Kind.LOG) for name in names]
    return "".join(f"{key.secret_text()}\n" for key in keys)


def _text() -> str:
    said: str = settings.LEDGER_KEY
    if said.startswith(PRIVATE):
        return said
    file = Path(said)
    if not file.exists() and settings.LEDGER_KEY_MAY_BE_MADE:
        with suppress(FileExistsError):  # another process of this site made it meanwhile
            keep(file, new_keys("localhost"))
    try:
        return file.read_text(encoding="utf-8")
    except OSError as error:
        raise NoKey(
            f"The keys of the logs cannot be read from “{file}” ({error.strerror}). Make them: "
            f"evenhand ledger key {file} --origin your.host"
        ) from error
