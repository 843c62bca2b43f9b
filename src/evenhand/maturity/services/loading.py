"""Writes that begin something: a framework, and a force that is assessed by it."""

from datetime import datetime

from django.db import transaction

from evenhand.ledger.services import append
from evenhand.ledger.versions import keep
from evenhand.maturity import models, selectors
from evenhand.maturity.errors import AlreadyThere, NotAllowed, UnknownReference
from evenhand.maturity.frameworks import Asked, FrameworkFile
from evenhand.maturity.history import CANNOT_TELL
from evenhand.measures.words.messages import say


@transaction.atomic
def load_framework(
    content: FrameworkFile, *, by: str, organisation: str, now: datetime
) -> models.MaturityFramework:
    """Keep a version of a framework; earlier ones and what was said by them stay as they are.

    Loading the same again changes nothing.

    Raises
    ------
    AlreadyThere
        If another content has this name and version.
    UnknownReference
        If it names a measure that there is not.
    """
    _refuse_unknown_measures(content)
    framework, new = keep(models.MaturityFramework, content, by=by, now=now, refusal=AlreadyThere)
    if not new:
        return framework
    _add_outcomes(framework, content)
    append(
        kind="maturity-framework-loaded",
        subject=f"maturity-framework/{content.name}/{content.version}",
        body={"digest": content.digest, "title": content.title, "example": content.example},
        by=by,
        organisation=organisation,
        now=now,
    )
    return framework


def _refuse_unknown_measures(content: FrameworkFile) -> None:
    from evenhand.measures.library import measures

    named = {
        shown.measure
        for standard in content.standards
        for level in standard.levels
        for shown in level.shown_by
        if shown.measure
    }
    for key in sorted(named - set(measures())):
        raise UnknownReference(say("There is no measure “{key}”.", key=key))


def _add_outcomes(framework: models.MaturityFramework, content: FrameworkFile) -> None:
    place = 0
    for number, aim in enumerate(content.outcomes):
        outcome = models.MaturityOutcome.objects.create(
            framework=framework, key=aim.key, name=aim.name, words=aim.words, place=number
        )
        for asked in aim.standards:
            standard = models.Standard.objects.create(
                framework=framework,
                outcome=outcome,
                key=asked.key,
                name=asked.name,
                words=asked.words,
                place=place,
            )
            _add_levels(standard, asked, content.levels)
            place += 1


def _add_levels(standard: models.Standard, asked: Asked, names: list[str]) -> None:
    models.Level.objects.create(standard=standard, number=CANNOT_TELL, name="", words="")
    for number, (name, described) in enumerate(zip(names, asked.levels, strict=True), start=1):
        level = models.Level.objects.create(
            standard=standard, number=number, name=name, words=described.words
        )
        for place, shown in enumerate(described.shown_by):
            models.Sign.objects.create(
                level=level, place=place, measure=shown.measure, words=shown.words
            )


@transaction.atomic
def take_up(
    *,
    force_id: str,
    framework: models.MaturityFramework,
    expected: int,
    by: str,
    organisation: str,
    now: datetime,
    reason: str = "",
) -> models.Basis:
    """Say by which framework a force is assessed from now on; what was said before stays.

    Parameters
    ----------
    expected : the number of the force's latest basis that the writer has seen; 0 before the first.
    reason : public; needed for every framework but the first.
    organisation : the force as the public reads it: it alone speaks for itself.

    Raises
    ------
    NotAllowed
        Nothing is written then.
    """
    before = selectors.basis(force_id)
    if (before.number if before else 0) != expected:
        raise NotAllowed(say("Somebody else took up a framework meanwhile. Look at theirs first."))
    if before and models.Basis.objects.filter(force=force_id, framework=framework).exists():
        raise NotAllowed(say("The force has been assessed by this framework already."))
    if before and not reason.strip():
        raise NotAllowed(say("Say why the framework changes, in words that may be public."))
    basis = models.Basis.objects.create(
        force_id=force_id,
        framework=framework,
        number=expected + 1,
        words=reason.strip(),
        recorded_at=now,
        by=by,
        organisation=organisation,
    )
    append(
        kind="maturity-framework-taken-up",
        subject=selectors.subject(basis),
        body={"number": basis.number, "digest": framework.digest, "words": basis.words},
        by=by,
        organisation=organisation,
        now=now,
    )
    return basis
