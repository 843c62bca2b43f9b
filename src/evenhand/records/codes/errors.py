"""What the code lists refuse to answer."""


class UnknownForce(ValueError):  # noqa: N818  (it names what happened, as the words do)
    """No police force goes by that name."""


class NoPopulation(ValueError):  # noqa: N818
    """No resident population is held for that force or that census."""
