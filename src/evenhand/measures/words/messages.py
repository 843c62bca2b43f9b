"""Messages, where everything above the records finds them."""

from evenhand.records.messages import language, say, use

__all__ = ["language", "say", "use"]
