"""Whether a text can be told from what it stands on."""

Colour = tuple[int, int, int]
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
LEAST = 1.25
"""Of the contrast ratio of WCAG 2: the palest grey in print has 1.4, a hidden text 1."""
SMALLEST = 4.0
"""Points: print that is smaller is not read."""


def legible(text: Colour | None, paper: Colour | None) -> bool:
    """Whether a text of one colour can be read on another.

    Parameters
    ----------
    text, paper : red, green and blue; None is black, or white, as programs take it by themselves.
    """
    if text is None:
        return True  # its own colour: every program picks one that can be read
    first, second = sorted((_light(text), _light(paper or WHITE)))
    return (second + 0.05) / (first + 0.05) >= LEAST


def parsed(said: str) -> Colour | None:
    """A colour as files write it: RRGGBB with or without a number sign or an alpha before it."""
    digits = said.strip().lstrip("#")[-6:]
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        return None
    return red, green, blue


def tinted(colour: Colour, tint: float) -> Colour:
    """A colour made lighter (above zero) or darker, as spreadsheets do with those of a theme."""
    towards = 255 if tint > 0 else 0
    share = min(abs(tint), 1.0)
    red, green, blue = (round(part + (towards - part) * share) for part in colour)
    return red, green, blue


def _light(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
