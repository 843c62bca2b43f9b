"""Stops that a made-up officer really recorded: sealed on a device, sent, kept, logged, reviewed.

They are for panels to draw from. Figures are made of the lake alone, which none of them is in.
"""

import base64
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from uuid import UUID

import numpy as np

from evenhand.accounts.acting import Acting
from evenhand.demo.people import Random
from evenhand.demo.stops import STOPS
from evenhand.encounters.arriving import batches
from evenhand.encounters.keys import passes, sealing
from evenhand.encounters.models import Step, Stop
from evenhand.encounters.receipts import slips
from evenhand.encounters.services import devices, receiving, reviewing
from evenhand.plan.history import LONDON

DEVICE = UUID("7e6f0000-0000-4000-8000-00000000de31")
SEED = 20_261_123
SLIPS = {2: b"made-up receipt."}
"""Secrets of slips that anybody may open, by the number of the stop; nobody knows the others."""
TOLD = ("grounds", "object", "warrant_card", "identity", "station")
TOLD_TOO = ("entitlement", "legal_power", "detained")
GROUPS = (("black", "B1"), ("white", "W1"), ("black", "B2"), ("white", "W9"))
NOT_SEARCHED = (("white", "W1"), ("asian", "A2"), ("black", "B1"), ("white", "W2"))
GROUNDS = (
    "Smell of cannabis from the open window as I spoke to the driver, who looked nervous.",
    "Smell of cannabis inside the car. The driver said that a friend had smoked there.",
    "Strong smell of cannabis. Known area for dealing, near the clubs on Quay Road.",
    "Smell of cannabis on the driver, who put something into the door pocket when I came near.",
)
REASONS = (
    ("routine_check_no_specific_reason", "none"),
    ("moving_offence", "observation"),
    ("vehicle_defect", "observation"),
    ("document_or_insurance_anpr", "anpr"),
)


class NotKept(RuntimeError):
    """A made-up record was not kept as it was meant to be."""


@dataclass(frozen=True)
class Evening:
    """So many stops on an evening; in the first ``searched`` of them the driver was searched."""

    on: date
    stops: int
    searched: int


class Recorder:
    """A device in an officer's hand; a supervisor reads what it sent.

    Attributes
    ----------
    made : ids of the stops that were kept, in the order in which they were made.
    """

    def __init__(self, *, officer: Acting, supervisor: Acting) -> None:
        self.officer = officer
        self.supervisor = supervisor
        self.made: list[UUID] = []
        self._chance = np.random.default_rng(SEED)
        self._kinds = {True: count(), False: count()}

    def record(self, evenings: Sequence[Evening]) -> None:
        """Keep the stops of some evenings, each sent that night and read the next day.

        Raises
        ------
        NotKept
            If one of them breaks a rule.
        """
        for one in evenings:
            devices.register(device=DEVICE, by=self.officer, now=_at(one.on, 17 * 60))
            night = _at(one.on, 23 * 60)
            records = list(self._records(one))
            batch = {
                "device_id": str(DEVICE),
                "unsent": len(records),
                "records": [_sealed(each, self.officer, now=night) for each in records],
            }
            answer = receiving.receive(batches.read(batch), by=self.officer, now=night)
            if others := {each.state for each in answer.results} - {"kept"}:
                raise NotKept(f"records of {one.on} are {others}")
            made = [UUID(str(each["stop_id"])) for each in records]
            self.made += made
            self._read(made, now=night + timedelta(hours=12))

    def _read(self, made: Sequence[UUID], *, now: datetime) -> None:
        for stop in Stop.objects.filter(pk__in=made).order_by("pk"):
            reviewing.review(
                stop=stop.pk,
                step=Step.AGREED,
                words="",
                expected=stop.versions,
                by=self.supervisor,
                now=now,
            )

    def _records(self, evening: Evening) -> Iterator[dict[str, Any]]:
        for place in range(evening.stops):
            minute = 18 * 60 + place * 240 // evening.stops + int(self._chance.integers(20))
            began, searched = _at(evening.on, minute), place < evening.searched
            number = len(self.made) + place + 1
            yield {
                **_plain(next(self._kinds[searched]), began, self._chance, searched=searched),
                "stop_id": str(_id(began, self._chance)),
                "device_id": str(DEVICE),
                "sequence": number,
                "force_id": STOPS.force,
                "officer": f"person/{self.officer.person.pk}",
            }


def _plain(kind: int, began: datetime, chance: Random, *, searched: bool) -> dict[str, Any]:
    """What the officer answers; every fourth stop is of the same kind."""
    perceived, sde = (GROUPS if searched else NOT_SEARCHED)[kind % 4]
    reason, known = REASONS[int(chance.integers(len(REASONS)))]
    minutes = int(chance.integers(4, 9)) + 9 * searched
    north, east = STOPS.place
    young = str(chance.choice(["18_24", "25_29", "30_34", "over_34"]))
    return {
        "version": 1,
        "team": "Portwell Response A",
        "duty": "response",
        "started_at": began.astimezone(UTC).isoformat(timespec="seconds"),
        "recorded_at": (began + timedelta(minutes=minutes))
        .astimezone(UTC)
        .isoformat(timespec="seconds"),
        "clock": "device",
        "place": {
            "how": "device",
            "latitude": round(north + float(chance.normal(0, 0.02)), 5),
            "longitude": round(east + float(chance.normal(0, 0.03)), 5),
            "accuracy_m": 12,
            "road": str(chance.choice(["a_road", "b_road", "minor_road"])),
        },
        "power": "rta_s163",
        "reason": reason,
        "reason_told": reason,
        "reason_explained": True,
        "pre_stop_information": known,
        "seen_before": "no",
        "people": [
            {
                "number": 1,
                "role": "driver",
                "perceived": perceived,
                "sde": sde,
                "age_band": young,
                "sex": "male" if chance.random() < 0.8 else "female",
            }
        ],
        "vehicle": {"kind": "car", "registration_state": "not_taken"},
        "outcomes": ["search_only"] if searched else ["advice"],
        "outcome_linked": False,
        "duration_minutes": minutes,
        "receipt": "shown",
        "video": {"on": True},
        "searches": [_search(kind)] if searched else [],
    }


def _search(kind: int) -> dict[str, Any]:
    told = dict.fromkeys(TOLD, True) | dict.fromkeys(TOLD_TOO, kind % 3 > 0)
    return {
        "of": 1,
        "power": "misuse_of_drugs_s23",
        "object": "controlled_drugs",
        "grounds": GROUNDS[kind % len(GROUNDS)],
        "gowisely": told,
        "depth": 1,
        "found": "nothing",
        "found_linked": False,
        "outcome": "no_further_action",
    }


def _sealed(record: dict[str, Any], officer: Acting, *, now: datetime) -> dict[str, Any]:
    """The record as a device sends it: sealed to the force's key, with a slip's digest."""
    slip = slips.of(SLIPS.get(record["sequence"]) or secrets.token_bytes(slips.SECRET))
    record["receipt_digest"] = slip.secret_digest
    given = passes.give(officer=officer.person.pk, force=STOPS.force, device=DEVICE, now=now)
    inside = {
        "pass": given,
        "stop": record,
        "receipt": {"secret_digest": slip.secret_digest, "nonce": slip.nonce.hex()},
    }
    key = sealing.public_key(STOPS.force, now=now)
    clear = {"id": record["stop_id"], "sequence": record["sequence"]}
    aad = f"{clear['id']}|{DEVICE}|{clear['sequence']}".encode()
    closed = sealing.seal(key.jwk, json.dumps(inside).encode(), aad=aad)
    return {
        "saved_at": record["recorded_at"],
        "key": key.id,
        "sealed": base64.urlsafe_b64encode(closed).decode().rstrip("="),
        **clear,
    }


def _id(at: datetime, chance: Random) -> UUID:
    """An id as devices make it: the time, then chance."""
    stamp = int(at.timestamp() * 1000) << 80
    more = int(chance.integers(1 << 12)) << 64 | int(chance.integers(1 << 62))
    return UUID(int=stamp | 7 << 76 | 2 << 62 | more)


def _at(day: date, minute: int) -> datetime:
    return datetime.combine(day, time(minute // 60, minute % 60), tzinfo=LONDON)
