"""Writes: each is one step, in one transaction, with its entry in the public ledger."""

from evenhand.scrutiny.visiting.services.calling import call, called_by
from evenhand.scrutiny.visiting.services.counting import count_panel, counted_by
from evenhand.scrutiny.visiting.services.holding import (
    agree,
    call_off,
    decline,
    hold,
    move,
    publish_agenda,
    publish_minutes,
    read_minutes,
)
from evenhand.scrutiny.visiting.services.writing import written_by

__all__ = [
    "agree",
    "call",
    "call_off",
    "called_by",
    "count_panel",
    "counted_by",
    "decline",
    "hold",
    "move",
    "publish_agenda",
    "publish_minutes",
    "read_minutes",
    "written_by",
]
