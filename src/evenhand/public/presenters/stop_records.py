"""What a force's records of stops are like, in words: each count to the nearest ten."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evenhand.encounters.told.records import Shown
from evenhand.encounters.told.rounding import About
from evenhand.measures.words import notes
from evenhand.measures.words.messages import say
from evenhand.public.presenters.stop_answers import Grid, Link, about_words, links


@dataclass(frozen=True)
class RecordsPage:
    """Everything that the page of records shows."""

    period: str
    quarter: str
    lead: str
    as_of: str
    seconds: str
    records: Grid
    people: Grid
    phones: Grid
    quarters: tuple[Link, ...]


def records_page(found: Shown, quarters: Sequence[str]) -> RecordsPage:
    """Shape a quarter's records for its page.

    Parameters
    ----------
    quarters : all that can be read, the latest first.
    """
    period = notes.months_listed(found.months)
    late = found.of_records["late"]
    return RecordsPage(
        period=period,
        quarter=found.quarter,
        lead=say(
            "The force has kept {count} records of stops that began in {period}; {late} of them "
            "were recorded more than a day after the stop.",
            count=about_words(found.of_records["kept"]),
            period=period,
            late=about_words(late),
        ),
        as_of=say(
            "As things stood when {day} began; stops as in the snapshot of {snapshot}.",
            day=notes.day(found.on),
            snapshot=_day(found.snapshot),
        ),
        seconds=found.seconds.sentence,
        records=_grid(found.of_records, _of_records()),
        people=_grid(found.of_people, _of_people()),
        phones=_grid(found.of_phones, _of_phones()),
        quarters=links("stops-records-quarter", found.force, quarters, found.quarter),
    )


def _day(written: str) -> str:
    return notes.day(date.fromisoformat(written))


def _grid(counts: Mapping[str, About], told: Mapping[str, tuple[str, str]]) -> Grid:
    return Grid(
        (say("How many"), say("What it means")),
        tuple((told[name][0], (about_words(one), told[name][1])) for name, one in counts.items()),
    )


def _of_records() -> dict[str, tuple[str, str]]:
    return {
        "kept": (say("Stops kept"), say("Met every rule, and are counted in what is published.")),
        "late": (
            say("Recorded late"),
            say("More than a day after the stop, with a reason that the officer gave."),
        ),
        "corrected": (
            say("Corrected"),
            say("Changed after they were kept. What they said before stays beside it."),
        ),
        "mended": (
            say("Mended"),
            say("Did not meet the rules when they came, and were completed. They are counted."),
        ),
        "to_mend": (
            say("Still to mend"),
            say("Came in these months and do not meet the rules yet. No figure counts them."),
        ),
        "set_aside": (
            say("Set aside"),
            say("Were to be mended and are no stop, with a reason. No figure counts them."),
        ),
        "conflicts": (
            say("In conflict"),
            say(
                "Came under the id of another record and say something else. Both are kept; no "
                "figure counts the second."
            ),
        ),
        "doubles": (
            say("Like another"),
            say("Say what another stop says. Both are kept and counted until somebody looks."),
        ),
    }


def _of_people() -> dict[str, tuple[str, str]]:
    return {
        "own_words": (
            say("Ethnicity in their own words"),
            say(
                "People who said their own ethnicity with the receipt. It stands beside what the "
                "officer recorded."
            ),
        ),
        "copies": (
            say("Copies asked for"),
            say("Of a record or of the video, with the receipt."),
        ),
    }


def _of_phones() -> dict[str, tuple[str, str]]:
    return {
        "devices": (say("Phones and tablets"), say("Registered to record stops.")),
        "silent": (
            say("Silent"),
            say("Held records when they were last seen, and that is more than a day ago."),
        ),
        "missing": (
            say("Numbers that never came"),
            say(
                "Every record has a number on its phone. Of these nothing came, and nobody has "
                "said why."
            ),
        ),
    }
