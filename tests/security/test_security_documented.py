"""The page on security says what the program does: each number, key, connection and table."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.conf import settings

from evenhand.accounts.roles import May
from evenhand.audit.models import Act
from evenhand.cleaning.kinds import MEDIA_TYPES
from evenhand.config import environment
from evenhand.config.logs import LOGGING
from evenhand.plan.exporters import FORMATS
from security.source import PACKAGE, ROOT, calls, covering, libraries, modules
from security.tables import PAGE, code, rows

SAID = PAGE.read_text(encoding="utf-8")
NETWORK = {"urllib3", "requests", "socket", "smtplib", "httpx", "http.client", "ftplib", "asyncio"}
MAIL = {"django.core.mail"}


def at(path: str) -> Any:
    """What stands at a path below `evenhand`."""
    if path.startswith("config.settings."):
        found: Any = settings
        parts = path.split(".")[2:]
    else:
        parts = path.split(".")
        found = None
        for length in range(len(parts), 0, -1):
            name = ".".join(("evenhand", *parts[:length]))
            try:
                found, parts = import_module(name), parts[length:]
                break
            except ModuleNotFoundError:
                continue
    for part in parts:
        found = found[part] if isinstance(found, dict) else getattr(found, part)
    return found


def written(value: Any) -> str:
    """A value as the page writes it."""
    if isinstance(value, timedelta) and not value.seconds:
        return f"{value.days} days"
    return str(value)


LIMITS = [*rows("Limits"), *rows("Work that takes long"), *rows("Files that are taken")]


@pytest.mark.parametrize("row", LIMITS, ids=lambda row: code(row["where"])[0])
def test_each_limit_on_the_page_is_the_one_that_holds(row: dict[str, str]) -> None:
    [where] = code(row["where"])

    assert row["limit"] == written(at(where))


def test_every_rate_limit_is_on_the_page() -> None:
    said = {code(row["where"])[0] for row in LIMITS}
    ours = {f"config.settings.ACCOUNT_RATE_LIMITS.{name}" for name in settings.ACCOUNT_RATE_LIMITS}

    assert ours <= said


def test_every_kind_of_file_that_is_taken_is_on_the_page() -> None:
    said = " ".join(row["file"] for row in rows("Files that are taken"))
    evidence = next(row["file"] for row in rows("Files that are taken") if ".pdf" in row["file"])

    assert set(re.findall(r"\.(\w+)", evidence)) == set(MEDIA_TYPES)
    assert set(re.findall(r"\.(\w+)", said.partition("evidence")[0])) == set(FORMATS)


def our_forms() -> list[type[forms.Form]]:
    """Every form of ours."""
    for module in modules():
        if "forms" in module.split("."):
            import_module(f"evenhand.{module.removesuffix('.__init__')}")
    found, waiting = set(), [forms.Form]
    while waiting:
        for one in waiting.pop().__subclasses__():
            waiting.append(one)
            if one.__module__.startswith("evenhand."):
                found.add(one)
    return sorted(found, key=lambda one: (one.__module__, one.__name__))


def of_libraries(form: type[forms.Form]) -> set[str]:
    """The fields that a form has from a library."""
    bases = [one for one in form.__mro__ if not one.__module__.startswith(("evenhand.", "tests"))]
    return {name for one in bases for name in getattr(one, "base_fields", ())}


def test_every_field_of_every_form_has_the_rule_of_its_kind() -> None:
    """Text has a longest length and all else a type that refuses what does not fit it."""
    rules = {row["kind of value"]: row["rule"] for row in rows("How input is checked")}
    longest = int(re.search(r"at most (\d+)", rules["text in a form"])[1])
    email = int(re.search(r"at most (\d+)", rules["e-mail address"])[1])
    known = (forms.ChoiceField, forms.DateField, forms.IntegerField, forms.BooleanField)
    known += (forms.FileField, forms.UUIDField, forms.DecimalField, forms.MultiValueField)

    assert len(our_forms()) >= 6
    for form in our_forms():
        for name, field in form.base_fields.items():
            where = f"{form.__module__}.{form.__name__}.{name}"
            if name in of_libraries(form):  # allauth's: no longer than the whole form may be
                continue
            if isinstance(field, forms.EmailField):
                assert (field.max_length or 10**6) <= email, where
            elif isinstance(field, forms.CharField):
                # What is typed into the trap for machines is refused, whatever its length.
                held = field.max_length or (0 if name == "website" else 10**6)
                assert held <= longest, f"{where}: no longest length"
            else:
                assert isinstance(field, known), f"{where}: a kind that the page does not have"


def test_every_field_that_somebody_may_set_is_on_the_page_with_who() -> None:
    said = {code(row["form"])[0]: row for row in rows("Who may set which field")}
    known = {one.__name__: one for one in our_forms()}

    for module in ("accounts.forms", "accounts.signing_in.forms", "voices.forms", "public.forms"):
        own = [one for one in known.values() if one.__module__ == f"evenhand.{module}"]
        public = [one for one in own if not one.__name__.startswith("_") and not of_libraries(one)]
        assert public and {one.__name__ for one in public} <= set(said), module
    for name, row in said.items():
        assert set(code(row["fields"])) == set(known[name].base_fields), name
        assert row["only while"]
        assert set(code(row["who may send it"])) <= set(May.__members__), name


def test_rules_of_what_must_fit_together_are_the_databases_own() -> None:
    held = {rule.name for model in apps.get_models() for rule in model._meta.constraints}
    said = {code(row["name in the database"])[0] for row in rows("What must fit together")}

    assert len(said) >= 10
    assert said <= held


SECRETS = re.compile(r"SECRET|KEY|DATABASE_URL|MAIL_URL|DIRECTORIES")


def test_every_setting_that_holds_a_secret_has_its_life_written_down() -> None:
    source = (PACKAGE / "config" / "environment.py").read_text(encoding="utf-8")
    settings_there = set(re.findall(r"EVENHAND_[A-Z_]+[A-Z]", source))
    said = {name for row in rows("A key's life") for cell in row.values() for name in code(cell)}

    assert {name for name in settings_there if SECRETS.search(name)} <= said
    assert all(all(row.values()) for row in rows("A key's life")), "nothing left open"


def test_no_secret_lies_in_the_source(tmp_path: Any) -> None:
    """Only what a local site has, which is refused in service, and what the demonstration shows."""
    private = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY|PRIVATE\+KEY\+\S+\+[0-9a-f]{8}\+\S{40}")
    keys = re.compile(r"(?i)(secret|token|password|api_?key)\w* *[:=] *[\"'][^\"'\s{}]{16,}[\"']")
    allowed = {environment.LOCAL_SECRET, "DEMOSHIREDEMOSHIREDEMOSHIREDEMOS"}
    found = []
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".yaml", ".html", ".js", ".toml", ".json"} and path.is_file():
            text = path.read_text(encoding="utf-8")
            found += [f"{path.name}: a private key"] * len(private.findall(text))
            hits = [hit[0] for hit in keys.finditer(text)]
            found += [
                f"{path.name}: {hit}" for hit in hits if not any(one in hit for one in allowed)
            ]

    assert not found


def test_every_module_that_speaks_to_another_machine_is_on_the_page() -> None:
    speaks = {
        module.removesuffix(".__init__")
        for module, tree in modules().items()
        if {one.partition(".")[0] for one in libraries(tree)} & NETWORK
        or libraries(tree) & (NETWORK | MAIL)
        or "urllib.request" in libraries(tree)
    }
    said = {one for row in rows("What is said to whom") for one in code(row["module"])}

    silent = {module for module in speaks if not said & set(covering(module))}
    assert not silent, "add the module, whom it asks, when and how"
    assert said <= {one for module in speaks for one in covering(module)}


def test_every_table_of_the_database_has_its_level() -> None:
    levels = {row["level"] for row in rows("How personal data are kept")}
    listed = {
        code(row["app or table"])[0]: row["level"] for row in rows("How personal data are kept", 1)
    }
    found = {model._meta.app_label: model._meta.label_lower for model in apps.get_models()}

    assert set(listed.values()) <= levels
    assert set(found) <= set(listed), "say how personal the tables of the app are"
    assert {one for one in listed if "." not in one} - {"following", "maturity"} <= set(found)


def test_personal_tables_are_those_that_hold_people() -> None:
    """A column that names a person, an address or words of theirs makes a table personal."""
    listed = {
        code(row["app or table"])[0]: row["level"] for row in rows("How personal data are kept", 1)
    }
    personal = ("email", "user_agent", "ip", "password")
    for model in apps.get_models():
        names = {field.name for field in model._meta.get_fields() if hasattr(field, "column")}
        label = model._meta.app_label
        level = listed.get(model._meta.label_lower, listed.get(label))
        if names & set(personal):
            assert level in {"personal", "secret"}, model._meta.label_lower


def test_every_level_is_held_by_tests_that_exist() -> None:
    for row in rows("How personal data are kept"):
        assert all(row.values())
        for named in code(row["held by"]):
            path, _, function = named.partition("::")
            assert f"def {function}(" in (ROOT / path).read_text(encoding="utf-8")


def test_every_log_and_every_event_is_in_the_inventory() -> None:
    assert {act.value for act in Act} <= set(code(SAID))
    asked = [
        (module, call.args[0])
        for module, name, call in calls()
        if name in {"logging.getLogger", ".getLogger"} and call.args
    ]
    loggers = {
        f"evenhand.{module}" if getattr(what, "id", "") == "__name__" else what.value
        for module, what in asked
    }
    assert loggers | set(LOGGING["loggers"]) <= set(code(SAID)), "name the logger on the page"


def test_logs_go_to_standard_error_and_nowhere_else() -> None:
    handlers = LOGGING["handlers"]

    assert [one["class"] for one in handlers.values()] == ["logging.StreamHandler"]
    assert settings.LOGGING == LOGGING
    kinds = {"FileHandler", "SysLogHandler", "SMTPHandler", "HTTPHandler", "SocketHandler"}
    for module, tree in modules().items():
        assert not {one.rpartition(".")[2] for one in libraries(tree)} & kinds, module
