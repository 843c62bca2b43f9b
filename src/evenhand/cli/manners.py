"""What every command takes and answers alike: --quiet, --no-color, and what goes wrong."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any

import typer

from evenhand.cli.talk import Talk

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Say only what went wrong.")]
NoColor = Annotated[bool, typer.Option("--no-color", help="No colours and no moving bars.")]


def talking(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options --quiet and --no-color, and hand it the `Talk` they make.

    The command takes ``talk`` as its first parameter; the options may stand before or after the
    command's name.
    """

    def wrapper(ctx: typer.Context, quiet: bool, no_color: bool, **given: Any) -> None:
        said_before: Talk = ctx.obj or Talk()
        talk = Talk(said_before.quiet or quiet, said_before.plain or no_color)
        command(talk, **given)

    own = list(inspect.signature(command).parameters.values())[1:]
    kind = inspect.Parameter.KEYWORD_ONLY
    shared = [
        inspect.Parameter("quiet", kind, default=False, annotation=Quiet),
        inspect.Parameter("no_color", kind, default=False, annotation=NoColor),
    ]
    context = inspect.Parameter(
        "ctx", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context
    )
    parameters = [context, *(each.replace(kind=kind) for each in own), *shared]
    # Typer asks a function for its signature here; a plain function type does not list it.
    wrapper.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    wrapper.__annotations__ = {each.name: each.annotation for each in parameters}
    wrapper.__name__ = command.__name__
    wrapper.__doc__ = command.__doc__
    return wrapper
