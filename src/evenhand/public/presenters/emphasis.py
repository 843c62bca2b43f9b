"""The range is the largest thing on a page about a number: find it inside its sentence."""

import re

from markupsafe import Markup, escape

# Words around the numbers stay as the sentence has them, so that a translation needs no other rule.
NUMBER = r"\d+(?:[.,]\d+)*"
RANGE = re.compile(rf"(?:{NUMBER} (?:and|to)|at most) {NUMBER}(?: times)?")
STOPS = frozenset(".,:;")  # what ends a part of a sentence stays on the line of its number


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
    end = found.end()
    if sentence[end : end + 1] in STOPS:
        end += 1
    before, said, after = sentence[: found.start()], sentence[found.start() : end], sentence[end:]
    if how:
        linked = Markup('{}<a class="eh-hero eh-how" href="{}">{}</a>{}')
        return linked.format(before, how, said, after)
    return Markup('{}<span class="eh-hero">{}</span>{}').format(before, said, after)


def with_bold_range(sentence: str, *, first: bool = False) -> Markup:
    """Mark the last range of numbers in a sentence in bold, or the first."""
    found = list(RANGE.finditer(sentence))
    if not found:
        return escape(sentence)
    one = found[0 if first else -1]
    return Markup("{}<b>{}</b>{}").format(
        sentence[: one.start()], one.group(), sentence[one.end() :]
    )
