"""What patterns in a force's vehicle stops say, ready for its page and its files."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.emphasis import with_bold_range
from evenhand.publications.making.wording import published
from evenhand.publications.models import Patterns
from evenhand.sheets.cells import shielded
from evenhand.sheets.writing import as_csv as written


@dataclass(frozen=True)
class Answered:
    """What is said of one group: its sentences, the first with its range in bold."""

    group: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One question with its answers, those that were refused, and how it can mislead."""

    key: str
    title: str
    question: str
    answers: tuple[Answered, ...]
    refused: tuple[str, ...]
    beware: tuple[str, ...]


@dataclass(frozen=True)
class PatternsPage:
    """Everything that the page shows."""

    period: str
    published: str
    questions: tuple[Question, ...]
    sources: tuple[Mapping[str, Any], ...]
    digest: str


def patterns_page(found: Patterns) -> PatternsPage:
    """Shape what was frozen."""
    told = found.told
    return PatternsPage(
        period=notes.period(found.first_month, found.last_month),
        published=published(found.released_at),
        questions=(
            *(_test(one) for one in told["tests"]),
            *(_middles(one) for one in told["middles"]),
        ),
        sources=tuple(found.inputs),
        digest=found.digest,
    )


def as_csv(found: Patterns) -> bytes:
    """Write a row for each sentence: to what question, of which group, whether it answers it."""
    head = ("force", "from", "to", "question", "group", "answer", "sentence")
    begin = (found.force_id, found.first_month, found.last_month)
    tests = [
        (*begin, test["test"], shielded(one["group"]), kind == "answers", sentence)
        for test in found.told["tests"]
        for kind in ("answers", "refused")
        for one in test[kind]
        for sentence in one["sentences"]
    ]
    middles = [
        (*begin, middle["id"], "", True, sentence)
        for middle in found.told["middles"]
        for sentence in middle["sentences"]
    ]
    return written([head, *tests, *middles])


def as_json(found: Patterns) -> bytes:
    """Write what was frozen, with its digest."""
    said = {
        "force": found.force_id,
        "from": found.first_month,
        "to": found.last_month,
        "released": found.released_at.isoformat(),
        "digest": found.digest,
        **found.told,
        "inputs": found.inputs,
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def _test(told: Mapping[str, Any]) -> Question:
    title, question, beware = _words()[told["test"]]
    return Question(
        key=told["test"],
        title=title,
        question=question,
        answers=tuple(
            Answered(one["group"], tuple(with_bold_range(text) for text in one["sentences"]))
            for one in told["answers"]
        ),
        refused=tuple(text for one in told["refused"] for text in one["sentences"]),
        beware=beware,
    )


def _middles(told: Mapping[str, Any]) -> Question:
    return Question(
        key=told["id"],
        title=told["title"],
        question=told["question"],
        answers=(Answered("", tuple(told["sentences"])),),
        refused=(),
        beware=tuple(told["notes"]),
    )


def _words() -> Mapping[str, tuple[str, str, tuple[str, ...]]]:
    """Title, question and what to beware of, by test."""
    return {
        "visibility": (
            say("Where officers could see who was driving"),
            say(
                "Is a group a larger part of the stops in which officers could see the driver’s "
                "ethnicity before the stop than of those in which they could not?"
            ),
            (
                say("Officers say themselves what they could see, before they ask anything."),
                say(
                    "What can be seen also depends on light, place and speed. A difference is "
                    "evidence, not proof."
                ),
            ),
        ),
        "darkness": (
            say("By daylight and in darkness"),
            say(
                "At the same time of the evening, is a group a larger part of the stops by "
                "daylight than in darkness?"
            ),
            (
                say(
                    "Only stops in the hours that are dark in one part of the year and light in "
                    "another are compared."
                ),
                say("Street lighting shows faces at night too: that hides a difference."),
            ),
        ),
        "discretion": (
            say("Officers’ own choice, and cameras’ hits"),
            say(
                "In the same area and at the same time of day, do stops at the officer’s own "
                "choice fall on a group more often than those that follow a camera hit?"
            ),
            (
                say("Cameras stand where somebody put them, and lists say whom they look for."),
                say("No difference here does not say that cameras treat everybody alike."),
            ),
        ),
    }
