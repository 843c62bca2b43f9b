"""Tables of what is known from elsewhere, as forces' systems write them, and their mappings."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from encounters.phones import officer
from evenhand.accounts.roles import Role
from evenhand.encounters.models import System
from evenhand.encounters.services.systems import let_in

LONDON = ZoneInfo("Europe/London")
CONTROL_ROOM = b"""
source: control_room
columns:
  {at: Time, team: Unit, code: Status, incident: Log, plate: VRM, latitude: Lat, longitude: Lon}
codes: [VSTOP]
teams: {RA: Portwell}
"""
CAMERA = b"{source: anpr, columns: {at: Time, plate: VRM, latitude: Lat, longitude: Lon}}"
VIDEO = b"{source: video, columns: {at: Time, team: Unit, video: Clip, officer: Officer}}"
HEAD = "Time,Unit,Status,Log,VRM,Lat,Lon"


def line(at: datetime, **said: str) -> str:
    """One row of a control room, in London's time."""
    cells = {"unit": "RA", "status": "VSTOP", "log": "", "vrm": "", "lat": "", "lon": "", **said}
    return ",".join([f"{at.astimezone(LONDON):%Y-%m-%d %H:%M:%S}", *cells.values()])


def table(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def this_month(force: str = "bedfordshire") -> dict[str, object]:
    """What taking in a file of this month asks for beside the file."""
    now = timezone.now()
    before = f"{now.astimezone(LONDON) - timedelta(days=1):%Y-%m}"
    return {"first": before, "last": f"{now.astimezone(LONDON):%Y-%m}", "force": force, "now": now}


def system(admin: str = "admin", name: str = "Records") -> System:
    """A system of the force with access."""
    now = timezone.now()
    by = officer(admin, role=Role.ADMINISTRATOR)
    return let_in(name=name, until=now + timedelta(days=30), by=by, now=now).system


STOPS = """
reference: No
incident: Log
date_format: "%d/%m/%Y %H:%M"
columns:
  officer: Officer
  started_at: Began
  recorded_at: Written
  reason: Why
  people.0.perceived: Seen as
  people.0.sde: Said
  vehicle.registration: VRM
  outcomes: Result
  duration_minutes: Minutes
translations:
  reason: {Speeding: moving_offence}
  outcomes: {Nothing: no_action, Words: advice}
constants:
  team: Portwell
  duty: response
  clock: typed
  place.how: typed
  place.name: Quay Road
  power: rta_s163
  reason_told: moving_offence
  reason_explained: "yes"
  pre_stop_information: observation
  seen_before: "no"
  people.0.number: "1"
  people.0.role: driver
  people.0.age_band: "25_29"
  people.0.sex: male
  vehicle.kind: car
  vehicle.registration_state: given
  outcome_linked: "no"
  receipt: declined
  video.on: "yes"
"""
STOPS_HEAD = "No,Log,Officer,Began,Written,Why,Seen as,Said,VRM,Result,Minutes"


def whole(number: str, at: datetime, **said: str) -> str:
    """One whole stop as a records system writes it."""
    cells = {
        "log": "",
        "officer": "PC 1234",
        "began": f"{at.astimezone(LONDON):%d/%m/%Y %H:%M}",
        "written": f"{at.astimezone(LONDON) + timedelta(minutes=7):%d/%m/%Y %H:%M}",
        "why": "Speeding",
        "seen": "black",
        "said": "B1",
        "vrm": "AB12 CDE",
        "result": "Nothing",
        "minutes": "6",
    } | said
    return ",".join([number, *cells.values()])
