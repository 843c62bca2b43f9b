"""Plays what the made-up programme and two made-up panels did with anchor cases."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from importlib.resources import files

import yaml
from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Organisation
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.selectors import person_of
from evenhand.accounts.services import add_organisation, add_person, give_role
from evenhand.demo.accounts import HELD_FOR, PANEL, PASSWORD, PROGRAMME
from evenhand.demo.plan import Told
from evenhand.forces.models import Force
from evenhand.plan.history import LONDON
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import selectors, services
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import form

NEIGHBOUR = "pretendshire-panel"
FACTS = Facts("stop-and-search", searched=True, needs_grounds=True, strip=False, child=False)
EVENING = time(20, 15, tzinfo=LONDON)
NOT_WELL: Mapping[str, Mapping[str, str]] = {
    "green": {},
    "amber": {"understood": "partly"},
    "red": {"grounds-reasonable": "no", "grounds-specific": "no"},
    "cannot_tell": {"respect": "cannot_tell", "grounds-reasonable": "cannot_tell"},
}
"""Answers other than “yes”, by the colour."""


@transaction.atomic
def load(*, now: datetime) -> list[models.AnchorSet]:
    """Tell of anchor cases until now; once told, it stays.

    Forces, people and the panel of Portwell must be there, as long as the story asks.
    """
    if not models.AnchorSet.objects.exists():
        keeper = _held(PROGRAMME, "oversight@programme.example")
        if keeper is not None and keeper.memberships[0].starts_at < now - HELD_FOR + timedelta(1):
            panels = {"portwell": _portwell(), "pretend": _neighbours(now)}
            for told in _story()["sets"]:
                _tell(told, keeper, panels, now)
    return list(models.AnchorSet.objects.all())


def _story() -> Told:
    file = files("evenhand.demo") / "anchors.yaml"
    told: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


def _portwell() -> tuple[Acting, ...]:
    names = ("chair@panel.example", "member@panel.example")
    return tuple(one for name in names if (one := _held(PANEL, name)))


def _neighbours(now: datetime) -> tuple[Acting, ...]:
    """The panel of the force next door: it is there to agree, and nobody needs to sign in as it."""
    panel = add_organisation(
        id=NEIGHBOUR,
        name="Pretendshire community panel",
        kind=OrganisationKind.SCRUTINY_PANEL,
        force=Force.objects.get(pk="pretendshire"),
    )
    for email, name, role in (
        ("chair@pretendshire-panel.example", "Nadia Okoro", Role.PANEL_CHAIR),
        ("member@pretendshire-panel.example", "Glyn Parry", Role.PANEL_MEMBER),
    ):
        person = person_of(email) or add_person(email=email, name=name, password=PASSWORD, now=now)
        give_role(person=person, organisation=panel, role=role, by=None, now=now - HELD_FOR)
    emails = ("chair@pretendshire-panel.example", "member@pretendshire-panel.example")
    return tuple(one for email in emails if (one := _held(panel.pk, email)))


def _held(organisation: str, email: str) -> Acting | None:
    held = Membership.objects.select_related("person", "organisation").filter(
        organisation=organisation, person__email=email, ended_at__isnull=True
    )
    one = held.order_by("pk").first()
    return Acting(one.person, Organisation.objects.get(pk=organisation), (one,)) if one else None


def _tell(
    told: Told, keeper: Acting, panels: Mapping[str, tuple[Acting, ...]], now: datetime
) -> None:
    def moment(ago: int) -> datetime:
        day = now.astimezone(LONDON).date() - timedelta(days=ago)
        return datetime.combine(day, EVENING)

    at = moment(told["opened"])
    row = services.open_set(title=told["title"], words=told["words"], by=keeper, now=at)
    for one in told["cases"]:
        case = services.write(
            row=row,
            place=None,
            origin="invented",
            facts=FACTS,
            words=one["words"],
            by=keeper,
            now=at,
        )
        services.seal(anchor=case, answers=_sheet(one["sealed"]), by=keeper, now=at)
    services.issue(
        row=row,
        due=moment(told["due"]).date(),
        words="Score them alone first, as you score any case.",
        by=keeper,
        now=moment(told["issued"]),
    )
    for name, ago in told.get("agreed", {}).items():
        _agree(row, panels[name], [one[name] for one in told["cases"]], moment(ago))
    if "revealed" in told:
        services.reveal(row=row, words=told["said"], by=keeper, now=moment(told["revealed"]))


def _agree(
    row: models.AnchorSet, who: tuple[Acting, ...], colours: list[str], now: datetime
) -> None:
    cases = list(selectors.current(row).values())
    for case, colour in zip(cases, colours, strict=True):
        for by in who:
            services.score(anchor=case, answers=_sheet(colour), by=by, now=now)
    services.close(row=row, by=who[0], now=now)
    for case, colour in zip(cases, colours, strict=True):
        services.agree(anchor=case, answers=_sheet(colour), words="", by=who[0], now=now)


def _sheet(colour: str) -> dict[str, str]:
    asked = {one.key: "yes" for one in form().questions_for(FACTS)}
    comment = "What is written down, and no more, decided this."
    return {**asked, **NOT_WELL[colour], "overall": colour, "overall-comment": comment}
