"""Steps of draws, recommendations and meetings as entries of an Atom feed, the latest first."""

from collections.abc import Iterable

from evenhand.measures.words.messages import say
from evenhand.public.presenters.feed import Item, named_by
from evenhand.public.presenters.scrutiny.places import place
from evenhand.scrutiny.told.recent import Recent


def items(found: Iterable[Recent]) -> list[Item]:
    """One entry for each step."""
    return [
        Item(
            id=named_by(f"{one.subject}/{one.number}"),
            title=say(
                "{force}. {what}. {title}", force=one.force, what=one.heading, title=one.about
            ),
            updated=one.at,
            published=one.at,
            author=one.who,
            path=f"{place(one.subject).url}#step-{one.number}",
            kind=one.kind,
            content=one.words,
        )
        for one in found
    ]
