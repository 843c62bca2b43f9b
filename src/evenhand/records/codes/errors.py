"""What the code lists refuse to answer."""


class UnknownForce(ValueError):
    """No police force goes by that name."""


class NoPopulation(ValueError):
    """No resident population is held for that force or that census."""
