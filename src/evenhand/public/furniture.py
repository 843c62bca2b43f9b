"""What stands around every page: navigation, footer, the way to tell us, what is remembered."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from evenhand.measures.words.messages import say
from evenhand.public import cookies

STATIC = "evenhand.static"
"""Set in a request's environment by the export to static files: no form will be answered."""

ALSO_BELOW = frozenset({"data", "scrutiny"})
"""Parts that a phone's one row of navigation has no room for: the footer leads there too."""


@dataclass(frozen=True)
class Link:
    """A link of the navigation or the footer."""

    words: str
    url: str
    section: str


@dataclass(frozen=True)
class Furniture:
    """What the layout needs, and nothing from the database."""

    path: str
    forms: bool
    """Whether somebody answers a form: not in a site of static files."""
    navigation: tuple[Link, ...]
    footer: tuple[Link, ...]
    search: str | None
    feedback: str
    remembered: cookies.Remembered
    also_below: frozenset[str] = ALSO_BELOW

    @property
    def asks(self) -> bool:
        """Whether the question about cookies is still open."""
        return self.forms and self.remembered.choice is cookies.Choice.NOT_MADE


def context(request: HttpRequest) -> dict[str, Furniture]:
    """Give every template its ``furniture``."""
    forms = STATIC not in request.META
    return {
        "furniture": Furniture(
            path=request.path,
            forms=forms,
            navigation=_navigation(),
            footer=_footer(forms=forms),
            search=reverse("search") if forms else None,
            feedback=feedback_url(request.path) if forms else reverse("contact"),
            remembered=cookies.read(request.COOKIES),
        )
    }


def feedback_url(about: str) -> str:
    """The form to tell us something about a page (its path) or a figure (its reference)."""
    return f"{reverse('feedback')}?{urlencode({'about': about}, safe='/')}"


def _navigation() -> tuple[Link, ...]:
    return _links(
        ("home", say("Forces"), "forces"),
        ("alerts", say("Alerts"), "alerts"),
        ("plans", say("Plans"), "plans"),
        ("scrutiny", say("Scrutiny"), "scrutiny"),
        ("measure-list", say("Measures"), "measures"),
        ("find", say("Find"), "find"),
        ("datasets", say("Data"), "data"),
    )


def _footer(*, forms: bool) -> tuple[Link, ...]:
    return _links(
        ("about", say("About this service"), "about"),
        ("feedback" if forms else "contact", say("Say something is wrong"), "feedback"),
        ("accessibility", say("Accessibility statement"), "accessibility"),
        ("cookies", say("Cookies"), "cookies"),
        ("contact", say("Contact"), "contact"),
        ("datasets", say("Data"), "data"),
        ("scrutiny", say("Scrutiny"), "scrutiny"),
        ("methods", say("Methods"), "methods"),
    )


def _links(*wanted: tuple[str, str, str]) -> tuple[Link, ...]:
    return tuple(Link(words, reverse(name), section) for name, words, section in wanted)
