"""What a record is, for a draw: of which powers, in which stratum, and what is asked about it.

Everything comes from the record as the log of stops committed to it, never from columns beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Literal

from evenhand.encounters.rules.codes import codes
from evenhand.plan.history import LONDON
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.terms import Dimension, Power

CHILD = frozenset({"under_10", "10_17"})
NOT_KNOWN = "not_known"
EVERYTHING = "all"
"""The stratum of a frame that is not divided."""
MISSING = "missing"
"""The stratum of what is known to exist and has no record."""
HANDCUFFS = "handcuff"
Opened = Mapping[str, Any]


def powers(record: Opened) -> frozenset[str]:
    """The powers that a record is of."""
    found = {Power.VEHICLE_STOP}
    if record.get("searches"):
        found.add(Power.SEARCH)
    if record.get("force_used"):
        found.add(Power.USE_OF_FORCE)
    return frozenset(one.value for one in found)


def day(record: Opened) -> date:
    """The day on which it happened, where the forces are."""
    return datetime.fromisoformat(record["started_at"]).astimezone(LONDON).date()


def stratum(record: Opened, dimensions: Iterable[str]) -> str:
    """The stratum of a record: one word for each dimension, in their order."""
    wanted = set(dimensions)
    parts = [f"{one.value}={_value(record, one)}" for one in Dimension if one.value in wanted]
    return "/".join(parts) or EVERYTHING


def _value(record: Opened, dimension: Dimension) -> str:
    if dimension is Dimension.ETHNICITY:
        return ethnicity(record)
    if dimension is Dimension.UNDER_18:
        return {True: "yes", False: "no", None: "not-known"}[child(record)]
    told = {
        Dimension.NO_ACTION: record.get("outcomes") == ["no_action"],
        Dimension.FORCE_USED: bool(record.get("force_used")),
        Dimension.STRIP_SEARCH: strip(record),
    }
    return "yes" if told[dimension] else "no"


def ethnicity(record: Opened) -> str:
    """The group that the person it is about said they are of; or that they did not state one."""
    sde = str(_person(record).get("sde") or "")
    known = codes("ethnicities")
    return str(known[sde].more["group"]).lower() if sde in known else "not-stated"


def _person(record: Opened) -> Mapping[str, Any]:
    """Who was searched, where one person was; else the driver."""
    people: list[dict[str, Any]] = record.get("people") or []
    searched = {one.get("of") for one in record.get("searches") or ()} - {"vehicle"}
    if len(searched) == 1:
        return next((one for one in people if one.get("number") in searched), {})
    return next((one for one in people if one.get("role") == "driver"), {})


def child(record: Opened) -> bool | None:
    """Whether somebody in it was under 18; None where an age is not known."""
    ages = {one.get("age_band") for one in record.get("people") or ()}
    if ages & CHILD:
        return True
    return None if NOT_KNOWN in ages or not ages else False


def strip(record: Opened) -> bool:
    """Whether a search in it exposed intimate parts."""
    return any(one.get("depth") == 3 or one.get("strip") for one in record.get("searches") or ())


PowerOfForm = Literal["vehicle-stop", "stop-and-search", "use-of-force"]
OF_FORM: Mapping[str, PowerOfForm] = {
    Power.VEHICLE_STOP.value: "vehicle-stop",
    Power.SEARCH.value: "stop-and-search",
    Power.USE_OF_FORCE.value: "use-of-force",
}


def facts(record: Opened, power: str) -> Facts:
    """What decides which questions are asked of a case."""
    searches = record.get("searches") or ()
    tactics = [one for used in record.get("force_used") or () for one in used.get("tactics", ())]
    authorised = {
        code for code, one in codes("search_powers").items() if one.more.get("authorised")
    }
    grounds = [one.get("power") not in authorised for one in searches]
    return Facts(
        power=OF_FORM[power],
        searched=bool(searches),
        needs_grounds=any(grounds) if grounds else None,
        force=bool(record.get("force_used")),
        handcuffs=any(HANDCUFFS in str(one.get("tactic")) for one in tactics),
        strip=strip(record),
        child=child(record),
    )
