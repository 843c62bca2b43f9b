"""Every step of a review, as a form that is sent by somebody who may."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.cast import Cast
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation
from evenhand.measures.watch.found import Found, Span
from evenhand.monitoring.terms import Prediction
from evenhand.plan.quarters import Quarter
from monitoring.made_alerts import SERIES, Reviewed, found, recorded, watched
from workspace.plan_writes import FORCE_ID, SAVED, group, newcomer, stops
from workspace.writes import Write

ALERTS = "/workspace/alerts/"
REVIEW = f"{ALERTS}{FORCE_ID}/1/"
SERIES_HERE = replace(SERIES, force=FORCE_ID)
QUARTERS = (
    Span("2025-08", "2025-10", 3, value=2.9, low=2.4, high=3.5, events=42, reference_events=90),
    Span("2025-11", "2026-01", 0, status="missing"),
    Span("2026-02", "2026-04", 3, value=5.5, low=4.1, high=7.4, events=95, reference_events=110),
)
MEASURES = {
    **dict.fromkeys(("a", "late"), "drugs-search-rate"),
    **dict.fromkeys(("b", "reform"), "grounds-search-rate"),
    **dict.fromkeys(("c", "sign"), "other-search-rate"),
    "d": "weapons-search-rate",
    "e": "suspicionless-search-rate",
}
"""Several alerts at once are of several measures: of one it would be one move."""
EVIDENCE = [{"kind": "link", "title": "Log", "address": "https://beds.example/log"}]
FORCE = {"by": "Programme manager", "organisation": "Bedfordshire Police"}
OVERSIGHT = {"by": "Oversight member", "organisation": "Oversight body"}
WORDS = {"words": "Said in public.", **SAVED}


def day(ago: int) -> date:
    """A day so many days ago."""
    return timezone.localdate() - timedelta(days=ago)


def alert(**other: Any) -> Found:
    """A rise of the ratio in the cast's own force; under a key of its own, of another measure."""
    measure = MEASURES.get(other.get("key", ""), SERIES.measure)
    return found(replace(SERIES_HERE, measure=measure), quarters=QUARTERS, **other)


def raised(ago: int = 9, one: Found | None = None, **other: Any) -> Reviewed:
    """The review of one alert that was raised some days ago."""
    at = timezone.now() - timedelta(days=ago)
    run = watched(one or alert(**other), examined={FORCE_ID: 240})
    return Reviewed(recorded(run, now=at).raised[0].review)


def following() -> str:
    """The next quarter."""
    return str(Quarter.of(timezone.localdate()).following)


def explained(review: Reviewed) -> None:
    """Somebody explains it, with a prediction for the next quarter."""
    said = {"quantity": "ratio", "direction": "at most", "limit": 3.0, "quarter": following()}
    review.step(
        "explain",
        day(5),
        FORCE,
        type="operation",
        words="An operation ran at night.",
        evidence=EVIDENCE,
        prediction=Prediction.about(SERIES_HERE, **said),
    )


def concluded(review: Reviewed, conclusion: str = "not-explained") -> None:
    """Somebody concludes it."""
    review.step("conclude", day(4), FORCE, conclusion=conclusion, words="Nothing was found.")


def settled(review: Reviewed) -> None:
    """It is not explained, and a chief officer says so."""
    concluded(review)
    review.step("sign_off", day(3), FORCE, concludes=review.number, words="I answer for this.")


def ended(review: Reviewed) -> None:
    """We cannot tell, and a chief officer says so."""
    explained(review)
    concluded(review, "cannot-tell")
    review.step("sign_off", day(3), FORCE, concludes=review.number, words="I answer for this.")


def commented(review: Reviewed) -> None:
    """Oversight asks something."""
    review.step("comment", day(5), OVERSIGHT, words="What of the nights?")


def nothing(_review: Reviewed) -> None:
    """The alert alone."""


def oversight() -> Organisation:
    """A body that looks at every force."""
    kind = OrganisationKind.OVERSIGHT_BODY
    return add_organisation(id="oversight", name="Oversight body", kind=kind)


def _write(
    review: Reviewed, step: str, people: tuple[Person, Person, Person], sent: Mapping[str, Any]
) -> Write:
    return Write(
        *people,
        f"{REVIEW}{step}/",
        {"expected": str(review.number), **sent},
        lambda: review.steps,
        then=REVIEW,
        lost=401,
    )


def force_step(
    step: str,
    sent: Callable[[Reviewed], Mapping[str, Any]],
    before: Callable[[Reviewed], Any] = nothing,
    role: Role = Role.PROGRAMME_MANAGER,
) -> Callable[[Cast], Write]:
    """A step that the force takes."""

    def write(cast: Cast) -> Write:
        review = raised()
        before(review)
        somebody = newcomer("somebody", cast.force, role)
        other = newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER)
        return _write(review, step, (somebody, cast.mate, other), sent(review))

    return write


def said(**words: str) -> Callable[[Reviewed], Mapping[str, Any]]:
    return lambda _review: {**WORDS, **words}


def explaining(_review: Reviewed) -> Mapping[str, Any]:
    """A whole explanation."""
    return {
        **WORDS,
        "type": "operation",
        "link": "https://beds.example/log",
        "link_title": "Log of the operation",
        "series": "0",
        "direction": "at most",
        "limit": "3",
        "quarter": following(),
        "hours": ["18-21", "21-24"],
    }


def reforming(_review: Reviewed) -> Mapping[str, Any]:
    """A whole reform."""
    stops()
    first = date(timezone.localdate().year + 1, 2, 1)
    return {
        **WORDS,
        "action": f"plan/{FORCE_ID}/1/vehicle-stops",
        "question": "Stops at night are supervised, which should lower the ratio.",
        "series": "0 ratio",
        "direction": "at most",
        "change": "0.8",
        "before_from": "2023-04",
        "after_from": f"{first:%Y-%m}",
        "after_until": f"{first.year}-09",
        "remeasure_on": f"30/11/{first.year}",
    }


def judging(cast: Cast) -> Write:
    """Oversight judges; its investigator may not, and a force elsewhere does not see it."""
    review = raised()
    explained(review)
    body = oversight()
    member = newcomer("member", body, Role.OVERSIGHT_MEMBER)
    mate = newcomer("investigator", body, Role.INVESTIGATOR)
    other = newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER)
    sent = {"explanation": str(review.number), "accepted": "yes", **WORDS}
    return _write(review, "judge", (member, mate, other), sent)


def commenting(cast: Cast) -> Write:
    """The community's group comments; a group elsewhere does not see it."""
    review = raised()
    member = newcomer("member", group(cast), Role.PANEL_MEMBER)
    manager = newcomer("manager", cast.force, Role.PROGRAMME_MANAGER)
    other = newcomer("member", group(cast, elsewhere=True), Role.PANEL_MEMBER)
    return _write(review, "comment", (member, manager, other), WORDS)


OF_ALERTS: dict[str, Callable[[Cast], Write]] = {
    "owner": force_step("owner", said(role="Superintendent, operations")),
    "explain": force_step("explain", explaining),
    "judge": judging,
    "conclude": force_step("conclude", said(conclusion="not-explained")),
    "sign": force_step("sign", said(), concluded, Role.CHIEF_OFFICER),
    "reform": force_step("reform", reforming, settled),
    "extend": force_step("extend", lambda _review: {**WORDS, "until": f"{day(-7):%d/%m/%Y}"}),
    "comment": commenting,
    "answer": force_step(
        "answer", lambda review: {**WORDS, "comment": str(review.number)}, commented
    ),
    "reopen": force_step("reopen", said(), ended),
}
"""Every step but an analysis, which needs records: that is tried beside its own page."""
