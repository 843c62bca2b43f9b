"""Whoever is not of the panel sees none of its cases, and takes none of its steps."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import AccountsError
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services import end
from evenhand.forces import services as forces
from evenhand.scrutiny import models, selectors, services
from evenhand.scrutiny.errors import ScrutinyError
from scrutiny.panels import ROLLS, Panel, answers, member

pytestmark = pytest.mark.django_db
REFUSED = (AccountsError, ScrutinyError)


def other_panel(_made: Panel) -> Acting:
    forces.load(["kent"])
    return member(
        "chair", "kent-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR, force="kent"
    )


def second_panel_of_the_force(_made: Panel) -> Acting:
    return member("chair", "luton-panel", OrganisationKind.SCRUTINY_PANEL, Role.PANEL_CHAIR)


def advisory_group(_made: Panel) -> Acting:
    return member("chair", "advice", OrganisationKind.ADVISORY_GROUP, Role.PANEL_CHAIR)


def lapsed(made: Panel) -> Acting:
    """Somebody whose page was open when their membership ended."""
    one = made.second
    end(
        number=one.memberships[0].pk,
        by=made.chair,
        now=made.started - timedelta(hours=1),
        why="Left",
    )
    return one


def officer(made: Panel) -> Acting:
    return made.phone.by


def manager(made: Panel) -> Acting:
    return made.manager


def supervisor(made: Panel) -> Acting:
    return made.supervisor


def administrator(_made: Panel) -> Acting:
    return member(
        "admin", "bedfordshire-panel", OrganisationKind.SCRUTINY_PANEL, Role.ADMINISTRATOR
    )


def oversight(_made: Panel) -> Acting:
    return member(
        "overseer",
        "commissioner",
        OrganisationKind.OVERSIGHT_BODY,
        Role.OVERSIGHT_MEMBER,
        force=None,
    )


STRANGERS = (
    *(other_panel, second_panel_of_the_force, advisory_group, lapsed, officer, manager),
    *(supervisor, administrator, oversight),
)


def steps(made: Panel, draw: models.Draw, by: Acting) -> dict[str, Callable[[], Any]]:
    """Everything that a member or the chair of the panel can do, as somebody else tries it."""
    case = made.cases(draw)[0]
    who = {"by": by, "now": made.now}
    return {
        "open_case": lambda: services.looking.open_case(case=case, **who),
        "words": lambda: services.looking.words_of(case=case, **who),
        "show": lambda: services.looking.show(case=case, hidden=[], **who),
        "score": lambda: services.scoring.score(case=case, answers=answers(case), **who),
        "conflict": lambda: services.scoring.declare_conflict(case=case, **who),
        "close": lambda: services.scoring.close(draw=draw, **who),
        "agree": lambda: services.scoring.agree(case=case, answers=answers(case), words="", **who),
        "find": lambda: services.findings.find(
            draw=draw, case=None, fault="red", words="It was wrong to stop them.", **who
        ),
        "abandon": lambda: services.frames.abandon(draw=draw, reason="We do not like it.", **who),
        "freeze": lambda: services.frames.freeze(draw=draw, **who),
        "total": lambda: services.frames.type_total(draw=draw, count=3, source="A list.", **who),
        "reserve": lambda: services.draws.call_reserve(
            case=case, reason="sub-judice", words="Because.", **who
        ),
        "roll": lambda: services.draws.roll(draw=draw, digits=ROLLS, checkpoint="", **who),
        "round": lambda: services.draws.take_round(draw=draw, signature="", **who),
        "draw": lambda: selectors.draw(by, draw.number),
        "cases": lambda: selectors.cases(by, draw.number),
        "case": lambda: selectors.case(by, draw.number, case.place),
        "scores": lambda: selectors.scores_of(by, case),
        "agreed": lambda: selectors.agreed_of(by, case),
        "findings": lambda: selectors.findings_of(by, draw.number),
    }


READS_AFTER_LEAVING = {"draw", "cases", "case", "scores", "agreed", "findings"}
"""Pages ask for the memberships anew at each request, before any selector is called."""


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda one: one.__name__)
def test_a_stranger_can_do_nothing_of_what_the_panel_does(
    made: Panel, stranger: Callable[[Panel], Acting]
) -> None:
    draw = made.drawn()
    made.score(made.cases(draw)[0], made.member)
    by = stranger(made)
    before = draw.steps.count()
    for name, attempt in steps(made, draw, by).items():
        if stranger is lapsed and name in READS_AFTER_LEAVING:
            continue
        with pytest.raises(REFUSED):
            attempt()
        assert draw.steps.count() == before, name
    if stranger is not lapsed:
        assert selectors.draws(by) == []
        assert selectors.my_score(by, made.cases(draw)[0]) is None


@pytest.mark.parametrize("stranger", STRANGERS, ids=lambda one: one.__name__)
def test_nobody_but_the_chair_of_a_scrutiny_panel_opens_a_draw(
    made: Panel, stranger: Callable[[Panel], Acting]
) -> None:
    by = stranger(made)
    chairs = {other_panel, second_panel_of_the_force}
    if stranger in chairs:
        own = made.opened(by=by)
        assert own.panel_id == by.organisation.pk
        assert own.force_id == by.organisation.force_id
        return
    with pytest.raises(REFUSED):
        made.opened(by=by)


@pytest.mark.parametrize(
    "stranger", [other_panel, advisory_group, officer, oversight, administrator],
    ids=lambda one: one.__name__,
)  # fmt: skip
def test_only_who_attends_for_the_force_sees_its_draws_and_only_supervisors_findings(
    made: Panel, stranger: Callable[[Panel], Acting]
) -> None:
    draw = made.drawn()
    by = stranger(made)
    assert selectors.to_attend(by) == []
    assert selectors.findings_to_answer(by) == []
    with pytest.raises(REFUSED):
        selectors.attended(by, draw.panel_id, draw.number)
    with pytest.raises(REFUSED):
        selectors.finding(by, draw.panel_id, draw.number, 1)


def test_what_the_force_sees_of_a_draw_names_no_case(made: Panel) -> None:
    draw = made.drawn()
    shown = repr(selectors.attended(made.manager, draw.panel_id, draw.number))
    for case in models.Case.objects.filter(draw=draw).select_related("position"):
        assert str(case.position.stop) not in shown
        assert case.position.commitment not in shown


def test_the_force_of_another_panel_sees_nothing_of_this_one(made: Panel) -> None:
    draw = made.drawn()
    forces.load(["kent"])
    theirs = member("manager", "kent", OrganisationKind.FORCE, Role.PROGRAMME_MANAGER, force="kent")
    assert selectors.to_attend(theirs) == []
    with pytest.raises(REFUSED):
        services.draws.roll(draw=draw, digits=ROLLS, checkpoint="", by=theirs, now=made.now)
