"""`evenhand verify`: whether every log holds, and continues what was kept outside."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evenhand.cli import data
from evenhand.cli.exits import Exit
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

if TYPE_CHECKING:
    from evenhand.ledger.log.heads import Head
    from evenhand.ledger.log.tables import Log
    from evenhand.ledger.log.verifying import Checked
    from evenhand.ledger.tree.keys import VerifierKey

PLANS, KEPT_STOPS, RELEASES, DRAWS = "plans", "kept stops", "releases", "draws"
ALERTS, RECOMMENDATIONS = "alerts", "recommendations"
"""What is compared with a log is called so among the logs that are checked."""
COMPARED = {
    PLANS: "changes, each compared with the ledger",
    KEPT_STOPS: "records, each compared with the log of stops",
    DRAWS: "steps, each compared with the ledger and worked out again",
    ALERTS: "runs, alerts and steps of reviews, each compared with the ledger",
    RECOMMENDATIONS: (
        "steps of them, of meetings, visits, anchor cases and panels, each compared with the ledger"
    ),
    RELEASES: "figures, patterns, coverages, reports and packs, each compared with the ledger",
}
ANOTHER_VERSION = (
    "This database is of another version of Evenhand: start the site once, then try again."
)
MOST_LISTED = 20  # faults; the first says where to look

Heads = Annotated[
    list[Path] | None,
    typer.Option(
        "--head",
        metavar="FILE",
        help="A checkpoint or an export that you kept. Give it again for another.",
    ),
]
Witnesses = Annotated[
    list[str] | None,
    typer.Option("--witness", metavar="KEY", help="The public key of a witness of the public log."),
]


@talking
def verify(
    talk: Talk, heads: Heads = None, witnesses: Witnesses = None, as_json: AsJson = False
) -> None:
    """Check every entry, tile and signature of every log of this site; change nothing.

    It leaves with status 0 if every log holds and continues what you kept, and with 1, naming the
    first broken entry, if one does not.
    """
    from evenhand.cli.log_source import ready

    ready()
    from evenhand.ledger.log.heads import parse
    from evenhand.ledger.tree.keys import VerifierKey

    kept = [head for file in heads or [] for head in parse(file.read_text(encoding="utf-8"))]
    seen = [VerifierKey.parse(key) for key in witnesses or []]
    refuse_strangers(kept)
    checked = check_all(talk, kept, seen)
    if as_json:
        data.write_json(as_plain(checked))
    tell(talk, checked, as_json=as_json)
    talk.say("Every log holds." if not kept else "Every log holds, and continues what you kept.")


def refuse_strangers(kept: list["Head"]) -> None:
    """Refuse a checkpoint that is of no log of this site."""
    from evenhand.cli.log_source import logs
    from evenhand.ledger.errors import NotAHead

    names = {log.name for log in logs()}
    for head in kept:
        if _log_name(head) not in names:
            raise NotAHead(f"This site has no log “{head.checkpoint.origin}”.")


def check_all(
    talk: Talk, kept: list["Head"], witnesses: list["VerifierKey"] | None = None
) -> list["Checked"]:
    """Check every log of this site, against what was kept too; then what stands beside them."""
    from evenhand.cli.log_source import logs

    checked = [_verify(talk, log, kept, witnesses or []) for log in logs()]
    compared = (
        *(_verify_plans(), _verify_stops(), _verify_releases()),
        *(_verify_draws(), _verify_alerts(), _verify_recommendations()),
    )
    return [*checked, *compared]


def tell(talk: Talk, checked: list["Checked"], *, as_json: bool) -> None:
    """Say where every log stands and what is wrong; leave with status 1 if anything is."""
    if not as_json:
        data.write("\n".join(map(_line, checked)))
    faults = [fault for one in checked for fault in one.faults]
    for fault in faults[:MOST_LISTED]:
        talk.refuse(f"{fault.log}: {fault.says}")
    if len(faults) > MOST_LISTED:
        talk.refuse(f"and {len(faults) - MOST_LISTED} more.")
    if faults:
        raise typer.Exit(Exit.FOUND)


def _log_name(head: "Head") -> str:
    return head.checkpoint.origin.rpartition("/")[2]


def _verify(
    talk: Talk, log: "Log", kept: list["Head"], witnesses: list["VerifierKey"]
) -> "Checked":
    from evenhand.ledger.errors import NoKey
    from evenhand.ledger.log.signing import signing_key
    from evenhand.ledger.log.verifying import verify as check

    key = None
    if log.latest() is not None:
        try:
            key = signing_key(log).verifier
        except NoKey as error:
            talk.warn(f"{log.name} was checked with the keys that it names itself. {error}")
    own = [head for head in kept if _log_name(head) == log.name]
    # Everybody asked for must have signed the public log; who signed another too, is checked there.
    signed = set(log.cosignatures._default_manager.values_list("witness", flat=True))
    asked = [each for each in witnesses if log.name == "ledger" or each.name in signed]
    return check(log, heads=own, key=key, witnesses=asked)


def _verify_plans() -> "Checked":
    """Compare what plans show with what the log says, and look for guards that were taken away."""
    from django.db import DatabaseError

    from evenhand.ledger import kept
    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault
    from evenhand.plan import selectors

    try:
        found = [Fault(PLANS, one.position, one.says) for one in selectors.disagreements()]
        size = selectors.count_said()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    found += [Fault(PLANS, None, f"The database lost its guard {one}.") for one in kept.missing()]
    return Checked(PLANS, size, b"", 0, 0, tuple(found))


def _verify_stops() -> "Checked":
    """Compare the stops that are kept with what the log of stops says of them."""
    from django.db import DatabaseError

    from evenhand.encounters.comparing import count_kept, disagreements
    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault

    try:
        found = [Fault(KEPT_STOPS, one.position, one.says) for one in disagreements()]
        size = count_kept()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    return Checked(KEPT_STOPS, size, b"", 0, 0, tuple(found))


def _verify_releases() -> "Checked":
    """Compare what is published with what the ledger says was released."""
    from django.db import DatabaseError

    from evenhand.encounters import comparing as coverages
    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault
    from evenhand.publications import comparing as releases

    try:
        said = [*releases.disagreements(), *coverages.published()]
        size = releases.count_released() + coverages.count_published()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    found = tuple(Fault(RELEASES, one.position, one.says) for one in said)
    return Checked(RELEASES, size, b"", 0, 0, found)


def _verify_draws() -> "Checked":
    """Compare draws with the ledger, and work out again what follows from frame and seed."""
    from django.db import DatabaseError

    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault
    from evenhand.scrutiny import comparing

    try:
        found = tuple(Fault(DRAWS, one.position, one.says) for one in comparing.disagreements())
        size = comparing.count_steps()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    return Checked(DRAWS, size, b"", 0, 0, found)


def _verify_alerts() -> "Checked":
    """Compare alerts and what was answered with what the ledger says."""
    from django.db import DatabaseError

    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault
    from evenhand.monitoring import comparing

    try:
        found = [Fault(ALERTS, one.position, one.says) for one in comparing.disagreements()]
        size = comparing.count_said()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    return Checked(ALERTS, size, b"", 0, 0, tuple(found))


def _verify_recommendations() -> "Checked":
    """Compare recommendations, meetings and visits with the ledger."""
    from django.db import DatabaseError

    from evenhand.ledger.errors import LogError
    from evenhand.ledger.log.verifying import Checked, Fault
    from evenhand.scrutiny import agreeing

    try:
        found = tuple(
            Fault(RECOMMENDATIONS, one.position, one.says) for one in agreeing.disagreements()
        )
        size = agreeing.count_steps()
    except DatabaseError as error:
        raise LogError(ANOTHER_VERSION) from error
    return Checked(RECOMMENDATIONS, size, b"", 0, 0, found)


def _line(checked: "Checked") -> str:
    import base64

    if checked.log in COMPARED:
        return f"{checked.log}: {checked.size} {COMPARED[checked.log]}"
    root = base64.b64encode(checked.root).decode()
    return (
        f"{checked.log}: {checked.size} entries, {checked.erased} erased, {checked.waiting} "
        f"waiting, root {root or 'unknown'}"
    )


def as_plain(checked: list["Checked"]) -> dict[str, object]:
    """Return what was found, for programs."""
    import base64

    return {
        "holds": not any(one.faults for one in checked),
        "logs": [
            {
                "log": one.log,
                "size": one.size,
                "erased": one.erased,
                "waiting": one.waiting,
                "root": base64.b64encode(one.root).decode() or None,
            }
            for one in checked
        ],
        "faults": [
            {"log": fault.log, "entry": fault.entry, "says": fault.says}
            for one in checked
            for fault in one.faults
        ],
    }
