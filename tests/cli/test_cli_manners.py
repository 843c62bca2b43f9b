"""How the command behaves whatever it is asked: quick, plain, and clear about what went wrong."""

import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import packages_distributions, requires
from pathlib import Path
from typing import Any

import pytest
import typer
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from evenhand.cli.app import app
from evenhand.cli.data import write_csv, write_json
from evenhand.cli.exits import Exit
from evenhand.cli.explain import EXTRAS, explain
from evenhand.cli.options import force_names, measure_names
from evenhand.cli.tables import columns
from evenhand.cli.talk import Talk
from evenhand.records.errors import BadInput
from evenhand.records.fetch import NetworkFailure

Evenhand = Callable[..., Any]
HEAVY = {"numpy", "scipy", "ibis", "duckdb", "pyarrow", "pandas", "django", "yaml", "narwhals"}


def every_command(command: Any, *words: str) -> Iterator[list[str]]:
    """The words of each command that there is, those of groups too."""
    if not hasattr(command, "commands"):
        yield list(words)
        return
    for name, each in command.commands.items():
        yield from every_command(each, *words, name)


COMMANDS = list(every_command(typer.main.get_command(app)))


def process(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "evenhand.cli", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **environment},
        timeout=60,
        check=False,
    )


def free_port() -> int:
    """Return a port where nobody answers at the moment."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def test_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; from evenhand.cli import run; run(['--help']);"
        "sys.stderr.write(' '.join(sorted({name.partition('.')[0] for name in sys.modules})))"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "search" not in ran.stderr  # the modules, not an error
    assert not (HEAVY | {"pydantic", "rich", "urllib3"}) & set(ran.stderr.split())
    assert "measure" in ran.stdout


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("evenhand chec", ["check"]),
        ("evenhand import ", ["police-uk", "extract"]),
        ("evenhand measure suspicionless", ["suspicionless-search-rate"]),
        ("evenhand check --force bedf", ["bedfordshire"]),
        ("evenhand measure x --group-by nine", ["nineteen-groups"]),
    ],
)
def test_the_shell_completes_commands_measures_and_forces(words: str, offered: list[str]) -> None:
    ran = process(
        _EVENHAND_COMPLETE="complete_bash",
        COMP_WORDS=words,
        COMP_CWORD=str(len(words.split(" ")) - 1),
    )
    assert ran.stdout.split() == offered


def test_what_completion_offers_is_what_there_is() -> None:
    from evenhand.measures.library import POWERS, measures
    from evenhand.records.codes import forces

    assert measure_names() == sorted(name for power in POWERS for name in measures(power))
    assert sorted(force_names()) == sorted(force.force for force in forces())


def test_nothing_asked_shows_three_examples_and_what_to_do_next(evenhand: Evenhand) -> None:
    ran = evenhand()
    assert ran.status == Exit.FINE
    assert ran.out.count("\n  evenhand ") == 3
    assert "evenhand demo" in ran.out
    assert "evenhand --help" in ran.out


def test_the_version_is_said(evenhand: Evenhand) -> None:
    assert evenhand("--version").out.startswith("evenhand 0.")


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_explains_itself(evenhand: Evenhand, command: list[str]) -> None:
    ran = evenhand(*command, "--help")
    assert ran.status == Exit.FINE
    assert "--quiet" in ran.out
    assert "--no-color" in ran.out


@pytest.mark.parametrize("group", [[], ["import"], ["fetch"]], ids=" ".join)
def test_no_command_is_listed_with_half_a_sentence(evenhand: Evenhand, group: list[str]) -> None:
    listed = evenhand(*group, "--help").out.partition("Commands:\n")[2].splitlines()
    assert listed
    assert all(line.endswith(".") and not line.endswith("...") for line in listed)


def test_import_says_that_it_takes_several_paths(evenhand: Evenhand) -> None:
    assert "PATH..." in evenhand("import", "police-uk", "--help").out.splitlines()[0]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["chekc"], "Did you mean 'check'"),
        (["import"], "Say which: police-uk or extract"),
        (["import", "police-kk", "x"], "Did you mean 'police-uk'"),
        (["import", "police-uk"], "Missing argument 'PATH...'"),
        (["import", "police-uk", "x"], "Missing option '--lake'"),
        (["check", "--lake", "x", "--jsn"], "--json"),
        (["check"], "Missing option '--lake'"),
        (["measure"], "Missing argument 'MEASURE'"),
        (["serve", "--port", "http"], "--port"),
        (["serve", "--port", "99999"], "--port"),
        (["check", "--lake", "x", "--fail-on", "trifle"], "'note', 'warning', 'error', 'never'"),
    ],
)
def test_wrong_arguments_are_explained_and_give_2(
    evenhand: Evenhand, arguments: list[str], words: str
) -> None:
    ran = evenhand(*arguments)
    assert ran.status == Exit.BAD_INPUT
    assert words in ran.err
    assert "--help" in ran.err
    assert not ran.out
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("error", "status", "words"),
    [
        (BadInput("x.csv, row 3: no date."), 2, "x.csv, row 3: no date."),
        (NetworkFailure("No answer."), 3, "No answer."),
        (OSError(errno.ENOSPC, "No space", "lake/x"), 2, "The disk is full: “lake/x”"),
        (
            PermissionError(errno.EACCES, "Denied", "secret.csv"),
            2,
            "no permission for “secret.csv”",
        ),
        (FileNotFoundError(errno.ENOENT, "None", "x.csv"), 2, "There is no “x.csv”"),
        (OSError(errno.EIO, "Input/output error", "x.csv"), 2, "“x.csv”: Input/output error."),
        (ModuleNotFoundError("no", name="duckdb"), 2, "pip install 'evenhand[records]'"),
        (ModuleNotFoundError("no", name="django.db"), 2, "pip install 'evenhand[web]'"),
        (MemoryError(), 2, "not enough memory"),
        (typer.BadParameter("That is no month."), 2, "That is no month."),
        (ZeroDivisionError("division by zero"), 70, "a fault in evenhand"),
        (ModuleNotFoundError("no", name="evenhand.nowhere"), 70, "a fault in evenhand"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else str(value)[:20],
)
def test_every_kind_of_trouble_is_a_sentence_and_a_status(
    capsys: pytest.CaptureFixture[str], error: Exception, status: int, words: str
) -> None:
    assert explain(error, Talk()) == status
    said = capsys.readouterr()
    assert words in said.err
    assert not said.out
    assert "Traceback" not in said.err


def test_a_fault_shows_where_when_asked(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENHAND_TRACEBACK", "1")
    explain(ZeroDivisionError("division by zero"), Talk())
    assert "ZeroDivisionError" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("missing", "command", "extra"),
    [
        ("yaml", ["measures"], "records"),
        ("urllib3", ["fetch", "police-uk", "--force", "x"], "records"),
        ("pyarrow", ["import", "police-uk", "x.csv", "--lake", "x"], "records"),
        ("granian", ["serve", "--port", str(free_port())], "web"),
    ],
)
def test_a_part_that_is_not_installed_is_named(
    missing: str, command: list[str], extra: str, tmp_path: Path
) -> None:
    more = ["--from", "2024-01", "--to", "2024-01", "--into", "x"] if command[0] == "fetch" else []
    script = (
        f"import sys; sys.modules[{missing!r}] = None;"
        f"from evenhand.cli import run; sys.exit(run({[*command, *more]!r}))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        check=False,
    )
    assert ran.returncode == Exit.BAD_INPUT
    assert f"pip install 'evenhand[{extra}]'" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_every_optional_part_is_known_by_what_it_brings() -> None:
    """A module that is missing is then said to be missing, and not to be a fault of ours."""
    named = set().union(*EXTRAS.values())
    brings: dict[str, set[str]] = {}
    for module, distributions in packages_distributions().items():
        for each in distributions:
            brings.setdefault(canonicalize_name(each), set()).add(module)
    for text in requires("evenhand") or []:
        wanted = Requirement(text)
        extra = str(wanted.marker).partition("extra == ")[2].strip('"')
        if extra in EXTRAS and wanted.name not in {"evenhand", "setuptools"}:
            assert brings[canonicalize_name(wanted.name)] & named, wanted.name


@pytest.mark.parametrize(
    "environment", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=["piped", "NO_COLOR", "dumb"]
)
def test_no_colour_codes_reach_a_file(environment: dict[str, str]) -> None:
    ran = process("chekc", **environment)
    assert "\x1b" not in ran.stdout + ran.stderr


def test_quiet_says_only_what_went_wrong(capsys: pytest.CaptureFixture[str]) -> None:
    talk = Talk(quiet=True)
    talk.say("Working on it.")
    talk.refuse("It cannot be read.")
    with talk.progress("Importing") as progress:
        assert progress is None
    assert capsys.readouterr().err == "evenhand: It cannot be read.\n"


def test_no_bar_is_drawn_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    with Talk().progress("Importing") as progress:
        assert progress is None
    assert capsys.readouterr().err == ""


@pytest.mark.skipif(os.name != "posix", reason="a terminal is made as on POSIX")
@pytest.mark.parametrize(
    ("environment", "moves"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False)],
    ids=["xterm", "dumb"],
)
def test_a_bar_moves_on_a_terminal_that_can(environment: dict[str, str], moves: bool) -> None:
    script = (
        "from evenhand.cli.talk import Talk\n"
        "with Talk().progress('Importing') as progress:\n"
        "    progress and progress(1, 2, 'x.csv')\n"
    )
    ours, theirs = os.openpty()
    subprocess.run(
        [sys.executable, "-c", script], stderr=theirs, env=os.environ | environment, check=True
    )
    os.write(theirs, b"end")
    said = b""
    while not said.endswith(b"end"):  # a terminal hands it over in pieces
        said += os.read(ours, 10_000)
    os.close(ours)
    os.close(theirs)
    assert (b"Importing" in said) is moves


def test_ctrl_c_gives_130_and_no_traceback(
    evenhand: Evenhand, monkeypatch: pytest.MonkeyPatch
) -> None:
    from evenhand.measures import library

    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(library, "measures", stopped)
    monkeypatch.setattr("evenhand.measures.measures", stopped, raising=False)
    ran = evenhand("measures")
    assert ran.status == Exit.INTERRUPTED
    assert "Traceback" not in ran.err


def test_a_reader_that_goes_away_is_no_error() -> None:
    first, second = os.pipe()
    os.close(first)
    with os.fdopen(second, "w") as nobody:
        ran = subprocess.run(
            [sys.executable, "-m", "evenhand.cli", "--help"],
            stdout=nobody,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ran.returncode == Exit.FINE
    assert ran.stderr == ""


def test_words_that_the_terminal_cannot_show_do_not_stop_it() -> None:
    ran = process("measures", PYTHONIOENCODING="ascii")
    assert ran.returncode == Exit.FINE


def test_text_in_csv_cannot_become_a_formula(capsys: pytest.CaptureFixture[str]) -> None:
    write_csv(["a", "b", "c", "d"], [{"a": "=HYPERLINK()", "b": -1.5, "c": None, "d": True}])
    assert capsys.readouterr().out == "a,b,c,d\n'=HYPERLINK(),-1.5,,true\n"


def test_a_number_that_is_none_never_becomes_nan_in_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        write_json({"rate": float("nan")})


def test_json_keeps_the_letters_of_every_language(capsys: pytest.CaptureFixture[str]) -> None:
    write_json({"town": "Dŵr"})
    assert json.loads(capsys.readouterr().out) == {"town": "Dŵr"}


def test_columns_stand_under_their_headings() -> None:
    text = columns(
        [("group", "Group"), ("n", "Number")],
        [{"group": "Asian", "n": "7"}, {"group": "Any", "n": "1,000,000"}],
        right=["n"],
    )
    assert text == "Group     Number\nAsian          7\nAny    1,000,000"


def test_the_documents_name_every_command() -> None:
    docs = Path(__file__).parents[2] / "docs"
    page = (docs / "reference" / "command-line.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"evenhand {' '.join(command)}" in page
