"""What a list would add; then all of it is taken in, or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from evenhand.accounts.models import Organisation, Person
from evenhand.forces.models import Force
from evenhand.measures.words.messages import say
from evenhand.scrutiny.models import recommendations as models
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.recommending.importing.rows import Problem, Row, rows
from evenhand.scrutiny.recommending.selectors import repeats_of, story_of, subject
from evenhand.scrutiny.recommending.services.making import Item, make_all
from evenhand.scrutiny.recommending.terms import Advice

LONGEST = 100
"""Letters of who made a recommendation."""


@dataclass(frozen=True)
class Preview:
    """What a list would add.

    Attributes
    ----------
    new : rows that are new; ``again`` those of them that say what was said before.
    already : rows that were taken in before, with what the public ledger calls them.
    problems : everything that is wrong; nothing is taken in where there is any.
    """

    new: tuple[Row, ...]
    again: tuple[Row, ...]
    already: tuple[tuple[Row, str], ...]
    problems: tuple[Problem, ...]


def preview(
    table: Sequence[Sequence[str]], *, today: date, own: Organisation | None = None
) -> Preview:
    """Say what a list would add, and everything that is wrong with it.

    Parameters
    ----------
    table : texts, the headings first, as :func:`evenhand.sheets.reading.read` gives them.
    own : who takes it in, whose own recommendations may be in it too.
    """
    forces = {str(one.pk): one for one in Force.objects.all()}
    read, problems = rows(table, forces, today=today)
    here = set(Organisation.objects.values_list("name", flat=True))
    new, already, seen = [], [], dict[tuple[object, ...], int]()
    for row in read:
        wrong = _name(row, here - ({own.name} if own else set()))
        key = _key(row)
        if not wrong and key in seen:
            wrong = Problem(
                row.number,
                "what",
                say("This stands in row {row} already.", row=str(seen[key])),
            )
        if wrong:
            problems.append(wrong)
            continue
        seen[key] = row.number
        found = models.Recommendation.objects.filter(
            force=row.force,
            organisation=row.organisation,
            said_on=row.advice.said_on,
            digest=row.advice.digest,
        ).first()
        if found is None:
            new.append(row)
        elif _same(found, row.advice, today):
            already.append((row, subject(found)))
        else:
            sentence = say(
                "It was taken in as {name} with other words. What was recommended never changes.",
                name=subject(found),
            )
            problems.append(Problem(row.number, "what", sentence))
    again = tuple(one for one in new if repeats_of(one.force.pk, one.advice.digest))
    return Preview(tuple(new), again, tuple(already), tuple(problems))


def apply(
    found: Preview,
    *,
    by: str,
    organisation: str,
    now: datetime,
    person: Person | None = None,
    own: Organisation | None = None,
) -> list[models.Recommendation]:
    """Take in what is new of a list: all of it or nothing.

    Raises
    ------
    NotAllowed, SaidAlready
        If anything is wrong with it, or it was taken in meanwhile. Nothing is written then.
    """
    if found.problems:
        raise NotAllowed(say("Something is wrong with the list. Nothing was taken in."))
    items = [
        Item(
            str(one.force.pk),
            one.organisation,
            one.advice,
            own if own and own.name == one.organisation else None,
        )
        for one in found.new
    ]
    return make_all(items=items, by=by, organisation=organisation, now=now, person=person)


def _name(row: Row, here: set[str]) -> Problem | None:
    """What is wrong with who made it: nobody speaks for an organisation that acts here itself."""
    if len(row.organisation) > LONGEST:
        sentence = say("This is longer than {most} letters.", most=str(LONGEST))
        return Problem(row.number, "from", sentence)
    taken = {one.casefold() for one in here} | {str(row.force.name).casefold()}
    if row.organisation.casefold() in taken:
        sentence = say("“{name}” acts here and says it itself.", name=row.organisation)
        return Problem(row.number, "from", sentence)
    return None


def _key(row: Row) -> tuple[object, ...]:
    return row.force.pk, row.organisation, row.advice.said_on, row.advice.digest


def _same(found: models.Recommendation, advice: Advice, today: date) -> bool:
    """Whether a row says just what was taken in before."""
    held = story_of(found, on=today).now.advice
    return held.model_copy(update={"repeats": ()}) == advice
