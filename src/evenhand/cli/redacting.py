"""`evenhand plan redact`: unlawful words out of a plan and of the ledger, at once."""

from typing import Annotated

import typer

from evenhand.cli import data
from evenhand.cli.harmless import harmless
from evenhand.cli.manners import talking
from evenhand.cli.options import By
from evenhand.cli.plan import Force, plan_of
from evenhand.cli.talk import Talk

Action = Annotated[str, typer.Argument(metavar="ACTION", help="The action's name in addresses.")]
Chosen = Annotated[
    list[str] | None,
    typer.Option(
        "--words",
        metavar="'NUMBER PART'",
        help="Words to take out, as the list names them, such as '2 words'. Give it again.",
    ),
]
Why = Annotated[
    str, typer.Option("--why", help="Why the law does not allow them: public. Do not repeat them.")
]
Apply = Annotated[bool, typer.Option("--apply", help="Take them out. Without it nothing changes.")]


@talking
def redact(
    talk: Talk,
    *,
    action: Action,
    force: Force,
    by: By = "",
    words: Chosen = None,
    why: Why = "",
    apply: Apply = False,
) -> None:
    """Take words that the law does not allow out of an action's history, and out of the ledger.

    Without --words it lists what can be taken out. With them it shows every place that the same
    text would go from; with --apply it goes, for good. Who, when and why stay, in public.
    """
    plan = plan_of(force)
    from django.utils import timezone

    from evenhand.plan import selectors, services
    from evenhand.plan.redactions import parts, places

    row = selectors.row(plan, action)
    if row is None:
        raise typer.BadParameter(f"The plan has no action “{action}”.")
    changes = selectors.changes_of(row)
    every = {(one.number, part): text for one in changes for part, text in parts(one).items()}
    if not words:
        listed = (f"{number} {part}: {text}" for (number, part), text in every.items())
        data.write(harmless("\n".join(listed)))
        talk.say("Nothing was changed. Name what goes with --words.")
        return
    chosen = [_place(one) for one in words]
    if unknown := [one for one in chosen if one not in every]:
        number, part = unknown[0]
        raise typer.BadParameter(f"There is no “{number} {part}” in this action.")
    if apply:
        if not by.strip():
            raise typer.BadParameter("Say as which role: --by. It is public.")
        services.redact(
            action=row,
            expected=changes[-1].number,
            chosen=chosen,
            reason=why,
            by=by,
            organisation=plan.organisation,
            now=timezone.now(),
        )
        talk.say("The words are gone, here and in the public ledger. What was done is public.")
        talk.say("Backups and static copies made before still hold them: make new copies.")
        return
    gone = places(changes, chosen)
    data.write(harmless("\n".join(f"{n} {part}: {every[n, part]}" for n, part in gone)))
    talk.say("Nothing was changed. Run it again with --apply, --by and --why to take these out.")


def _place(said: str) -> tuple[int, str]:
    number, _, part = said.partition(" ")
    if not number.isdecimal() or not part:
        raise typer.BadParameter(f"“{said}” is no change and part, such as '2 words'.")
    return int(number), part
