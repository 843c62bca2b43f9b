"""Force used at a stop, as reports on the national form: one for each officer and person."""

from collections.abc import Iterable, Iterator
from functools import cache

from evenhand.encounters.exporters.rows import Row, number, yes
from evenhand.encounters.rules import codes
from evenhand.encounters.rules.force import Force
from evenhand.encounters.rules.parts import Person
from evenhand.encounters.rules.stop import Stop
from evenhand.records import codes as records

MOST_TACTICS = 20
# From the least to the most; statistics report the highest use.
CED_SCALE = (
    "ced_drawn",
    "ced_aimed",
    "ced_arced",
    "ced_red_dot",
    "ced_drive_stun",
    "ced_angled_drive_stun",
    "ced_fired",
)
NOT_REPORTED = "Not reported"


def _columns(heading: str, name: str) -> dict[str, str]:
    """A column for each answer of a list that the form prints as boxes, by the box."""
    return {f"{heading}: {said.form}": said.form for said in codes(name).values()}


LOCATIONS = _columns("Incident Location", "force_places")
FACTORS = _columns("Impact Factor", "impact_factors")
REASONS = _columns("Reason for Force", "force_reasons")
OUTCOMES = _columns("Outcome", "force_outcomes")
TACTICS = tuple(
    f"{column} {place}"
    for place in range(1, MOST_TACTICS + 1)
    for column in ("Tactic", "Effective")
)
COLUMNS = (
    *("Stop", "IncidentDate", "IncidentTime", "Borough"),
    *LOCATIONS,
    *("PrimaryConduct", "AssaultedBySubject", "ThreatenedWithWeapon", "AssaultedWithWeapon"),
    *FACTORS,
    *REASONS,
    *("MainDuty", "SingleCrewed", "TrainedCED", "CarryingCED"),
    *TACTICS,
    *("CED Highest Use", "CED Cycles", "CED Cycle Extended", "CED Probes Missed", "CED Device"),
    *("Firearms Aimed", "Firearms Fired"),
    *("SubjectAge", "SubjectGender", "SubjectEthnicity", "PhysicalDisability", "MentalDisability"),
    *("StaffInjured", "StaffInjuryIntentional", "StaffInjuryLevel", "StaffMedProvided"),
    *("SubjectInjured", "SubjectNatureOfInjury", "SubjectMedOffered", "SubjectMedProvided"),
    *OUTCOMES,
)


def force_reports(stop: Stop) -> list[Row]:
    """One row for each person on whom the recording officer used force; see ``COLUMNS``.

    Another officer's force is that officer's own report. Sex, age and ethnicity are the officer's
    view, as on the form; ethnicity that the officer could not tell is not reported, never Other.
    The borough is left empty: the force derives it from the place.
    """
    return [dict(zip(COLUMNS, _cells(stop, force), strict=True)) for force in stop.force_used]


def _cells(stop: Stop, force: Force) -> Iterator[str]:
    person = stop.people[force.person - 1]
    yield str(stop.stop_id)
    yield stop.started_at.date().isoformat()
    yield stop.started_at.time().isoformat("minutes")
    yield ""
    yield from _boxes(LOCATIONS, "force_places", [force.where])
    yield codes("conducts")[force.conduct].form
    yield yes(force.assaulted_officer)
    yield yes(force.threatened_with_weapon)
    yield yes(force.assaulted_with_weapon)
    yield from _boxes(FACTORS, "impact_factors", force.impact_factors)
    yield from _boxes(REASONS, "force_reasons", force.reasons)
    yield codes("duties")[stop.duty].form
    yield yes(force.single_crewed)
    yield yes(force.trained_ced)
    yield yes(force.carrying_ced)
    yield from _tactics(force)
    yield from _ced(force)
    used = {one.tactic for one in force.tactics}
    yield yes("firearm_aimed" in used)
    yield yes("firearm_fired" in used)
    yield from _subject(person, force)
    yield from _injuries(force)
    yield from _boxes(OUTCOMES, "force_outcomes", [force.outcome])


def _boxes(columns: dict[str, str], name: str, ticked: Iterable[str]) -> Iterator[str]:
    forms = {codes(name)[code].form for code in ticked}
    return (yes(box in forms) for box in columns.values())


def _tactics(force: Force) -> Iterator[str]:
    for tactic in force.tactics:
        yield codes("tactics")[tactic.tactic].form
        yield yes(tactic.effective)
    for _ in range(MOST_TACTICS - len(force.tactics)):
        yield ""
        yield ""


def _ced(force: Force) -> tuple[str, ...]:
    used = {one.tactic for one in force.tactics}
    highest = [code for code in CED_SCALE if code in used]
    use = codes("tactics")[highest[-1]].form if highest else ""
    if force.ced is None:
        return use, "", "", "", ""
    ced = force.ced
    missed = number(ced.probes_missed)
    return use, number(ced.cycles), yes(ced.cycle_extended), missed, ced.device or ""


@cache
def _ethnicities() -> dict[str, str]:
    """What use-of-force statistics call each of the five groups."""
    listed = list(records.officer_defined())
    plain = {one.five_group: one.label for one in listed if one.vocabulary == "current"}
    longer = [one for one in listed if one.label.startswith(f"{one.five_group} (or ")]
    return plain | {one.five_group: one.label for one in longer}


def _subject(person: Person, force: Force) -> tuple[str, ...]:
    seen = codes("perceived")[person.perceived].published
    return (
        codes("ages")[person.age_band].label if person.age_band != "not_known" else "",
        codes("sexes")[person.sex].published,
        _ethnicities()[seen] if seen else NOT_REPORTED,
        yes(force.physical_disability),
        yes(force.mental_disability),
    )


def _injuries(force: Force) -> tuple[str, ...]:
    officer, subject = force.officer_injured, force.injured
    return (
        yes(officer != "none"),
        yes(force.officer_injured_on_purpose),
        codes("staff_injuries")[officer].form if officer != "none" else "",
        yes(force.officer_medical_help),
        yes(subject != "none"),
        codes("injuries")[subject].form if subject != "none" else "",
        yes(force.medical_help != "not_offered"),
        yes(force.medical_help == "given"),
    )
