"""Taking unlawful words out: of scrutiny and of the public ledger, at once or not at all.

What stays is that something stood there, who took it out, when and why, and every day and step.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.services.checking import held
from evenhand.accounts.services.writing import Signature, written
from evenhand.ledger import selectors as ledger
from evenhand.ledger import services as log
from evenhand.ledger.kept import REDACTED
from evenhand.ledger.unlawful import Reason, sentence
from evenhand.measures.words.messages import say
from evenhand.monitoring.written import one_way
from evenhand.scrutiny import models
from evenhand.scrutiny.errors import Meanwhile, NotNow
from evenhand.scrutiny.models.recommendations import NO_DIGEST
from evenhand.scrutiny.recommending.services.writing import record as record_advice
from evenhand.scrutiny.recommending.steps import Kind as Advised
from evenhand.scrutiny.recommending.steps import Step as AdvisedStep
from evenhand.scrutiny.redacting import threads
from evenhand.scrutiny.redacting.finding import Reached, reached
from evenhand.scrutiny.redacting.parts import without
from evenhand.scrutiny.redacting.threads import Place, StepRow, Thread
from evenhand.scrutiny.services.writing import add
from evenhand.scrutiny.terms import Kind
from evenhand.scrutiny.visiting.services.writing import record as record_meeting
from evenhand.scrutiny.visiting.steps import Kind as Visited
from evenhand.scrutiny.visiting.steps import Step as VisitedStep

RESTATED = "-restated"
"""What ends the kind of an entry that says again what an emptied one said, without some words."""
Taken = Callable[[str, Collection[str], datetime], None]
_ALSO: list[Taken] = []


def also(take: Taken) -> Taken:
    """Let another app take the same words out of what it made of scrutiny, in one transaction.

    It is given the id of the force, the words, and when they were taken out.
    """
    _ALSO.append(take)
    return take


def redact(
    *,
    thread: Thread,
    expected: int,
    chosen: Collection[Place],
    reason: Reason | str,
    by: Acting,
    now: datetime,
) -> Reached:
    """Take texts out of what somebody's own organisation said, wherever it said the same.

    The words are replaced; the ledger's entries that hold them are emptied, so that nothing is left
    to guess them from; new entries say what was taken out, by whom and why, and what each step says
    without them. Backups made before still hold them until they run out.

    Parameters
    ----------
    expected : the number of the last step with words that the writer has seen.
    chosen : places of :meth:`~evenhand.scrutiny.redacting.threads.Thread.texts`.
    reason : one of the list; public.

    Raises
    ------
    MayNot
        If no role of theirs allows it, as things are at this moment.
    Meanwhile
        If somebody said something since; the same words may stand there too.
    NotNow
        If there is no such text of theirs, or no such reason.
    """
    try:
        why = Reason(reason)
    except ValueError as error:
        raise NotNow(say("Choose why the law does not allow them.")) from error
    with written(
        by,
        signs=lambda one: threads.signature(one, thread),
        subject=thread.subject,
        step=str(Kind.REDACTED),
        now=now,
    ) as who:
        again = held(by, now=now)
        fresh = _locked(thread)
        if fresh.last != expected:
            raise Meanwhile(say("Somebody else took a step meanwhile. Look at theirs first."))
        if not chosen or not set(chosen) <= set(threads.own_texts(again, fresh)):
            raise NotNow(say("Choose words that stand there and have not been taken out."))
        texts = {text for place, text in fresh.texts().items() if place in chosen}
        found = reached(again, fresh, chosen)
        signs = Signature(who["by"], who["organisation"])
        for name in sorted(found.going):
            one, places = found.going[name]
            _take_out(_locked(one), places, why, signs=signs, now=now, person=again.person)
        for take in _ALSO:
            take(thread.row.force_id, texts, now)
    return found


def _locked(one: Thread) -> Thread:
    """The thing as it stands, with its row locked until the transaction ends."""
    row: Any = type(one.row).objects.select_for_update(of=("self",)).get(pk=one.row.pk)
    return threads.of(row)


def _take_out(
    one: Thread,
    places: Collection[Place],
    why: Reason,
    *,
    signs: Signature,
    now: datetime,
    person: Person,
) -> None:
    """Take the words of some places of one thing out, and say so in a step of it."""
    if one.steps and now < threads.at(one.steps[-1]):
        raise NotNow(say("A step comes after all that was recorded before it."))
    leaves = _leaves(one.subject)
    mark = _mark(_add(one, places, why, signs=signs, now=now, person=person), signs, why, now)
    numbers = sorted({number for number, _ in places if number})
    if numbers:
        log.erase(
            leaves=[leaves[each] for each in numbers],
            why=sentence(why),
            by=signs.by,
            organisation=signs.organisation,
            now=now,
        )
    for step in one.steps:
        names = sorted(name for number, name in places if number == step.number)
        if names:
            _replace(one, step, names, mark)
            _say_again(one, step, leaves[step.number], signs, now)
    _agreed(one, places, mark)


def _add(
    one: Thread,
    places: Collection[Place],
    why: Reason,
    *,
    signs: Signature,
    now: datetime,
    person: Person,
) -> int:
    """Say in a step of the thing that words were taken out of it; the number of the step."""
    # Of what was agreed it is said how often, not on which case: the public knows no case.
    redacts = sorted(f"{number} {name}" for number, name in places if number)
    redacts += ["agreed"] * sum(1 for number, _ in places if not number)
    data = {"redacts": redacts, "why": why.value}
    number = one.steps[-1].number + 1
    if isinstance(one.row, models.Draw):
        return int(
            add(
                one.row,
                Kind.REDACTED,
                who=signs,
                now=now,
                words=sentence(why),
                data=data,
                person=person,
            ).number
        )
    if isinstance(one.row, models.Recommendation):
        advised = AdvisedStep(number, Advised.REDACTED, now, *signs, sentence(why), data)
        record_advice(one.row, advised, person=person)
    else:
        visited = VisitedStep(number, Visited.REDACTED, now, *signs, sentence(why), data)
        record_meeting(one.row, visited)
    return number


def _mark(number: int, signs: Signature, why: Reason, now: datetime) -> dict[str, Any]:
    return {
        "step": number,
        "at": now.isoformat(),
        "by": signs.by,
        "organisation": signs.organisation,
        "why": why.value,
    }


def _leaves(subject: str) -> dict[int, str]:
    """The entry that says what each step says now, by the step's number."""
    return {
        one.content["body"]["number"]: one.leaf
        for one in ledger.history(subject)
        if one.content is not None and "number" in one.content["body"]
    }


def _replace(one: Thread, step: StepRow, names: Collection[str], mark: Mapping[str, Any]) -> None:
    """Write what stands there now over what stood there, in the step and in what repeats it."""
    words, data = without(step, names)
    marked = {**mark, "parts": list(names)}
    says: dict[str, Any] = {"words": words} if "words" in names else {}
    if data != step.data:
        says["data"] = data
    type(step).objects.redact(step, marked, says)
    if "words" not in names:
        return
    if isinstance(step, models.DrawStep):
        _replace_in_draw(step, marked)
    elif isinstance(one.row, models.Recommendation) and step.kind == Advised.MADE:
        models.Recommendation.objects.redact(one.row, marked, {"digest": NO_DIGEST})


def _replace_in_draw(step: models.DrawStep, mark: Mapping[str, Any]) -> None:
    """The rows beside a draw's steps that hold the same words."""
    draw, data = step.draw, step.data
    if step.kind == Kind.FOUND:
        found = models.Finding.objects.get(draw=draw, number=data["finding"])
        models.Finding.objects.redact(found, mark, {"words": REDACTED})
    elif step.kind == Kind.ANSWERED:
        learnt = models.Learning.objects.get(finding__draw=draw, finding__number=data["finding"])
        models.Learning.objects.redact(learnt, mark, {"words": REDACTED})
    elif step.kind == Kind.TOTAL:
        typed = models.KnownTotal.objects.filter(draw=draw, at=step.at, count=data["count"])
        for total in typed.filter(source=step.words):
            models.KnownTotal.objects.redact(total, mark, {"source": REDACTED})


def _agreed(one: Thread, places: Collection[Place], mark: Mapping[str, Any]) -> None:
    """What the meeting said of cases, which the panel alone reads."""
    wanted = {int(name.removeprefix("agreed ")) for number, name in places if not number}
    for each in one.agreed:
        if each.case.place in wanted:
            marked = {**mark, "parts": ["words"]}
            models.Agreed.objects.redact(each, marked, {"words": REDACTED})


def _say_again(one: Thread, step: StepRow, leaf: str, signs: Signature, now: datetime) -> None:
    fresh = type(step).objects.get(pk=step.pk)
    log.append(
        kind=f"{one.prefix}{RESTATED}",
        subject=one.subject,
        body=threads.said_again(fresh, leaf, one_way(fresh.data), fresh.words),
        by=signs.by,
        organisation=signs.organisation,
        now=now,
    )
