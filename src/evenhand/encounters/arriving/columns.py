"""What of a record stands in columns of its own: worked out of it each time, never typed."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from evenhand.encounters.arriving.splitting import Apart
from evenhand.encounters.keys import keyed
from evenhand.ledger.tree.entries import canonical, written

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
    parts = (written(same), written(apart.registration), canonical(apart.place))
    text = b"[" + b",".join(parts) + b"]"  # as canonical writes a list of them
    return keyed.mac(opened["force_id"], keyed.LIKENESS, text.decode())


def said(opened: Mapping[str, Any], apart: Apart, text: str = "") -> str:
    """Return a digest of all that a record says.

    Parameters
    ----------
    text : canonical JSON of what is open, where it was written already.
    """
    parts = (
        text.encode() or canonical(opened),
        written(apart.registration),
        canonical(apart.place),
        written(apart.officer),
    )
    whole = b"[" + b",".join(parts) + b"]"  # as canonical writes a list of them
    return keyed.mac(opened["force_id"], keyed.SAID, whole.decode())
