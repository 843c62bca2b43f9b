"""Every step with an action, as a form that is sent by somebody who may."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.cast import PASSWORD, Cast
from evenhand.accounts.models import Organisation, Person
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import add_organisation, add_person, give_role
from evenhand.plan import selectors
from evenhand.publications.models import Figure
from plan.made_plans import GROUP, Played, new_plan, promised
from workspace.writes import Write

FORCE_ID = "bedfordshire"
ACTION = f"/workspace/plan/{FORCE_ID}/1/vehicle-stops/"
SAVED = {"stage": "save"}
"""What a preview sends besides the form: the step is recorded."""
FIGURE = "search-rate/bedfordshire/2025-10--2026-09/five-groups/1"


def newcomer(name: str, where: Organisation, role: Role) -> Person:
    """Somebody with a role in an organisation, since a month."""
    then = timezone.now() - timedelta(days=30)
    person = add_person(
        email=f"{name}@{where.pk}.example", name=name.title(), password=PASSWORD, now=then
    )
    give_role(person=person, organisation=where, role=role, by=None, now=then)
    return person


def group(cast: Cast, *, elsewhere: bool = False) -> Organisation:
    """The advisory group of a force."""
    of = cast.other_force if elsewhere else cast.force
    name = "Another group" if elsewhere else "Portwell reference group"
    kind = OrganisationKind.ADVISORY_GROUP
    return add_organisation(id=f"{of.pk}-group", name=name, kind=kind, force=of.force)


def stops() -> Played:
    """An action of the force's plan."""
    return promised(new_plan(force_id=FORCE_ID), key="vehicle-stops")


def publish() -> None:
    """One figure of the force; what it says does not matter here."""
    Figure(
        force_id=FORCE_ID,
        power="stop-and-search",
        measure="search-rate",
        measure_version=1,
        grouping="five-groups",
        first_month="2025-10",
        last_month="2026-09",
        result={"rows": []},
        **{name: {} for name in ("about", "wording", "charts", "methods")},
        **{name: [] for name in ("months", "quality", "inputs")},
        evenhand_version="0.1.0",
        digest="0" * 64,
        released_at=timezone.now(),
        released_by="Analyst",
    ).save()


def day(ago: int) -> date:
    return timezone.localdate() - timedelta(days=ago)


def as_shown(played: Played, **changed: Any) -> dict[str, Any]:
    """The form that changes a promise as it is when it is opened, with some answers changed."""
    now = played.now(day(0)).now
    said: dict[str, Any] = {
        "due_on": now.due_on.isoformat(),
        "starts_on": now.starts_on.isoformat(),
        **{name: getattr(now, name) for name in ("title", "what", "why", "owner", "request")},
        "partners": "\n".join(now.partners),
        "commitments": list(now.commitments),
        "adopts": now.adopts,
        "words": "The supplier is late.",
        "milestones": str(len(now.milestones) + 1),
        "targets": str(len(now.targets) + 1),
    }
    for place, one in enumerate(now.milestones):
        said[f"milestones-{place}-key"] = one.key
        said[f"milestones-{place}-words"] = one.words
        said[f"milestones-{place}-due_on"] = one.due_on.isoformat()
    for place, target in enumerate(now.targets):
        said[f"targets-{place}-aim"] = target.aim
        said[f"targets-{place}-by"] = target.by.isoformat()
        said[f"targets-{place}-measure"] = target.measure
    return {**said, **changed}


def force_step(
    step: str, sent: Callable[[Played], Mapping[str, Any]], before: Callable[[Played], Any]
) -> Callable[[Cast], Write]:
    """A step that the force takes."""

    def write(cast: Cast) -> Write:
        played = stops()
        before(played)
        manager = newcomer("manager", cast.force, Role.PROGRAMME_MANAGER)
        other = newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER)
        return of_plan(played, step, (manager, cast.mate, other), sent(played))

    return write


def of_plan(
    played: Played,
    step: str,
    people: tuple[Person, Person, Person],
    sent: Mapping[str, Any],
) -> Write:
    return Write(
        *people,
        f"{ACTION}{step}/",
        {"expected": str(played.number), **sent},
        lambda: selectors.changes_of(played.action),
        then=ACTION,
        lost=401,
    )


def disputed(played: Played) -> None:
    played.finish(day(9))
    played.step("dispute", day(5), **GROUP, words="It is not there.")


def piloted(played: Played) -> None:
    terms = played.now(day(0)).now.model_copy(update={"pilot": True})
    played.step("change", day(5), terms=terms, reason="Tried here first.")


def stated(played: Played) -> None:
    played.step("override", day(5), says="on-track", reason="It is in use.")


def nothing(_played: Played) -> None:
    """The promise alone."""


def ready(played: Played) -> None:
    played.step("reach", day(5), milestone="pilot", words="Done.")
    played.show(day(5))


def said(**words: str) -> Callable[[Played], Mapping[str, Any]]:
    return lambda _played: words


def disputing(cast: Cast) -> Write:
    """The group disputes; the force itself may not."""
    played = stops()
    played.finish(day(9))
    chair = newcomer("chair", group(cast), Role.PANEL_CHAIR)
    manager = newcomer("manager", cast.force, Role.PROGRAMME_MANAGER)
    other = newcomer("chair", group(cast, elsewhere=True), Role.PANEL_CHAIR)
    return of_plan(
        played, "dispute", (chair, manager, other), {"words": "It is not there.", **SAVED}
    )


def commenting(cast: Cast) -> Write:
    """Oversight comments; a force elsewhere does not even see the page."""
    played = stops()
    kind = OrganisationKind.OVERSIGHT_BODY
    body = add_organisation(id="oversight", name="Oversight body", kind=kind)
    member = newcomer("member", body, Role.OVERSIGHT_MEMBER)
    analyst = newcomer("analyst", body, Role.ANALYST)
    other = newcomer("manager", cast.other_force, Role.PROGRAMME_MANAGER)
    sent = {"words": "Show us the pilot.", **SAVED}
    return of_plan(played, "comment", (member, analyst, other), sent)


WORDS = said(words="Said in public.")
SEEN = said(words="Said in public.", **SAVED)
OF_PLAN: dict[str, Callable[[Cast], Write]] = {
    "report": force_step("report", WORDS, nothing),
    "learn": force_step("learn", WORDS, piloted),
    "reach": force_step("reach", said(milestone="pilot", words="Done."), nothing),
    "link": force_step(
        "link", said(title="Report", address="https://beds.example/x", words="All."), nothing
    ),
    "figure": force_step(
        "figure", said(title="Rate", address=FIGURE, words="It fell."), lambda _played: publish()
    ),
    "note": force_step("note", said(title="Note", words="What was seen."), nothing),
    "change": force_step(
        "change",
        lambda played: as_shown(played, due_on="31/3/2027", stage="save"),
        nothing,
    ),
    "complete": force_step("complete", SEEN, ready),
    "answer": force_step(
        "answer",
        lambda played: {"answers": str(played.number), "stands": "yes", "words": "It is.", **SAVED},
        disputed,
    ),
    "reopen": force_step("reopen", SEEN, lambda played: played.finish(day(9))),
    "override": force_step(
        "override", said(says="on-track", words="It is in use.", **SAVED), nothing
    ),
    "end-override": force_step("end-override", SEEN, stated),
    "withdraw": force_step("withdraw", said(words="Given up.", stage="save"), nothing),
    "dispute": disputing,
    "comment": commenting,
}
