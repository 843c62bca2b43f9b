"""Fill in one whole message, in the reader's language where a translation is installed."""

from collections.abc import Callable
from functools import lru_cache
from gettext import NullTranslations, translation


@lru_cache(maxsize=1)
def _catalogue() -> NullTranslations:
    """The installed translation, looked for once: a page has hundreds of messages."""
    return translation("evenhand", fallback=True)


def _translated(message: str) -> str:
    return _catalogue().gettext(message)


class _Language:
    """What turns a message into the reader's language."""

    translate: Callable[[str], str] = staticmethod(_translated)


def use(translate: Callable[[str], str] | None) -> None:
    """Have messages translated by another function; by gettext again where none is given."""
    _Language.translate = staticmethod(translate or _translated)


def language() -> Callable[[str], str]:
    """What translates messages now: words that were said before stay true for it alone."""
    return _Language.translate


def say(message: str, /, **values: str) -> str:
    """Translate a message, then put the values in their places.

    Parameters
    ----------
    message : a whole sentence with named places, as translators see it.
    values : what goes into each place, already written out.
    """
    return _Language.translate(message).format(**values)
