"""The sentences of a ratio that moved, taken apart by area: never without what it does not say."""

from evenhand.measures.watch.beside import Places
from evenhand.measures.words import numbers
from evenhand.measures.words.apart import caution
from evenhand.measures.words.messages import say


def sentences(found: Places) -> tuple[str, ...]:
    """Say how much of a change is within areas and how much between them, and what that is not."""
    low, high = numbers.times_range(found.within.low, found.within.high)
    between = numbers.times_range(found.between.low, found.between.high)
    return (
        say(
            "Within the same areas the ratio is between {low} and {high} times what it was before.",
            low=low,
            high=high,
        ),
        say(
            "Between areas it is between {low} and {high} times: so much would have come of it "
            "alone if areas now differ in another way in how often the reference group is searched "
            "there.",
            low=between[0],
            high=between[1],
        ),
        say(
            "The two multiply to the change. {count} areas are set side by side; small ones are "
            "put together, and records that name none are left out. Residents were counted at the "
            "Census.",
            count=str(found.areas),
        ),
        caution(),
    )
