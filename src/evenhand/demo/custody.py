"""Strip searches in custody that the made-up force registered, for the panel to draw from.

All of them are invented, and none names anybody. They go the way of every force's file.
"""

import csv
import io
from datetime import date, datetime, timedelta

from evenhand.encounters.services.registering import register
from evenhand.encounters.stop_log import STOPS
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key

FORCE, POWER = "demoshire", "custody-strip-search"
MAPPING = b"""
reference: Search
video: Camera
columns:
  {day: Date, time: Time, sde: Ethnicity, not_stated: Not stated, sex: Sex, under_18: Under 18,
   no_further_action: NFA, depth: Depth, reason: Reason, authorised_by: Authorised,
   out_of_sight: Out of sight, officers: Officers, officers_of_other_sex: Other sex,
   appropriate_adult: Adult, found: Found}
"""
HEAD = (
    *("Search", "Camera", "Date", "Time", "Ethnicity", "Not stated", "Sex", "Under 18", "NFA"),
    *("Depth", "Reason", "Authorised", "Out of sight", "Officers", "Other sex", "Adult", "Found"),
)
ETHNICITIES = ("B1", "W1", "B2", "W9")
REASONS = (
    "Arrested for supply, and seen to put a hand down the back of the trousers in the van.",
    "Search on arrival, as usual for this offence.",
    "A wrap fell out of a sock when the shoes came off; more was thought to be hidden.",
    "Warning marker for blades from an earlier arrest.",
)
MANY = 24


def happen(now: datetime) -> None:
    """Register last month's file, and give its entries their place in the log."""
    register(mapping=MAPPING, table=table(now.date()), power=POWER, force=FORCE, now=now)
    sequence(STOPS, key=signing_key(STOPS), now=now)


def table(today: date) -> bytes:
    """The file of a month, as the custody system writes it."""
    out = io.StringIO(newline="")
    lines = csv.writer(out)
    lines.writerow(HEAD)
    for number in range(MANY):
        lines.writerow(_row(number, today - timedelta(days=1 + number)))
    return out.getvalue().encode()


def _row(number: int, day: date) -> tuple[str, ...]:
    child, nothing = number % 8 == 5, number % 3 != 0
    ethnicity = "" if number % 12 == 7 else ETHNICITIES[number % 4]
    return (
        *(f"CS-{number + 101}", f"CELL-{number + 4001}", day.isoformat()),
        f"{(number * 5) % 24:02}:{(number * 7) % 60:02}",
        *(ethnicity, "" if ethnicity else "declined"),
        *("female" if number % 6 == 4 else "male", "yes" if child else "no"),
        "yes" if nothing else "no",
        "3" if number % 2 else "2",
        f"{REASONS[number % len(REASONS)]} Custody entry {number + 1}.",
        *("sergeant", "no" if number % 11 == 3 else "yes", "2"),
        "1" if number % 9 == 2 else "0",
        ("absent" if number % 16 == 5 else "present") if child else "not_needed",
        "nothing" if nothing else "drugs",
    )
