"""Cases and scores as members of their panel see them: blind until scoring has closed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.encounters.models import Restricted
from evenhand.encounters.selectors import registered
from evenhand.measures.words.messages import say
from evenhand.scrutiny import models, standing
from evenhand.scrutiny.errors import Conflicted, NotHere
from evenhand.scrutiny.scoring.answers import kept
from evenhand.scrutiny.scoring.scores import Answers
from evenhand.scrutiny.selectors.draws import draw as own_draw
from evenhand.scrutiny.sitting import ready
from evenhand.scrutiny.terms import Status

OPEN_TO_ALL = frozenset({Status.CLOSED, Status.AGREED})


@dataclass(frozen=True)
class Sheet:
    """One member's score of a case, as their panel sees it once scoring has closed.

    Attributes
    ----------
    member : a letter for each member of the panel, the same for one case; never a name.
    mine : whether it is the reader's own.
    """

    member: str
    answers: Answers
    mine: bool


def cases(by: Acting, number: int) -> list[models.Case]:
    """The cases that somebody's panel looks at in a draw, in the order in which they were drawn.

    Those that somebody declared a conflict for are among them by place alone; see :func:`case`.

    Raises
    ------
    NotHere
    """
    return standing.looked_at(own_draw(by, number).draw)


def nothing_there(by: Acting, number: int) -> list[models.Case]:
    """Places that were drawn and in which nothing stands: each is a finding for the panel to make.

    Raises
    ------
    NotHere
    """
    rows = own_draw(by, number).draw.drawn.filter(reserve=False).exclude(position__missing="")
    return list(rows.select_related("position").order_by("place"))


def case(by: Acting, number: int, place: int) -> models.Case:
    """One case of a draw of somebody's panel.

    Raises
    ------
    NotHere
    Conflicted
        If they declared a conflict: they do not see it, for good.
    NotReady
        If they are not trained or vetted as the terms of their panel ask.
    """
    whole = own_draw(by, number)
    found: models.Case | None = (
        models.Case.objects.select_related("position__frame", "draw__panel", "draw__force")
        .filter(draw=whole.draw, place=place)
        .first()
    )
    waits = found is not None and found.reserve and not hasattr(found, "called")
    if found is None or waits:
        raise NotHere(say("There is no such case in this draw."))
    if models.Conflict.objects.filter(case=found, person=by.person).exists():
        raise Conflicted(say("You declared a conflict with this case, so you do not see it."))
    ready.refuse(by, now=timezone.now())
    return found


def _seen(by: Acting, one: models.Case) -> models.Case:
    return case(by, one.draw.number, one.place)


def my_score(by: Acting, case: models.Case) -> Answers | None:
    """The last score that somebody gave a case; None where they gave none."""
    last = models.Score.objects.filter(
        case=case, case__draw__panel=by.organisation.pk, person=by.person
    ).last()
    return kept(last.answers) if last else None


def scores_of(by: Acting, case: models.Case) -> tuple[Sheet, ...]:
    """Every member's score of a case; before scoring has closed, the reader's own alone.

    Scores of members who declared a conflict afterwards are left out.

    Raises
    ------
    NotHere, Conflicted
    """
    own = _seen(by, case)
    rows = list(standing.counted(own))
    if standing.status(own.draw) not in OPEN_TO_ALL:
        rows = [one for one in rows if one.person_id == by.person.pk]
        return tuple(Sheet("", kept(one.answers), mine=True) for one in rows)
    return side_by_side(rows, by.person.pk)


def side_by_side(
    rows: Iterable[models.Score | models.AnchorScore], reader: int
) -> tuple[Sheet, ...]:
    """Scores of one case under letters, in an order that tells nobody.

    Parameters
    ----------
    reader : the person whose own is marked.
    """
    # By what the public ledger has of each, which is as good as random: not by who came first.
    ordered = sorted(rows, key=lambda one: one.commitment)
    return tuple(
        Sheet(_letter(at), kept(one.answers), mine=one.person_id == reader)
        for at, one in enumerate(ordered)
    )


def agreed_of(by: Acting, case: models.Case) -> Answers | None:
    """What the meeting agreed on a case; None before it has.

    Raises
    ------
    NotHere, Conflicted
    """
    own = _seen(by, case)
    found = models.Agreed.objects.filter(case=own).first()
    return kept(found.answers) if found else None


def findings_of(by: Acting, number: int) -> list[models.Finding]:
    """The findings of a draw of somebody's panel, with the learning that came back.

    Raises
    ------
    NotHere
    """
    whole = own_draw(by, number)
    return list(whole.draw.findings.select_related("learning").order_by("number"))


def days_left(case: models.Case, *, on: date) -> dict[str, int | None]:
    """In how many days the record and the video of a case would go if nothing held them.

    None where that is not known, or there is nothing left to go.
    """
    ends = Restricted.objects.filter(
        version__stop=case.position.stop, erased_at__isnull=True
    ).values_list("keep_until", flat=True)
    last = case.videos.filter(deletes_on__isnull=False).order_by("number").last()
    stop = case.position.stop
    record = min(ends, default=None) or (registered.erased_on(stop) if stop else None)
    video = last.deletes_on if last else None
    return {
        "record": (record - on).days if record else None,
        "video": (video - on).days if video else None,
    }


def _letter(number: int) -> str:
    return chr(ord("A") + number % 26) * (number // 26 + 1)
