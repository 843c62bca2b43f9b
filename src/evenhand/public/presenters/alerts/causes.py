"""What could explain a move, as far as the records tell: said for each, and never "all is well"."""

from dataclasses import dataclass

from evenhand.measures.watch.found import Found, Looks
from evenhand.measures.words.messages import say
from evenhand.monitoring.words import named
from evenhand.plan.words import Mark
from evenhand.public.presenters.alerts import words


@dataclass(frozen=True)
class Cause:
    """One thing that was looked at, with what is known of it."""

    mark: Mark
    words: tuple[str, ...]


def causes(found: Found) -> tuple[Cause, ...]:
    """Problems of the data, what was not recorded, and other series that moved with it."""
    return tuple(one for one in (_data(found), _unknown(found), _related(found)) if one)


def _data(found: Found) -> Cause:
    if found.findings:
        mark = Mark("plan-no-evidence", "unknown", say("Could explain it: problems of the records"))
        return Cause(mark, tuple(one.words for one in found.findings))
    mark = Mark("plan-withdrawn", "quiet", say("Looked for and not found: problems of the records"))
    return Cause(
        mark,
        (say("The checks of the records found nothing in these months that would explain it."),),
    )


def _unknown(found: Found) -> Cause | None:
    if found.series.looks in {Looks.UNKNOWN, Looks.COVERAGE}:
        return None
    sides = (found.standing.whole,) if found.standing else (found.before, found.after)
    said = [line for side in sides for line in (words.unknown_range(side),) if line]
    said += [line for side in sides for line in (words.unknown_share(side),) if line]
    if said:
        more = _more_unknown(found) and not found.standing
        mark = Mark(
            "cannot-tell",
            "unknown",
            say("Could explain it: more records without ethnicity")
            if more
            else say("What is not known: ethnicity that was not recorded"),
        )
        return Cause(mark, tuple(said))
    mark = Mark("cannot-tell", "unknown", say("We cannot tell: ethnicity that was not recorded"))
    return Cause(mark, (say("Too little is known of the records without ethnicity."),))


def _more_unknown(found: Found) -> bool:
    before, after = found.before.unknown_share, found.after.unknown_share
    return before is not None and after is not None and after - before >= 3


def _related(found: Found) -> Cause | None:
    if not found.related:
        return None
    mark = Mark(
        "plan-not-started",
        "quiet",
        say("Stand with it, and told under this alert")
        if found.standing
        else say("Moved with it, and told under this alert"),
    )
    return Cause(mark, tuple(named(one) for one in found.related))
