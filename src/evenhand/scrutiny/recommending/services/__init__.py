"""Writes: each is one step, in one transaction, with its entry in the public ledger."""

from evenhand.scrutiny.recommending.services import answering, due, making, telling, writing
from evenhand.scrutiny.recommending.services.answering import (
    carry,
    complete,
    extend,
    respond,
    show,
    view,
    withdraw,
)
from evenhand.scrutiny.recommending.services.making import Item, made_by, make, make_all
from evenhand.scrutiny.recommending.services.writing import written_by

__all__ = [
    "Item",
    "answering",
    "carry",
    "complete",
    "due",
    "extend",
    "made_by",
    "make",
    "make_all",
    "making",
    "respond",
    "show",
    "telling",
    "view",
    "withdraw",
    "writing",
    "written_by",
]
