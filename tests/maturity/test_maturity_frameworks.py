"""Frameworks are read from files that people reviewed; whatever else is sent is refused."""

import json
from typing import Any

import pytest
from made_maturity import BEGUN, FORCE, begun

from evenhand.ledger.models import Entry
from evenhand.ledger.versions import LONGEST_FILE
from evenhand.maturity import models, selectors, services
from evenhand.maturity.errors import AlreadyThere, InvalidFramework, NotAllowed, UnknownReference
from evenhand.maturity.frameworks import FrameworkFile, example, parse


def small(**other: Any) -> dict[str, Any]:
    """The smallest framework there can be."""
    level = {"words": "What it means here.", "shown_by": [{"words": "What shows it here."}]}
    standard = {"key": "one", "name": "One", "words": "What is asked.", "levels": [level, level]}
    outcome = {"key": "all", "name": "All", "words": "What comes true.", "standards": [standard]}
    return {
        **{"name": "small", "version": 1, "title": "A small framework", "example": False},
        **{"about": "For a test alone.", "levels": ["Low", "High"], "outcomes": [outcome]},
        **other,
    }


def read(content: dict[str, Any]) -> FrameworkFile:
    return parse(json.dumps(content), name="small.yaml")  # every JSON text is YAML


def standard(content: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = content["outcomes"][0]["standards"][0]
    return found


def test_the_example_says_that_it_is_one_and_is_nobodys_text() -> None:
    found = example()

    assert found.example is True
    assert "No police body has adopted it." in found.about
    assert [len(one.standards) for one in found.outcomes] == [3, 3, 3, 3]
    assert len(found.levels) == 4


def test_every_measure_of_the_example_is_one_of_ours() -> None:
    from evenhand.measures.library import measures

    named = {
        shown.measure
        for asked in example().standards
        for level in asked.levels
        for shown in level.shown_by
    } - {""}
    assert named
    assert named <= set(measures())


def test_a_framework_comes_back_from_the_database_as_its_file_had_it(
    basis: models.Basis, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        found = selectors.content(basis.framework)

    assert found == example()
    assert found.digest == basis.framework.digest == example().digest


def change(key: str, value: Any) -> Any:
    def changed() -> dict[str, Any]:
        content = small()
        standard(content)[key] = value
        return content

    return changed


LEVELS = standard(small())["levels"]
WRONG = {
    "a word we do not know": lambda: small(colour="red"),
    "no levels": lambda: small(levels=[]),
    "one level": lambda: small(levels=["Only"]),
    "ten levels": lambda: small(levels=[f"L{n}" for n in range(10)]),
    "a level of no name": lambda: small(levels=["Low", " "]),
    "two levels of one name": lambda: small(levels=["Low", "Low"]),
    "no outcomes": lambda: small(outcomes=[]),
    "a name with a slash": lambda: small(name="../etc"),
    "version nothing": lambda: small(version=0),
    "a version that no column holds": lambda: small(version=10**9),
    "half a version": lambda: small(version=1.5),
    "a title of a page": lambda: small(title="x" * 201),
    "a key with a capital": change("key", "One"),
    "a standard of no words": change("words", ""),
    "too few levels described": change("levels", LEVELS[:1]),
    "too many levels described": change("levels", [*LEVELS, LEVELS[0]]),
    "a level that nothing shows": change("levels", [LEVELS[0], {**LEVELS[1], "shown_by": []}]),
    "a letter nobody sees": change("words", "What is asked.\u202e or not"),
    "a sign of another kind": change(
        "levels", [LEVELS[0], {**LEVELS[1], "shown_by": [{"picture": "x"}]}]
    ),
    "a standard twice": lambda: small(
        outcomes=[{**small()["outcomes"][0], "standards": [standard(small())] * 2}]
    ),
    "an outcome twice": lambda: small(
        outcomes=[
            small()["outcomes"][0],
            {**small()["outcomes"][0], "standards": [{**standard(small()), "key": "two"}]},
        ]
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_a_file_that_does_not_meet_the_schema_is_refused_by_its_name(wrong: Any) -> None:
    with pytest.raises(InvalidFramework, match=r"small\.yaml cannot be used: [0-9]+ validation"):
        read(wrong())


HOSTILE = {
    "not YAML": ("{", "expected"),
    "nothing": ("", "1 validation error"),
    "a list": ("- 1", "1 validation error"),
    "a program": ("!!python/object/apply:os.system ['true']", "could not determine a constructor"),
    "an object": ("name: !!python/name:os.system", "could not determine a constructor"),
    "a file of another kind": ("\x00\x01\x02", "special characters are not allowed"),
    "nested without end": ("[" * 20_000, "nested too deeply"),
    "more than anybody reads": (f"about: {'x' * LONGEST_FILE}", "more than 1,000,000 characters"),
    "a thing said twice": (json.dumps(small())[:-1] + ', "name": "other"}', "stand twice"),
    "a line that becomes millions": ("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "references"),
}


@pytest.mark.parametrize(("text", "why"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(text: str, why: str) -> None:
    with pytest.raises(InvalidFramework, match=r"The framework in bad\.yaml") as refused:
        parse(text, name="bad.yaml")
    assert why in str(refused.value)


def test_the_smallest_framework_is_taken() -> None:
    assert read(small()).levels == ["Low", "High"]


def test_the_digest_is_of_what_is_said_and_not_of_how_it_is_laid_out() -> None:
    content = small()
    turned = dict(reversed(content.items()))

    assert read(content).digest == read(turned).digest
    assert read(content).digest != read(small(title="A small framework.")).digest


def test_loading_the_same_again_changes_nothing(basis: models.Basis) -> None:
    before = (models.Level.objects.count(), Entry.objects.count())

    again = services.load_framework(example(), **FORCE, now=BEGUN)
    assert again == basis.framework
    assert (models.Level.objects.count(), Entry.objects.count()) == before


def test_another_content_under_the_same_version_is_refused(basis: models.Basis) -> None:
    other = example().model_copy(update={"title": "Something else altogether"})

    with pytest.raises(AlreadyThere, match="Give yours the next number"):
        services.load_framework(other, **FORCE, now=BEGUN)
    services.load_framework(other.model_copy(update={"version": 2}), **FORCE, now=BEGUN)
    assert models.MaturityFramework.objects.count() == 2


def test_a_measure_that_there_is_not_is_refused(db: None) -> None:
    content = small()
    standard(content)["levels"][0]["shown_by"][0]["measure"] = "luck"

    with pytest.raises(UnknownReference, match="There is no measure “luck”"):
        services.load_framework(read(content), **FORCE, now=BEGUN)
    assert not models.MaturityFramework.objects.exists()


def test_another_framework_takes_the_place_of_one_for_a_public_reason(basis: models.Basis) -> None:
    other = services.load_framework(read(small()), **FORCE, now=BEGUN)
    given = {"force_id": "demoshire", "framework": other, **FORCE, "now": BEGUN}

    with pytest.raises(NotAllowed, match="Say why the framework changes"):
        services.take_up(**given, expected=1)
    with pytest.raises(NotAllowed, match="Somebody else took up a framework meanwhile"):
        services.take_up(**given, expected=0, reason="The real one.")
    services.take_up(**given, expected=1, reason="The real one.")
    with pytest.raises(NotAllowed, match="assessed by this framework already"):
        services.take_up(**{**given, "framework": basis.framework}, expected=2, reason="Back.")
    latest = selectors.basis("demoshire")
    assert latest is not None
    assert (latest.number, latest.framework) == (2, other)
    assert selectors.basis("demoshire", framework=("example", 1)) == basis
    kinds = list(Entry.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds.count("maturity-framework-taken-up") == 2


def test_each_force_has_its_own_basis(basis: models.Basis) -> None:
    theirs = begun("fablesea", organisation="Fablesea Police")

    assert selectors.bases() == [basis, theirs]
    assert selectors.basis("mockdale") is None
