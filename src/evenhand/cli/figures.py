"""`evenhand figure`: compute a published figure again, from the records."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.publications.making.again import Again, Difference, Published

MOST_LISTED = 40  # differences; more than this say no more

Which = Annotated[
    str,
    typer.Argument(
        metavar="FIGURE",
        help="The figure's address, its JSON file, or its reference on this machine's site.",
    ),
]
Records = Annotated[
    Path,
    typer.Option(
        "--lake",
        metavar="DIR",
        envvar="EVENHAND_LAKE",
        help="The folder that holds the records.",
    ),
]


@talking
def figure(talk: Talk, which: Which, lake: Records = Path("lake"), as_json: AsJson = False) -> None:
    """Compute a published figure again from the records, and say whether it is the same.

    It leaves with status 0 if every number is equal, and with 1 and a list if one is not.
    """
    from evenhand.cli.figure_source import read
    from evenhand.measures import measure
    from evenhand.publications.making.again import again, parse
    from evenhand.records.opening import open_lake

    plain = read(which)
    published = parse(plain)
    power = measure(published.result.measure).power
    found = again(published, plain, open_lake(lake, power))
    if published.superseded_by:
        talk.warn(
            f"This figure was corrected by {published.superseded_by}. It is compared with the "
            "files that it was made from."
        )
    if as_json:
        data.write_json(_as_json(published, found))
    else:
        data.write(harmless(_text(published, found, plain)))
    _say(talk, found)
    if found.differences:
        raise typer.Exit(Exit.FOUND)


def _say(talk: Talk, found: "Again") -> None:
    if found.own:
        talk.warn(
            "Some of these records are a force's own. What is not shown, and sentences, were not "
            "compared."
        )
    if not found.digest_checked:
        talk.warn(
            "This file does not hold all that its digest is of, so the digest was not checked. "
            "Take the file from the figure's address again."
        )
    if found.differences:
        count = len(found.differences)
        talk.say(f"Not equal: {count} {'difference' if count == 1 else 'differences'}.")
    else:
        talk.say("Equal: the records give the same numbers.")


def _text(published: "Published", found: "Again", plain: dict[str, Any]) -> str:
    """The figure in sentences, then what differs."""
    answer = plain["result"] if found.own else found.result
    names = ", ".join(found.result["force_names"])
    lines = [
        f"{found.result['title']}: {names}, {found.result['from']} to {found.result['to']}",
        f"Figure {published.figure}",
        "",
        *(f"{row.get('group')}: {row.get('sentence')}" for row in answer["rows"]),
    ]
    if found.differences:
        lines += ["", "Not as published:", *map(_line, found.differences[:MOST_LISTED])]
        more = len(found.differences) - MOST_LISTED
        lines += [f"  and {more} more"] if more > 0 else []
    return "\n".join(lines)


def _line(one: "Difference") -> str:
    return f"  {one.where}: published {_short(one.published)}, computed {_short(one.computed)}"


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 100 else f"{text[:100]}…"


def _as_json(published: "Published", found: "Again") -> dict[str, Any]:
    return {
        "figure": published.figure,
        "equal": not found.differences,
        "own_records": found.own,
        "digest_checked": found.digest_checked,
        "differences": [
            {"where": one.where, "published": one.published, "computed": one.computed}
            for one in found.differences
        ],
        "result": None if found.own else found.result,
    }
