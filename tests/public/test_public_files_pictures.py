"""A figure's picture on its own: nothing lost that it is about, nothing in it that could run."""

import re
import struct
from xml.etree import ElementTree

import pytest
from django.test import Client
from figure_files import HOST, address, latest

from evenhand.public.files import pictures
from evenhand.public.files.dataset import of_figure
from evenhand.public.files.formats import build_figure
from evenhand.publications.models import Figure

pytestmark = pytest.mark.django_db

SVG = "{http://www.w3.org/2000/svg}"


def svg(figure: Figure) -> str:
    return build_figure(figure, ".svg", HOST).decode()


def words(figure: Figure) -> str:
    root = ElementTree.fromstring(svg(figure))  # noqa: S314 (our own file)
    return " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))


@pytest.mark.parametrize("measure", ["search-rate", "find-rate", "ethnicity-agreement"])
def test_a_picture_says_its_sentence_place_months_unit_range_and_where_it_stays(
    demo_site: list[Figure], measure: str
) -> None:
    figure = latest(measure)
    said = words(figure)

    for part in (
        figure.result["sentence"],
        "Demoshire Police",
        "October 2025 to September 2026, 11 of 12 months observed",
        "starts at zero",
        "Likely range",
        "Published 12 November 2026.",
        f"{HOST}/figures/{figure.reference}/",
    ):
        assert part in said, part


def test_every_group_of_the_table_is_named_in_the_picture(demo_site: list[Figure]) -> None:
    for row in latest().result["rows"]:
        assert row["group"] in words(latest())


def test_a_picture_stands_alone_without_style_script_or_anything_from_elsewhere(
    demo_site: list[Figure],
) -> None:
    for figure in demo_site:
        drawn = svg(figure)
        assert not re.search(r"<(style|script|image|foreignObject|use)\b|style=|on\w+=", drawn)
        assert "var(" not in drawn
        assert not re.search(r'(href|src)="', drawn)


def test_a_screen_reader_meets_one_picture_with_a_title_and_a_sentence(
    demo_site: list[Figure],
) -> None:
    root = ElementTree.fromstring(svg(latest()))  # noqa: S314 (our own file)
    names = root.attrib["aria-labelledby"].split()

    assert root.attrib["role"] == "img"
    assert [root.find(f"*[@id='{name}']").text for name in names] == [
        "Searches for every 1,000 residents: Demoshire Police, October 2025 to September 2026",
        latest().result["sentence"],
    ]
    assert len(list(root.iter(f"{SVG}title"))) == len(list(root.iter(f"{SVG}desc"))) == 1


def test_words_in_a_picture_are_broken_and_never_cut(demo_site: list[Figure]) -> None:
    for figure in demo_site:
        root = ElementTree.fromstring(svg(figure))  # noqa: S314 (our own file)
        lines = [text for text in root.findall(f"{SVG}text") if text.text]
        assert all(len(line.text) <= 92 or "://" in line.text for line in lines)


def test_the_picture_of_rates_leads_where_there_is_one(demo_site: list[Figure]) -> None:
    figure = latest()

    assert pictures.leading(figure) == "rates"
    figure.charts = {name: figure.charts[name] for name in ("months", "unknown")}
    assert pictures.leading(figure) == "unknown"
    assert "Times the rate of White people" in words(figure)
    assert "It is not a likely range." in words(figure)
    figure.charts = {"months": figure.charts["months"]}
    assert "Searches of people recorded each month" in words(figure)
    assert "is a month that is missing. It is not zero." in words(figure)


def test_where_nothing_could_be_drawn_the_picture_says_so(demo_site: list[Figure]) -> None:
    figure = latest()
    figure.charts = {}

    assert "There is no rate to draw." in words(figure)
    assert build_figure(figure, ".png", HOST).startswith(b"\x89PNG")


def test_a_picture_of_a_corrected_figure_says_so(corrected: tuple[Figure, Figure]) -> None:
    old, new = corrected

    assert "This figure was corrected." in words(old)
    assert "This figure was corrected." not in words(new)


def test_words_with_signs_of_markup_stay_words(demo_site: list[Figure]) -> None:
    figure = latest()
    figure.result = {**figure.result, "sentence": "<script>1 & 2</script>"}

    assert "<script>1 & 2</script>" in words(figure)
    assert "<script" not in svg(figure)


def test_the_dots_are_the_same_picture_twice_as_sharp(
    client: Client, demo_site: list[Figure]
) -> None:
    png = client.get(address(latest(), ".png")).content
    width, height = struct.unpack(">II", png[16:24])
    root = ElementTree.fromstring(svg(latest()))  # noqa: S314 (our own file)

    assert (width, height) == (2 * int(root.attrib["width"]), 2 * int(root.attrib["height"]))


def test_a_picture_may_be_put_into_any_page(client: Client, demo_site: list[Figure]) -> None:
    for ending in (".svg", ".png"):
        response = client.get(address(latest(), ending))
        assert response["Content-Disposition"].startswith("inline")
        assert "default-src 'none'" in response["Content-Security-Policy"]


def test_a_drawing_of_a_form_that_is_not_known_is_left_out_and_its_words_stay(
    demo_site: list[Figure],
) -> None:
    figure = latest()
    figure.charts = {"rates": {"620": "<svg>no height</svg>"}}
    drawn = pictures.as_svg(figure, of_figure(figure, HOST)).decode()

    assert "no height" not in drawn
    assert figure.result["sentence"][:40] in drawn
