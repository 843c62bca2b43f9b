"""Text that others wrote, without what a terminal would obey instead of showing."""

import re

# Escape codes colour, move and hide; marks of direction show words in another order than they have.
_OBEYED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def harmless(text: str) -> str:
    """Write each control character as its code, such as \\x1b; new lines and tabs stay."""
    return _OBEYED.sub(lambda found: ascii(found.group())[1:-1], text)


def harmless_json(text: str) -> str:
    """Do the same in a JSON document, where a code is written \\u001b and means the character."""
    return _OBEYED.sub(lambda found: f"\\u{ord(found.group()):04x}", text)
