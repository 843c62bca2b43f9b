"""What was done, in words that an investigator reads: who, what, about whom, when and why."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from evenhand.accounts.investigating import Investigator
from evenhand.accounts.noting import NOBODY, reference
from evenhand.accounts.roles import Role, roles
from evenhand.audit.models import Act, Entry
from evenhand.audit.redacting import RESTATED, can_lose_reason
from evenhand.audit.selectors import Read
from evenhand.ledger.log.erasing import ERASED
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words.messages import say
from evenhand.sheets.cells import shielded
from evenhand.sheets.writing import as_csv
from evenhand.workspace.presenters.dates import time

Details = Mapping[str, Any]


@dataclass(frozen=True)
class Line:
    """One entry in words."""

    when: str
    who: str
    what: str
    about: str
    why: str
    place: str
    by_you: bool
    about_you: bool
    changed: bool
    number: int | None = None
    """Of the entry, where its reason can be taken out."""


KNOWN: Mapping[str, str] = {
    NOBODY: "Who runs this site, by command",
    "unknown": "Somebody who had not signed in",
    "log/audit": "This log",
}
"""References that name one thing, in words."""
NUMBERED: Mapping[str, str] = {
    "invitation": "Invitation {number}",
    "follower": "Somebody who follows the plan ({number})",
    "feedback": "Message {number}",
    "report": "Report {number}",
    "draft": "A report in the making",
}
"""References that name one of many."""


@dataclass(frozen=True)
class Names:
    """What references name, for somebody who may see the people of one organisation."""

    of: Investigator

    def name(self, thing: str) -> str:
        """A person, an organisation, a plan or something else, in words."""
        kind, _, rest = thing.partition("/")
        if kind == "membership":
            found = self.of.held.get(rest)
            return found.name if found else thing
        if kind == "person":
            return self._person(thing, rest)
        if kind == "organisation":
            own = thing == self.of.organisation_reference
            return self.of.organisation.name if own else say("Another organisation")
        if kind == "plan":
            action = "/".join(rest.split("/")[2:])
            return say("The plan: {action}", action=action) if action else say("The plan")
        kind = "draft" if "/draft/" in thing else kind
        if kind in NUMBERED:
            return say(NUMBERED[kind], number=rest)
        return say(KNOWN[thing]) if thing in KNOWN else thing

    def _person(self, thing: str, number: str) -> str:
        found = next((one for one in self.of.known if reference(one) == thing), None)
        if found:
            return found.name
        if number == "unknown":
            return say("An address that nobody here has")
        return say("Somebody of another organisation ({reference})", reference=thing)


def lines(read: Read, *, reader: Investigator) -> tuple[Line, ...]:
    """Every entry of a page in words."""
    names = Names(reader)
    return tuple(_line(one, names, changed=one.pk in read.changed) for one in read.entries)


def line(entry: Entry, *, reader: Investigator) -> Line:
    """One entry in words."""
    return _line(entry, Names(reader), changed=False)


def _line(entry: Entry, names: Names, *, changed: bool) -> Line:
    body = _body(entry)
    return Line(
        when=_when(entry, body.get("details", {})),
        who=names.name(entry.by),
        what=what(entry.kind, body.get("details", {}), body, names),
        about=names.name(entry.subject),
        why=str(body.get("why", "")),
        place=say("Waits for its place") if entry.position is None else f"{entry.position:,}",
        by_you=entry.by == names.of.reference,
        about_you=entry.subject == names.of.reference,
        changed=changed,
        number=None if changed or not can_lose_reason(entry, reader=names.of) else entry.pk,
    )


def _when(entry: Entry, details: Details) -> str:
    """When it happened; an entry that says again what an emptied one said is written later."""
    mark = details.get(RESTATED)
    happened = datetime.fromisoformat(mark["happened"]) if isinstance(mark, dict) else entry.at
    return time(happened) if happened else ""


def _body(entry: Entry) -> Details:
    try:
        found = json.loads(entry.body)
    except ValueError:
        return {}  # somebody changed it; the line says so
    return found if isinstance(found, dict) else {}


ACTS: Mapping[str, str] = {
    Act.COLLECTION: "Took personal details in",
    Act.ALTERATION: "Changed something",
    Act.CONSULTATION: "Saw personal details",
    Act.DISCLOSURE: "Gave personal details out",
    Act.COMBINATION: "Joined personal details",
    Act.ERASURE: "Erased personal details",
    Act.SIGN_IN: "Signed in",
    Act.SIGN_OUT: "Signed out",
    Act.ACCESS: "Changed what somebody may do",
}
DETAILS: Mapping[str, str] = {
    "refused": "was refused: {value}",
    "given": "gave the role {value}",
    "ended": "ended the role {value}",
    "closed": "closed the account",
    "changed": "changed what guards the account: {value}",
    "invited": "invited to the role {value}",
    "invitation taken back": "took an invitation back, to the role {value}",
    "seen": "saw: {value}",
    "step": "step: {value}",
    "assignment": "work that is theirs: {value}",
    "of": "{value}",
    "as": "as {value}",
    "asked": "asked for: {value}",
    "page": "page {value}",
    "own": "about themselves",
    "entries": "entries of this log erased: {value}",
    "log kept until": "log kept until {value}",
    "reason of": "took a reason out of this log, of the entry with the leaf {value}",
    "follows": "follows {value}",
}


def act_name(act: str) -> str:
    """An act in words."""
    return say(ACTS[act]) if act in ACTS else act


def what(kind: str, details: Details, body: Details, names: Names) -> str:
    """What was done, with everything that was kept about it."""
    if kind == ERASED:
        return say("Erased entries of this log: {count}", count=str(len(body.get("leaves", ()))))
    kept = {name: value for name, value in details.items() if value not in (False, "", {})}
    told = [_detail(name, value, names) for name, value in kept.items()]
    return f"{act_name(kind)}: {'; '.join(told)}" if told else act_name(kind)


def _detail(name: str, value: object, names: Names) -> str:
    if name == RESTATED and isinstance(value, dict):
        return _restated(value, names)
    if name == "because":
        return sentence(Reason(str(value)))
    if name == "refused" and value is True:
        return say("was refused")
    words = DETAILS.get(name)
    said = names.name(value) if name == "of" and isinstance(value, str) else _value(value)
    return say(words, value=said) if words else f"{name}: {said}"


def _restated(mark: Details, names: Names) -> str:
    """That the reason was taken out of an entry, when, by whom and why."""
    return say(
        "the reason was taken out on {when} by {who}: {because}",
        when=time(datetime.fromisoformat(mark["at"])),
        who=names.name(mark["by"]),
        because=sentence(Reason(mark["because"])),
    )


def _value(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {each}" for key, each in sorted(value.items()))
    known = {role.value: roles().roles[role].name for role in Role}
    return say(known[str(value)]) if str(value) in known else str(value)


def as_file(read: Read, *, reader: Investigator) -> bytes:
    """The page as CSV: the same words, and the references and leaves behind them."""
    headings = (
        *("when", "who", "who_reference", "what", "act"),
        *("about", "about_reference", "why", "position", "leaf"),
    )
    rows = [
        (
            *(entry.at.isoformat() if entry.at else "", line.who, entry.by, line.what),
            *(entry.kind, line.about, entry.subject, line.why),
            *("" if entry.position is None else entry.position, bytes(entry.leaf).hex()),
        )
        for entry, line in zip(read.entries, lines(read, reader=reader), strict=True)
    ]
    return as_csv([headings, *([shielded(str(cell)) for cell in row] for row in rows)])
