"""How a set of anchor cases stands, from its steps alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from evenhand.measures.words.messages import say
from evenhand.scrutiny.anchoring.steps import Kind, Status, Step


@dataclass(frozen=True)
class Present:
    """How a set stands.

    Attributes
    ----------
    number : of the last step.
    issued, revealed : those steps; None before.
    panels : ids of the panels before which it was laid; ``anchors`` how many cases.
    due : the last day for panels to agree; None before it was issued.
    closed : the panels that closed their scoring.
    agreed : by panel, on how many cases it agreed.
    """

    number: int
    issued: Step | None
    revealed: Step | None
    panels: tuple[str, ...]
    anchors: int
    due: date | None
    closed: frozenset[str]
    agreed: Mapping[str, int]

    @property
    def status(self) -> Status:
        """How it stands before its body."""
        if self.revealed:
            return Status.REVEALED
        return Status.SCORING if self.issued else Status.WRITING

    def before(self, panel: str) -> Status | None:
        """How it stands before a panel; None where it was not laid before it."""
        if panel not in self.panels:
            return None
        if self.revealed:
            return Status.REVEALED
        if self.agreed.get(panel, 0) >= self.anchors:
            return Status.AGREED
        return Status.CLOSED if panel in self.closed else Status.SCORING

    @property
    def waits_for(self) -> tuple[str, ...]:
        """Panels that have not agreed on every case."""
        return tuple(one for one in self.panels if self.agreed.get(one, 0) < self.anchors)

    def why_sealed(self, on: date) -> str:
        """Why the body's own scores are not opened on a day; empty where they can be."""
        if self.issued is None or self.due is None:
            return say("No panel has seen these cases yet.")
        if self.waits_for and on <= self.due:
            return say(
                "Panels still score. The sealed scores are opened once all have agreed, or after "
                "the last day."
            )
        return ""


def present(steps: Iterable[Step]) -> Present:
    """Add up the steps of one set, in their order."""
    every = list(steps)
    by_kind = {one.kind: one for one in every}
    issued = by_kind.get(Kind.ISSUED)
    return Present(
        number=every[-1].number if every else 0,
        issued=issued,
        revealed=by_kind.get(Kind.REVEALED),
        panels=tuple(issued.data["panels"]) if issued else (),
        anchors=issued.data["anchors"] if issued else 0,
        due=date.fromisoformat(issued.data["due"]) if issued else None,
        closed=frozenset(one.data["panel"] for one in every if one.kind is Kind.CLOSED),
        agreed=Counter(one.data["panel"] for one in every if one.kind is Kind.AGREED),
    )


def why_not(status: Status) -> str:
    """Why a step cannot follow where a set stands so before a panel."""
    return {
        Status.WRITING: say("The body still writes these cases."),
        Status.SCORING: say("Members score these cases alone."),
        Status.CLOSED: say("Scoring has closed, and the panel agrees on its scores."),
        Status.AGREED: say("The panel has agreed on every case of this set."),
        Status.REVEALED: say("The sealed scores are open: nobody scores these cases any more."),
    }[status]
