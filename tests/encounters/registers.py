"""Tables of records of other powers, as a force's own systems write them, and their mappings."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from evenhand.encounters.services.registering import Line, register

STRIP = b"""
reference: Ref
video: Clip
date_format: "%d/%m/%Y"
columns:
  {day: Date, sde: Ethnicity, under_18: Child, no_further_action: NFA, depth: Depth,
   reason: Reason, appropriate_adult: Adult, out_of_sight: Private, sex: Sex}
translations:
  sex: {M: male, F: female}
"""
STRIP_HEAD = "Ref,Clip,Date,Ethnicity,Child,NFA,Depth,Reason,Adult,Private,Sex"
INTELLIGENCE = b"{reference: Ref, columns: {day: Date, sde: Ethnicity, report: Words}}"
INTELLIGENCE_HEAD = "Ref,Date,Ethnicity,Words"


def strip(reference: str, day: date, **said: str) -> str:
    """One row of a custody system."""
    cells = {
        "clip": "",
        "written": f"{day:%d/%m/%Y}",
        "ethnicity": "B1",
        "child": "no",
        "nfa": "yes",
    }
    cells |= {"depth": "3", "reason": f"Thought to hide a thing, number {reference}."}
    cells |= {"adult": "not_needed", "private": "yes", "sex": "M", **said}
    return ",".join([reference, *(f'"{one}"' for one in cells.values())])


def sent(*rows: str, head: str = STRIP_HEAD) -> bytes:
    return "\n".join([head, *rows, ""]).encode()


def days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def registered(
    *rows: str,
    mapping: bytes = STRIP,
    head: str = STRIP_HEAD,
    power: str = "custody-strip-search",
    force: str = "bedfordshire",
    now: datetime | None = None,
) -> list[Line]:
    """Send a file as the force does."""
    return register(
        mapping=mapping,
        table=sent(*rows, head=head),
        power=power,
        force=force,
        now=now or timezone.now(),
    )


def states(lines: list[Line]) -> list[str]:
    return [one.state for one in lines]
