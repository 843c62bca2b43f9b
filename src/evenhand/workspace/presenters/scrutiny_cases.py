"""Cases, scores and findings as a panel's member reads them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from evenhand.encounters.registered.records import WITHOUT_VIDEO
from evenhand.measures.words.messages import say
from evenhand.monitoring.steps import day_of
from evenhand.plan.quarters import in_words
from evenhand.plan.words import Mark
from evenhand.scrutiny import models
from evenhand.scrutiny.forms import wording
from evenhand.scrutiny.forms.scoring import colour_words, said_words
from evenhand.scrutiny.reading import Field
from evenhand.scrutiny.scoring.answers import OVERALL
from evenhand.scrutiny.scoring.forms import Colour
from evenhand.scrutiny.scoring.scores import Answers
from evenhand.scrutiny.selectors import Sheet
from evenhand.scrutiny.services.looking import Looked
from evenhand.scrutiny.terms import Fault, Missing, Taken
from evenhand.workspace.presenters.scrutiny_parts import (
    Entry,
    days_in_words,
    days_to,
    moment,
    until,
    who,
)

BETWEEN = 8
"""Fields between one watermark and the next: one is on every screen of a phone."""


@dataclass(frozen=True)
class CaseRow:
    """A case in the list: what it is, how it stands for the reader, what would be deleted when."""

    title: str
    url: str
    stands: str
    mark: Mark
    kept: tuple[str, ...]
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Record:
    """What of a record a member sees, in pieces with a watermark between them."""

    when: str
    pieces: tuple[tuple[tuple[str, str, bool], ...], ...]
    watermark: str
    video: str
    link: str
    """Where to go for it; empty where there is nothing to watch."""
    notes: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One question with what each said, and what was agreed."""

    asks: str
    said: tuple[tuple[str, str, str], ...]
    differs: bool
    alike: str
    """What all said, where they said the same and nothing beside it."""


@dataclass(frozen=True)
class FindingRow:
    """A finding and what came back."""

    title: str
    fault: str
    words: str
    due: str
    learning: str
    taken: str
    late: bool
    number: int


def kept(days: "dict[str, int | None]", video: models.VideoAsked | None) -> tuple[str, ...]:
    """What is held back from deletion, and when it would go without."""
    record = days["record"]
    lines = [
        say("Record: held. Nothing of it is due to be deleted.")
        if record is None
        else say(
            "Record: held. Without the hold it would be deleted in {days}.", days=_left(record)
        )
    ]
    if video is None:
        lines.append(say("Video: not asked for yet."))
    elif video.missing:
        lines.append(say("Video: there is none. That is a finding."))
    elif not video.acknowledged:
        lines.append(say("Video: no hold yet. {trouble}", trouble=video.trouble))
    elif days["video"] is None:
        lines.append(say("Video: held."))
    else:
        left = _left(days["video"])
        lines.append(say("Video: held. Without the hold it would be deleted in {days}.", days=left))
    return tuple(lines)


def _left(many: int) -> str:
    return days_in_words(max(many, 0))


def watermark(name: str, organisation: str, case: models.Case, *, at: datetime) -> str:
    """Who sees what and when, on every screen of a case."""
    return say(
        "Shown to {name}, {organisation}, on {moment}. Draw {number}, case {place}.",
        name=name,
        organisation=organisation,
        moment=moment(at),
        number=str(case.draw.number),
        place=str(case.place),
    )


def record(looked: Looked, mark: str) -> Record:
    """A record as a member reads it."""
    rows = [_field(one) for one in looked.fields]
    pieces = tuple(tuple(rows[at : at + BETWEEN]) for at in range(0, len(rows), BETWEEN))
    notes = []
    if not looked.ready:
        notes.append(say("The chair has not looked at its words yet, so they are left out."))
    if looked.corrected_since:
        notes.append(
            say("The force corrected this record after the frame was frozen. This is how it was.")
        )
    without = looked.case.draw.power in WITHOUT_VIDEO
    video, leads = (
        (say("There is no video of such a record."), False) if without else _video(looked.video)
    )
    # Where it is watched stands on a page of its own, so that going there is in the private log.
    link = reverse("case-video", args=[looked.case.draw.number, looked.case.place]) if leads else ""
    return Record(_when(looked.month, looked.part_of_day), pieces, mark, video, link, tuple(notes))


def _field(one: Field) -> tuple[str, str, bool]:
    return one.title, one.words, one.free


def _when(month: str, part: str) -> str:
    year, number = month.split("-")
    first = datetime(int(year), int(number), 1)  # noqa: DTZ001  (only its month is read)
    named = in_words(first.date()).split(" ", 1)[1]
    if not part:
        return say("{month}, time of day not recorded", month=named)
    parts = {
        "night": say("in the night"),
        "morning": say("in the morning"),
        "afternoon": say("in the afternoon"),
        "evening": say("in the evening"),
    }
    return say("{month}, {part}", month=named, part=parts[part])


def _video(found: models.VideoAsked | None) -> tuple[str, bool]:
    """What is known of the video, and whether there is a way to it."""
    if found is None:
        return say("The evidence system has not been asked for the video yet."), False
    if found.missing:
        return say("There is no video. This counts as a finding."), False
    if found.link:
        return say("The video is in the force’s evidence system, which asks who you are."), True
    if found.acknowledged:
        return say("The video is held. The chair shows it in the meeting."), False
    return found.trouble, False


def colour(one: Colour) -> Mark:
    """A colour with its shape and its word: never by colour alone."""
    shape, tone = {
        "green": ("plan-complete", "known"),
        "amber": ("plan-stale", "unknown"),
        "red": ("plan-late", "late"),
        "cannot_tell": ("cannot-tell", "quiet"),
    }[one]
    return Mark(shape, tone, colour_words(one))


def sheets(found: Sequence[Sheet], agreed: Answers | None) -> tuple[Row, ...]:
    """All that was said of a case, side by side, question by question; the colour first."""
    if not found:
        return ()
    form, facts = found[0].answers.form, found[0].answers.facts
    named = [(_member(one), one.answers) for one in found]
    if agreed is not None:
        named.append((say("Agreed"), agreed))
    rows = [_row(say("All in all?"), [(n, colour_words(a.overall), a.comment) for n, a in named])]
    for question in form.questions_for(facts):
        said = [
            (n, said_words(a.given[question.key].said), a.given[question.key].comment)
            for n, a in named
            if question.key in a.given
        ]
        rows.append(_row(say(question.asks), said))
    return tuple(rows)


def _row(asks: str, said: Sequence[tuple[str, str, str]]) -> Row:
    answers = {words for _, words, _ in said}
    plain = len(answers) == 1 and not any(comment for _, _, comment in said)
    return Row(asks, tuple(said), len(answers) > 1, answers.pop() if plain else "")


def _member(one: Sheet) -> str:
    if one.mine:
        return say("Member {letter} (you)", letter=one.member)
    return say("Member {letter}", letter=one.member)


def agreed_alike(found: Sequence[Sheet]) -> dict[str, str]:
    """Answers on which every member said the same, to begin the meeting's sheet with."""
    if not found:
        return {}
    alike = {
        key: one.said
        for key, one in found[0].answers.given.items()
        if len({each.answers.given[key].said for each in found if key in each.answers.given}) == 1
    }
    colours = {one.answers.overall for one in found}
    return {**alike, **({OVERALL: colours.pop()} if len(colours) == 1 else {})}


def colours(found: Iterable[Sheet]) -> tuple[Mark, ...]:
    """The colours that members gave, from the mildest."""
    order = ("green", "amber", "red", "cannot_tell")
    given = sorted((one.answers.overall for one in found), key=order.index)
    return tuple(colour(one) for one in given)


def findings(found: Iterable[models.Finding], *, now: datetime) -> tuple[FindingRow, ...]:
    """Findings with what came back."""
    return tuple(finding(one, now=now) for one in found)


def finding(one: models.Finding, *, now: datetime) -> FindingRow:
    """One finding with what came back, or how long it is awaited."""
    learning: models.Learning | None = getattr(one, "learning", None)
    left = days_to(one.due, now=now)
    due = say("Answer awaited until {day}: {left}", day=in_words(one.due), left=until(left).lower())
    return FindingRow(
        title=say("Finding {number}", number=str(one.number)),
        fault=wording.fault(Fault(one.fault)),
        words=one.words,
        due="" if learning else due,
        learning=learning.words if learning else "",
        taken=wording.taken(Taken(learning.taken)) if learning else "",
        late=learning is None and left < 0,
        number=one.number,
    )


def finding_entry(one: models.Finding) -> Entry:
    """A finding as the public reads it, above the form that answers it."""
    return Entry(
        say("Finding {number}", number=str(one.number)),
        (wording.fault(Fault(one.fault)),),
        one.words,
        in_words(day_of(one.at)),
        one.at.isoformat(),
        who(one.by, one.organisation),
    )


def nothing_there(case: models.Case) -> str:
    """Why there is nothing to look at in a place; empty where there is."""
    return wording.missing(Missing(case.position.missing))
