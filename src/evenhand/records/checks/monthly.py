"""Checks that look at one force's month alone."""

from __future__ import annotations

from collections.abc import Iterator

from evenhand.records import codes
from evenhand.records.checks.findings import Finding, Severity
from evenhand.records.clock import in_words, month_name, month_number
from evenhand.records.lake import ForceMonth
from evenhand.records.messages import say

# Genuine identical rows (two people in one car, a force without times) made up to 26% of a real
# file; a file published twice over has half of its rows twice, or a little more.
TWICE_OVER = 0.4
MANY_REPEATS = 0.15
FEW = 10

# A column is wholly blank, or blank so often that shares of the rest may mislead.
OFTEN_BLANK = 0.4

NO_TIMES = 0.95

# About a fifth of all person searches in England and Wales have no stated ethnicity.
UNKNOWN_HIGH = 0.2
UNKNOWN_VERY_HIGH = 0.4

# 23% of the known were recorded under an "any other" code in England and Wales in 2022/23.
RESIDUAL_HIGH = 0.35
ENOUGH = 30

# Of a value that is in no list, enough to know it by.
SHOWN = 60

OUTSIDE_MANY = 0.05
OUTSIDE_MOST = 0.5

COLUMN_WORDS = {
    "type": "type of search",
    "sex": "gender",
    "age": "age range",
    "self_defined": "self-defined ethnicity",
    "officer_defined": "officer-defined ethnicity",
    "legislation": "power",
    "object": "object of search",
    "outcome": "outcome",
    "linked": "outcome linked to object of search",
    "clothing": "removal of more than outer clothing",
    "latitude": "place",
    "longitude": "place",
    "operation": "part of a policing operation",
    "at": "date",
}
# Left blank by most forces, and used by none of the measures.
EXPECTED_BLANK = {"operation"}


def monthly(month: ForceMonth) -> Iterator[Finding]:
    """Everything to know of one force's month by itself."""
    if month.profile["rows"]:
        yield from gathered_by_area(month)
        yield from duplicate_file(month)
        yield from blank_columns(month)
        yield from no_times(month)
        yield from unknown_ethnicity(month)
        yield from residual_codes(month)
        yield from outside_month(month)
        yield from vocabulary(month)
        yield from coordinates(month)


def found(
    month: ForceMonth, check: str, severity: Severity, message: str, value: float | None
) -> Finding:
    """A finding about a force's month; the message begins with which."""
    name = codes.force(month.force).name
    number = value if value is None else round(value, 4)
    return Finding(
        month.force,
        month.month,
        check,
        severity,
        say(
            "{force}, {month}: {message}",
            force=name,
            month=in_words(month.month),
            message=message,
        ),
        number,
    )


def rows_in_words(count: int) -> str:
    """Count rows."""
    return say("1 row") if count == 1 else say("{count} rows", count=f"{count:,}")


def one_or_many(count: int, one: str, many: str, /, **places: str) -> str:
    """One of two messages, as the number asks for."""
    return say(one, **places) if count == 1 else say(many, count=f"{count:,}", **places)


def per_hundred(part: float, whole: float) -> str:
    """A share in words, never rounded to nought or to all."""
    share = 100 * part / whole
    if 0 < share < 1:
        return say("fewer than 1 of every 100")
    if 99 < share < 100:
        return say("more than 99 of every 100")
    return say("{share} of every 100", share=f"{share:.0f}")


def duplicate_file(month: ForceMonth) -> Iterator[Finding]:
    """A file published twice over, against the few identical rows that are genuine."""
    profile = month.profile
    rows, repeats = profile["rows"], profile["repeats"]
    share = repeats / rows
    counts = {"repeats": f"{repeats:,}", "rows": f"{rows:,}"}
    if (rows >= FEW and share >= TWICE_OVER) or (rows >= 4 and profile["all_repeated"]):
        yield found(
            month,
            "duplicate-file",
            "error",
            say(
                "{repeats} of {rows} rows repeat another row, as if the file had been published "
                "twice over. Every row was counted. Ask the force for a right copy.",
                **counts,
            ),
            share,
        )
    elif rows >= FEW and share >= MANY_REPEATS:
        yield found(
            month,
            "duplicate-file",
            "note",
            say(
                "{repeats} of {rows} rows repeat another row. That can be genuine: rows carry no "
                "number, and the force may give no times. Every row was counted.",
                **counts,
            ),
            share,
        )


def gathered_by_area(month: ForceMonth) -> Iterator[Finding]:
    """Records that were looked up by place, so that those without one are not among them."""
    if month.profile.get("by_area"):
        yield found(
            month,
            "partial-month",
            "warning",
            one_or_many(
                month.rows,
                "the 1 row was gathered by area, so searches that have no place on the map are "
                "not among them. Rates for residents come out too low.",
                "the {count} rows were gathered by area, so searches that have no place on the "
                "map are not among them. Rates for residents come out too low.",
            ),
            float(month.rows),
        )


def blank_columns(month: ForceMonth) -> Iterator[Finding]:
    """Columns that are wholly blank, or so often that what is left may mislead."""
    rows, blank = month.profile["rows"], month.profile["blank"]
    for column, words in COLUMN_WORDS.items():
        count = blank.get(column, 0)
        if column in EXPECTED_BLANK or count < OFTEN_BLANK * rows:
            continue
        if count == rows:
            message = one_or_many(
                rows,
                "the column '{column}' is blank in the only row: not recorded, not zero.",
                "the column '{column}' is blank in all {count} rows: not recorded, not zero.",
                column=say(words),
            )
            yield found(month, "blank-column", "warning", message, 1.0)
        elif rows >= FEW:
            message = say(
                "'{column}' is blank in {count} of {rows} rows: not recorded, not zero.",
                column=say(words),
                count=f"{count:,}",
                rows=f"{rows:,}",
            )
            yield found(month, "blank-column", "note", message, count / rows)


def no_times(month: ForceMonth) -> Iterator[Finding]:
    """A force that gives dates without times of day."""
    rows, midnight = month.profile["rows"], month.profile["midnight"]
    if rows >= FEW and midnight >= NO_TIMES * rows:
        yield found(
            month,
            "no-times",
            "warning",
            say(
                "{midnight} of {rows} rows say midnight, so no times were given. Nothing can be "
                "said about the time of day.",
                midnight=f"{midnight:,}",
                rows=f"{rows:,}",
            ),
            midnight / rows,
        )


def unknown_ethnicity(month: ForceMonth) -> Iterator[Finding]:
    """How often self-defined ethnicity is not known."""
    persons, unknown = month.profile["persons"], month.profile["groups"]["Unknown"]
    if persons >= FEW and unknown >= UNKNOWN_HIGH * persons:
        severity: Severity = "error" if unknown >= UNKNOWN_VERY_HIGH * persons else "warning"
        yield found(
            month,
            "unknown-ethnicity-high",
            severity,
            say(
                "ethnicity was not recorded in {share} searches of people ({unknown} of "
                "{persons}). See the range beside every ratio.",
                share=per_hundred(unknown, persons),
                unknown=f"{unknown:,}",
                persons=f"{persons:,}",
            ),
            unknown / persons,
        )


def residual_codes(month: ForceMonth) -> Iterator[Finding]:
    """How often the code chosen is "any other" within its group."""
    profile = month.profile
    known = profile["persons"] - profile["groups"]["Unknown"]
    if known >= ENOUGH and profile["residual"] >= RESIDUAL_HIGH * known:
        yield found(
            month,
            "residual-codes-high",
            "warning",
            say(
                "{share} stated ethnicities are an 'any other' code ({residual} of {known}). "
                "Detailed groups mislead here.",
                share=per_hundred(profile["residual"], known),
                residual=f"{profile['residual']:,}",
                known=f"{known:,}",
            ),
            profile["residual"] / known,
        )


def outside_month(month: ForceMonth) -> Iterator[Finding]:
    """Rows dated in another month, by London's clock, than the file is for."""
    rows = month.profile["rows"]
    others = {name: n for name, n in month.profile["months"].items() if name != month.month}
    if others:
        count = sum(others.values())
        severity: Severity = "error" if count > OUTSIDE_MOST * rows else "note"
        names = ", ".join(f"{in_words(name)} ({n:,})" for name, n in sorted(others.items())[:4])
        yield found(
            month,
            "outside-month",
            severity,
            one_or_many(
                count,
                "1 of {rows} is dated in another month: {months}. Each counts in the month of its "
                "date.",
                "{count} of {rows} are dated in another month: {months}. Each counts in the month "
                "of its date.",
                rows=rows_in_words(rows),
                months=names,
            ),
            float(count),
        )
    undated = month.profile["undated"]
    if undated:
        yield found(
            month,
            "outside-month",
            "warning",
            one_or_many(
                undated,
                "1 of {rows} has no date that can be read. Each counts in the file's month.",
                "{count} of {rows} have no date that can be read. Each counts in the file's month.",
                rows=rows_in_words(rows),
            ),
            float(undated),
        )


def vocabulary(month: ForceMonth) -> Iterator[Finding]:
    """Values that are in none of the lists, and values read in spite of their spelling."""
    for column, texts in month.profile["unlisted"].items():
        count = month.profile.get("unlisted_rows", {}).get(column, sum(texts.values()))
        yield found(
            month,
            "unknown-vocabulary",
            "warning",
            one_or_many(
                count,
                "1 row gives a value of '{column}' that is in no list: {values}. It is kept, and "
                "counted as not known.",
                "{count} rows give a value of '{column}' that is in no list: {values}. They are "
                "kept, and counted as not known.",
                column=say(COLUMN_WORDS.get(column, column)),
                values=_quoted(texts, count),
            ),
            float(count),
        )
    for column, texts in month.profile["respelt"].items():
        count = month.profile.get("respelt_rows", {}).get(column, sum(texts.values()))
        yield found(
            month,
            "unknown-vocabulary",
            "note",
            one_or_many(
                count,
                "1 row spells a value of '{column}' in another way: {values}. It was read as the "
                "listed value.",
                "{count} rows spell a value of '{column}' in another way: {values}. They were "
                "read as the listed value.",
                column=say(COLUMN_WORDS.get(column, column)),
                values=_quoted(texts, count),
            ),
            float(count),
        )


def coordinates(month: ForceMonth) -> Iterator[Finding]:
    """Places outside the force's area."""
    located, outside = month.profile["located"], month.profile["outside_area"]
    if outside:
        share = outside / located
        severity: Severity = "note"
        if share >= OUTSIDE_MANY:
            severity = "error" if share >= OUTSIDE_MOST else "warning"
        yield found(
            month,
            "coordinates-outside-area",
            severity,
            say(
                "{outside} of {located} places lie at least 5 km outside the force's area. They "
                "are not used for areas.",
                outside=f"{outside:,}",
                located=f"{located:,}",
            ),
            share,
        )


def previous(month: str, back: int = 1) -> str:
    """The month so many months before."""
    return month_name(month_number(month) - back)


def _quoted(texts: dict[str, int], rows: int) -> str:
    shown = list(texts.items())[:3]
    first = [f"'{_short(text)}' ({count:,})" for text, count in shown]
    rest = rows - sum(count for _, count in shown)
    quoted = ", ".join(first)
    return say("{values} and others ({rest})", values=quoted, rest=f"{rest:,}") if rest else quoted


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}..."
