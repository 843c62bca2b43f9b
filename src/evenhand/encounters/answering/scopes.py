"""What the key of a slip says: the force, the quarter, and a class of reasons or a team."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

LEAST = 10
"""A class of reasons with fewer stops in the quarter before, or a team of fewer officers, has no
key of its own."""
OPEN_FOR = timedelta(days=60)
"""So long after a quarter its slips still take an answer."""
HERE = ZoneInfo("Europe/London")
REASON, TEAM = "reason:", "team:"
REST = "rest"
"""Where what is left of all scopes is counted together, once a quarter is closed."""

CLASSES: Mapping[str, tuple[str, ...]] = {
    "driving": ("moving_offence", "drink_drug_drive", "phone_or_seatbelt"),
    "vehicle": ("vehicle_defect", "document_or_insurance_anpr"),
    "looking": (
        "anpr_other_marker",
        "intelligence_led",
        "crime_investigation",
        "planned_operation",
    ),
    "routine": ("routine_check_no_specific_reason",),
    "other": ("welfare", "other"),
}
"""Coarse classes of the reason that an officer records: as coarse as what people are asked."""


def quarter_of(moment: datetime) -> str:
    """Name the quarter that a moment lies in, such as ``2026-Q4``."""
    here = moment.astimezone(HERE)
    return f"{here.year}-Q{(here.month + 2) // 3}"


def starts(quarter: str) -> date:
    """Return a quarter's first day."""
    return date(int(quarter[:4]), int(quarter[-1]) * 3 - 2, 1)


def following(quarter: str) -> str:
    """Name the quarter after one."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year + number // 4}-Q{number % 4 + 1}"


def ends(quarter: str) -> date:
    """Return a quarter's last day."""
    return starts(following(quarter)) - timedelta(days=1)


def before(quarter: str) -> str:
    """Name the quarter before one."""
    year, number = int(quarter[:4]), int(quarter[-1])
    return f"{year - (number == 1)}-Q{number - 1 or 4}"


def last_day(quarter: str) -> date:
    """Name the last day on which the slips of a quarter take answers."""
    return starts(following(quarter)) + OPEN_FOR - timedelta(days=1)


def closes(quarter: str) -> datetime:
    """Say when that is over."""
    after = last_day(quarter) + timedelta(days=1)
    return datetime.combine(after, time(), tzinfo=HERE).astimezone(UTC)


def reason_scopes(stops: Mapping[str, int]) -> list[str]:
    """Put the classes of reasons into scopes that each have enough stops.

    Classes of fewer than ten are put together; where that is still fewer, the next smallest joins.
    A force that has recorded nothing yet has a scope for each class: nobody can know better.

    Parameters
    ----------
    stops : how many stops of the quarter before had each reason.
    """
    counts = {
        name: sum(stops.get(reason, 0) for reason in reasons) for name, reasons in CLASSES.items()
    }
    if not any(counts.values()):
        return [f"{REASON}{name}" for name in CLASSES]
    rising = sorted(counts, key=lambda name: (counts[name], name))
    together = [name for name in rising if counts[name] < LEAST]
    for name in rising[len(together) :]:
        if together and sum(counts[one] for one in together) < LEAST:
            together.append(name)
    alone = [f"{REASON}{name}" for name in CLASSES if name not in together]
    joined = "+".join(name for name in CLASSES if name in together)
    return [*alone, *([f"{REASON}{joined}"] if joined else [])]


def team_scopes(officers: Mapping[str, int]) -> list[str]:
    """Give each team of at least ten officers a scope."""
    return [f"{TEAM}{name}" for name in sorted(officers) if officers[name] >= LEAST]


def classes_of(scope: str) -> tuple[str, ...]:
    """Name the classes of reasons that share a scope; none for a team's and for the rest."""
    if not scope.startswith(REASON):
        return ()
    return tuple(scope.removeprefix(REASON).split("+"))


def reasons_of(scope: str) -> list[str]:
    """List the reasons for which a slip of this scope is given; none for a team's."""
    return [one for name in classes_of(scope) for one in CLASSES[name]]
