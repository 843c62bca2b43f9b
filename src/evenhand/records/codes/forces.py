"""Police forces: their ids, names and the names that others give them."""

import re
from dataclasses import dataclass
from functools import cache

from evenhand.records.codes import matching, tables
from evenhand.records.codes.errors import UnknownForce
from evenhand.records.codes.lists import CodeList, code_list

_WHAT_A_FORCE_IS = re.compile(r"[\s,]+(police|constabulary|service|force)\s*$", re.IGNORECASE)

SUGGESTIONS = 3
SHORTEST_PART = 3  # letters; fewer are part of too many names


@dataclass(frozen=True)
class Force:
    """A police force.

    Attributes
    ----------
    force : its id at data.police.uk, which names its files.
    ons_name, pfa_code : its police force area at the Office for National Statistics; None for a
        force without one.
    no_resident_base : nobody lives in its area, so that it has no rate per resident.
    welsh_duty : the Welsh language standards bind it (the British Transport Police: in Wales).
    fictional : it was made up for the demonstration, and is never mixed with real ones.
    """

    id: int
    force: str
    name: str
    ons_name: str | None
    pfa_code: str | None
    no_resident_base: bool
    welsh_duty: bool
    aliases: tuple[str, ...]
    fictional: bool

    @property
    def label(self) -> str:
        """The id at data.police.uk."""
        return self.force


def _read(name: str, *, fictional: bool) -> list[Force]:
    return [
        Force(
            id=int(row["id"]),
            force=row["force"],
            name=row["name"],
            ons_name=row["ons_name"] or None,
            pfa_code=row["pfa_code"] or None,
            no_resident_base=bool(tables.truth(row["no_resident_base"])),
            welsh_duty=bool(tables.truth(row["welsh_duty"])),
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            fictional=fictional,
        )
        for row in tables.read(name)
    ]


def _names(force: Force) -> tuple[str, ...]:
    return (force.name, _short(force.name), force.ons_name or force.name, *force.aliases)


def _all_names(force: Force) -> tuple[str, ...]:
    return (force.force, *_names(force))


def _short(name: str) -> str:
    """``Metropolitan Police Service`` without the words that every force's name ends in."""
    shorter = _WHAT_A_FORCE_IS.sub("", name)
    return name if shorter == name else _short(shorter)


def _listed(entries: list[Force]) -> CodeList[Force]:
    return code_list("force", entries, {force.id: _names(force) for force in entries})


@cache
def forces() -> CodeList[Force]:
    """Every force, the fictional ones included."""
    real, made_up = _read("forces.csv", fictional=False), _read("fictional.csv", fictional=True)
    return _listed(real + made_up)


@cache
def real_forces() -> CodeList[Force]:
    """The forces that exist: 43 of England and Wales, British Transport, Northern Ireland."""
    return _listed([force for force in forces() if not force.fictional])


@cache
def territorial_forces() -> tuple[Force, ...]:
    """The 43 forces of England and Wales with an area and residents, by id."""
    return tuple(force for force in real_forces() if force.pfa_code)


@cache
def _by_area() -> dict[str, Force]:
    return {entry.pfa_code: entry for entry in forces() if entry.pfa_code}


def force(text: str) -> Force:
    """The force that a text means: its id, a name, its area's code, or an alias.

    Parameters
    ----------
    text : a name
        Such as ``metropolitan``, ``Metropolitan Police``, ``E23000001`` or ``London, City of``.

    Raises
    ------
    UnknownForce
        If no force goes by that name. The message says which was probably meant.
    """
    named = forces()
    found = _by_area().get(text.strip().upper()) or named.find(text) or named.find(_short(text))
    if found is None:
        raise UnknownForce(f"No police force is called “{text}”.{_did_you_mean(text)}")
    return found


def _did_you_mean(text: str) -> str:
    import difflib  # only when something was mistyped

    # "Police" and "Constabulary" are in most names and would make any two of them look close.
    keys = {matching.key(_short(name)): entry for entry in forces() for name in _all_names(entry)}
    asked = matching.key(_short(text))
    close = difflib.get_close_matches(asked, keys, n=SUGGESTIONS, cutoff=0.75)
    of_all = _WHAT_A_FORCE_IS.fullmatch(f" {text.strip()}")  # "police" is part of most names
    if not close and not of_all and len(asked) >= SHORTEST_PART:
        close = [key for key in keys if asked in key]  # a part of a name, such as “bedford”
    names = list(dict.fromkeys(f"“{keys[one].force}”" for one in close))[:SUGGESTIONS]
    if names:
        return f" Did you mean {' or '.join(names)}?"
    return " A force goes by its name or its id at data.police.uk, such as “west-yorkshire”."
