"""The range is the largest thing on a page about a number: find it inside its sentence."""

import re

from markupsafe import Markup, escape

# Words around the numbers stay as the sentence has them, so that a translation needs no other rule.
RANGE = re.compile(r"(?:\d[\d.,]*\d* (?:and|to)|at most) \d[\d.,]*\d*(?: times)?")


def with_hero(sentence: str, how: str | None = None) -> Markup:
    """Mark the first range of numbers in a sentence; a sentence without one stays as it is.

    Parameters
    ----------
    sentence : plain text.
    how : the address that says how we got the numbers; the range then leads there.

    Returns
    -------
    Escaped markup.
    """
    found = RANGE.search(sentence)
    if found is None:
        return escape(sentence)
    before, after = sentence[: found.start()], sentence[found.end() :]
    if how:
        linked = Markup('{}<a class="eh-hero eh-how" href="{}">{}</a>{}')
        return linked.format(before, how, found.group(), after)
    return Markup('{}<span class="eh-hero">{}</span>{}').format(before, found.group(), after)


def with_bold_range(sentence: str, *, first: bool = False) -> Markup:
    """Mark the last range of numbers in a sentence in bold, or the first."""
    found = list(RANGE.finditer(sentence))
    if not found:
        return escape(sentence)
    one = found[0 if first else -1]
    return Markup("{}<b>{}</b>{}").format(
        sentence[: one.start()], one.group(), sentence[one.end() :]
    )
