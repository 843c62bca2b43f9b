"""Which months a figure covers."""

YEAR = 12  # months: a whole year, so that no season weighs twice


def months_back(month: str, months: int) -> str:
    """The month so many months before another."""
    number = int(month[:4]) * 12 + int(month[5:]) - 1 - months
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def periods(observed: list[str]) -> list[tuple[str, str]]:
    """The years to freeze: twelve months to the last one observed, and the twelve before those.

    The earlier year is left out where fewer than half of its months were supplied; a force with
    only a few months has one figure over what there is.
    """
    if not observed:
        return []
    last = max(observed)
    first = months_back(last, YEAR - 1)
    latest = (max(first, min(observed)), last)
    before = (months_back(last, 2 * YEAR - 1), months_back(last, YEAR))
    supplied = sum(before[0] <= month <= before[1] for month in observed)
    return [before, latest] if supplied >= YEAR / 2 else [latest]
