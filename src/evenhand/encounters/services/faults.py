"""Whose fault it is that a record could not be kept: its own, or that of the database."""

from django.db import DataError, Error, IntegrityError


def of_the_database(error: Exception) -> bool:
    """Whether nothing could be kept now, whatever a record says.

    A record can break a rule of the database, or say what does not fit into a column: that is its
    own fault, and costs none beside it. A full disk, a connection that is lost, two writers in each
    other's way, a copy that may only be read, tables that are being brought up to date: none of
    that says anything of the record. Whoever sent it keeps it, and sends it again.
    """
    return isinstance(error, Error) and not isinstance(error, (IntegrityError, DataError))
