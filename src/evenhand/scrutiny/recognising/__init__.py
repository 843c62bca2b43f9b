"""What in free text may tell who or where somebody was: found by one engine, Presidio's."""

from evenhand.scrutiny.recognising.engine import Found, found

__all__ = ["Found", "found"]
