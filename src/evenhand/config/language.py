"""The words of the site: gettext, or the pseudo-locale that shows what is not a message.

Under the pseudo-locale every message stands in ⟦brackets⟧ with accents on its letters, so that a
sentence without them was never given to translators.
"""

import re

from django.conf import settings
from django.utils import translation

ACCENTED = str.maketrans("aeiouycnAEIOUYCN", "áéíóúýçñÁÉÍÓÚÝÇÑ")
LEFT_ALONE = re.compile(r"%\(\w+\)[sd]|%%|\{[^{}]*\}|<[^>]*>|&#?\w+;")
"""Places to be filled in, and markup."""


def pseudo(message: str) -> str:
    """The message as the pseudo-locale writes it."""
    if not message:
        return message
    kept = LEFT_ALONE.findall(message)
    words = [part.translate(ACCENTED) for part in LEFT_ALONE.split(message)]
    filled = "".join(word + place for word, place in zip(words, [*kept, ""], strict=True))
    return f"⟦{filled}⟧"


def gettext(message: str) -> str:
    """A message in the reader's language."""
    return pseudo(message) if settings.PSEUDO_LOCALE else translation.gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """A message that depends on a number, in the reader's language."""
    found = translation.ngettext(one, many, number)
    return pseudo(found) if settings.PSEUDO_LOCALE else found
