"""Insiders read the public page and its files after every answer, and find out no more than a coin.

As in ``test_encounters_answers_attacks.py``, each attack is made on a naive page too, which shows
what was counted, at once and exactly; there it must succeed.
"""

import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client

from encounters import made_slips
from encounters.insiders import (
    CERTAIN,
    CHANCE,
    CHOICES,
    Naive,
    Ours,
    Person,
    people,
    success,
)
from encounters.made_slips import NOW, QUARTER
from encounters.made_slips import force as force  # noqa: PLC0414 (pytest finds it by name)
from evenhand.encounters.answering import counting, reading, taking, tokens
from evenhand.encounters.models import Answer, Counted
from evenhand.encounters.told import answers as told

FILE = f"/forces/demoshire/stops/answers/{QUARTER}.json"
PAGE = f"/forces/demoshire/stops/answers/{QUARTER}/"
OURS = {"HTTP_SEC_FETCH_SITE": "same-origin"}
TRIALS = 16
SLIP = re.compile(r"[A-Za-z0-9_-]{60,}")


@dataclass
class Seen:
    """What somebody has who read the page after each person was stopped."""

    shown: list[dict[str, int]] = field(default_factory=list)
    """How many chose what, as the file said it."""
    headers: list[dict[str, str]] = field(default_factory=list)
    answered: list[bool] = field(default_factory=list)
    """Who did answer: what one attack wants to know."""


class OurPage:
    """The page and its file as anybody reads them."""

    system: type[Ours] = Ours

    def __init__(self, client: Client) -> None:
        self.client = client

    def read(self, _system: Any) -> tuple[dict[str, int], dict[str, str]]:
        """Ask for the file."""
        response = self.client.get(FILE)
        held = response.json()["questions"].get("respect")
        shown = {one: held["choices"][one]["about"] if held else 0 for one in CHOICES}
        return shown, dict(response.headers)


class NaivePage:
    """What is usually built: a page of live counts, with a tag and a time of the latest."""

    system: type[Naive] = Naive

    def __init__(self, _client: Client) -> None:
        pass

    def read(self, system: Naive) -> tuple[dict[str, int], dict[str, str]]:
        """Count what there is now."""
        said = list(system.kept().values())
        shown = {one: said.count(one) for one in CHOICES}
        tag = sha256(json.dumps(shown).encode()).hexdigest()
        return shown, {"ETag": tag, "Last-Modified": str(len(said))}


Tell = Callable[[type[OurPage] | type[NaivePage]], tuple[list[Person], Seen]]


@pytest.fixture
def tell(force: Any, client: Client, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """Let people be stopped one after another, every second of whom answers if asked so."""
    monkeypatch.setattr(tokens, "check", lambda _token, _written: True)
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)

    def told(kind: Any, *, all_answer: bool = True) -> tuple[list[Person], Seen]:
        chance = random.Random(7)  # noqa: S311 (made-up people hold no secrets)
        those, page, system, seen = people(), kind(client), kind.system(), Seen()
        for person in those:
            answers = all_answer or chance.random() < 0.5
            if answers:
                system.answer(person)
            shown, headers = page.read(system)
            seen.shown.append(shown)
            seen.headers.append(headers)
            seen.answered.append(answers)
        return those, seen

    return told


def differences(seen: Seen) -> Iterator[str]:
    """What rose between two readings was said by those who came in between."""
    guesses = [""] * len(seen.shown)
    before, since = dict.fromkeys(CHOICES, 0), 0
    for number, now in enumerate(seen.shown):
        risen = {one: now[one] - before[one] for one in CHOICES}
        if any(risen.values()):
            for at in range(since, number + 1):
                guesses[at] = max(CHOICES, key=lambda one: risen[one])
            since = number + 1
        before = now
    return iter(one or CHOICES[0] for one in guesses)


@pytest.mark.parametrize(("kind", "found"), [(OurPage, False), (NaivePage, True)])
def test_differences_of_the_file_from_one_answer_to_the_next(tell, kind, found) -> None:
    those, seen = tell(kind)

    right = success(those, differences(seen))

    assert right > CERTAIN if found else right < CHANCE


@pytest.mark.parametrize(("kind", "found"), [(OurPage, False), (NaivePage, True)])
def test_differences_from_day_to_day(tell, kind, found) -> None:
    """Three people answer each day; on a naive page their day is known to the last."""
    those, seen = tell(kind)
    days = Seen(shown=seen.shown[2::3])

    guesses = list(differences(days))

    # Of each day one knows how many said what: the most that three can hide is a majority of two.
    of_three = [
        {one: sum(person.thinks == one for person in those[at : at + 3]) for one in CHOICES}
        for at in range(0, len(those), 3)
    ]
    exact = sum(
        {one: now[one] - before[one] for one in CHOICES} == known
        for now, before, known in zip(
            days.shown, [dict.fromkeys(CHOICES, 0), *days.shown], of_three, strict=False
        )
    ) / len(of_three)
    assert exact > CERTAIN if found else exact < 0.1
    assert len(guesses) == len(of_three)


@pytest.mark.parametrize(("kind", "found"), [(OurPage, False), (NaivePage, True)])
def test_headers_for_caches_do_not_tell_who_answered(tell, kind, found) -> None:
    """A tag that changes right after a stop says that this person answered."""
    _, seen = tell(kind, all_answer=False)
    tags = ["", *(one["ETag"] for one in seen.headers)]

    guessed = [tags[at] != tags[at + 1] for at in range(len(seen.headers))]

    right = sum(a == b for a, b in zip(guessed, seen.answered, strict=True)) / len(guessed)
    assert right > CERTAIN if found else right < CHANCE


def test_no_header_names_the_moment_of_an_answer_or_differs_between_readers(tell, client) -> None:
    _, seen = tell(OurPage)
    others = Client().get(FILE, REMOTE_ADDR="192.0.2.9", HTTP_ACCEPT_LANGUAGE="cy")
    page = client.get(PAGE)

    assert not any("Last-Modified" in one or "Age" in one for one in seen.headers)
    assert {one["Cache-Control"] for one in seen.headers} == {"public, max-age=3600"}
    assert others["ETag"] == seen.headers[-1]["ETag"]
    assert "Last-Modified" not in page and "Set-Cookie" not in page
    assert not page.cookies
    # Between two tags lie ten answers at least, so that a tag is never of one person.
    changed = [
        number
        for number in range(1, len(seen.headers))
        if seen.headers[number]["ETag"] != seen.headers[number - 1]["ETag"]
    ]
    assert changed
    assert min(b - a for a, b in pairwise(changed)) >= 10


def requested(client: Client, slip: str, *, naive: bool) -> list[str]:
    """Lines of an access log: somebody answers and goes on to whatever the pages lead to."""
    client.post(f"/f/{slip}/", {"fair": "no"}, **OURS)
    thanks = client.get("/f/thanks/")
    body = thanks.content.decode()
    if naive:  # what is kindly meant: see what others said, with the slip still in the address
        body += f'<a href="{PAGE}?from={slip}">What others said</a>'
    lines = []
    for link in re.findall(r'<a\b[^>]*?\bhref="(/forces/[^"]+)"', body):
        policy = thanks.headers.get("Referrer-Policy", "")
        referer = "-" if policy == "no-referrer" else f"/f/{slip}/"
        lines.append(f'GET {link} "{referer}"')
    lines.append(f'GET {PAGE} "-"')  # by themselves, later
    return lines


@pytest.mark.parametrize(("naive", "found"), [(False, False), (True, True)])
def test_an_access_log_of_the_page_does_not_name_slips(tell, client, naive, found) -> None:
    those = people()[:20]

    logs = [requested(client, one.slip, naive=naive) for one in those]

    joined = [
        any(SLIP.search(line) and one.slip in line for line in log)
        for one, log in zip(those, logs, strict=True)
    ]
    assert all(joined) if found else not any(joined)


@pytest.mark.parametrize("path", ["/f/thanks/", "/f/unknown/"])
def test_no_page_of_slips_leads_to_the_page_of_answers(tell, client, path) -> None:
    """Nor the other way round: who goes on would stand in a log beside the slip."""
    body = client.get(path).content.decode()

    assert "/stops/answers" not in body
    assert not re.search(r'href="[^"]*/f/', client.get(PAGE).content.decode())


def fill(*, stranger: str, trial: int) -> None:
    """Nineteen answers of the insider's own, all the same, and one of somebody else."""
    short = made_slips.key().pk[: 2 * tokens.SHORT_ID]
    for number in range(20):
        nonce = sha256(f"{trial} {number}".encode()).digest()
        slip = tokens.Token(bytes.fromhex(short), nonce, bytes(tokens.BYTES))
        said = stranger if number == 7 else "yes"
        taking.take(str(slip), answer={"respect": said}, now=NOW)
    counting.count(now=NOW)


def test_who_fills_the_box_does_not_see_the_one_stranger(tell) -> None:
    """What was counted holds the stranger in every other trial; what is shown never does."""
    counted, shown = [], []
    for trial in range(TRIALS):
        fill(stranger="no", trial=trial)
        counted.append(reading.released("demoshire", QUARTER)[0].choices["respect"]["no"])
        keys = told.quarters("demoshire", now=NOW)[QUARTER]
        said = told.answers("demoshire", QUARTER, keys, now=NOW).questions["respect"]
        shown.append((said["yes"].tens, said["no"].tens))
        Counted.objects.all().delete()
        Answer.objects.all().delete()

    assert 1 in counted  # a naive page would show it; by chance alone this fails in 1 of 65,536
    assert set(shown) == {(10, 0)}
