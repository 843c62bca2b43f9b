"""Opening a sealed record: what it says, whose it is, and everything that is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec

from evenhand.encounters import rules
from evenhand.encounters.arriving import splitting
from evenhand.encounters.arriving.batches import Entry
from evenhand.encounters.keys import passes, sealing
from evenhand.encounters.keys.files import NoSuchKey
from evenhand.encounters.keys.sealing import CannotUnseal
from evenhand.encounters.receipts import slips
from evenhand.encounters.rules import Context, Problem
from evenhand.ledger.tree.entries import NotCanonical
from evenhand.measures.words.messages import say

NOT_SEEN = re.compile(r"[^\x20-\x7e]")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
LONGEST_FIELD = 200
NO_KEY = "no_key"
"""What is wrong with a record that is sealed to a key that is not here."""


@dataclass(frozen=True)
class Officer:
    """Who recorded a stop, as far as the rules and marks need it.

    Attributes
    ----------
    since : since when they record stops for the force; None where they never did.
    left : whether their access has ended.
    """

    number: int
    reference: str
    since: date | None
    left: bool


@dataclass(frozen=True)
class Opened:
    """What a record says, as far as it could be read.

    Attributes
    ----------
    raw : as it was written, whatever that was; None where it could not be opened.
    record : the record in the form in which it is kept; None while there are problems.
    parted : the same in its two parts.
    """

    raw: Any = None
    officer: Officer | None = None
    slip: slips.Slip | None = None
    record: dict[str, Any] | None = None
    problems: tuple[Problem, ...] = field(default=())
    parted: splitting.Parted | None = None


@dataclass(frozen=True)
class Reader:
    """What is needed to open records of one device.

    Attributes
    ----------
    officers : finds an officer by number; None where there is none such in the force.
    known_passes, known_keys : those that were read before; most records of a batch share them.
    """

    force: str
    device: UUID
    now: datetime
    teams: frozenset[str] | None
    officers: Callable[[int], Officer | None]
    known_passes: dict[str, passes.Pass] = field(default_factory=dict)
    known_keys: dict[str, ec.EllipticCurvePrivateKey] = field(default_factory=dict)

    def open(self, entry: Entry) -> Opened:
        """Open a sealed record and check it; it never fails, but says what is wrong."""
        try:
            text = sealing.unseal(self._key(entry.key), entry.sealed, aad=entry.aad(self.device))
        except NoSuchKey:
            return Opened(problems=(_no_key(),))
        except CannotUnseal:
            return Opened(problems=(_not_opened(),))
        try:
            inside = rules.read(text)
        except rules.Unreadable as error:
            return Opened(problems=(Problem("", error.code, error.words),))
        if not isinstance(inside, Mapping) or not isinstance(inside.get("stop"), Mapping):
            return Opened(raw=inside, problems=(_not_json(),))
        officer, wrong = self._whose(inside.get("pass"))
        slip = slips.sent(inside.get("receipt"))
        found = self._checked(inside["stop"], officer, entry, rules.check_read)
        if wrong:
            found = replace(found, record=None, parted=None, problems=(*wrong, *found.problems))
        return replace(found, slip=slip)

    def check(self, raw: Any, officer: Officer | None, entry: Entry) -> Opened:
        """Check a record by every rule, and against what stands in clear beside it."""
        return self._checked(raw, officer, entry, rules.check)

    def _checked(
        self,
        raw: Any,
        officer: Officer | None,
        entry: Entry,
        check: Callable[..., rules.Checked],
    ) -> Opened:
        context = Context(
            now=self.now,
            force_id=self.force,
            officer_since=officer.since if officer else None,
            known_teams=self.teams,
        )
        checked = check(raw, context=context)
        problems = (*checked.problems, *self._beside(raw, officer, entry))
        record, parted = None, None
        if checked.stop is not None and not problems:
            record = checked.stop.model_dump(mode="json")
            try:
                parted = splitting.part(record)
            except NotCanonical:
                record, problems = None, (_not_json(),)
        return Opened(raw, officer, None, record, tuple(plain(one) for one in problems), parted)

    def _key(self, name: str) -> ec.EllipticCurvePrivateKey:
        if name not in self.known_keys:
            self.known_keys[name] = sealing.private_key(self.force, name)
        return self.known_keys[name]

    def _pass(self, text: object) -> passes.Pass:
        if not isinstance(text, str):
            raise passes.BadPass
        if text not in self.known_passes:
            self.known_passes[text] = passes.read(text)
        return self.known_passes[text]

    def _whose(self, text: object) -> tuple[Officer | None, tuple[Problem, ...]]:
        try:
            said = self._pass(text)
        except passes.BadPass:
            return None, (_no_pass(),)
        officer = self.officers(said.officer)
        fits = said.force == self.force and said.device in (None, self.device)
        if officer is None or officer.since is None or not fits:
            return None, (_no_pass(),)
        return officer, ()

    def _beside(self, raw: Any, officer: Officer | None, entry: Entry) -> tuple[Problem, ...]:
        """What the record says of itself must be what is said beside it."""
        if not isinstance(raw, Mapping):
            return ()
        said = {"stop_id": str(entry.id), "device_id": str(self.device), "sequence": entry.sequence}
        if officer:
            said["officer"] = officer.reference
        differ = [name for name in said if raw.get(name) is not None and raw[name] != said[name]]
        if not differ:
            return ()
        words = say("This must be what the device and the sign-in said beside the record.")
        return tuple(Problem(name, "not_as_sent", words) for name in differ)


def plain(problem: Problem) -> Problem:
    """A problem without anything that a hostile record put into its field's name or its words."""
    field = NOT_SEEN.sub("?", problem.field)[:LONGEST_FIELD]
    return Problem(field, problem.code, CONTROL.sub("?", problem.words))


def _no_key() -> Problem:
    words = say("The key that this record is sealed to is not here. It is kept until it is.")
    return Problem("", NO_KEY, words)


def _not_opened() -> Problem:
    words = say("This record does not open: something of it was changed or lost.")
    return Problem("", "not_opened", words)


def _not_json() -> Problem:
    return Problem("", "not_a_record", say("What was sealed is not a record that can be read."))


def _no_pass() -> Problem:
    words = say("The record does not say in a way that can be trusted who recorded it.")
    return Problem("officer", "no_pass", words)
