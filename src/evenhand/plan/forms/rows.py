"""The parts of a promise of which there are several: milestones, and what should move."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.text import slugify

from evenhand.govuk.fields import LineField, WordsField
from evenhand.measures.library import measures
from evenhand.measures.words.messages import say
from evenhand.plan.forms.questions import DayField
from evenhand.plan.terms import MOST_IN_A_LIST, MOST_MILESTONES, Direction, Milestone, Quantity

LONGEST_KEY = 60
GROUPS = ("Asian", "Black", "Mixed", "Other", "White")
GOAL = ("quantity", "group", "direction", "level", "baseline")
Fields = dict[str, forms.Field]


def milestone_fields(row: str) -> Fields:
    """One milestone. Its key stays whatever it is called, and with it the day first promised."""
    return {
        f"{row}-key": forms.CharField(required=False, widget=forms.HiddenInput),
        f"{row}-words": LineField(label=say("Milestone"), missing="", required=False),
        f"{row}-due_on": DayField(label=say("By when?"), missing="", required=False),
        f"{row}-gone": forms.BooleanField(
            label=say("Take this milestone out of the promise"), required=False
        ),
    }


def target_fields(row: str) -> Fields:
    """One thing that should move; how far, where that can be said exactly."""
    nothing = ("", say("Not said"))
    known = [(key, say(one.title)) for key, one in measures().items()]
    choices: Mapping[str, tuple[str, list[tuple[str, str]]]] = {
        "measure": (say("In which measure of this site?"), [("", say("None of them")), *known]),
        "quantity": (
            say("Which number should move?"),
            [
                nothing,
                (Quantity.RATIO, say("A group’s rate against that of White people")),
                (Quantity.RATE, say("A group’s own rate")),
                (Quantity.OVERALL, say("The rate of everyone together")),
                (Quantity.UNKNOWN_SHARE, say("How often ethnicity was not recorded")),
            ],
        ),
        "group": (say("Of which group?"), [nothing, *((one, say(one)) for one in GROUPS)]),
        "direction": (
            say("Where should it be?"),
            [
                nothing,
                (Direction.AT_MOST, say("At this number or below")),
                (Direction.AT_LEAST, say("At this number or above")),
            ],
        ),
    }
    wrong = say("Choose one of the list")
    asked = {
        f"{row}-{part}": forms.ChoiceField(
            label=label,
            choices=[(str(value), text) for value, text in offered],
            required=False,
            error_messages={"invalid_choice": wrong},
        )
        for part, (label, offered) in choices.items()
    }
    return {
        f"{row}-aim": WordsField(label=say("What should move?"), missing="", required=False),
        f"{row}-by": DayField(label=say("By when?"), missing="", required=False),
        **asked,
        f"{row}-level": forms.CharField(label=say("Which number?"), required=False),
        f"{row}-baseline": forms.CharField(
            label=say("From which figure? Its reference, if there is one"), required=False
        ),
        f"{row}-gone": forms.BooleanField(
            label=say("Take this out of the promise"), required=False
        ),
    }


def milestone_values(row: str, one: Milestone) -> dict[str, Any]:
    """What a milestone says, as its questions hold it."""
    return {f"{row}-key": one.key, f"{row}-words": one.words, f"{row}-due_on": one.due_on}


def target_values(row: str, one: Any) -> dict[str, Any]:
    """What a target says, as its questions hold it."""
    said = {f"{row}-aim": one.aim, f"{row}-by": one.by, f"{row}-measure": one.measure}
    goal = one.goal
    return said | ({f"{row}-{part}": getattr(goal, part) for part in GOAL} if goal else {})


KINDS: Mapping[str, tuple[int, Callable[[str], Fields], Callable[[str, Any], dict[str, Any]]]] = {
    "milestones": (MOST_MILESTONES, milestone_fields, milestone_values),
    "targets": (MOST_IN_A_LIST, target_fields, target_values),
}
"""How many there may be, what is asked of each, and how one that is there fills the questions."""


def filled(kind: str, count: int, found: Mapping[str, Any]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each row that says something and stays, with its place."""
    for place in range(count):
        prefix = f"{kind}-{place}-"
        said = {
            name.removeprefix(prefix): value
            for name, value in found.items()
            if name.startswith(prefix)
        }
        gone = said.pop("gone", False)
        if not gone and any(value for name, value in said.items() if name != "key"):
            yield place, said


def as_milestones(
    rows: Sequence[dict[str, Any]], known: Sequence[Milestone]
) -> list[dict[str, Any]]:
    """Rows as milestones: those that were there keep their key, new ones get one of their words."""
    keys = {one.key for one in known}
    taken = {row["key"] for row in rows if row.get("key") in keys}
    made = []
    for row in rows:
        key = row.get("key")
        if key not in keys:
            key = _new_key(row.get("words", ""), taken | keys)
            taken.add(key)
        made.append({"key": key, "words": row.get("words", ""), "due_on": row.get("due_on")})
    return made


def as_targets(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows as targets; a goal is said as soon as a part of it is."""
    made = []
    for row in rows:
        said = {"aim": row.get("aim", ""), "by": row.get("by"), "measure": row.get("measure", "")}
        goal = {part: row.get(part, "") for part in GOAL}
        made.append(said | ({"goal": goal} if any(goal.values()) else {}))
    return made


def _new_key(words: str, taken: set[str]) -> str:
    plain = slugify(words.replace("_", " "))[:LONGEST_KEY].strip("-") or "milestone"
    names = [plain, *(f"{plain[: LONGEST_KEY - 3].strip('-')}-{n}" for n in range(2, 99))]
    return next(name for name in names if name not in taken)


def missing_day(kind: str, row: Mapping[str, Any]) -> str:
    """The question about a day that a row leaves open; nothing where it has one."""
    name = "due_on" if kind == "milestones" else "by"
    day: date | None = row.get(name)
    return "" if day else name
