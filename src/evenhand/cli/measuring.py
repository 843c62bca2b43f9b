"""`evenhand measure` and `evenhand measures`: the answers, and the questions there are."""

from enum import StrEnum
from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson, First, Forces, Lake, Last, MeasureName
from evenhand.cli.talk import Talk


class GroupBy(StrEnum):
    """Which groups people are put in."""

    FIVE = "five-groups"
    NINETEEN = "nineteen-groups"
    BLACK_INCLUDING_MIXED = "black-including-mixed"


class Format(StrEnum):
    """How the answer is written."""

    TABLE = "table"
    CSV = "csv"
    JSON = "json"


Groups = Annotated[GroupBy, typer.Option("--group-by", help="Which ethnic groups to compare.")]
As = Annotated[Format, typer.Option("--format", help="How to write the answer.")]


@talking
def measure(
    talk: Talk,
    *,
    name: MeasureName,
    lake: Lake,
    forces: Forces,
    first: First,
    last: Last,
    group_by: Groups = GroupBy.FIVE,
    form: As = Format.TABLE,
    as_json: AsJson = False,
) -> None:
    """Answer a question about the use of a power, with what is known and not known about it."""
    from evenhand.measures import compute
    from evenhand.measures import measure as find_measure
    from evenhand.records.codes import force as find_force
    from evenhand.records.opening import open_lake

    question = find_measure(name)
    ids = list(dict.fromkeys(find_force(text).force for text in forces))
    result = compute(
        question,
        open_lake(lake, question.power),
        forces=ids,
        first=first,
        last=last,
        grouping=group_by.value,
    )
    answer = result.as_json()
    if as_json or form is Format.JSON:
        data.write_json(answer)
    elif form is Format.CSV:
        from evenhand.cli.answer_csv import COLUMNS, rows

        data.write_csv(COLUMNS, rows(answer))
    else:
        from evenhand.cli.answer_text import text

        data.write(text(answer, width=data.width()))
        talk.say(f"\nMore: evenhand measure {name} ... --format csv (or json) has every number.")


@talking
def measures(talk: Talk, as_json: AsJson = False) -> None:
    """List what can be measured."""
    from evenhand.measures import POWERS
    from evenhand.measures import measures as all_measures

    listed = [
        {
            "name": each.id,
            "title": each.title,
            "power": each.power,
            "question": each.question,
            "version": each.version,
            "group_by": list(each.groupings),
            "reference": each.reference,
            "worse": each.worse,
        }
        for power in POWERS
        for each in all_measures(power).values()
    ]
    if as_json:
        data.write_json({"measures": listed})
        return
    from evenhand.cli.tables import columns

    data.write(columns([("name", "Measure"), ("title", "What it tells")], listed))
    talk.say("\nNext: evenhand measure NAME --lake DIR --force ID --from YYYY-MM --to YYYY-MM")
