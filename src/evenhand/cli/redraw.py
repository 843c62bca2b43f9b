"""`evenhand redraw`: repeat a panel's draw from its published file, without the site."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.scrutiny.drawing.document import Disagreement, Draw, Told

File = Annotated[Path, typer.Argument(metavar="DRAW.json", help="What was published of a draw.")]
Signers = Annotated[
    list[str] | None,
    typer.Option(
        "--signed-by",
        metavar="KEY",
        help="The public key of the log, or of a witness, who must have signed. Repeat it.",
    ),
]


@talking
def redraw(talk: Talk, file: File, signers: Signers = None, as_json: AsJson = False) -> None:
    """Repeat a draw, and say which cases it gives; change nothing and ask nobody.

    It makes the fingerprint, the seed and every ticket again, follows the log's proof, and checks
    the round's signature. It leaves with status 0 if all of it agrees with the file, with 1 if
    something does not, and says what.
    """
    from evenhand.scrutiny.drawing import document
    from evenhand.scrutiny.drawing.errors import UnfairFrame

    try:
        told = document.read(file.read_bytes())
    except UnfairFrame as error:
        if as_json:
            data.write_json(_as_plain(None, [document.Disagreement("frame", str(error))], []))
        talk.refuse(f"The frame breaks a rule. {error}")
        raise typer.Exit(Exit.FOUND) from None
    checked = document.check(told)
    found, unchecked = list(checked.disagreements), list(checked.unchecked)
    if signers:
        found += _unsigned(told.draw, signers)
    else:
        unchecked.append("Nobody's signature was checked: name a key with --signed-by.")
    _tell(talk, told, found, unchecked, as_json=as_json)


def _tell(
    talk: Talk, told: "Told", found: list["Disagreement"], unchecked: list[str], *, as_json: bool
) -> None:
    sure = told.draw if not any(one.part == "beacon" for one in found) else None
    if as_json:
        data.write_json(_as_plain(sure, found, unchecked))
    elif not found:
        data.write(_table(told.draw))
    for said in unchecked:
        talk.warn(said)
    for one in found:
        talk.refuse(f"{one.part}: {one.says}")
    if found:
        raise typer.Exit(Exit.FOUND)
    talk.say(f"It agrees: {told.draw.frame.name}, seed {told.draw.seed.hex()}.")


def _unsigned(draw: "Draw", signers: list[str]) -> list["Disagreement"]:
    """Find who did not sign the checkpoint under which the proof stands, or not in time."""
    from evenhand.ledger.tree.keys import Kind, VerifierKey
    from evenhand.ledger.tree.notes import NotANote, Note, cosigned_at
    from evenhand.scrutiny.drawing.chains import AHEAD
    from evenhand.scrutiny.drawing.document import Disagreement
    from evenhand.scrutiny.drawing.proof import Proof

    keys = [VerifierKey.parse(signer) for signer in signers]
    try:
        note = Note.parse(Proof.read(draw.proof).note) if draw.proof else None
    except NotANote:
        note = None
    found, at = [], draw.frame.seed_rule.at
    for key in keys:
        signature = note.verified(key) if note else None
        if signature is None:
            found.append(Disagreement("signatures", f"{key.name} did not sign the checkpoint."))
        elif at is not None and key.kind == Kind.WITNESS and cosigned_at(signature) + AHEAD > at:
            found.append(
                Disagreement(
                    "signatures",
                    f"{key.name} signed less than 10 minutes before the round was told.",
                )
            )
    return found


def _table(draw: "Draw") -> str:
    from evenhand.cli.tables import columns

    names = (("place", "place"), ("position", "position"), ("stratum", "stratum"))
    rows = [
        {**case._asdict(), "weight": f"{float(case.weight):.2f}", "is": _is(draw, case.position)}
        for case in draw.drawn.cases
    ]
    return columns(
        (*names, ("weight", "stands for"), ("is", "what it is")),
        rows,
        right=("place", "position", "weight"),
    )


def _is(draw: "Draw", position: int) -> str:
    return "a record" if draw.frame.commitment(position) else "missing from the log"


def _as_plain(
    draw: "Draw | None", found: list["Disagreement"], unchecked: list[str]
) -> dict[str, Any]:
    """Return what was found, for programs."""
    from evenhand.scrutiny.drawing.document import as_plain

    parts = ("fingerprint", "seed", "cases", "reserves", "order")
    made = as_plain(draw) if draw else dict.fromkeys(parts)
    return {
        "agrees": not found,
        "disagreements": [{"part": one.part, "says": one.says} for one in found],
        "unchecked": unchecked,
        **{part: made[part] for part in parts},
    }
