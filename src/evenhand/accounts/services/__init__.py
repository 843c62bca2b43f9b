"""Writes: each is one transaction and one entry of the private log."""

from evenhand.accounts.services.erasing import erase, erase_logs_that_are_due
from evenhand.accounts.services.inviting import accept, invite, offer, withdraw
from evenhand.accounts.services.leaving import close, forget_second_step
from evenhand.accounts.services.memberships import change_role, end
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role, oversee

__all__ = [
    "accept",
    "add_organisation",
    "add_person",
    "change_role",
    "close",
    "end",
    "erase",
    "erase_logs_that_are_due",
    "forget_second_step",
    "give_role",
    "invite",
    "offer",
    "oversee",
    "withdraw",
]
