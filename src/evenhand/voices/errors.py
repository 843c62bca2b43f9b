"""What can go wrong with what people tell us."""


class TooMany(Exception):
    """More messages came in a short time than people send.

    Attributes
    ----------
    from_here : whether they came from the network of the one who sends this, or from all over.
    """

    def __init__(self, message: str, *, from_here: bool = False) -> None:
        super().__init__(message)
        self.from_here = from_here
