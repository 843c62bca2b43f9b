"""A body that keeps anchor cases, and two panels of two forces that score them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import count

from django.utils import timezone

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.forces import services as forces
from evenhand.monitoring.steps import day_of
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import selectors, services
from evenhand.scrutiny.scoring.facts import Facts
from evenhand.scrutiny.scoring.forms import form
from scrutiny.panels import member

RECORD = "A car is stopped at night. The driver asks why, and is told to wait. Nothing is found."
FACTS = Facts("stop-and-search", searched=True, needs_grounds=True, force=False, strip=False)
KIND, OTHER = OrganisationKind.SCRUTINY_PANEL, "kent"


def sheet(overall: str = "green", **said: str) -> dict[str, str]:
    """A sheet on which everything is well, but for what is said."""
    asked = {one.key: "yes" for one in form().questions_for(FACTS)}
    return {**asked, **said, "overall": overall, "overall-comment": "We saw nothing else in it."}


@dataclass
class Anchored:
    """The programme, the panels of Bedfordshire and of Kent, and a clock that goes on."""

    started: datetime = field(default_factory=timezone.now)
    ticks: "count[int]" = field(default_factory=lambda: count(1))
    later: timedelta = timedelta()

    def __post_init__(self) -> None:
        forces.load(["bedfordshire", OTHER])
        assert all((self.keeper, *self.chairs))

    @property
    def now(self) -> datetime:
        return self.started + self.later + timedelta(milliseconds=next(self.ticks))

    @cached_property
    def keeper(self) -> Acting:
        kind, role = OrganisationKind.NATIONAL_PROGRAMME, Role.OVERSIGHT_MEMBER
        return member("keeper", "programme", kind, role, force=None)

    @cached_property
    def beds(self) -> tuple[Acting, Acting]:
        return (
            member("chair", "beds-panel", KIND, Role.PANEL_CHAIR),
            member("member", "beds-panel", KIND, Role.PANEL_MEMBER),
        )

    @cached_property
    def kent(self) -> tuple[Acting, Acting]:
        return (
            member("chair", "kent-panel", KIND, Role.PANEL_CHAIR, force=OTHER),
            member("member", "kent-panel", KIND, Role.PANEL_MEMBER, force=OTHER),
        )

    @property
    def chairs(self) -> tuple[Acting, Acting]:
        return self.beds[0], self.kent[0]

    @property
    def due(self) -> date:
        return day_of(self.started + self.later) + timedelta(days=30)

    def opened(self) -> models.AnchorSet:
        words = "Searches in which little was said."
        return services.open_set(title="Autumn", words=words, by=self.keeper, now=self.now)

    def written(
        self, row: models.AnchorSet, place: int | None = None, *, video: str = ""
    ) -> models.Anchor:
        return services.write(
            row=row,
            place=place,
            origin="invented",
            facts=FACTS,
            words=RECORD,
            video=video,
            by=self.keeper,
            now=self.now,
        )

    def sealed(self, colours: Sequence[str]) -> models.AnchorSet:
        row = self.opened()
        for colour in colours:
            case = self.written(row)
            services.seal(anchor=case, answers=sheet(colour), by=self.keeper, now=self.now)
        return row

    def issued(self, colours: Sequence[str]) -> models.AnchorSet:
        row = self.sealed(colours)
        words = "For your next meeting."
        services.issue(row=row, due=self.due, words=words, by=self.keeper, now=self.now)
        return row

    def cases(self, row: models.AnchorSet) -> list[models.Anchor]:
        return list(selectors.current(row).values())

    def agreed(
        self, row: models.AnchorSet, who: tuple[Acting, Acting], colours: Sequence[str]
    ) -> None:
        """Both members score, the chair closes, and the meeting agrees on these colours."""
        for case, colour in zip(self.cases(row), colours, strict=True):
            for by in who:
                services.score(anchor=case, answers=sheet(colour), by=by, now=self.now)
        services.close(row=row, by=who[0], now=self.now)
        for case, colour in zip(self.cases(row), colours, strict=True):
            services.agree(anchor=case, answers=sheet(colour), words="", by=who[0], now=self.now)

    def revealed(self, row: models.AnchorSet) -> models.AnchorResult:
        return services.reveal(row=row, words="All have agreed.", by=self.keeper, now=self.now)
