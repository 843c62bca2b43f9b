"""Tells what was said of Demoshire's maturity, through the services, as people would have."""

from collections.abc import Mapping
from datetime import datetime
from importlib.resources import files
from typing import Any

import yaml
from django.db import transaction

from evenhand.demo.plan import FORCE, Storyteller, Told
from evenhand.maturity import models, selectors, services
from evenhand.maturity.frameworks import example
from evenhand.maturity.history import View
from evenhand.maturity.terms import Judgement, Proof
from evenhand.publications import selectors as publications


@transaction.atomic
def load(*, now: datetime) -> models.Basis:
    """Assess Demoshire by the example, as the story has it until now; once told, it stays.

    Parameters
    ----------
    now : the story is moved by whole quarters so that it ends in this one.
    """
    known = selectors.basis(FORCE)
    if known is not None:
        return known
    return tell(story(), now)


def story() -> Told:
    """The story as it was written down."""
    file = files("evenhand.demo") / "maturity.yaml"
    told: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


def tell(told: Told, now: datetime) -> models.Basis:
    """Everything that was said by a moment, in the order of days."""
    calendar = Storyteller(told, now)
    begun = {
        "by": told["taken_up_by"],
        "organisation": told["force"]["organisation"],
        "now": calendar.moment(told["taken_up"]),
    }
    basis = services.take_up(
        force_id=FORCE,
        framework=services.load_framework(example(), **begun),
        expected=0,
        **begun,
    )
    numbers: dict[tuple[str, str], int] = {}
    for one in sorted(told["said"], key=lambda one: one["day"]):
        moment = calendar.moment(one["day"])
        if moment > now:
            continue
        who = told["force" if one["view"] == View.SELF else one["view"]]
        place = (one["standard"], who["organisation"])
        services.assess(
            basis=basis,
            standard=one["standard"],
            view=View(one["view"]),
            expected=numbers.get(place, 0),
            said=_judgement(one),
            **who,
            now=moment,
        )
        numbers[place] = numbers.get(place, 0) + 1
    return basis


def _judgement(one: Told) -> Judgement:
    return Judgement(
        level=one["level"],
        rationale=one["why"],
        evidence=tuple(_proof(each) for each in one.get("evidence", ())),
    )


def _proof(told: Mapping[str, Any]) -> Proof:
    """Evidence; of a measure the latest figure, or a note where none was published."""
    if told["kind"] != "figure":
        return Proof(**told)
    figure = publications.latest(FORCE, told["measure"])
    if figure is None:
        return Proof(kind="note", title=told["title"])
    return Proof(kind="figure", title=told["title"], address=figure.reference)
