"""What a record is, for a draw: of which powers, in which stratum, and what is asked about it.

Everything comes from the record as the log of stops committed to it, never from columns beside it.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast

from evenhand.encounters.registered.records import POWER
from evenhand.encounters.rules.codes import codes
from evenhand.plan.history import LONDON
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.facts import Power as FormPower
from evenhand.scrutiny.strata import EVERYTHING
from evenhand.scrutiny.terms import Dimension, Power

CHILD = frozenset({"under_10", "10_17"})
NOT_KNOWN = "not_known"
MISSING = "missing"
"""The stratum of what is known to exist and has no record."""
HANDCUFFS = "handcuff"
Opened = Mapping[str, Any]


def powers(record: Opened) -> frozenset[str]:
    """The powers that a record is of; one of the register is of the one it was registered for."""
    if POWER in record:
        return frozenset({str(record[POWER])})
    found = {Power.VEHICLE_STOP}
    if record.get("searches"):
        found.add(Power.SEARCH)
    if record.get("force_used"):
        found.add(Power.USE_OF_FORCE)
    return frozenset(one.value for one in found)


def day(record: Opened) -> date:
    """The day on which it happened, where the forces are."""
    if POWER in record:
        return date.fromisoformat(record["day"])
    return datetime.fromisoformat(record["started_at"]).astimezone(LONDON).date()


def stratum(record: Opened, dimensions: Iterable[str]) -> str:
    """The stratum of a record: one word for each dimension, in their order."""
    wanted = set(dimensions)
    parts = [f"{one.value}={_value(record, one)}" for one in Dimension if one.value in wanted]
    return "/".join(parts) or EVERYTHING


def _value(record: Opened, dimension: Dimension) -> str:
    if dimension is Dimension.ETHNICITY:
        return ethnicity(record)
    told = {
        Dimension.NO_ACTION: no_action(record),
        Dimension.FORCE_USED: force_used(record),
        Dimension.UNDER_18: child(record),
        Dimension.STRIP_SEARCH: strip(record),
    }[dimension]
    return {True: "yes", False: "no", None: "not-known"}[told]


def ethnicity(record: Opened) -> str:
    """The group that the person it is about said they are of; or that they did not state one."""
    sde = str(_person(record).get("sde") or "")
    known = codes("ethnicities")
    return str(known[sde].more["group"]).lower() if sde in known else "not-stated"


def _person(record: Opened) -> Mapping[str, Any]:
    """Who was searched, where one person was; else the driver. The register knows one person."""
    if POWER in record:
        return record
    people: list[dict[str, Any]] = record.get("people") or []
    searched = {one.get("of") for one in record.get("searches") or ()} - {"vehicle"}
    if len(searched) == 1:
        return next((one for one in people if one.get("number") in searched), {})
    return next((one for one in people if one.get("role") == "driver"), {})


def child(record: Opened) -> bool | None:
    """Whether somebody in it was under 18; None where an age is not known."""
    if POWER in record:
        return record.get("under_18")
    ages = {one.get("age_band") for one in record.get("people") or ()}
    if ages & CHILD:
        return True
    return None if NOT_KNOWN in ages or not ages else False


def no_action(record: Opened) -> bool | None:
    """Whether nothing came of it; None where the register does not say."""
    if POWER in record:
        return record.get("no_further_action")
    return bool(record.get("outcomes") == ["no_action"])


def force_used(record: Opened) -> bool | None:
    """Whether force was used; None where the register does not say."""
    return record.get("force_used") if POWER in record else bool(record.get("force_used"))


def strip(record: Opened) -> bool | None:
    """Whether a search in it exposed intimate parts; None where the register does not say."""
    if POWER in record:
        depth = record.get("depth")
        return None if depth is None else bool(depth == 3)
    return any(one.get("depth") == 3 or one.get("strip") for one in record.get("searches") or ())


def facts(record: Opened, power: str) -> Facts:
    """What decides which questions are asked of a case."""
    of = cast(FormPower, power)  # Facts refuses any other
    if POWER in record:
        return _facts_registered(record, of)
    searches = record.get("searches") or ()
    tactics = [one for used in record.get("force_used") or () for one in used.get("tactics", ())]
    grounds = [_needs_grounds(one.get("power")) for one in searches]
    return Facts(
        power=of,
        searched=bool(searches),
        needs_grounds=any(grounds) if grounds else None,
        force=bool(record.get("force_used")),
        handcuffs=any(HANDCUFFS in str(one.get("tactic")) for one in tactics),
        strip=strip(record),
        child=child(record),
    )


def _facts_registered(record: Opened, power: FormPower) -> Facts:
    """The same for a record of the register, which may leave anything out."""
    tactics, named = record.get("tactics"), record.get("power")
    handcuffs = record.get("handcuffs")
    if tactics is not None:
        handcuffs = any(HANDCUFFS in one for one in tactics)
    return Facts(
        power=power,
        searched=None,
        needs_grounds=None if named is None else _needs_grounds(named),
        force=force_used(record),
        handcuffs=handcuffs,
        strip=strip(record),
        child=child(record),
    )


def _needs_grounds(power: object) -> bool:
    one = codes("search_powers").get(str(power))
    return one is None or not one.more.get("authorised")
