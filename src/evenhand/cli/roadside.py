"""`evenhand roadside`: keys of forces that record stops; what is due of stops and answers."""

from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.manners import talking
from evenhand.cli.options import AsJson
from evenhand.cli.talk import Talk

group = typer.Typer(help="Keys of forces that record stops, and drivers' answers.")

WhichForce = Annotated[str, typer.Argument(metavar="FORCE", help="The force's id or name.")]
Change = Annotated[
    bool, typer.Option("--change", help="Seal records to a new key from now on; old ones open.")
]


@group.command("keys")
@talking
def keys(talk: Talk, force: WhichForce, change: Change = False, as_json: AsJson = False) -> None:
    """Make the keys that a force needs to record stops, in the folder EVENHAND_KEYS.

    One opens the records of its devices; one makes digests of registrations; others sign slips for
    answers, in this quarter and the next. What is there already stays. Keep a copy of stops/ and
    digests/ where the backups are not: without it, records that wait on devices can never be read.
    """
    from evenhand.config import server

    server.migrate()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from django.utils import timezone

    from evenhand.encounters.answering import issuing, scopes
    from evenhand.encounters.keys import files as key_files
    from evenhand.encounters.keys import keyed, sealing
    from evenhand.forces.services import load

    now = timezone.now()
    (found,) = load([force])
    if keyed.NAME not in key_files.names(keyed.PURPOSE, found.pk):
        key_files.add(keyed.PURPOSE, found.pk, keyed.NAME, Ed25519PrivateKey.generate())
    if change or not key_files.names(sealing.PURPOSE, found.pk):
        sealing.new_key(found.pk, now=now)
        talk.say(f"Records of {found.name} are sealed to a new key from now on.")
    public = sealing.public_key(found.pk, now=now)
    quarter = scopes.quarter_of(now)
    slips = [
        key
        for one in (quarter, scopes.following(quarter))
        for key in issuing.open_quarter(found.pk, quarter=one, now=now)
    ]
    if as_json:
        said = {"seal": {"id": public.id, "jwk": dict(public.jwk)}, "slips": issuing.listed(slips)}
        data.write_json(said)
        return
    data.write(f"seal {public.id}")
    data.write("\n".join(f"slips {key.quarter} {key.scope} {key.pk}" for key in slips))
    talk.say("These are the ids of the public keys; the log names those of slips for everybody.")


@group.command("count")
@talking
def count(talk: Talk, as_json: AsJson = False) -> None:
    """Open the answers that are due, ten at a time, and add them to the counts.

    `evenhand serve` does it each hour. It also makes the slips' keys of the next quarter for forces
    that have keys, and destroys those of a quarter that is over.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.encounters.answering import counting, issuing

    now = timezone.now()
    made, done = issuing.open_next(now=now), counting.count(now=now)
    if as_json:
        data.write_json({"counted": done, "keys": len(made)})
    talk.say(f"{done} answers counted; {len(made)} keys made.")


@group.command("erase")
@talking
def erase(talk: Talk, as_json: AsJson = False) -> None:
    """Erase registrations, exact places and officers of stops whose last day has passed.

    The small area of each place is worked out first, where EVENHAND_AREAS names boundaries. What
    officers wrote in their own words goes after six years. `evenhand serve` does it each hour; here
    it is for cron. The stops stay, and the log holds.
    """
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from evenhand.encounters.services import erasing

    done = erasing.do_due(now=timezone.now())
    erased, located = done.erased, done.located
    if as_json:
        data.write_json(
            {
                "records": erased.versions,
                "sealed": erased.sealed,
                "located": located.found,
                "not_located": located.not_found,
                "words": done.words,
            }
        )
    if located.boundaries:
        talk.say(
            f"{located.found} stops got their small area; {located.not_found} lie in none of the "
            "file, or the phone did not know its place well enough."
        )
    else:
        talk.say("No boundaries are set (EVENHAND_AREAS): no small area was worked out.")
    talk.say(f"Erased from {erased.versions} records; {erased.sealed} sealed records are gone.")
    if done.words:
        talk.say(f"Words of {done.words} stops are gone: six years have passed.")
