"""A chart is one image with one sentence to who hears it, and fits where it stands."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

IMAGES = {"image", "img", "graphics-document", "graphics-symbol", "figure-image"}
DRAWN = "svg[role=img]"


@pytest.fixture(params=[360, 1280])
def viewer(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A reader with a phone, and one at a desk."""
    context = browser.new_context(viewport={"width": request.param, "height": 800})
    yield context.new_page()
    context.close()


def heard(page: Page) -> list[dict[str, Any]]:
    """What a screen reader is given, in order, without what it is told to leave out."""
    session = page.context.new_cdp_session(page)
    session.send("Accessibility.enable")
    nodes = session.send("Accessibility.getFullAXTree")["nodes"]
    known = {node["nodeId"]: node for node in nodes}
    session.detach()

    def below(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
        children = [known[one] for one in node.get("childIds", []) if one in known]
        inside = [found for child in children for found in below(child)]
        if node.get("ignored"):
            yield from inside
            return
        yield {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "inside": inside,
        }
        yield from inside

    return list(below(nodes[0]))


def shown(page: Page) -> int:
    """How many charts are on the screen."""
    return sum(one.is_visible() for one in page.locator(DRAWN).all())


def test_each_chart_is_one_image_with_one_name_and_no_marks(
    viewer: Page, site: str, two_forces: str, kinds: dict[str, str], force: str
) -> None:
    addresses = [site + address for address in (force, kinds["all forces"], kinds["over time"])]
    addresses += [two_forces + kinds[name] for name in ("across", "analyst", "over time")]
    wrong = [f"{address}: {one}" for address in addresses for one in _strays(viewer, address)]
    assert not wrong, "\n".join(wrong)


def test_the_pictures_of_a_figure_are_sentences_and_its_table_is_beside_them(
    viewer: Page, site: str, force: str
) -> None:
    viewer.goto(site + force)
    told = heard(viewer)
    pictures = [index for index, one in enumerate(told) if one["role"] == "image"]
    tables = [index for index, one in enumerate(told) if one["role"] == "table"]

    for index in pictures:
        name = told[index]["name"]
        assert name.rstrip().endswith("."), name
        assert sum(character.isdigit() for character in name) > 0, name
    assert pictures[0] < tables[0]
    between = [one["name"] for one in told[pictures[0] : tables[0]] if one["role"] == "heading"]
    assert between == ["The figures"]


def test_one_picture_of_each_kind_is_shown_and_fits(viewer: Page, site: str, force: str) -> None:
    viewer.goto(site + force)
    width = viewer.evaluate("document.documentElement.clientWidth")
    pictures = viewer.locator(".eh-picture").all()

    assert pictures
    for picture in pictures:
        boxes = [one.bounding_box() for one in picture.locator("svg").all() if one.is_visible()]
        assert len(boxes) == 1
        assert boxes[0] is not None
        assert 0 <= boxes[0]["x"] < boxes[0]["x"] + boxes[0]["width"] <= width


def test_words_in_pictures_stay_inside_them(viewer: Page, site: str, force: str) -> None:
    viewer.goto(site + force)
    beyond = viewer.evaluate(
        """() => [...document.querySelectorAll("svg[role=img]")]
            .filter(svg => svg.getBoundingClientRect().width > 0)
            .flatMap(svg => [...svg.querySelectorAll("text")].filter(text => {
                const inside = svg.getBoundingClientRect(), word = text.getBoundingClientRect();
                return word.right > inside.right + 0.5 || word.left < inside.left - 4.5;
            }).map(text => text.textContent))"""
    )

    assert beyond == []


def _strays(viewer: Page, address: str) -> Iterator[str]:
    viewer.goto(address)
    told = heard(viewer)
    images = [one for one in told if one["role"].lower() in IMAGES]
    if not len(images) == shown(viewer) > 0:
        yield f"{len(images)} images are heard and {shown(viewer)} are seen"
    for image in images:
        if image["inside"]:
            yield f"{len(image['inside'])} marks are heard inside “{image['name'][:60]}”"
        if not any(letter.isalpha() for letter in image["name"]):
            yield "an image has no name"
    yield from (f"{one['role']} is heard" for one in told if "svg" in one["role"].lower())
