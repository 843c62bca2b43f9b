"""Plays what the made-up programme and two made-up panels did with anchor cases."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

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

if TYPE_CHECKING:
    from evenhand.demo.scrutiny import Happens
NEIGHBOUR = "pretendshire-panel"
FACTS = Facts("stop-and-search", searched=True, needs_grounds=True, strip=False, child=False)
NOT_WELL: Mapping[str, Mapping[str, str]] = {
    "green": {},
    "amber": {"understood": "partly"},
    "red": {"grounds-reasonable": "no", "grounds-specific": "no"},
    "cannot_tell": {"respect": "cannot_tell", "grounds-reasonable": "cannot_tell"},
}
"""Answers other than “yes”, by the colour."""


def happens(now: datetime) -> list[Happens]:
    """What happened with anchor cases until now, unless those who could have done it came later.

    Forces, people and the panel of Portwell must be there, as long as the story asks.
    """
    keeper = _held(PROGRAMME, "oversight@programme.example")
    if keeper is None or keeper.memberships[0].starts_at >= now - HELD_FOR + timedelta(1):
        return []
    panels = {"portwell": _portwell(), "pretend": _neighbours(now)}
    return [one for told in _story()["sets"] for one in Setting(told, keeper, panels).happens()]


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


class Setting:
    """One set of anchor cases, from its first word until its sealed scores are open."""

    def __init__(
        self, told: Told, keeper: Acting, panels: Mapping[str, tuple[Acting, ...]]
    ) -> None:
        self.told = told
        self.keeper = keeper
        self.panels = panels
        self.row: models.AnchorSet | None = None

    def happens(self) -> list[Happens]:
        """What happens with it, and how many days ago."""
        told = self.told
        found: list[Happens] = [(told["opened"], self.open), (told["issued"], self.issue)]
        found += [(ago, partial(self.agree, name)) for name, ago in told.get("agreed", {}).items()]
        if "revealed" in told:
            found.append((told["revealed"], self.reveal))
        return found

    @property
    def set(self) -> models.AnchorSet:
        """The set, which is opened before anything else happens with it."""
        if self.row is None:
            raise LookupError(f"{self.told['title']} is not open yet")
        return self.row

    def open(self, now: datetime) -> None:
        """Write its cases and seal what the body made of each."""
        told = self.told
        self.row = services.open_set(
            title=told["title"], words=told["words"], by=self.keeper, now=now
        )
        for one in told["cases"]:
            case = services.write(
                row=self.row,
                place=None,
                origin="invented",
                facts=FACTS,
                words=one["words"],
                by=self.keeper,
                now=now,
            )
            services.seal(anchor=case, answers=_sheet(one["sealed"]), by=self.keeper, now=now)

    def issue(self, now: datetime) -> None:
        """Lay it before every panel."""
        days = self.told["issued"] - self.told["due"]
        services.issue(
            row=self.set,
            due=now.astimezone(LONDON).date() + timedelta(days=days),
            words="Score them alone first, as you score any case.",
            by=self.keeper,
            now=now,
        )

    def agree(self, name: str, now: datetime) -> None:
        """A panel scores it, alone and then together."""
        who = self.panels[name]
        cases = list(selectors.current(self.set).values())
        colours = [one[name] for one in self.told["cases"]]
        for case, colour in zip(cases, colours, strict=True):
            for by in who:
                services.score(anchor=case, answers=_sheet(colour), by=by, now=now)
        services.close(row=self.set, by=who[0], now=now)
        for case, colour in zip(cases, colours, strict=True):
            services.agree(anchor=case, answers=_sheet(colour), words="", by=who[0], now=now)

    def reveal(self, now: datetime) -> None:
        """Open what was sealed."""
        services.reveal(row=self.set, words=self.told["said"], by=self.keeper, now=now)


def _sheet(colour: str) -> dict[str, str]:
    asked = {one.key: "yes" for one in form().questions_for(FACTS)}
    comment = "What is written down, and no more, decided this."
    return {**asked, **NOT_WELL[colour], "overall": colour, "overall-comment": comment}
