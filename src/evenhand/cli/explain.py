"""What went wrong, as a sentence that says what to do, and the exit status that goes with it."""

import errno
import os
import traceback

import typer

from evenhand.cli.exits import Exit
from evenhand.cli.talk import Talk

_USAGE: type[Exception] = typer.BadParameter.__mro__[2]  # what Typer raises for wrong options

# Known by name, so that nothing is imported only to ask whether it was raised.
_SENTENCES = {
    "evenhand.stats.errors.StatsError": Exit.BAD_INPUT,
    "evenhand.records.errors.RecordsError": Exit.BAD_INPUT,
    "evenhand.records.codes.errors.UnknownForce": Exit.BAD_INPUT,
    "evenhand.records.codes.errors.NoPopulation": Exit.BAD_INPUT,
    "evenhand.records.fetch.failures.NetworkFailure": Exit.NETWORK,
    "evenhand.measures.errors.MeasureError": Exit.BAD_INPUT,
    "evenhand.backups.errors.BackupError": Exit.BAD_INPUT,
    "evenhand.accounts.errors.AccountsError": Exit.BAD_INPUT,
    "evenhand.encounters.keys.files.NoSuchKey": Exit.BAD_INPUT,
    "evenhand.following.errors.FollowingError": Exit.BAD_INPUT,
    "evenhand.forces.errors.ForcesError": Exit.BAD_INPUT,
    "evenhand.plan.errors.PlanError": Exit.BAD_INPUT,
    "evenhand.maturity.errors.MaturityError": Exit.BAD_INPUT,
    "evenhand.publications.errors.PublicationError": Exit.BAD_INPUT,
    "evenhand.ledger.errors.LogError": Exit.BAD_INPUT,
    "evenhand.ledger.tree.keys.NotAKey": Exit.BAD_INPUT,
    "evenhand.ledger.tree.witness.Refused": Exit.BAD_INPUT,
    "evenhand.scrutiny.drawing.errors.DrawError": Exit.BAD_INPUT,
    "evenhand.scrutiny.recommending.errors.RecommendationError": Exit.BAD_INPUT,
    "evenhand.sheets.errors.CannotRead": Exit.BAD_INPUT,
    "evenhand.public.static_site.errors.CannotExport": Exit.BAD_INPUT,
    "django.core.exceptions.ImproperlyConfigured": Exit.BAD_INPUT,
}
# The modules that each optional part brings, by the names they are imported by.
EXTRAS = {
    "records": {"duckdb", "ephem", "filelock", "ibis", "pyarrow", "pydantic", "urllib3", "yaml"},
    "web": {
        *("allauth", "brotli", "cryptography", "csp", "django", "govuk_frontend_jinja", "gptables"),
        *("granian", "jinja2", "ninja", "psycopg", "python_calamine", "vl_convert", "whitenoise"),
        *("PIL", "jwt", "pypdfium2", "weasyprint", "xlsxwriter"),
        *("presidio_analyzer", "regex", "tldextract"),
    },
    "bayes": {"jax", "numpyro"},
    "beacon": {"py_arkworks_bls12381"},
    "spark": {"pyspark"},
}
_SYSTEM = {
    errno.ENOSPC: "The disk is full: {file} could not be written. Make room and run this again.",
    errno.EDQUOT: "Your disk quota is used up: {file} could not be written.",
    errno.EACCES: "You have no permission for {file}. Ask its owner, or choose another place.",
    errno.EPERM: "You have no permission for {file}. Ask its owner, or choose another place.",
    errno.EROFS: "{file} is on a disk that cannot be written to. Choose another place.",
    errno.ENOENT: "There is no {file}. Check the path.",
    errno.EISDIR: "{file} is a folder, not a file.",
    errno.ENOTDIR: "A part of the path {file} is a file, not a folder.",
    errno.EEXIST: "{file} is already there and is not a folder.",
}


def explain(error: Exception, talk: Talk) -> Exit:
    """Say on stderr what went wrong and return the exit status for it."""
    if isinstance(error, _USAGE):
        talk.refuse(_usage(error))
        return Exit.BAD_INPUT
    if isinstance(error, typer.Abort):
        return Exit.INTERRUPTED
    known = [status for name, status in _SENTENCES.items() if name in _kinds(error)]
    if known:
        talk.refuse(str(error))
        return known[0]
    sentence = _outside(error)
    if sentence:
        talk.refuse(sentence)
        return Exit.BAD_INPUT
    return _fault(error, talk)


def _kinds(error: Exception) -> set[str]:
    return {f"{kind.__module__}.{kind.__qualname__}" for kind in type(error).__mro__}


def _usage(error: Exception) -> str:
    """Typer's sentence, the choices where a command is missing, and where to read on."""
    sentence = str(getattr(error, "format_message", lambda: error)())
    sentence = sentence.replace("Value error, ", "")
    context = getattr(error, "ctx", None)
    if context is None:
        return sentence
    if sentence == "Missing command.":
        sentence = f"Say which: {' or '.join(context.command.commands)}."
    return f"{sentence}\nTry: {context.command_path} --help"


def _outside(error: Exception) -> str:
    """Return a sentence for what the machine lacks, or nothing where it is not that."""
    if isinstance(error, ModuleNotFoundError):
        missing = (error.name or "").partition(".")[0]
        extra = next((name for name, parts in EXTRAS.items() if missing in parts), None)
        if extra is None:
            return ""
        return (
            f"This command needs a part that is not installed ({missing}). "
            f"Install it with: pip install 'evenhand[{extra}]'"
        )
    if isinstance(error, MemoryError):
        return "There is not enough memory. Import fewer files at a time."
    if isinstance(error, OSError) and error.errno is not None:
        named = error.filename2 or error.filename
        file = (
            f"“{os.fsdecode(named)}”" if isinstance(named, str | bytes | os.PathLike) else "a file"
        )
        return _SYSTEM.get(error.errno, f"{{file}}: {error.strerror}.").format(file=file)
    return ""


def _fault(error: Exception, talk: Talk) -> Exit:
    if os.environ.get("EVENHAND_TRACEBACK"):
        talk.refuse("".join(traceback.format_exception(error)).rstrip())
    else:
        said = next(iter(str(error).splitlines()), "")
        talk.refuse(
            f"This is a fault in evenhand, not in what you gave it ({type(error).__name__}: "
            f"{said}). Set EVENHAND_TRACEBACK=1 to see where, and please report it."
        )
    return Exit.FAULT
