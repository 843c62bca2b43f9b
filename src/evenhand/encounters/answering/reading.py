"""What is shown of answers: margins of tens, and slips that were signed and not used."""

from dataclasses import dataclass

from evenhand.encounters.answering.questions import QUESTIONS
from evenhand.encounters.answering.scopes import TEAM
from evenhand.encounters.models.answers import Counted, Signed, TokenKey


@dataclass(frozen=True)
class Released:
    """The counted answers of one scope: how many, and how many chose what, question by question."""

    scope: str
    """A class of the recorded reason, a team, or the rest of a closed quarter."""
    answers: int
    choices: dict[str, dict[str, int]]
    """By question and choice; an empty choice is a question left out."""


@dataclass(frozen=True)
class Unused:
    """Slips of a team: how many its devices had signed, and how many came back as answers.

    The rest is in the stock of devices, was given and not answered, or was kept back. Only the
    comparison with other teams says something.
    """

    team: str
    signed: int
    used: int


def released(force: str, quarter: str) -> list[Released]:
    """Return what may be shown of a force's answers in a quarter. It grows in tens."""
    found = Counted.objects.filter(force_id=force, quarter=quarter).prefetch_related("margins")
    return [_released(one) for one in found]


def _released(counted: Counted) -> Released:
    said = {(one.question, one.choice): one.answers for one in counted.margins.all()}
    choices = {
        question: {choice: said.get((question, choice), 0) for choice in (*offered, "")}
        for question, offered in QUESTIONS.items()
    }
    return Released(counted.scope, counted.answers, choices)


def unused(force: str, quarter: str) -> list[Unused]:
    """Compare the slips of teams that have keys of their own: at least ten officers each."""
    keys = TokenKey.objects.filter(force_id=force, quarter=quarter, scope__startswith=TEAM)
    scopes = dict(keys.values_list("scope", "pk"))
    signed = dict(Signed.objects.filter(key__in=scopes.values()).values_list("key", "slips"))
    used = dict(
        Counted.objects.filter(force_id=force, quarter=quarter).values_list("scope", "answers")
    )
    return [
        Unused(scope.removeprefix(TEAM), signed.get(key, 0), used.get(scope, 0))
        for scope, key in sorted(scopes.items())
    ]
