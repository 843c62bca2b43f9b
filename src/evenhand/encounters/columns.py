"""What of a record stands in columns of its own: worked out of it each time, never typed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from evenhand.encounters import keyed
from evenhand.encounters.splitting import Apart
from evenhand.ledger.tree.entries import canonical

LATE = timedelta(hours=24)
"""After this, a record is flagged as late; the rules ask for a reason then."""
OF_THE_SENDING = frozenset(
    {"stop_id", "device_id", "sequence", "recorded_at", "seconds", "receipt_digest", "late_reason"}
)
"""What differs where one stop was recorded twice."""


def columns(opened: Mapping[str, Any], apart: Apart) -> dict[str, Any]:
    """Return the columns of :class:`~evenhand.encounters.models.Stop` that a record fills."""
    driver = next(one for one in opened["people"] if one["role"] == "driver")
    started, recorded = (datetime.fromisoformat(opened[at]) for at in ("started_at", "recorded_at"))
    place, force = opened["place"], opened["force_id"]
    return {
        "started_at": started,
        "recorded_at": recorded,
        **{name: opened[name] for name in ("team", "duty", "power", "reason", "reason_told")},
        **{name: opened[name] for name in ("pre_stop_information", "seen_before", "receipt")},
        "perceived_before": opened.get("perceived_before") or "",
        "driver_perceived": driver["perceived"],
        "driver_sde": driver.get("sde") or "",
        "driver_not_stated": driver.get("not_stated") or "",
        "driver_age_band": driver["age_band"],
        "driver_sex": driver["sex"],
        "people": len(opened["people"]),
        "road": place.get("road") or "",
        "lsoa": place.get("lsoa") or "",
        "cell": place.get("cell") or "",
        "registration_mac": keyed.vehicle(force, apart.registration),
        "outcomes": opened["outcomes"],
        "no_action": opened["outcomes"] == ["no_action"],
        "searched": bool(opened.get("searches")),
        "force_used": bool(opened.get("force_used")),
        "outcome_linked": opened["outcome_linked"],
        "duration_minutes": opened["duration_minutes"],
        "reason_explained": opened["reason_explained"],
        "video_on": opened["video"]["on"],
        "late": recorded - started > LATE,
        "likeness": likeness(opened, apart),
    }


def likeness(opened: Mapping[str, Any], apart: Apart) -> str:
    """Return a digest that two records share if they say the same of one stop."""
    same = {name: value for name, value in opened.items() if name not in OF_THE_SENDING}
    text = canonical([same, apart.registration, dict(apart.place)]).decode()
    return keyed.mac(opened["force_id"], keyed.LIKENESS, text)


def said(opened: Mapping[str, Any], apart: Apart) -> str:
    """Return a digest of all that a record says."""
    text = canonical([dict(opened), apart.registration, dict(apart.place), apart.officer]).decode()
    return keyed.mac(opened["force_id"], keyed.SAID, text)
