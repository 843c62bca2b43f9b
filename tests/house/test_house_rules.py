"""The rules of the house hold, and each would notice if it were broken."""

import pytest

MANIFEST = """\
[project]
classifiers = [
    "Typing :: Typed",
]
dependencies = [
    "numpy>=2",  # arrays of counts
]

[project.optional-dependencies]
web = [
    "evenhand[records]",
    "django>=5.2",   # the service
]
"""


@pytest.fixture
def rules(script):
    return script("house_rules")


@pytest.fixture
def house(tmp_path):
    """A small project that keeps every rule; no git repository, as a downloaded copy is none."""
    (tmp_path / ".gitignore").write_text("# outputs\n.venv/\nbench/out/\n*.sqlite3\n")
    (tmp_path / "pyproject.toml").write_text(MANIFEST)
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("one = 1\n")
    (tmp_path / "frontend").mkdir()
    (tmp_path / "frontend" / "package.json").write_text(
        '{"//": {"sass": "style"}, "devDependencies": {"sass": "1"}}'
    )
    return tmp_path


def test_this_project_keeps_its_own_rules(rules, root):
    assert rules.broken(root) == []


def test_a_project_that_keeps_the_rules_hears_nothing(rules, house):
    assert rules.broken(house) == []


def test_a_thirteenth_entry_at_the_top_is_refused(rules, house):
    (house / "manage.py").write_text("")
    (sentence,) = rules.broken(house)
    assert sentence.startswith("manage.py: may not stand at the top")


def test_what_git_ignores_is_not_judged(rules, house):
    for output in (".venv/lib/long.py", "bench/out/long.py", "site.sqlite3"):
        (house / output).parent.mkdir(parents=True, exist_ok=True)
        (house / output).write_text("\n" * 1000)
    assert rules.broken(house) == []
    (house / "bench" / "long.py").write_text("\n" * 1000)
    assert len(rules.broken(house)) == 1


@pytest.mark.parametrize(("name", "limit"), [("src/long.py", 400), ("src/page.html", 150)])
def test_a_file_may_reach_its_limit_and_not_pass_it(rules, house, name, limit):
    (house / name).write_text("\n" * limit)
    assert rules.broken(house) == []
    (house / name).write_text("\n" * (limit + 1))
    assert rules.broken(house) == [f"{name}: {limit + 1} lines, over {limit}; split it by idea"]


def test_what_django_writes_is_as_long_as_it_is(rules, house):
    (house / "src" / "migrations").mkdir(parents=True)
    (house / "src" / "migrations" / "0001_initial.py").write_text("\n" * 1000)
    assert rules.broken(house) == []


@pytest.mark.parametrize("host", ["pypi.{}", "files.pythonhosted.{}", "deb.debian.{}"])
def test_a_registry_is_named_by_the_lock_alone(rules, house, host):
    line = f'source = "https://{host.format("org")}/simple"\n'
    (house / "uv.lock").write_text(line)
    assert rules.broken(house) == []
    (house / "src" / "a.py").write_text(line)
    (sentence,) = rules.broken(house)
    assert sentence.startswith("src/a.py:1: names a package registry")


@pytest.mark.parametrize("folder", ["home/ada/data", "Users/ada/data", "root/data"])
def test_a_path_of_one_machine_is_refused_and_an_address_is_not(rules, house, folder):
    (house / "src" / "a.py").write_text(f'# see https://example.org/{folder}\nhere = "/{folder}"\n')
    (sentence,) = rules.broken(house)
    assert sentence.startswith("src/a.py:2: a path of one machine")


def test_a_picture_is_not_read_as_text(rules, house):
    (house / "src" / "mark.png").write_bytes(b"\x89PNG\xff\xfe")
    assert rules.broken(house) == []


def test_a_dependency_that_does_not_say_what_it_is_for_is_named(rules, house):
    (house / "pyproject.toml").write_text(MANIFEST.replace("  # arrays of counts", ""))
    assert rules.broken(house) == ["pyproject.toml:6: numpy>=2 does not say what it is for"]


def test_so_is_one_of_the_front_end(rules, house):
    (house / "frontend" / "package.json").write_text('{"devDependencies": {"sass": "1"}}')
    (sentence,) = rules.broken(house)
    assert "sass does not say what it is for" in sentence
