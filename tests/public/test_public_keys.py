"""The key of a picture has the marks that the picture has, and no others."""

from typing import Any

import pytest
from django.test import Client

from evenhand.measures.words import messages
from evenhand.public.presenters import keys
from evenhand.public.views.keeping import kept
from evenhand.publications import selectors
from evenhand.publications.models import Figure


def point(status: str, rate: float | None = 1.0) -> dict[str, Any]:
    return {"status": status, "groups": {} if status == "missing" else {"Black": {"rate": rate}}}


def marks(found: keys.Keys) -> list[str]:
    return [one.mark for one in found]


def test_a_whole_series_needs_no_word_on_gaps() -> None:
    series = {"points": [point("whole"), point("whole")], "smallest_change": None}

    assert marks(keys.over_time(series)) == ["series"]


@pytest.mark.parametrize(
    ("more", "mark"),
    [
        ({"points": [point("partial")]}, "partly"),
        ({"points": [point("some")]}, "partly"),
        ({"points": [point("missing")]}, "gap"),
        ({"points": [point("whole", None)]}, "cross"),
        ({"points": [point("whole")], "smallest_change": 1.4}, "smallest"),
        ({"points": [point("whole")], "recording_changes": [{"month": "2025-01"}]}, "break"),
    ],
)
def test_each_mark_over_time_is_explained_where_it_is(more: dict[str, Any], mark: str) -> None:
    assert marks(keys.over_time(more)) == ["series", mark]


def test_each_kind_of_month_is_explained_where_it_is() -> None:
    assert marks(keys.months(["whole", "whole"])) == ["bar"]
    assert marks(keys.months(["whole", "hidden", "missing", "partial"])) == [
        *("bar", "bar-partly", "bar-missing", "bar-hidden")
    ]


def test_a_crossed_gap_is_explained_where_a_force_has_one() -> None:
    assert marks(keys.small_over_time(["whole", "missing"])) == ["series", "level", "crossed"]
    assert marks(keys.small_over_time(["whole"])) == ["series", "level"]


@pytest.mark.django_db
def test_a_force_s_page_explains_every_mark_of_its_pictures(
    client: Client, demo_site: list[Figure]
) -> None:
    figure = selectors.latest("demoshire", "search-rate")
    assert figure is not None
    page = client.get("/forces/demoshire/").content.decode()

    for name, found in keys.keys(figure).items():
        for one in found:
            assert (one.words in page) == (name in figure.charts), one.words
    assert "Missing, and not zero" in page
    assert "Smallest change we could see" in page


def test_what_was_laid_out_is_kept_for_its_own_language_alone() -> None:
    asked: list[str] = []

    @kept(8)
    def lay_out(measure: str) -> str:
        asked.append(measure)
        return messages.say("Searches of {measure}", measure=measure)

    try:
        assert [lay_out("a"), lay_out("a")] == ["Searches of a"] * 2
        messages.use(lambda message: f"[{message}]")
        assert lay_out("a") == "[Searches of a]"
    finally:
        messages.use(None)
    assert lay_out("a") == "Searches of a"
    assert asked == ["a", "a"]
