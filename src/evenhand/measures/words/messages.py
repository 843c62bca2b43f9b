"""Messages, where everything above the records finds them."""

from evenhand.records.messages import say, use

__all__ = ["say", "use"]
