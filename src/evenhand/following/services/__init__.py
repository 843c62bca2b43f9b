"""Writes: asking to be told, confirming, stopping; making mails that are due, and sending them."""

from evenhand.following.services.asking import ask, confirm, forget_unconfirmed, stop, take_in
from evenhand.following.services.posting import Posted, post
from evenhand.following.services.preparing import (
    Prepared,
    forget_sent,
    prepare,
    would_prepare,
)

__all__ = [
    "Posted",
    "Prepared",
    "ask",
    "confirm",
    "forget_sent",
    "forget_unconfirmed",
    "post",
    "prepare",
    "stop",
    "take_in",
    "would_prepare",
]
