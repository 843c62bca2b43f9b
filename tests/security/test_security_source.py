"""What no module of the program does, whatever comes in (ASVS V1, V3, V11, V12, V15)."""

import ast
import re
from pathlib import Path

import pytest

from security.source import PACKAGE, ROOT, calls, dotted, imported, is_ours, libraries, modules

RUNS_TEXT = {"eval", "exec", "compile", "__import__", "importlib.import_module", ".from_string"}
TEMPLATES = {"jinja2.Template", "django.template.Template"}
SHELLS = ("os.system", "os.popen", "os.exec", "os.spawn", "pty.", "subprocess.getoutput")
STARTS_A_PROGRAM = {
    "cleaning.process",  # a file is read in a process that can be spared
    "publications.charts.converting",  # pictures of figures
    "publications.reporting.printing",  # a report as PDF
    "records.crew",  # counting on several cores
    "records.worker",
}
WRITES_SQL = {"backups", "ledger"}
"""Packages with statements of their own: copies of whole tables, and triggers that guard logs."""
PATTERNS = {f"re.{name}" for name in ("compile", "match", "search", "sub", "fullmatch", "findall")}
FROM_US = {
    # Patterns made of what stands in the program's own data.
    "records.readers.columns": "names of forces, each escaped",
    "publications.attacking.told_taken": "a reference that we gave a figure",
    "publications.attacking.told_words": "names of months",
    "encounters.rules.clauses": "a pattern of a rule, which stands in the program",
    "encounters.rules.kinds": "a pattern of a kind of field, which stands beside it",
    "encounters.rules.page": "marks of a page of ours, each escaped",
    "maturity.terms": "one of the patterns that stand two lines above",
    "monitoring.terms": "the pattern of evidence of a kind, which stands above it",
}
FILLED = {
    # Messages whose text is passed on as an argument, always from the program.
    "records.messages": "the message that was asked for by its own text",
    "records.fetch.failures": "a table of sentences above it",
    "cli.explain": "a table of sentences above it",
    "cleaning.documents.word_writing": "signs of lists that stand two lines above",
}
NAMES_ONLY = {"workspace.views.investigating"}
"""A name for something in a person's own session, which guards nothing."""
OBJECTS = {"pickle", "marshal", "shelve", "dill", "joblib", "jsonpickle"}
CHECKS_NOTHING = {
    "CERT_NONE",
    "CERT_OPTIONAL",
    "_create_unverified_context",
    "disable_warnings",
    "check_hostname",
    "assert_hostname",
}
SCRIPTS = sorted((ROOT / "frontend" / "src").glob("*.js"))


def called(*names: str) -> set[tuple[str, str]]:
    """Where any of these is called."""
    return {(module, name) for module, name, _ in calls() if name in names}


def written(module: str, node: ast.expr) -> ast.expr:
    """What stands under a name, where the module gives it once."""
    if not isinstance(node, ast.Name):
        return node
    given = [
        one.value
        for one in ast.walk(modules()[module])
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == node.id
    ]
    assert len(given) == 1, f"{module} gives {node.id} more than once"
    return given[0]


def stands_in(module: str, node: ast.expr) -> bool:
    """Whether a text stands in the module, also as markup or under a name."""
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Markup":
        return all(map(is_ours, node.args))
    if not isinstance(node, ast.Name) or is_ours(node):
        return is_ours(node)
    given = [
        one.value
        for one in ast.walk(modules()[module])
        if isinstance(one, ast.Assign) and ast.unparse(one.targets[0]) == node.id
    ]
    return bool(given) and all(stands_in(module, one) for one in given)


def test_the_scan_sees_what_it_looks_for() -> None:
    """A rule about source holds only as long as its eye does."""
    planted = ast.parse(
        "import re\nfrom os import system as run\nfrom yaml import load\n"
        "run('x')\nload(x)\nre.compile(typed)\nre.compile(f'{re.escape(typed)}$')\neval(x)\n"
        "things.filter(a=1).raw(sql)"
    )
    names = imported(planted)
    found = [node for node in ast.walk(planted) if isinstance(node, ast.Call)]
    seen = {dotted(node.func, names): node for node in found}

    assert {"os.system", "yaml.load", "re.compile", "eval", ".raw"} <= set(seen)
    ours = {ast.unparse(node): is_ours(node.args[0]) for node in found if node.args}
    assert (ours["re.compile(typed)"], ours["re.compile(f'{re.escape(typed)}$')"]) == (False, True)
    assert len(modules()) > 300


def test_no_text_is_run_as_a_program_or_a_template() -> None:
    assert not called(*RUNS_TEXT, *TEMPLATES)


def test_programs_are_started_by_few_modules_without_a_shell() -> None:
    for module, name, call in calls():
        assert not name.startswith(SHELLS), f"{module} calls {name}"
        if not name.startswith("subprocess."):
            continue
        assert module in STARTS_A_PROGRAM, f"{module} starts a program"
        assert "shell" not in {one.arg for one in call.keywords}
        first = written(module, call.args[0])
        assert isinstance(first, ast.List), f"{module}: the program and its arguments, one by one"
        assert ast.unparse(first.elts[0]) == "sys.executable", f"{module}: our own interpreter"


def test_no_sql_is_written_where_requests_are_answered() -> None:
    """Selectors and services ask through Django's models, which bind every value."""
    assert not called(".raw", ".extra")
    assert not [module for module, tree in modules().items() if "RawSQL" in ast.unparse(tree)]
    writes = {module for module, _ in called(".execute", ".executemany", ".executescript")}
    assert {module.partition(".")[0] for module in writes} <= WRITES_SQL


def test_patterns_are_written_out_or_made_of_escaped_text() -> None:
    open_ended = {
        module for module, name, call in calls() if name in PATTERNS and not is_ours(call.args[0])
    }

    assert open_ended <= set(FROM_US)


def test_no_text_from_outside_is_a_format() -> None:
    """Only sentences of the program are filled in: what fills them is never itself looked into."""
    filled = {
        module
        for module, _, call in calls()
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"format", "format_map"}
        and not stands_in(module, call.func.value)
    }

    assert filled <= set(FILLED)


def test_nothing_from_outside_becomes_an_object_by_itself() -> None:
    holders = {module for module, tree in modules().items() if libraries(tree) & OBJECTS}
    assert holders == {"records.worker"}, "only between our own processes, through a pipe"
    for module, name, call in calls():
        if name.startswith("yaml.") and "load" in name and name != "yaml.safe_load":
            text = ast.unparse(modules()[module])
            loader = next(one.value for one in call.keywords if one.arg == "Loader")
            assert f"class {ast.unparse(loader)}(yaml.SafeLoader)" in text, module


def test_chance_that_guards_something_is_the_systems_own() -> None:
    asked = {module for module, tree in modules().items() if "random" in libraries(tree)}

    assert asked <= {"records.fetch.web"}, "there it only spreads the tries of many machines"
    # Every secret of ours has 128 bits or more; what the number says is bytes.
    for module, name, call in calls():
        if name.startswith("secrets.token_") and call.args and module not in NAMES_ONLY:
            said = call.args[0]
            assert not isinstance(said, ast.Constant) or int(str(said.value)) >= 16


def test_no_certificate_goes_unchecked() -> None:
    for module, tree in modules().items():
        named = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        named |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        assert not named & CHECKS_NOTHING, module
    for module, _, call in calls():
        off = {one.arg for one in call.keywords if ast.unparse(one.value) in {"False", "None"}}
        assert not off & {"verify", "cert_reqs", "check_hostname", "verify_signature"}, module


def test_no_form_takes_whatever_a_model_has() -> None:
    """No form is made from a model, so a field that is added to one is in no form."""
    for module, tree in modules().items():
        names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        names |= {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert not names & {"ModelForm", "modelform_factory", "ModelSchema"}, module


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_write_no_markup_run_no_text_and_listen_to_nobody(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    for markup in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "DOMParser"):
        assert markup not in text
    for runs in ("eval(", "new Function", 'setTimeout("', "import("):
        assert runs not in text
    assert "postMessage" not in text
    assert '"message"' not in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_keep_nothing_in_the_browser(script: Path) -> None:
    text = script.read_text(encoding="utf-8")

    for store in ("localStorage", "sessionStorage", "indexedDB", "document.cookie", "caches."):
        assert store not in text


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_set_no_property_by_a_name_from_outside(script: Path) -> None:
    """Prototype pollution needs an object that is written to under a name that somebody chose."""
    text = script.read_text(encoding="utf-8")

    assert not re.search(r"\]\s*=(?![=>])", text), "an assignment to a computed name"
    for merge in ("__proto__", "Object.assign", "defineProperty", "setPrototypeOf"):
        assert merge not in text


def test_the_browser_is_asked_for_nothing_that_is_dead() -> None:
    """No plug-in, no applet, no frame: plain HTML, CSS and two modules of script."""
    templates = sorted(PACKAGE.rglob("*.html"))
    dead = re.compile(
        r"<(object|embed|applet|frame|frameset|iframe|param|marquee)\b", re.IGNORECASE
    )

    assert len(templates) > 50
    assert not [path.name for path in templates if dead.search(path.read_text(encoding="utf-8"))]
