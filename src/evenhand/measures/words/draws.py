"""The sentences of a panel's draw: what it says of all cases, what it can have missed, who agreed.

``what`` is how a case was judged, in the reader's language already, such as "red".
"""

from collections.abc import Mapping, Sequence
from math import isnan

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.stats import FrameShare, Missed, RaterAgreement, WorstCase

WIDEST = 0.5  # a range wider than half of all that could be answers nothing
CHANCE_HIDES = 0.05  # what a draw misses less often than this is ruled out


def drawn(size: int, cases: int, weights: Sequence[float]) -> str:
    """Say how many cases were drawn of how many, and what each stands for.

    Parameters
    ----------
    size : cases in the frame.
    cases : drawn.
    weights : of each stratum, how many cases of the frame each drawn one stands for.
    """
    places = {"drawn": numbers.whole(cases), "size": numbers.whole(size)}
    lightest, heaviest = float(min(weights)), float(max(weights))
    if cases == size:
        return (
            say("The only case was looked at.")
            if size == 1
            else say("All {size} cases were looked at: nothing is left to chance.", **places)
        )
    low, high = numbers.decimal(lightest), numbers.decimal(heaviest)
    if low == high:
        return say(
            "Drawn by chance: {drawn} of {size} cases. Each stands for {low}.", **places, low=low
        )
    return say(
        "Drawn by chance: {drawn} of {size} cases, some groups more heavily than others, so that "
        "there is enough to look at. Each stands for between {low} and {high} cases, and counts "
        "for as many.",
        **places,
        low=low,
        high=high,
    )


def share(found: FrameShare, what: str, *, size: int, looked: int) -> str:
    """Say what share of all cases was judged so, with its likely range.

    Parameters
    ----------
    found : what the drawn cases say of the whole frame.
    size, looked : cases in the frame, and those that were looked at.
    """
    value, low, high = _shares(found)
    if looked == size:
        return _of_all(round(float(found.cases.value)), size, what)
    of = {"looked": numbers.whole(looked), "size": numbers.whole(size), "what": what}
    if high - low > WIDEST:
        first, last = numbers.rate_range(low, high, share=True)
        return say(
            "We cannot tell how many of the {size} cases were {what}: to look at {looked} is too "
            "few. The likely range runs from {low} to {high} of every 100.",
            **of,
            low=first,
            high=last,
        )
    middle, first, last = numbers.rate_with_range(value, low, high, share=True)
    return say(
        "Of every 100 cases {share} were {what} (likely range {low} to {high}), judged from "
        "{looked} of {size}.",
        **of,
        share=middle,
        low=first,
        high=last,
    )


def _of_all(count: int, size: int, what: str) -> str:
    """The same where every case was looked at: a count, without a range."""
    said = {"size": numbers.whole(size), "what": what}
    if count == 0:
        return say("Of all {size} cases, none was {what}.", **said)
    if count == 1:
        return say("Of all {size} cases, 1 was {what}.", **said)
    return say("Of all {size} cases, {count} were {what}.", **said, count=numbers.whole(count))


def risk(missed: Missed, what: str, *, size: int) -> str:
    """Say the most that a draw can have missed: its risk, whatever it showed."""
    if missed.cases >= size:
        return say("No case was looked at, so anything can have been missed.")
    places = {
        "size": numbers.whole(size),
        "what": what,
        "sure": numbers.of_every_100(1 - missed.chance),
    }
    if missed.cases == 0:
        return say(
            "Had even one of the {size} cases been {what}, this draw would have shown it more than "
            "{sure} times in 100.",
            **places,
        )
    return say(
        "Had more than {cases} of the {size} cases been {what} ({share} of every 100), this draw "
        "would have shown at least one, more than {sure} times in 100. It may have "
        "missed {cases} or fewer.",
        **places,
        cases=numbers.whole(missed.cases),
        share=numbers.rate(missed.share, share=True),
    )


def cases_of(many: int) -> str:
    """So many cases, in words."""
    return say("1 case") if many == 1 else say("{count} cases", count=numbers.whole(many))


def foreseen(missed: Missed, *, size: int, cases: int) -> str:
    """Say what a draw may miss before anything is drawn, if all its cases can be judged.

    Parameters
    ----------
    missed : the most that such a draw can miss.
    size : records that are drawn from. cases : how many are to be drawn.
    """
    if cases >= size:
        return say(
            "All {size} records would be drawn: nothing is left to chance.",
            size=numbers.whole(size),
        )
    places = {"drawn": cases_of(cases), "size": numbers.whole(size)}
    if missed.cases == 0:
        return say(
            "A draw of {drawn} from {size} records would show even a single bad one more than "
            "{sure} times in 100.",
            **places,
            sure=numbers.of_every_100(1 - missed.chance),
        )
    bad = (
        say("1 bad record")
        if missed.cases == 1
        else say("up to {count} bad records", count=numbers.whole(missed.cases))
    )
    return say(
        "A draw of {drawn} from {size} records would miss {bad} ({share} of every 100) with a "
        "probability of {chance}%: where they are hardest to find, it would show none at least "
        "{chance} times in 100.",
        **places,
        bad=bad,
        share=numbers.rate(missed.share, share=True),
        chance=numbers.of_every_100(missed.chance),
    )


def none_seen(missed: Missed, what: str, *, size: int, looked: int, few: int, hidden: float) -> str:
    """Say what it rules out that none was seen, and what it does not.

    Parameters
    ----------
    missed : the most that the draw can have missed.
    size, looked : cases in the frame, and those that were looked at.
    few : a number of cases that the draw does not rule out.
    hidden : the probability that such a draw shows none of those few.
    """
    places = {
        "looked": numbers.whole(looked),
        "size": numbers.whole(size),
        "what": what,
        "cases": numbers.whole(missed.cases),
    }
    if looked == size:
        return say("All {size} cases were looked at, and none was {what}.", **places)
    if looked == 1:
        return say(
            "The one case that was looked at was not {what}. Of the others we cannot tell.",
            **places,
        )
    if hidden < CHANCE_HIDES or not few:
        return say(
            "None of the {looked} cases that were looked at was {what}. It is unlikely that more "
            "than {cases} of all {size} were.",
            **places,
        )
    return say(
        "None of the {looked} cases that were looked at was {what}. That is not “none at all”. It "
        "is unlikely that more than {cases} of all {size} were, but {few} may have been: of {few}, "
        "such a draw shows none {times} times in 100.",
        **places,
        few=numbers.whole(few),
        times=numbers.of_every_100(hidden),
    )


def worst(found: WorstCase, what: str) -> str:
    """Say what it would be if all that could not be seen were so; nothing if all was seen."""
    if not found.unseen:
        return ""
    _, low, high = _shares(found.if_bad)
    first, last = numbers.rate_range(low, high, share=True)
    if found.unseen == 1:
        return say(
            "1 drawn case could not be seen: its video or its record is missing. It counts as the "
            "worst that it could be. Had it been {what}, the likely range would be {low} to {high} "
            "of every 100 cases.",
            what=what,
            low=first,
            high=last,
        )
    return say(
        "{count} drawn cases could not be seen: their video or their record is missing. They count "
        "as the worst that they could be. Had all of them been {what}, the likely range would "
        "be {low} to {high} of every 100 cases.",
        count=numbers.whole(found.unseen),
        what=what,
        low=first,
        high=last,
    )


def excluded(reasons: Mapping[str, int]) -> str:
    """Say how many cases were excluded and why.

    Parameters
    ----------
    reasons : how many for each reason, the reason in the reader's language.
    """
    there = {reason: count for reason, count in reasons.items() if count}
    count = sum(there.values())
    if not count:
        return say("No case was excluded.")
    listed = notes.listed(
        [
            say("{reason} ({count})", count=numbers.whole(count), reason=reason)
            for reason, count in there.items()
        ]
    )
    if count == 1:
        return say("1 case was excluded and is not in these figures: {listed}.", listed=listed)
    return say(
        "{count} cases were excluded and are not in these figures: {listed}.",
        count=numbers.whole(count),
        listed=listed,
    )


def agreement(found: RaterAgreement) -> str:
    """Say how far members agreed before they saw each other's answers."""
    same = say(
        "Scoring alone, two members gave a case the same answer {same} times in 100.",
        same=numbers.of_every_100(found.observed),
    )
    value, low, high = (float(getattr(found.agreement, part)) for part in ("value", "low", "high"))
    if isnan(value):
        return say(
            "{same} All answers were the same, so we cannot tell whether they would have told a "
            "good case from a bad one.",
            same=same,
        )
    if found.observed == 1:
        return same
    if isnan(low):
        return say(
            "{same} We cannot tell how far that is from chance: too few cases, or too few that "
            "differ.",
            same=same,
        )
    first, last = (numbers.decimal(end, landmarks=(0.0, 1.0), least=2) for end in (low, high))
    message = (
        "{same} We cannot tell whether that is more than chance would give: agreement beyond "
        "chance is likely between {low} and {high}, where 1 is complete and 0 is none."
        if low <= 0
        else "{same} Agreement beyond chance is likely between {low} and {high}, where 1 is "
        "complete and 0 is none."
    )
    return say(message, same=same, low=first, high=last)


def to_estimate(cases: int, reach: float, *, size: int) -> str:
    """Say how many cases to draw so that a share is known to within so many of every 100."""
    return say(
        "To know a share of the {size} cases to within {reach} of every 100 on either side, draw "
        "{cases}.",
        size=numbers.whole(size),
        reach=f"{reach * 100:g}",
        cases=numbers.whole(cases),
    )


def to_see_one(cases: int, share: float, *, size: int, sure: float = 0.95) -> str:
    """Say how many cases to draw so that a fault that so many have shows at least once."""
    return say(
        "If {share} of every 100 of the {size} cases have a fault, {cases} drawn ones show at "
        "least one of them {sure} times in 100.",
        share=f"{share * 100:g}",
        size=numbers.whole(size),
        cases=numbers.whole(cases),
        sure=numbers.of_every_100(sure),
    )


def anchors(*, same: int, milder: int, graver: int, cannot_tell: int) -> str:
    """Say on how many cases that other panels judged too this one agreed the same colour."""
    count = same + milder + graver + cannot_tell
    if not count:
        return say("This panel has not judged any of the cases that every panel judges.")
    return say(
        "This panel judged {count} of the cases that every panel judges. Set against what was "
        "agreed for them: {same} the same, {milder} milder, {graver} graver, {unsure} where one "
        "side could not tell.",
        count=numbers.whole(count),
        same=numbers.whole(same),
        milder=numbers.whole(milder),
        graver=numbers.whole(graver),
        unsure=numbers.whole(cannot_tell),
    )


def alone(same: int, of: int) -> str:
    """Say how many members had answered, alone, what the meeting then agreed."""
    if of == 1:
        return (
            say("The one member who scored had said the same alone.")
            if same
            else say("The one member who scored had said something else alone.")
        )
    return say(
        "{same} of {of} members had said the same alone.",
        same=numbers.whole(same),
        of=numbers.whole(of),
    )


def _shares(found: FrameShare) -> tuple[float, float, float]:
    share = found.share
    return float(share.value), float(share.low), float(share.high)
