"""A panel's desk in a test: filling in forms as they are shown, and reading pages as people do."""

import re
from typing import Any

from django.test import Client

from accounts.cast import signed_in
from evenhand.accounts.acting import Acting
from evenhand.scrutiny import models, reading
from evenhand.scrutiny.scoring.forms import form as version
from scrutiny.panels import Panel

HOME = "/workspace/scrutiny/"
DRAW = f"{HOME}draws/1/"
PANEL = "bedfordshire-panel"
ATTEND = f"{HOME}attend/{PANEL}/1/"
ADVICE = f"{HOME}recommendations/bedfordshire/1/"
MEETING = f"{HOME}meetings/{PANEL}/1/"
FOUND = "The reason for the stop was not one that the law knows."


def browser(by: Acting) -> Client:
    return signed_in(by.person)


def words(answer: Any) -> str:
    """What a page says, without its marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    return found[1] if found else ""


def send(client: Client, address: str, /, **said: Any) -> Any:
    """Fill in a form as it is shown, look at the preview, and publish it."""
    shown = client.get(address)
    form = {"expected": hidden(shown, "expected"), **said}
    if checkpoint := hidden(shown, "checkpoint"):
        form["checkpoint"] = checkpoint
    looked = client.post(address, form)
    if looked.status_code != 200:
        return looked
    return client.post(address, {**form, "stage": "save"})


def sheet(case: models.Case, overall: str = "green", **said: str) -> dict[str, str]:
    """A sheet on which everything is well, but for what is said."""
    asked = {one.key: "yes" for one in version().questions_for(reading.facts(case))}
    return {**asked, "overall": overall, "overall-comment": "We saw nothing else in it.", **said}


def opened(made: Panel, **other: Any) -> dict[str, Any]:
    """The form that opens a draw of last week."""
    first, last = made.period
    return {
        "power": "vehicle-stop",
        "first": f"{first.day}/{first.month}/{first.year}",
        "last": f"{last.day}/{last.month}/{last.year}",
        "dimensions": ["ethnicity"],
        "cases": "4",
        "reserves": "1",
        "beacon": "dice",
        "words": "We look at stops that led to nothing.",
        **other,
    }
