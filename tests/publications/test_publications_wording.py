"""The page's own sentences, word for word."""

from datetime import UTC, datetime

import pytest

from demo.demonstration import frozen
from evenhand.publications.making import wording
from evenhand.publications.models import Figure


def latest(measure: str) -> Figure:
    return next(one for one in frozen() if (one.measure, one.first_month) == (measure, "2025-10"))


@pytest.mark.parametrize(
    ("whole", "partly", "said"),
    [
        (12, 0, "October 2025 to September 2026, all 12 months observed."),
        (11, 0, "October 2025 to September 2026, 11 of 12 months observed."),
        (11, 1, "October 2025 to September 2026, 11 of 12 months observed, one of them in part."),
        (11, 2, "October 2025 to September 2026, 11 of 12 months observed, 2 of them in part."),
        (12, 1, "October 2025 to September 2026, 12 of 12 months observed, one of them in part."),
    ],
)
def test_the_months_observed_are_said(whole: int, partly: int, said: str) -> None:
    assert wording.observed("2025-10", "2026-09", whole=whole, months=12, partly=partly) == said


def test_every_rate_says_its_months_power_transport_police_population_and_reference() -> None:
    assert latest("search-rate").wording["context"] == [
        "October 2025 to September 2026, 11 of 12 months observed, one of them in part.",
        "A month loaded in part counts as a whole one, so rates for residents are a little too "
        "low; comparisons between groups hold if what is missing is like the rest.",
        "Searches of people; searches of vehicles alone are left out.",
        "Searches by the British Transport Police are not included.",
        "Set against residents of the area at the 2021 Census.",
        "Other groups are compared with White people.",
        "Published 12 November 2026.",
    ]


def test_a_share_is_not_set_against_residents() -> None:
    context = latest("find-rate").wording["context"]

    assert "Set against searches of the same group, not against residents." in context
    assert not any("Census" in sentence for sentence in context)


def test_a_force_that_nobody_lives_in_has_no_census_year() -> None:
    said = wording.compared_with({"against": "population"}, census=None)

    assert said == "Hardly anybody lives in this force's area, so there are counts and no rates."


def test_a_difference_asks_for_an_explanation_and_is_not_called_proof() -> None:
    assert latest("search-rate").wording["explanation"] == (
        "A difference like this asks for an explanation. It is not by itself proof of "
        "discrimination."
    )


def test_where_we_cannot_tell_there_is_no_difference_to_explain() -> None:
    arrest = latest("arrest-rate")

    assert arrest.wording["lead"].startswith("We cannot tell whether")
    assert arrest.wording["explanation"] is None


@pytest.mark.parametrize(
    ("direction", "said"),
    [
        ("higher", "A higher number is worse."),
        ("lower", "A lower number is worse."),
        ("neither", "Neither a higher nor a lower number is worse in itself."),
    ],
)
def test_which_direction_is_worse_is_said(direction: str, said: str) -> None:
    assert wording.worse({"worse": direction}) == said


def test_groups_that_officers_saw_are_called_so() -> None:
    about = {"reference": "White", "group_by": "officer-defined"}

    assert wording.reference(about) == (
        "Other groups are compared with people whom officers saw as White."
    )


def test_a_date_is_written_in_full() -> None:
    assert wording.published(datetime(2025, 10, 9, tzinfo=UTC)) == "Published 9 October 2025."


def test_the_months_are_described_for_someone_who_does_not_see_them() -> None:
    rows = [
        {"month": "2025-10", "count": 600, "status": "whole"},
        {"month": "2025-11", "count": 212, "status": "partial"},
        {"month": "2026-03", "count": None, "status": "missing"},
    ]

    assert wording.months_seen(rows, 600) == (
        "Missing, and not counted as zero: March 2026. "
        "November 2025 partly loaded: 212 searches, where about 600 are usual. "
        "Every other month was supplied."
    )
    assert wording.months_seen(rows[:1], 600) == "Every month was supplied."


def test_vehicle_searches_are_mentioned_where_they_are_counted() -> None:
    about = {"person_searches_only": False, "power": "stop-and-search"}
    assert wording.what_is_counted(about) == "All searches."
    of_stops = wording.what_is_counted({**about, "power": "vehicle-stop"})
    assert of_stops == "All recorded vehicle stops, each once, by its driver."


@pytest.mark.parametrize(
    ("suppressed", "said"),
    [(True, ("Not shown", "to protect people")), (False, ("No rate", "see the table"))],
)
def test_no_rate_and_not_shown_never_look_alike(suppressed: bool, said: tuple[str, str]) -> None:
    row = {"rate": None, "suppressed": suppressed}

    assert wording.rate_with_range(row, share=False) == said


BANNED = ("significant", "confidence interval", "p-value", "statistically", "disproportion")


def test_no_figure_speaks_in_technical_terms_or_hedges() -> None:
    for figure in frozen():
        said = [value for value in figure.wording.values() if isinstance(value, str)]
        said += [row["sentence"] for row in figure.result["rows"]]
        text = " ".join(said).lower()
        assert not [word for word in (*BANNED, "more likely to be") if word in text]


def test_several_forces_say_which_months_not_all_of_them_supplied() -> None:
    rows = [{"month": "2024-03", "status": "some"}, {"month": "2024-04", "status": "whole"}]

    assert wording.months_together(rows).startswith("Not every force supplied March 2024.")
    assert wording.months_together(rows[1:]) == "Every force supplied every month."


def test_the_picture_over_time_says_how_many_points_are_missing() -> None:
    black = {"Black": {"rate": 3.25}}
    points = [
        {"from": "2024-01", "to": "2024-03", "status": "whole", "groups": black},
        {"from": "2024-04", "to": "2024-06", "status": "missing", "groups": {}},
    ]

    assert wording.over_time_seen({"points": points}, "Black", share=False) == (
        "January 2024 to June 2024, Black people: 3.2 at first, 3.2 at last. Points drawn: 1. "
        "Missing, and not zero: 1."
    )
    assert "No number for Black people can be shown" in (
        wording.over_time_seen({"points": points[1:]}, "Black", share=False)
    )
