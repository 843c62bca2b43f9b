"""Shapes of what tells somebody in the words of British officers, as regular expressions.

Presidio's own recognisers know numbers with check digits and what is the same everywhere. These add
what they do not: officers, plates of all series, places, names without a model of a language. They
are read with the module ``regex``: look-behinds may be of any length, and ``\\p{Lu}`` is a capital
of any alphabet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FOLDER = files(__package__) / "data"
WORD = (
    r"(?<![\p{L}’'-])\p{Lu}(?=[\p{L}\p{M}’'-]{0,60}\p{Ll})"
    r"[\p{L}\p{M}’']{0,30}+(?:-\p{L}[\p{L}\p{M}’']{0,30}+){0,4}+"
)
"""A word with a capital that is not capitals throughout: ``O’Donoghue``, ``Jean-Baptiste``.

No part is longer than a name is, so that no text takes long to read.
"""
LINK = r"(?:\s+(?:al|el|bin|bint|ibn|de|da|dos|del|van|von|der|ap|ferch)(?=[\s-]))?[\s-]"
"""What stands between the words of a name."""
PARTICLE = r"(?:al|el|ul)-"
AFTER = WORD.removeprefix(r"(?<![\p{L}’'-])")
"""The same behind a particle or a hyphen."""
NAME = rf"{WORD}(?:{LINK}(?:{PARTICLE})?{AFTER}){{0,5}}"
TITLE = (
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Imam|Cllr|Sir|PC|WPC|DC|PS|DS|DI|Sgt|Sergeant|Constable"
    r"|Inspector|Superintendent)"
)
STREET = (
    r"(?:Road|Rd|Street|Lane|Avenue|Ave|Close|Way|Drive|Court|Park|Place|Square|Hill|Terrace"
    r"|Crescent|Gardens|Grove|Mews|Row|Walk|Rise|Green|Common|Bridge|Parade|Estate|House|Heights"
    r"|Station|School|Academy|College|University|Hospital|Surgery|Church|Mosque|Temple|Gurdwara"
    r"|Synagogue|Library|Market|Services|Roundabout|Retail Park|Shopping Centre|Centre|Arms|Point"
    r"|Boulevard|Tower|Towers|Flats|Villas|Quay|Wharf)"
)
MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
NUMERIC = r"\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}"
WRITTEN = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH},?\s+\d{{4}}"
    rf"|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}})"
)
BORN = r"(?:\b(?:born|birthday|birth|dob|d\.o\.b\.?)(?:\s+(?:is|was|on|of))*\s*[:,]?\s*)"
APP = (
    r"(?:snap(?:chat)?|insta(?:gram)?|tiktok|telegram|whatsapp|facebook|twitter|discord|signal|kik)"
)
BEFORE_A_STREET = (
    r"(?:the|a|an|this|that|main|side|same|busy|quiet|dark|other|across|public|wet|dry|open|one|no"
    r"|of|on|in|to|by|at|and|or|car|wrong|police|residential|every|each|another|my|his|her|their|its"
    r"|bus|cycle|country|farm|fast|slow|hard|outside|inside|middle|turning|private|narrow"
    r"|for|from|with|off|under|up|down|through|along|into|onto|near|some|any|high)"
)


@dataclass(frozen=True)
class Shape:
    """One kind of thing, and how it looks.

    Attributes
    ----------
    sure : it tells somebody whatever stands around it, so that it is refused in public words; what
        is not sure is offered to the person who looks.
    any_case : whether capitals do not matter.
    ordinary : it is no name if all its words are ordinary ones.
    host : it must end in a public suffix.
    """

    what: str
    looks: str
    sure: bool
    any_case: bool = False
    ordinary: bool = False
    host: bool = False


SHAPES = (
    Shape(
        "plate",
        r"\b(?:[A-Z]{2}\s?\d{2}\s?[A-Z]{3}|[A-Z]\d{1,3}\s?[A-Z]{3}|Q\s\d{1,3}\s?[A-Z]{3}"
        r"|[A-Z]{3}\s?\d{1,3}\s?[A-Z])\b",
        sure=True,
    ),
    Shape("plate", r"\b[a-z]{2}(?:0[2-9]|[1-7]\d)\s?[a-z]{3}\b", sure=True, any_case=True),
    Shape(
        "plate",
        r"(?<=\b(?:plate|plates|reg|registration|vrm|index)\b[^.\n]{0,20})"
        r"\b[a-z]{1,3}\s?\d{1,4}\s?[a-z]{0,3}\b",
        sure=False,
        any_case=True,
    ),
    Shape("plate", r"\b(?=[A-Z]*[IZ])[A-Z]{3}\s?\d{1,4}\b", sure=False),
    Shape(
        "plate",
        r"\b(?!(?:RTA|PC|WPC|DC|PS|DS|DI|SGT|ACT|PACE|BST|GMT)\b)(?:[A-Z]{2,3}\s?\d{2,4}"
        r"|\d{2,4}\s?[A-Z]{2,3}|\d\s?[A-Z]{3})\b",
        sure=False,
    ),
    Shape("postcode", r"\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b", sure=True, any_case=True),
    Shape("mail", r"[^\s@<>]+@[^\s@<>]+\.[A-Za-z]{2,}", sure=True),
    Shape("telephone", r"(?:\+44|\b0)(?:[\s()-]?\d){9,10}\b", sure=True),
    Shape(
        "collar",
        r"\b(?:PC|WPC|DC|PS|DS|SGT|INSP|PCSO|T?DC)\.?\s?[A-Z]{0,2}\d{2,6}\b",
        sure=True,
        any_case=True,
    ),
    Shape("birth", rf"\b{NUMERIC}\b", sure=True),
    Shape("birth", rf"(?<={BORN})(?:{WRITTEN}|{NUMERIC}|\d{{4}}\b)", sure=True, any_case=True),
    Shape("day", rf"\b{WRITTEN}\b", sure=False, any_case=True),
    Shape("titled", rf"\b{TITLE}\.?\s+(?:[A-Z]{{0,2}}\d{{2,6}}\s+)?{NAME}", sure=True),
    Shape("number", r"\b\d{5,}\b", sure=True),
    Shape("number", r"\b(?:\d{4}[ -]){3}\d{1,7}\b|\b\d{3}[ -]\d{3}[ -]\d{4}\b", sure=True),
    Shape("number", r"\b[A-Z]{2}\s?(?:\d{2}\s?){3}[A-D]\b", sure=True),
    Shape("number", r"\b[A-Z]{2}\d{7}\b", sure=True),
    Shape("handle", r"(?<![\w.@])@[\w.]*\w", sure=True),
    Shape(
        "handle",
        rf"(?<=\b{APP}(?:\s+(?:is|was|name|handle|account|user|username|called|as))*\s*[:=]?\s*)"
        r"(?=\w*[\d_.])\w[\w.]*\w",
        sure=True,
        any_case=True,
    ),
    Shape("place", r"-?\b\d{1,2}\.\d{3,}\s*,\s*-?\d{1,3}\.\d{3,}\b", sure=True),
    Shape("place", r"/{3}\p{L}+\.\p{L}+\.\p{L}+", sure=True),
    Shape("place", r"\b[STNHOJ][A-HJ-Z]\s?\d{3}\s?\d{3}\b", sure=False),
    Shape(
        "place",
        r"\b(?:(?:[Ff]lat|[Uu]nit|[Rr]oom)\s+\d+[A-Za-z]?,?\s+)?(?:\d+[A-Za-z]?\s+)?"
        rf"(?:(?:[Tt]he\s+)?(?:St\s|\p{{Lu}})[\p{{L}}’'-]{{1,30}}+\s+){{1,3}}{STREET}\b",
        sure=False,
    ),
    Shape(
        "place",
        rf"\b(?!{BEFORE_A_STREET}\s)\p{{L}}[\p{{L}}’'-]{{1,30}}+\s+(?:high\s+)?"
        r"(?:road|street|lane|avenue|crescent|close(?=[\s,.;]*$)|gardens|grove|mews|terrace)\b",
        sure=False,
        any_case=True,
    ),
    Shape(
        "place",
        r"\b[Jj]unction\s+\d+[a-z]?\b(?:\s+(?:of|on)\s+(?:the\s+)?[ABM]\d{1,4}(?:\(M\))?)?"
        r"|\b[ABM]\d{1,4}(?:\(M\)|\b)",
        sure=False,
    ),
    Shape("name", rf"(?<![.!?:]\s)(?<![“\"‘(])(?<!^)(?<!\n)\b{NAME}", sure=False, ordinary=True),
    Shape("name", rf"{WORD}(?:{LINK}(?:{PARTICLE})?{AFTER}){{1,5}}", sure=False, ordinary=True),
    Shape("name", rf"(?:^|(?<=[.!?:]\s|[“\"‘(\n])){WORD}", sure=False, ordinary=True),
    Shape(
        "name",
        r"(?<=\b(?:spoke|spoken|speaking)\s+(?:to|with)\s+|\b(?:known|named)\s+as\s+"
        r"|\bnames?\s+(?:(?:is|was|of|as|given)\s+)*)\p{L}[\p{L}’'-]+",
        sure=False,
        any_case=True,
        ordinary=True,
    ),
    Shape("name", r"\b[A-Z]{3,}-[A-Z]{3,}\b", sure=False),
    Shape("link", r"https?://\S+|\bwww\.\S+", sure=False, any_case=True),
    Shape(
        "link",
        r"(?<![\w.@-])(?:[a-z0-9-]{1,63}\.){1,5}[a-z]{2,24}\b(?:/\S*)?",
        sure=False,
        host=True,
    ),
)


@cache
def names() -> tuple[str, ...]:
    """Names that are often written without a capital."""
    return _words("names.txt")


@cache
def ordinary() -> frozenset[str]:
    """Words that stand with a capital and name nobody."""
    return frozenset(_words("ordinary.txt"))


def is_ordinary(words: str) -> bool:
    """Whether every word of a stretch is an ordinary one, or ends as no name does."""
    bare = words.replace("-", " ").replace("’s", "").casefold().split()
    return all(one in ordinary() or (one.endswith(PAST) and len(one) > LONG) for one in bare)


PAST, LONG = ("ed", "ing"), 5
"""*Detained*, *Tinted*, *Walking*; names that end so and are as long stand in the list of names."""


def _words(name: str) -> tuple[str, ...]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return tuple(one for line in lines if not line.startswith("#") for one in line.split())


PRESIDIO: Mapping[str, tuple[str, bool]] = {
    "UK_NHS": ("number", True),
    "UK_NINO": ("number", True),
    "UK_DRIVING_LICENCE": ("number", True),
    "UK_PASSPORT": ("number", True),
    "UK_POSTCODE": ("postcode", True),
    "UK_VEHICLE_REGISTRATION": ("plate", False),
    "CREDIT_CARD": ("number", True),
    "IBAN_CODE": ("number", True),
    "IP_ADDRESS": ("number", True),
    "MAC_ADDRESS": ("number", True),
    "EMAIL_ADDRESS": ("mail", True),
    "PHONE_NUMBER": ("telephone", False),
    "DATE_TIME": ("day", False),
}
"""What Presidio calls what its own recognisers find: our kind of it, and whether it is sure."""
