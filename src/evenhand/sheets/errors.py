"""What can be wrong with a file that somebody filled in. Each message is for a person."""


class CannotRead(ValueError):
    """A file is no table, or a larger one than people fill in."""
