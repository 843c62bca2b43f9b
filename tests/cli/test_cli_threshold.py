"""`evenhand threshold`: counts are read whole, and models stand side by side."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from evenhand.cli.exits import Exit
from evenhand.stats.outcomes import threshold as module

Evenhand = Callable[..., Any]
PLACES = ("North", "South", "East", "West", "Centre")
GROUPS = ("White", "Black", "Asian")
HEAD = "location,group,stops,searches,found"
ROWS = [f"{place},{group},900,30,9" for place in PLACES for group in GROUPS]


@pytest.fixture
def counts(tmp_path: Path) -> Callable[..., Path]:
    def written(*rows: str, head: str = HEAD) -> Path:
        path = tmp_path / "counts.csv"
        path.write_text("\n".join([head, *(rows or ROWS)]), encoding="utf-8-sig")
        return path

    return written


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let models answer without drawing: with R-hats in the order they are asked."""

    def give(*r_hats: float) -> None:
        left: Iterator[float] = iter(r_hats)
        three = [[0.3, 0.2, 0.3], [0.25, 0.15, 0.25], [0.35, 0.25, 0.35]]
        said = {"threshold": three, "cell": three, "difference": three}

        def told(*_: object) -> dict[str, Any]:
            arrived = {"effective": 900.0, "worst": "spread[0]", "divergences": 0}
            arrived |= {"r_hat": next(left), "draws": 2000, "seconds": 1.0}
            least = {"lower": [0.0, 0.99, 0.5], "reproduced": [0.97, 0.94], "reference": 0}
            return {**said, **least, "diagnostics": arrived}

        monkeypatch.setattr(module, "draw", lambda *_: None)
        monkeypatch.setattr(module, "_told", told)

    return give


def test_all_models_stand_side_by_side_with_what_must_be_said(
    evenhand: Evenhand, counts: Callable[..., Path], answers: Callable[..., None]
) -> None:
    answers(*[1.0] * 6)
    ran = evenhand("threshold", counts(), "--reference", "White")
    status, out, err = ran.status, ran.out, ran.err
    assert (status, "Drawing: minutes" in err) == (Exit.FINE, True)
    assert out.count("discriminant, scale 1.5") == 3
    assert "0.200 (0.150 to 0.250)" in out
    assert "Black: searched on less than White under 6 of 6 models that can be used." in out
    assert "never one row's level alone" in " ".join(out.split())


def test_a_model_that_did_not_arrive_gives_its_reason_and_no_number(
    evenhand: Evenhand, counts: Callable[..., Path], answers: Callable[..., None]
) -> None:
    answers(1.2, 1.0)
    asked = ("threshold", counts(), "--reference", "White", "--family", "beta")
    ran = evenhand(*asked, "--scale", "0.5", "--scale", "1", "--json")
    status, out = ran.status, ran.out
    bad, good = json.loads(out)["fits"]
    assert status == Exit.FINE
    assert (bad["usable"], bad["groups"], "R-hat 1.2" in bad["why_not"]) == (False, [], True)
    assert [one["group"] for one in good["groups"]] == list(GROUPS)
    assert good["groups"][0]["lower_than_reference"] is None
    assert json.loads(out)["searched_on_less"]["Black"] == {"under": 1, "of": 1}


def test_where_no_model_arrived_we_cannot_tell(
    evenhand: Evenhand, counts: Callable[..., Path], answers: Callable[..., None]
) -> None:
    answers(1.2)
    asked = ("threshold", counts(), "--reference", "White", "--family", "beta", "--scale", "1")
    ran = evenhand(*asked)
    status, out = ran.status, ran.out
    assert (status, out.startswith("We cannot tell.")) == (Exit.FOUND, True)
    assert "0.200" not in out


@pytest.mark.parametrize(
    ("rows", "head", "words"),
    [
        (ROWS, "location,group,stops,searches", "has no column found"),
        ([*ROWS, ROWS[0]], HEAD, "line 17: White in North stands there twice"),
        (ROWS[1:], HEAD, "no row for White in North"),
        ([*ROWS[1:], "North,White,many,30,9"], HEAD, "line 16: stops, searches and found must be"),
        ([*ROWS[1:], "North,White,900,30"], HEAD, "line 16: stops, searches and found must be"),
        ([*ROWS[1:], ",White,900,30,9"], HEAD, "line 16: a location or a group is empty"),
        ([*ROWS[1:], "North,White,900,30,31"], HEAD, "found"),
        (ROWS[:12], HEAD, "fewer than 5"),
    ],
)
def test_counts_that_are_not_whole_are_refused_in_a_sentence(
    evenhand: Evenhand, counts: Callable[..., Path], rows: list[str], head: str, words: str
) -> None:
    ran = evenhand("threshold", counts(*rows, head=head), "--reference", "White")
    status, out, err = ran.status, ran.out, ran.err
    assert (status, out) == (Exit.BAD_INPUT, "")
    assert words in err
    assert "fault in evenhand" not in err


def test_a_file_that_is_not_there_and_a_group_that_nobody_knows(
    evenhand: Evenhand, counts: Callable[..., Path], tmp_path: Path
) -> None:
    ran = evenhand("threshold", tmp_path / "none.csv", "--reference", "White")
    status, err = ran.status, ran.err
    assert (status, "There is no" in err) == (Exit.BAD_INPUT, True)
    ran = evenhand("threshold", counts(), "--reference", "Green")
    status, err = ran.status, ran.err
    assert (status, "must be a group with searches" in err) == (Exit.BAD_INPUT, True)
