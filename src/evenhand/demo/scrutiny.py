"""Plays what a made-up panel did, through the services: draws, findings, recommendations, visits.

The stops that it draws from were really kept (:mod:`evenhand.demo.recorded_stops`). Which of them
are drawn is a matter of salts and keys, which are made anew each time; what came of it is not.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from importlib.resources import files

import yaml
from django.db import transaction

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Organisation
from evenhand.demo import advising, anchoring, custody, drawing, meeting
from evenhand.demo.accounts import HELD_FOR, PANEL
from evenhand.demo.advising import Advising
from evenhand.demo.drawing import Drawing
from evenhand.demo.meeting import Meeting
from evenhand.demo.plan import Told
from evenhand.demo.recorded_stops import Evening, Recorder
from evenhand.demo.reforming import Reforming
from evenhand.encounters.stop_log import STOPS
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.plan.history import LONDON
from evenhand.scrutiny import models
from evenhand.scrutiny.recommending.services import due
from evenhand.scrutiny.visiting.services import count_panel

EVERY_EVENING = time(19, 30, tzinfo=LONDON)
KNOWN = {*drawing.STEPS, *meeting.STEPS, *advising.STEPS} | {
    *("ago", "words", "by", "source", "place", "days", "taken", "ground", "title", "figure"),
    *("members", "public", "hours", "pence", "findings", "decisions"),
}
"""Every part of a step."""
Happens = tuple[int, Callable[[datetime], object]]
"""Days before the demonstration is loaded, and what happened then."""


@transaction.atomic
def load(*, now: datetime) -> list[models.Draw]:
    """Tell what the panel of Portwell did until now; once told, it stays.

    Forces, plan and people must be there. People who came later than the story begins could not
    have taken its steps: a demonstration of an earlier version is told none of it.

    Parameters
    ----------
    now : the story ends then.
    """
    told = story()
    if not models.Draw.objects.exists() and _have_been_here(told, now):
        Storyteller(told, now).tell()
    return list(models.Draw.objects.all())


def story() -> Told:
    """The story as it was written down."""
    file = files("evenhand.demo") / "scrutiny.yaml"
    told: Told = yaml.safe_load(file.read_text(encoding="utf-8"))
    return told


def somebody(who: list[str]) -> Acting:
    """Who acts in the story: organisation, role and address.

    Raises
    ------
    Membership.DoesNotExist
        If they are not there.
    """
    organisation, role, email = who
    held = Membership.objects.select_related("person", "organisation").get(
        organisation=organisation, role=role, person__email=email
    )
    return Acting(held.person, held.organisation, (held,))


def _have_been_here(told: Told, now: datetime) -> bool:
    since = [somebody(one).memberships[0].starts_at for one in told["who"].values()]
    return max(since) <= now - HELD_FOR + timedelta(days=1)


def refuse_strange(told: Told) -> None:
    """Refuse a story in which a step has a part that no step has.

    Raises
    ------
    ValueError
    """
    for one in (*told["appointments"], *told["draws"], *told["recommendations"]):
        for step in one.get("then", ()):
            if strange := set(step) - KNOWN:  # a comma in a bare text of YAML cuts it in two
                raise ValueError(f"{one['name']}: {strange} is no part of a step")


class Storyteller:
    """Tells what happened until a moment, in the order of days."""

    def __init__(self, told: Told, now: datetime) -> None:
        self.told = told
        self.now = now
        self.today = now.astimezone(LONDON).date()
        self.who: Mapping[str, Acting] = {name: somebody(one) for name, one in told["who"].items()}
        self.recorder = Recorder(officer=self.who["officer"], supervisor=self.who["supervisor"])
        self.draws: dict[str, models.Draw] = {}
        self.appointments: dict[str, models.Appointment] = {}
        self.recommendations: dict[str, models.Recommendation] = {}

    def tell(self) -> None:
        """Everything until now."""
        told = self.told
        refuse_strange(told)
        happens: list[Happens] = [
            *((one["last"] - 1, self._record(one)) for one in told["evenings"]),
            *((ago, due.due) for ago in told["rounds"]),
            (told["registered"], custody.happen),
            *anchoring.happens(self.now),
        ]
        self._count()
        for one in told["appointments"]:
            happens += Meeting(self, one).happens()
        for one in told["draws"]:
            happens += Drawing(self, one).happens()
        for one in told["recommendations"]:
            happens += Advising(self, one).happens()
        for one in told["reviews"]:
            happens += Reforming(one).happens()
        for ago, happen in sorted(happens, key=lambda one: -one[0]):
            happen(self.moment(ago))

    def day(self, ago: int) -> date:
        """A day so long before the one on which the story is loaded."""
        return self.today - timedelta(days=ago)

    def moment(self, ago: int) -> datetime:
        """The evening of that day; of the last day, now."""
        return datetime.combine(self.day(ago), EVERY_EVENING) if ago else self.now

    def _record(self, said: Told) -> Callable[[datetime], None]:
        def happen(now: datetime) -> None:
            days = range(said["first"], said["last"] - 1, -1)
            self.recorder.record([self._evening(said, ago) for ago in days])
            sequence(STOPS, key=signing_key(STOPS), now=now)

        return happen

    def _evening(self, said: Told, ago: int) -> Evening:
        two = ago % said["two_searched_each"] == 0
        return Evening(self.day(ago), stops=said["stops"], searched=2 if two else 1)

    def _count(self) -> None:
        """The panel counted itself in the autumn before."""
        panel = Organisation.objects.get(pk=PANEL)
        counted = date(self.today.year - 1, 11, 5)
        count_panel(
            panel=panel,
            counted_on=counted,
            by="Panel chair",
            organisation=panel.name,
            now=datetime.combine(counted, EVERY_EVENING),
            **self.told["composition"],
        )
