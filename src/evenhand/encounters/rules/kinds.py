"""The kinds of answer a field can hold, each checked by Python and written in JSON Schema alike."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from evenhand.encounters.rules.clauses import Rule
from evenhand.encounters.rules.codes import codes
from evenhand.encounters.rules.conditions import RULES

# 1970 is what a device says whose clock was lost; such a record must be read to be mended.
_YEAR = r"(19[7-9][0-9]|20[0-9]{2})"
_LEAP_YEAR = r"(19(72|76|80|84|88|92|96)|20([02468][048]|[13579][26]))"
_DAY = (
    r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])"
    r"|(0[469]|11)-(0[1-9]|[12][0-9]|30)"
    r"|02-(0[1-9]|1[0-9]|2[0-8]))"
)
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?"
_OFFSET = r"(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])"
# Only days that there are, so that a validator needs to know no calendar.
MOMENT = rf"^({_YEAR}-{_DAY}|{_LEAP_YEAR}-02-29)T{_TIME}{_OFFSET}$"
UUID_ANY = r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
UUID_7 = r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"

# What nobody can see: blanks, marks without width. A text of nothing else says nothing.
_BLANK = r"\u0020\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f-\u2064\u3000\ufeff"
# What no text may hold: control characters, and marks that turn the order of what is read.
_NEVER = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ufffe\uffff"
)
TEXT = rf"^[\t\n\r{_BLANK}]*[^\t\n\r{_BLANK}{_NEVER}][^{_NEVER}]*$"
LINE = rf"^[{_BLANK}]*[^\t\n\r{_BLANK}{_NEVER}][^\t\n\r{_NEVER}]*$"
NOT_BLANK = rf"[^\t\n\r{_BLANK}]"
REFERENCE = r"^[A-Za-z0-9]([A-Za-z0-9 ._/&'-]*[A-Za-z0-9.'])?$"


class BrokenRules(ValueError):
    """A well-formed record contradicts itself; it holds the rules that it breaks."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__(" ".join(rule.words for rule in rules))
        self.rules = rules


class Part(BaseModel):
    """A record or a part of one: nothing is converted, and a word it does not know is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)

    @model_validator(mode="after")
    def holds_together(self) -> Self:
        """Refuse what contradicts itself, by the rules for this part."""
        broken = [rule for rule in RULES.get(type(self).__name__, ()) if rule.broken(self)]
        if broken:
            raise BrokenRules(tuple(broken))
        return self


@dataclass(frozen=True)
class InList:
    """A code of one of the lists."""

    name: str

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Accept exactly the codes of the list."""
        return core_schema.literal_schema(list(codes(self.name)))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Give the codes, and the list's name for whoever looks for their labels."""
        return {"type": "string", "enum": list(codes(self.name)), "x-list": self.name}


def _moment(value: object) -> object:
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise PydanticCustomError("bad_moment", "no time zone")
        return value
    if not isinstance(value, str):
        raise PydanticCustomError("not_text", "not a text")
    if not re.fullmatch(MOMENT, value):
        raise PydanticCustomError("bad_moment", "not a moment")
    return datetime.fromisoformat(value)


def _uuid(pattern: str, kind: str) -> Any:
    def read(value: object) -> object:
        if isinstance(value, UUID):
            value = str(value)
        if not isinstance(value, str):
            raise PydanticCustomError("not_text", "not a text")
        if not re.fullmatch(pattern, value):
            raise PydanticCustomError(kind, "not an identity")
        return UUID(value)

    return BeforeValidator(read)


def _no_repeat(values: list[Any]) -> list[Any]:
    if len(set(values)) < len(values):
        raise PydanticCustomError("said_twice", "said twice")
    return values


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    PlainSerializer(datetime.isoformat, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": MOMENT}),
]
AnyId = Annotated[
    UUID, _uuid(UUID_ANY, "bad_id"), WithJsonSchema({"type": "string", "pattern": UUID_ANY})
]
OrderedId = Annotated[
    UUID, _uuid(UUID_7, "bad_ordered_id"), WithJsonSchema({"type": "string", "pattern": UUID_7})
]
Once = AfterValidator(_no_repeat)
UNIQUE: dict[str, Any] = {"uniqueItems": True}


def text(longest: int) -> Any:
    """A text of one or several lines, with something in it that can be read."""
    return StringConstraints(max_length=longest, pattern=TEXT, strict=True)


def line(longest: int) -> Any:
    """A text on one line, with something in it that can be read."""
    return StringConstraints(max_length=longest, pattern=LINE, strict=True)


def whole(lowest: int, highest: int) -> Any:
    """A whole number between two others, both of them included."""
    return Field(ge=lowest, le=highest, strict=True)


Reference = Annotated[str, StringConstraints(max_length=60, pattern=REFERENCE, strict=True)]
