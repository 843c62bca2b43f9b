"""What is known of a case before anybody answers: it decides which questions are asked."""

from dataclasses import asdict, dataclass
from typing import Any, Literal, get_args

from evenhand.measures.words.messages import say
from evenhand.scrutiny.scoring.errors import UnknownPower

Power = Literal[
    "vehicle-stop", "stop-and-search", "custody-strip-search", "use-of-force", "intelligence-report"
]
Condition = Literal["search", "grounds", "authorisation", "force", "handcuffs", "strip", "child"]

POWERS: tuple[Power, ...] = get_args(Power)
"""The powers whose cases a panel may look at."""

_IN_ITSELF: dict[Power, tuple[Condition, ...]] = {
    "stop-and-search": ("search",),
    "custody-strip-search": ("search", "strip"),
    "use-of-force": ("force",),
}
"""What is so of every case of a power, whatever else is recorded."""


@dataclass(frozen=True)
class Facts:
    """What the record says of a case. ``None`` is not recorded, which is never "no".

    Attributes
    ----------
    power : one of ``POWERS``; an intelligence report is a case of its own.
    searched : whether a person or the vehicle was searched.
    needs_grounds : whether the search power needs reasonable grounds. One that needs none (such as
        section 60) has an authorisation instead.
    force, handcuffs : whether force was used, and whether handcuffs were.
    strip : whether intimate parts were exposed.
    child : whether somebody in it was under 18.
    """

    power: Power
    searched: bool | None = None
    needs_grounds: bool | None = None
    force: bool | None = None
    handcuffs: bool | None = None
    strip: bool | None = None
    child: bool | None = None

    def __post_init__(self) -> None:
        """Refuse a power that the panel's form knows nothing of."""
        if self.power not in POWERS:
            raise UnknownPower(
                say("There are no questions for cases of “{power}”.", power=str(self.power))
            )

    def may_be(self, condition: Condition) -> bool:
        """Whether something is so of the case, or may be, since the record does not say."""
        return self._known(condition) is not False

    def _known(self, condition: Condition) -> bool | None:
        if condition in _IN_ITSELF.get(self.power, ()):
            return True
        if condition == "authorisation":
            return None if self.needs_grounds is None else not self.needs_grounds
        known: dict[Condition, bool | None] = {
            "search": self.searched,
            "grounds": self.needs_grounds,
            "force": self.force,
            "handcuffs": self.handcuffs,
            "strip": self.strip,
            "child": self.child,
        }
        return known[condition]

    def told(self) -> dict[str, Any]:
        """The facts as they are kept beside answers."""
        return asdict(self)
