"""A text in a cell, so that no spreadsheet runs it as a formula."""

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a spreadsheet would take a text for a formula; some take the wide signs for the narrow."""
SHIELD = "'"


def shielded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run; leave every other as it is."""
    return f"{SHIELD}{text}" if text.startswith(FORMULA) else text


def unshielded(text: str) -> str:
    """Take that apostrophe away again: the reverse of :func:`shielded` for whatever it wrote."""
    return text[1:] if text.startswith(SHIELD) and text[1:].startswith(FORMULA) else text
