"""One alert with its whole story, ready for its template."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evenhand.ledger.selectors import Said
from evenhand.measures.watch.found import Found, Standing, read
from evenhand.measures.watch.settings import Settings
from evenhand.measures.words import notes, other_charts, places
from evenhand.measures.words.messages import say
from evenhand.measures.words.standing import lower, stated
from evenhand.monitoring.history import Awaits, Status, day_of
from evenhand.monitoring.selectors import Story
from evenhand.monitoring.terms import Outcome
from evenhand.monitoring.words import headline as about_what
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts import answers as given
from evenhand.public.presenters.alerts import status, words
from evenhand.public.presenters.alerts.causes import Cause, causes
from evenhand.public.presenters.alerts.moved import Moved, moved
from evenhand.public.presenters.alerts.steps import Shown, Stage, shown, way
from evenhand.public.presenters.emphasis import with_hero


@dataclass(frozen=True)
class AlertPage:
    """Everything that the page of an alert shows, in words."""

    review: bool
    """Whether somebody has to answer: not where it is an improvement."""
    caption: str
    headline: str
    lead: Markup
    cannot: bool
    means: str
    warns: str
    mark: Mark
    owner: str
    clock: status.Clock
    way: tuple[Stage, ...]
    moved: Moved
    moved_title: str
    sentences: tuple[str, ...]
    benchmarks: words.Benchmarks | None
    examined: tuple[str, ...]
    others: tuple[str, ...]
    places: tuple[str, ...]
    causes: tuple[Cause, ...]
    answers: tuple[given.Answer, ...]
    conclusion: str
    concluded: given.Quote | None
    signed: bool
    changes: tuple[given.Change, ...]
    voices: tuple[given.Voice, ...]
    history: tuple[Shown, ...]
    later: tuple[str, ...]
    how: tuple[str, ...]


def alert_page(
    story: Story, said: Sequence[Said], known: given.Known, *, share_false: float
) -> AlertPage:
    """Lay out an alert.

    Parameters
    ----------
    said : its entries in the public ledger.
    known : whether this site has a page of the figure that is named.
    share_false : the share of alerts that may be chance alone, as the run was set.
    """
    found, now = story.told, story.now
    conclusion, concluded, signed = given.conclusion(now)
    return AlertPage(
        review=now is not None,
        caption=_caption(story),
        headline=headline(story),
        lead=with_hero(found.sentence),
        cannot=found.after.low is None or found.after.high is None,
        means=words.means(found),
        warns=words.warns(found),
        mark=status.mark(now),
        owner=_owner(story),
        clock=status.clock(now),
        way=way(story.steps, now),
        moved=moved(found, story.alert.charts),
        moved_title=say("What stands") if found.standing else say("What moved"),
        sentences=words.sentences(found),
        benchmarks=words.benchmarks(found),
        examined=_examined(found, share_false),
        others=(*other_charts.lines(found.others), other_charts.caution()) if found.others else (),
        places=places.sentences(found.places) if found.places else (),
        causes=causes(found),
        answers=given.answers(story.explanations, known),
        conclusion=conclusion,
        concluded=concluded,
        signed=signed,
        changes=given.changes(story.reforms),
        voices=given.voices(now),
        history=shown(story.steps, said),
        later=_later(story),
        how=_how(found),
    )


def _caption(story: Story) -> str:
    return say(
        "{force}: alert {number}, raised {day}",
        force=story.alert.force.name,
        number=str(story.alert.number),
        day=words.day(day_of(story.alert.raised_at)),
    )


def headline(story: Story) -> str:
    """What it is about, and where its story has got to where that changes what one reads."""
    about = about_what(story.told)
    if story.status is Status.REFORM:
        return say("{about} Not explained, so reform.", about=about)
    failed = [one for one in story.explanations if one.outcome is Outcome.FAILED]
    if failed and story.awaits is Awaits.ANSWER:
        return say("{about} The explanation did not hold.", about=about)
    return about


def _owner(story: Story) -> str:
    if story.now is None:
        return ""
    role = story.now.owner_role or str(story.steps[0].data.get("role", ""))
    if not role:
        return say("Nobody has been named yet who has to answer.")
    return say("Who has to answer: {role}.", role=role)


def _examined(found: Found, share_false: float) -> tuple[str, ...]:
    said = (
        words.examined(found.examined, share_false, standing=found.standing is not None),
        "" if found.quality else words.chance(found),
        "" if found.standing else words.smallest(found),
    )
    return tuple(one for one in said if one)


def _later(story: Story) -> tuple[str, ...]:
    """What the last run that looked again saw of it."""
    last = story.last_seen
    if last is None:
        return ()
    asked = notes.month(last.run.as_of)
    if not last.seen or last.told is None:
        return (
            say(
                "The watch looked again as of {month}: it does not see this any more.",
                month=asked,
            ),
        )
    seen = read(last.told)
    span = seen.standing.whole if seen.standing else seen.after
    if span.low is None or span.high is None:
        return (say("The watch looked again as of {month}: it is still seen.", month=asked),)
    low, high = words.ends(seen.series, span.low, span.high)
    return (
        say(
            "The watch looked again as of {month}: it is still seen, between {low} and {high}.",
            **{"month": asked, "low": low, "high": high},
        ),
    )


def _how(found: Found) -> tuple[str, ...]:
    """How we got these numbers, in sentences."""
    if found.standing:
        return _how_standing(found.standing)
    if not found.quarters:
        return _how_files()
    return (
        say(
            "Every month the watch counts the records of every force, power, measure and group, "
            "and holds each series against its own past. Nothing is raised on fewer than 10 "
            "records in each group."
        ),
        say(
            "Counts are rounded to the nearest 5, and every rate, range and ratio here is worked "
            "out again from the rounded counts, so that nobody can be worked out from them."
        ),
        say(
            "A likely range says how far chance alone could have moved the number: the true value "
            "is probably within it. Residents were counted at the Census."
        ),
        say(
            "The usual range is the likely range of the time before it moved, from {first} to "
            "{last}, in which {observed} months were supplied whole.",
            first=notes.month(found.before.first),
            last=notes.month(found.before.last),
            observed=str(found.before.observed),
        ),
        say(
            "An alert says that something moved. It does not say why, and a difference is not by "
            "itself proof of discrimination."
        ),
    )


def _how_files() -> tuple[str, ...]:
    """The same of months whose files did not come, or came in part or twice over."""
    return (
        say(
            "Every month the watch looks at which files of every force and power came, and whether "
            "each came whole and once. Months that did not are left out: they are missing, and not "
            "zero."
        ),
        say(
            "That nothing came is told when none of the last {months} months came whole, or more, "
            "while records of another force or power came.",
            months=str(Settings().behind),
        ),
    )


def _how_standing(standing: Standing) -> tuple[str, ...]:
    """The same of a disparity that stands."""
    return (
        say(
            "Once a quarter the watch sets every group's rate against the reference group's, and "
            "what came of its records, over two years where so many months were supplied. "
            "{observed} months were supplied whole.",
            observed=str(standing.whole.observed),
        ),
        _stands_where(standing),
        say(
            "Counts are rounded to the nearest 5, and every rate, range and ratio here is worked "
            "out again from the rounded counts, so that nobody can be worked out from them."
        ),
        say(
            "A likely range says how far chance alone could have moved the number: the true value "
            "is probably within it. Residents were counted at the Census."
        ),
        say(
            "It is raised once, however long it stands. An alert does not say why, and a "
            "difference is not by itself proof of discrimination."
        ),
    )


def _stands_where(standing: Standing) -> str:
    """From where on a difference stands."""
    message = (
        "It stands if it is below {times} times by this force's own records, or below what is "
        "usual for forces where at least 10 are compared, in each half of that time; and if chance "
        "among all that were examined does not account for it. Nothing is raised on fewer than 10 "
        "records in each group."
        if lower(standing)
        else "It stands if it is above {times} times by this force's own records, or above what is "
        "usual for forces where at least 10 are compared, in each half of that time; and if chance "
        "among all that were examined does not account for it. Nothing is raised on fewer than 10 "
        "records in each group, nor where records without an ethnicity could be all of it."
    )
    return say(message, times=stated(standing))
