"""What a change says besides its heading, for a mail and for a feed."""

from evenhand.following.selectors import News
from evenhand.measures.words.messages import say
from evenhand.plan.differing import was
from evenhand.plan.history import Change


def details(news: News) -> tuple[str, ...]:
    """A sentence a line: what it is about, what was before, and the words in which it was said."""
    change = news.change
    about = _about(change, news)
    differences = [
        say(
            "{name}: was “{before}”, now “{after}”.",
            name=one.name,
            before=one.before,
            after=one.after,
        )
        for one in was(change, news.before)
    ]
    said = [say("“{words}”", words=change.words)] if change.words else []
    return (*([about] if about else ()), *differences, *said)


def _about(change: Change, news: News) -> str:
    """What was promised, reached or shown."""
    if change.proof:
        return change.proof.title
    if change.milestone:
        terms = next(one.terms for one in reversed(news.before) if one.terms)
        milestone = terms.milestone(change.milestone) if terms else None
        return milestone.words if milestone else change.milestone
    return change.terms.what if change.terms and not news.before else ""
