"""What can go wrong with what people tell us."""


class TooMany(Exception):
    """More messages came in a short time than people send."""
