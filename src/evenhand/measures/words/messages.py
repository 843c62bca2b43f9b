"""Fill in one whole message, in the reader's language where a translation is installed."""

from gettext import dgettext


def say(message: str, **values: str) -> str:
    """Translate a message, then put the values in their places.

    Parameters
    ----------
    message : a whole sentence with named places, as translators see it.
    values : what goes into each place, already written out.
    """
    return dgettext("evenhand", message).format(**values)
