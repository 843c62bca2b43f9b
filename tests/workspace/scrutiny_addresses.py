"""Every address of scrutiny on a site where each has something: who opens it, what they send."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from evenhand.accounts.access import every
from evenhand.scrutiny import models
from evenhand.workspace import panel_urls, scrutiny_urls
from scrutiny.made_anchors import RECORD
from scrutiny.made_anchors import sheet as anchor_sheet
from scrutiny.panels import ROLLS
from workspace.scrutiny_desk import PANEL, opened, sheet
from workspace.scrutiny_site import Site, csv

NAMES = {one.name for one in every([*scrutiny_urls.urlpatterns, *panel_urls.urlpatterns])}
WORDS = "Said by somebody who has no part in it, and not to be lost."
FORCE = "bedfordshire"


@dataclass(frozen=True)
class Address:
    """An address with something at it.

    Attributes
    ----------
    by : who has a part in it, as :attr:`Site.people` calls them.
    sent : their form; None where none is taken.
    shows : whether it can be opened.
    """

    name: str
    by: str
    of: Mapping[str, Any] = field(default_factory=dict)
    sent: Mapping[str, Any] | None = None
    shows: bool = True

    def __hash__(self) -> int:
        return hash(self.url)

    @property
    def url(self) -> str:
        return reverse(self.name, kwargs=dict(self.of))

    @property
    def form(self) -> dict[str, Any]:
        """What is sent there, with files that nobody has read yet."""
        said = {"words": WORDS, "expected": "99", "stage": "save", **(self.sent or {})}
        return {name: one() if callable(one) else one for name, one in said.items()}


def addresses(site: Site) -> list[Address]:
    """All of them; a name comes more than once where there are several of a kind."""
    return [
        *_of_draws(site),
        *_of_cases(site),
        *_of_advice(site),
        *_of_meetings(site),
        *_of_sets(site),
    ]


def address(site: Site, name: str) -> str:
    """The first of a name."""
    return next(one.url for one in addresses(site) if one.name == name)


def _day(on: date) -> str:
    return f"{on.day}/{on.month}/{on.year}"


def _of_draws(site: Site) -> Iterator[Address]:
    draws = site.draws
    steps: Mapping[str, tuple[int, Mapping[str, Any]]] = {
        "draw-total": (draws.opened, {"count": "30", "source": "Annual return, table 4"}),
        "draw-freeze": (draws.opened, {}),
        "draw-abandon": (draws.opened, {}),
        "draw-dice": (draws.rolling, {"digits": ROLLS}),
        "draw-round": (draws.waiting, {"signature": "ab" * 48}),
        "draw-close": (draws.scored, {}),
        "draw-find": (draws.closed, {"case": "none", "fault": "red", "due": ""}),
    }
    for name, (number, sent) in steps.items():
        yield Address(name, "chair", {"number": number}, sent)
    for name in ("draw", "draw-file", "draw-cases", "draw-meeting"):
        yield Address(name, "member", {"number": draws.closed})
    yield Address("desk-scrutiny", "chair")
    yield Address("draw-open", "chair", sent=opened(site.made, words=WORDS))
    yield Address("attend", "manager", {"panel": PANEL, "number": draws.opened})
    rolling = {"panel": PANEL, "number": draws.rolling}
    yield Address("attend-dice", "manager", rolling, {"digits": ROLLS})
    stop = models.Position.objects.filter(stop__isnull=False).values_list("stop", flat=True)[0]
    left_out = {"stop": str(stop), "reason": "live-complaint"}
    yield Address("attend-exclude", "manager", {"panel": PANEL, "number": draws.opened}, left_out)
    found = {"panel": PANEL, "number": draws.closed, "finding": 1}
    yield Address("finding-answer", "supervisor", found, {"taken": "advice"})
    yield Address("scrutiny-redact", "chair")
    for what, owner, number in (
        ("draw", PANEL, draws.closed),
        ("recommendation", FORCE, 1),
        ("meeting", PANEL, 1),
    ):
        of = {"what": what, "owner": owner, "number": number}
        sent = {"chosen": ["1 words"], "reason": "victim", "looked": "yes"}
        yield Address("scrutiny-redact-of", "chair", of, sent)


def _of_cases(site: Site) -> Iterator[Address]:
    closed, scoring = (
        models.Case.objects.filter(draw__number=number, reserve=False).order_by("place")[0]
        for number in (site.draws.closed, site.draws.scoring)
    )
    at = {"number": scoring.draw.number, "place": scoring.place}
    yield Address("case", "second", at, {"touches": "yes"})
    yield Address("case-record", "member", at)
    yield Address("case-video", "member", at)
    yield Address("case-score", "member", at, sheet(scoring))
    yield Address("case-words", "chair", at, {"read": "on", "more": ""})
    yield Address("case-reserve", "chair", at, {"reason": "sub-judice"})
    at = {"number": closed.draw.number, "place": closed.place}
    yield Address("case-scores", "member", at)
    yield Address("case-agree", "chair", at, sheet(closed))


def _of_advice(site: Site) -> Iterator[Address]:
    proof = {"kind": "link", "title": "The form", "address": "https://beds.example/form"}
    later = _day(site.today + timedelta(days=10))
    steps: Mapping[str, tuple[str, int, Mapping[str, Any]]] = {
        "respond": ("manager", 1, {"response": "accepted"}),
        "extend": ("manager", 1, {"ground": "proceedings", "until": later}),
        "withdraw": ("chair", 1, {}),
        "carry": ("manager", 2, {"action": site.action}),
        "evidence": ("manager", 3, proof),
        "complete": ("manager", 3, {}),
        "view": ("chair", 4, {"view": "satisfied"}),
    }
    for step, (by, number, sent) in steps.items():
        of = {"force_id": FORCE, "number": number}
        yield Address(f"recommendation-{step}", by, of, sent)
    yield Address("desk-recommendations", "member")
    yield Address("desk-recommendation", "member", {"force_id": FORCE, "number": 1})
    new = {"what": "Look at it within a day.", "why": "In 9 of 30 cases nobody had."}
    new |= {"to": "Chief constable", "due": _day(site.today + timedelta(days=120))}
    yield Address("recommend", "chair", sent=new)
    table: Callable[[], SimpleUploadedFile] = lambda: SimpleUploadedFile("a.csv", csv())  # noqa: E731
    yield Address("advice-list", "manager", sent={"table": table})
    yield Address("advice-template", "manager")
    yield Address("advice-draft", "manager", {"number": site.list}, {})
    yield Address("advice-draft-away", "manager", {"number": site.list}, {}, shows=False)


def _of_meetings(site: Site) -> Iterator[Address]:
    slot = {"on": _day(site.today + timedelta(days=20)), "begins": "18:30", "ends": "20:00"}
    slot |= {"where": "Library", "places": "0", "how": ""}
    held = {"members": "6", "public": "2", "hours": "12", "pounds": "60"}
    steps: Mapping[str, tuple[str, int, Mapping[str, Any]]] = {
        "agree": ("manager", 1, {}),
        "decline": ("manager", 1, {}),
        "move": ("chair", 1, slot),
        "call-off": ("chair", 2, {}),
        "agenda": ("chair", 2, {"others": "Tea"}),
        "held": ("chair", 3, held),
        "minutes": ("chair", 4, {"decisions": "Draw 12 cases."}),
    }
    for step, (by, number, sent) in steps.items():
        yield Address(f"visit-{step}", by, {"panel": PANEL, "number": number}, sent)
    yield Address("desk-visits", "member")
    for number in (1, 2, 4):
        yield Address("desk-visit", "member", {"panel": PANEL, "number": number})
    yield Address("desk-pack", "member", {"panel": PANEL, "number": 2})
    yield Address("pack-again", "chair", {"panel": PANEL, "number": 2}, {})
    yield Address("visit-new", "chair", sent={"what": "custody", **slot})
    yield Address("desk-panel", "member")
    asks = {"vetting": "no", "training": "no"}
    yield Address("panel-terms", "chair", sent=asks)
    groups = {f"group-{one}": "0" for one in ("Asian", "Black", "Mixed", "Other", "White")}
    count = {"counted_on": _day(site.today), "members": "4", **groups}
    yield Address("panel-count", "chair", sent=count)
    yield Address("panel-members", "chair")
    stands = {"training": "in-hand", "trained_until": "", "vetting": "in-hand", "vetted_until": ""}
    person = {"person": site.made.member.person.pk}
    yield Address("panel-member", "chair", person, stands)


def _of_sets(site: Site) -> Iterator[Address]:
    known = dict.fromkeys(("searched", "needs_grounds", "force", "handcuffs", "strip"), "yes")
    record = {"origin": "invented", "power": "stop-and-search", **known, "child": "no"}
    record |= {"words": RECORD, "video": ""}
    due = _day(site.today + timedelta(days=60))
    of_set: Mapping[str, tuple[str, int, Mapping[str, Any]]] = {
        "anchors-write": ("keeper", 1, record),
        "anchors-issue": ("keeper", 2, {"due": due}),
        "anchors-close": ("chair", 3, {}),
        "anchors-reveal": ("keeper", 5, {}),
    }
    of_case: Mapping[str, tuple[str, int, Mapping[str, Any]]] = {
        "anchor-write": ("keeper", 1, record),
        "anchor-seal": ("keeper", 1, anchor_sheet("red")),
        "anchor-score": ("member", 3, anchor_sheet()),
        "anchor-agree": ("chair", 4, anchor_sheet()),
    }
    for name, (by, number, sent) in of_set.items():
        yield Address(name, by, {"body": "programme", "number": number}, sent)
    for name, (by, number, sent) in of_case.items():
        yield Address(name, by, {"body": "programme", "number": number, "place": 1}, sent)
    for number, by in ((1, "keeper"), (3, "member"), (5, "member")):
        of = {"body": "programme", "number": number}
        yield Address("desk-anchor-set", by, of)
        yield Address("anchor-case", by, {**of, "place": 1})
        yield Address("anchor-video", by, {**of, "place": 1})
    yield Address("desk-anchors", "member")
    yield Address("anchors-open", "keeper", sent={"title": "Spring"})
