"""What stands around every page of the workspace: who acts for whom, where to go, how to leave."""

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from evenhand.accounts import selectors
from evenhand.accounts.access import CHOSEN
from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Person
from evenhand.accounts.roles import May
from evenhand.forces import selectors as forces
from evenhand.maturity.permissions import NEEDED
from evenhand.measures.words.messages import say
from evenhand.workspace.notices import take
from evenhand.workspace.views.alerts.finding import may_see
from evenhand.workspace.views.scrutiny.finding import may_see as scrutinises


@dataclass(frozen=True)
class Link:
    """A link of the workspace's navigation."""

    words: str
    url: str
    section: str


@dataclass(frozen=True)
class Around:
    """What the workspace's layout needs. It asks the database only for what a page shows."""

    request: HttpRequest

    @cached_property
    def person(self) -> Person | None:
        """Who has signed in."""
        found = self.request.user
        return found if isinstance(found, Person) else None

    @cached_property
    def acting(self) -> Acting | None:
        """For whom they act."""
        known: Acting | None = getattr(self.request, "acting", None)
        if known is None and self.person:
            chosen = self.request.session.get(CHOSEN)
            return selectors.acting(self.person, chosen, now=timezone.now())
        return known

    @cached_property
    def several(self) -> bool:
        """Whether there is another organisation to act for."""
        if self.person is None:
            return False
        return len(selectors.organisations_of(self.person, now=timezone.now())) > 1

    @cached_property
    def notice(self) -> str:
        """What was just done."""
        return take(self.request)

    @cached_property
    def fictional(self) -> bool:
        """Whether this is the demonstration."""
        return forces.is_fictional()

    @property
    def navigation(self) -> tuple[Link, ...]:
        """The parts of the workspace that this person may see."""
        acting = self.acting
        if acting is None:
            return ()
        links = [Link(say("Your work"), reverse("workspace"), "home")]
        links.append(Link(_plan_words(acting), reverse("desk-plan"), "plan"))
        links += _answered(acting)
        if acting.may(May.PREPARE_REPORTS):
            links.append(Link(say("Reports"), reverse("reports"), "reports"))
        if acting.may(May.RECORD_STOPS):
            links.append(Link(say("Record a stop"), reverse("recorder"), "recorder"))
            links.append(Link(say("Your stops"), reverse("my-stops"), "stops"))
        if acting.may(May.REVIEW_STOPS):
            links.append(Link(say("Review stops"), reverse("stops-queue"), "stops-queue"))
        if acting.may(May.KEEP_TEAMS) and acting.is_of(acting.organisation.force_id or ""):
            links.append(Link(say("Teams"), reverse("stop-teams"), "teams"))
        if acting.may(May.LET_SYSTEMS_IN) and acting.is_of(acting.organisation.force_id or ""):
            links.append(Link(say("Systems"), reverse("stop-systems"), "systems"))
        if acting.may(May.LOAD_DATA) and acting.is_of(acting.organisation.force_id or ""):
            links.append(Link(say("Vehicle stops"), reverse("stop-figures"), "stop-figures"))
        if any(acting.may(one) for one in NEEDED.values()):
            links.append(Link(say("Maturity"), reverse("assess-maturity"), "maturity"))
        if acting.may(May.SEE_PEOPLE):
            links.append(Link(say("People"), reverse("people"), "people"))
        if acting.may(May.PUBLISH) and acting.is_of(acting.organisation.force_id or ""):
            links.append(Link(say("Coverage"), reverse("stop-coverage"), "coverage"))
            links.append(Link(say("Take words out"), reverse("plan-redact"), "redact"))
        if acting.may(May.READ_AUDIT):
            links.append(Link(say("Who saw what"), reverse("audit"), "audit"))
        links.append(Link(say("What I may do"), reverse("my-access"), "access"))
        links.append(Link(say("My account"), reverse("my-account"), "account"))
        return tuple(links)


def _answered(by: Acting) -> list[Link]:
    """Where somebody answers, or awaits an answer: alerts of the watch, scrutiny of panels."""
    links = []
    if may_see(by):
        links.append(Link(say("Alerts"), reverse("desk-alerts"), "alerts"))
    if scrutinises(by):
        links.append(Link(say("Scrutiny"), reverse("desk-scrutiny"), "scrutiny"))
    return links


def _plan_words(by: Acting) -> str:
    """What the plan is to somebody: their own, the one they look at, or one of many."""
    if by.organisation.force_id is None:
        return say("Plans")
    return say("Your plan") if by.is_of(by.organisation.force_id) else say("The plan")


def context(request: HttpRequest) -> dict[str, Around]:
    """Give templates of the workspace what stands around them; public pages get nothing."""
    if not request.path.startswith(settings.SESSION_COOKIE_PATH):
        return {}
    return {"around": Around(request)}
