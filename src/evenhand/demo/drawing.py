"""One draw of the made-up panel, step by step, from its opening to what was learnt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from evenhand.demo.plan import Told
from evenhand.ledger.log.sequencing import sequence
from evenhand.ledger.log.signing import signing_key
from evenhand.ledger.log.tables import LEDGER
from evenhand.scrutiny import models, reading, selectors
from evenhand.scrutiny.evidence import Answer
from evenhand.scrutiny.scoring.forms import form
from evenhand.scrutiny.services import (
    draws,
    exclusions,
    findings,
    frames,
    holds,
    looking,
    scoring,
)
from evenhand.scrutiny.terms import Beacon

if TYPE_CHECKING:
    from evenhand.demo.scrutiny import Happens, Storyteller

VIDEOS_KEPT = timedelta(days=31)
"""After the stop, where nothing holds them."""
NOT_WELL: Mapping[str, Mapping[str, str]] = {
    "green": {},
    "amber": {"understood": "partly"},
    "red": {"grounds-reasonable": "no", "grounds-specific": "no"},
}
"""Answers other than “yes”, by the colour."""
COMMENTS = {
    "green": "Nothing that we would change.",
    "amber": "It took a second question until the driver was told why.",
    "red": "A smell is all that is written down. What else was seen or heard?",
}


class Drawing:
    """Tells of one draw."""

    def __init__(self, teller: Storyteller, told: Told) -> None:
        self.teller = teller
        self.told = told

    def happens(self) -> list[Happens]:
        """When it is opened, and each step after that."""
        found: list[Happens] = [(self.told["opened"], self.open)]
        return found + [(one["ago"], self._step(one)) for one in self.told.get("then", ())]

    @property
    def draw(self) -> models.Draw:
        """The draw, as it stands."""
        return self.teller.draws[self.told["name"]]

    @property
    def cases(self) -> list[models.Case]:
        """The cases that the panel looks at."""
        return selectors.cases(self.teller.who["chair"], self.draw.number)

    def open(self, now: datetime) -> None:
        """Open it, as the chair."""
        told = self.told
        self.teller.draws[told["name"]] = frames.open_draw(
            power=told["power"],
            first=self.teller.day(told["first"]),
            last=self.teller.day(told["last"]),
            dimensions=told.get("strata", ()),
            cases=told["cases"],
            reserves=told["reserves"],
            beacon=Beacon.DICE,
            words=told["words"],
            by=self.teller.who["chair"],
            now=now,
        )

    def total(self, step: Told, now: datetime) -> None:
        """Type in how many somebody else counted."""
        frames.type_total(
            draw=self.draw,
            count=step["total"],
            source=step["source"],
            by=self.teller.who["chair"],
            now=now,
        )

    def exclude(self, step: Told, now: datetime) -> None:
        """Leave out the first stop of the period, in which somebody was searched, as the force."""
        exclusions.exclude(
            draw=self.draw,
            stop=self.teller.recorder.made[0],
            reason=step["exclude"],
            by=self.teller.who["manager"],
            now=now,
        )

    def freeze(self, _step: Told, now: datetime) -> None:
        """Freeze the frame."""
        frames.freeze(draw=self.draw, by=self.teller.who["chair"], now=now)

    def abandon(self, step: Told, now: datetime) -> None:
        """Give it up in public."""
        frames.abandon(draw=self.draw, reason=step["abandon"], by=self.teller.who["chair"], now=now)

    def sign(self, _step: Told, now: datetime) -> None:
        """Give the frame its place in the public log, under a signed checkpoint."""
        sequence(LEDGER, key=signing_key(LEDGER), now=now)

    def roll(self, step: Told, now: datetime) -> None:
        """Type the dice in, first the panel and then the force; then the videos are held."""
        sealed = selectors.draw(self.teller.who["chair"], self.draw.number).sealed
        if sealed is None:
            raise LookupError(f"{self.draw} is under no signed checkpoint")
        for name in ("chair", "manager"):
            draws.roll(
                draw=self.draw,
                digits=step["roll"],
                checkpoint=sealed.text,
                by=self.teller.who[name],
                now=now,
            )
        self._hold_videos(now)

    def _hold_videos(self, now: datetime) -> None:
        """What the evidence system of the made-up force answered: it has every video."""
        for case in models.Case.objects.filter(draw=self.draw, position__stop__isnull=False):
            said = Answer(
                reference=f"hold {self.draw.number}-{case.place}",
                deletes_on=(now + VIDEOS_KEPT).date(),
                link="https://demoshire.example/evidence",
            )
            holds.keep_answer(said, case=case, now=now)

    def look(self, _step: Told, now: datetime) -> None:
        """Look at the words of each case and hide what may tell somebody, as the chair."""
        for case in self.cases:
            found = reading.record(case)
            if found is not None and found.texts:
                hidden = [
                    (text.field, one.first, one.last) for text in found.texts for one in text.spans
                ]
                looking.show(case=case, hidden=hidden, by=self.teller.who["chair"], now=now)

    def score(self, step: Told, now: datetime) -> None:
        """Score the first cases, alone."""
        by = self.teller.who[step["by"]]
        for case, colour in zip(self.cases, step["score"], strict=False):
            scoring.score(case=case, answers=answers(case, colour), by=by, now=now)

    def close(self, _step: Told, now: datetime) -> None:
        """Close the scoring."""
        scoring.close(draw=self.draw, by=self.teller.who["chair"], now=now)

    def agree(self, step: Told, now: datetime) -> None:
        """Agree on every case."""
        for case, colour in zip(self.cases, step["agree"], strict=True):
            scoring.agree(
                case=case,
                answers=answers(case, colour),
                words=step["words"],
                by=self.teller.who["chair"],
                now=now,
            )

    def find(self, step: Told, now: datetime) -> None:
        """Make a finding; of the draw itself, where no case is named."""
        findings.find(
            draw=self.draw,
            case=self.cases[step["place"] - 1] if "place" in step else self._nothing_there(),
            fault=step["find"],
            words=step["words"],
            by=self.teller.who["chair"],
            now=now,
            due=self.teller.day(step["ago"] - step["days"]),
        )

    def _nothing_there(self) -> models.Case | None:
        drawn = models.Case.objects.filter(draw=self.draw, reserve=False)
        found: models.Case | None = drawn.exclude(position__missing="").first()
        return found

    def answer(self, step: Told, now: datetime) -> None:
        """Answer a finding, as a supervisor."""
        findings.answer(
            finding=self.draw.findings.get(number=step["answer"]),
            taken=step["taken"],
            words=step["words"],
            by=self.teller.who["supervisor"],
            now=now,
        )

    def _step(self, step: Told) -> Callable[[datetime], None]:
        name = next(one for one in STEPS if one in step)
        return lambda now: STEPS[name](self, step, now)


def answers(case: models.Case, colour: str) -> dict[str, str]:
    """A member's sheet that allows a colour: all is well but for what stands against it."""
    asked = {one.key: "yes" for one in form().questions_for(reading.facts(case))}
    other = {key: said for key, said in NOT_WELL[colour].items() if key in asked}
    return {**asked, **other, "overall": colour, "overall-comment": COMMENTS[colour]}


STEPS: Mapping[str, Callable[[Drawing, Told, datetime], None]] = {
    "total": Drawing.total,
    "exclude": Drawing.exclude,
    "freeze": Drawing.freeze,
    "abandon": Drawing.abandon,
    "sign": Drawing.sign,
    "roll": Drawing.roll,
    "look": Drawing.look,
    "score": Drawing.score,
    "close": Drawing.close,
    "agree": Drawing.agree,
    "find": Drawing.find,
    "answer": Drawing.answer,
}
