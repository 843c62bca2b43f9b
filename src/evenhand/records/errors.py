"""What can go wrong with files and lakes, each said as a sentence that a person can act on."""


class RecordsError(ValueError):
    """Anything that stops the work on records."""


class BadInput(RecordsError):
    """A file that cannot be loaded as it is: the message names it, the row and what to do."""


class NotRecords(BadInput):
    """A readable file that holds something else than searches."""


class NoLake(RecordsError):
    """There is no lake where one was asked for, or it was made by a later version."""
