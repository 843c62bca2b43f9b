"""A phone as the server meets it: it numbers, seals and sends records."""

import base64
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from accounts.cast import PASSWORD, acting
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.encounters.arriving import batches
from evenhand.encounters.keys import passes, sealing
from evenhand.encounters.models import Stop, ToMend
from evenhand.encounters.receipts import slips
from evenhand.encounters.services.devices import register
from evenhand.encounters.services.receiving import Answer, receive
from evenhand.forces import services as forces
from evenhand.forces.models import Force

Record = dict[str, Any]


def uuid7(at: datetime) -> UUID:
    """An id as devices make it: the time, then chance."""
    stamp = int(at.timestamp() * 1000) << 80
    return UUID(int=stamp | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62))


def plain(**changed: Any) -> Record:
    """A plain stop that meets every rule, but for who, where sent, and when: a phone adds these."""
    record = {
        "version": 1,
        "team": "Portwell",
        "duty": "response",
        "clock": "device",
        "place": {
            "how": "device",
            "latitude": 52.1356,
            "longitude": -0.4668,
            "accuracy_m": 12,
            "name": "Quay Road",
            "road": "minor_road",
            "lsoa": "E01017418",
        },
        "power": "rta_s163",
        "reason": "routine_check_no_specific_reason",
        "reason_told": "routine_check_no_specific_reason",
        "reason_explained": True,
        "pre_stop_information": "none",
        "seen_before": "no",
        "people": [
            {
                "number": 1,
                "role": "driver",
                "perceived": "black",
                "sde": "B1",
                "age_band": "25_29",
                "sex": "male",
            }
        ],
        "vehicle": {"kind": "car", "registration_state": "given", "registration": "AB12CDE"},
        "outcomes": ["no_action"],
        "outcome_linked": False,
        "duration_minutes": 6,
        "receipt": "shown",
        "video": {"on": True},
    }
    return {**record, **changed}


def officer(name: str, force: str = "bedfordshire", role: Role = Role.OFFICER) -> Acting:
    """Somebody who records stops for a force since a month; the force is made where it is not."""
    then = timezone.now() - timedelta(days=30)
    if not Force.objects.filter(pk=force).exists():
        forces.load([force])
    there = Organisation.objects.filter(pk=force).first() or add_organisation(
        id=force,
        name=Force.objects.get(pk=force).name,
        kind=OrganisationKind.FORCE,
        force=Force.objects.get(pk=force),
    )
    address = f"{name}@{force}.example"
    person = Person.objects.filter(email=address).first() or add_person(
        email=address, name=name.title(), password=PASSWORD, now=then
    )
    give_role(person=person, organisation=there, role=role, by=None, now=then)
    return acting(person)


def slip(secret: bytes) -> Record:
    """What is sent of a slip's secret."""
    kept = slips.of(secret)
    return {"secret_digest": kept.secret_digest, "nonce": kept.nonce.hex()}


@dataclass
class Phone:
    """A device of a force, in an officer's hand."""

    by: Acting
    id: UUID = field(default_factory=uuid4)
    number: int = 0
    secret: bytes = b""
    """That of the latest slip."""

    def __post_init__(self) -> None:
        self.now = timezone.now()

    @property
    def force(self) -> str:
        return str(self.by.organisation.force_id)

    def registered(self) -> "Phone":
        register(device=self.id, by=self.by, now=timezone.now())
        return self

    def stop(self, raw: Record | None = None, **changed: Any) -> Record:
        """A record of this phone with its next number; a field given as `...` is left out."""
        self.number += 1
        self.secret = secrets.token_bytes(slips.SECRET)
        began = self.now - timedelta(minutes=10)
        filled = {
            "stop_id": str(uuid7(began)),
            "device_id": str(self.id),
            "sequence": self.number,
            "force_id": self.force,
            "officer": f"person/{self.by.person.pk}",
            "started_at": began.astimezone(UTC).isoformat(timespec="seconds"),
            "recorded_at": self.now.astimezone(UTC).isoformat(timespec="seconds"),
            "receipt_digest": slips.of(self.secret).secret_digest,
        }
        record = {**plain(), **filled, **(raw or {}), **changed}
        return {name: value for name, value in record.items() if value is not ...}

    def sealed(self, record: Record, *, given: str | None = None, **beside: Any) -> Record:
        """The record as it is sent: sealed, with its id and number in clear."""
        inside = {
            "pass": self.given() if given is None else given,
            "stop": record,
            "receipt": slip(self.secret),
        }
        return self.sealed_text(record, json.dumps(inside).encode(), **beside)

    def sealed_text(self, record: Record, text: bytes, **beside: Any) -> Record:
        key = sealing.public_key(self.force, now=timezone.now())
        clear = {"id": record["stop_id"], "sequence": record["sequence"], **beside}
        aad = f"{clear['id']}|{self.id}|{clear['sequence']}".encode()
        closed = sealing.seal(key.jwk, text, aad=aad)
        return {
            "saved_at": timezone.now().isoformat(),
            "key": key.id,
            "sealed": base64.urlsafe_b64encode(closed).decode().rstrip("="),
            **clear,
        }

    def given(self, force: str | None = None) -> str:
        return passes.give(
            officer=self.by.person.pk,
            force=force or self.force,
            device=self.id,
            now=timezone.now(),
        )

    def batch(self, *sealed: Any, **beside: Any) -> Record:
        return {
            "device_id": str(self.id),
            "unsent": len(sealed),
            "records": list(sealed),
            **beside,
        }

    def send(self, *sealed: Any, by: Acting | None = None, **beside: Any) -> Answer:
        """Send sealed records, with whoever is signed in."""
        batch = batches.read(self.batch(*sealed, **beside))
        return receive(batch, by=by or self.by, now=timezone.now())


def states(answer: Answer) -> list[str]:
    """What each record of a batch became."""
    return [one.state for one in answer.results]


def waiting(phone: Phone, **wrong: Any) -> ToMend:
    """A record of this phone that is to be mended."""
    assert states(phone.send(phone.sealed(phone.stop(**wrong)))) == ["to_mend"]
    return ToMend.objects.latest("pk")


def kept(phone: Phone, **changed: Any) -> Stop:
    """A stop of this phone."""
    record = phone.stop(**changed)
    assert states(phone.send(phone.sealed(record))) == ["kept"]
    return Stop.objects.get(pk=record["stop_id"])
