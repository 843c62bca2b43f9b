"""A reader with only a keyboard: the way out first, then everything, and always seen."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

pytestmark = pytest.mark.browser

WALKED = ("home", "all forces", "across", "files of a force", "feedback about a page", "found")
SCHEMES: tuple[dict[str, Any], ...] = ({}, {"color_scheme": "dark"}, {"forced_colors": "active"})
MANY = 400  # more stops than any page has
# How something looks: itself, what is drawn before it, and the same of its label.
LOOKS = """const looks = (one) => [one, ...(one.labels || [])].flatMap((part) =>
  [null, "::before"].map((drawn) => {
    const style = getComputedStyle(part, drawn);
    return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow,
            style.backgroundColor, style.borderTopWidth, style.borderTopColor].join(" ");
  })).join("; ");"""
STOPS = "a[href], button, input, select, textarea, summary, [tabindex]"
REMEMBER = f"""() => {{ {LOOKS}
  const how = {{visibilityProperty: true, contentVisibilityAuto: true}};
  const stops = [...document.querySelectorAll("{STOPS}")]
      .filter((one) => one.tabIndex >= 0 && one.type !== "hidden" && one.checkVisibility(how));
  window.stops = new Map(stops.map((one, index) => [one, {{index, looks: looks(one)}}]));
  return stops.length;
}}"""
STOP = f"""() => {{ {LOOKS}
  const here = document.activeElement, known = window.stops.get(here);
  if (!known) return null;
  const box = (here.labels?.[0] || here).getBoundingClientRect();
  const top = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
  const covered = top && !here.contains(top) && !top.contains(here)
      && ![...(here.labels || [])].some((label) => label.contains(top));
  return {{
    index: known.index, words: (here.textContent.trim() || here.name || here.id).slice(0, 40),
    changed: known.looks !== looks(here), covered,
    inside: box.bottom > 0 && box.top < innerHeight,
  }};
}}"""


@pytest.fixture(params=SCHEMES, ids=["light", "dark", "forced colours"])
def keyboard(request: pytest.FixtureRequest, browser: Browser, site: str) -> Iterator[Page]:
    """A page in front of somebody who has no mouse."""
    context = browser.new_context(base_url=site, **request.param)
    yield context.new_page()
    context.close()


def stops(page: Page) -> Iterator[dict[str, Any]]:
    """Press Tab until the page is through or begins again; each place that it stops at."""
    seen: set[int] = set()
    for _ in range(MANY):
        page.keyboard.press("Tab")
        stop = page.evaluate(STOP)
        if stop is None or stop["index"] in seen:
            return
        seen.add(stop["index"])
        yield stop


def test_focus_is_seen_at_every_stop_and_goes_down_the_page(
    keyboard: Page, kinds: dict[str, str], force: str
) -> None:
    for address in (force, *(kinds[name] for name in WALKED)):
        keyboard.goto(address)
        count = keyboard.evaluate(REMEMBER)
        found = list(stops(keyboard))

        wrong = [
            f"{address}: {one['words']}: {what}"
            for one in found
            for what, is_so in (
                ("looks the same with focus", not one["changed"]),
                ("is covered", one["covered"]),
                ("is out of sight", not one["inside"]),
            )
            if is_so
        ]
        assert wrong == []
        order = [one["index"] for one in found]
        assert order == sorted(order)
        assert len(order) >= count - _radios(keyboard)  # one stop for a whole group of radios


def test_the_way_out_comes_first_then_the_way_to_the_content(
    reader: Page, site: str, kinds: dict[str, str]
) -> None:
    for address in kinds.values():
        reader.goto(site + address)
        reader.keyboard.press("Tab")
        expect(reader.get_by_role("link", name="Leave this site")).to_be_focused()
        reader.keyboard.press("Tab")
        skip = reader.get_by_role("link", name="Skip to main content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()


def test_skipping_leads_past_the_navigation(reader: Page, site: str, force: str) -> None:
    reader.goto(site + force)
    reader.keyboard.press("Tab")
    reader.keyboard.press("Tab")
    reader.keyboard.press("Enter")
    reader.keyboard.press("Tab")

    expect(reader.locator("main :focus")).to_have_count(1)


def test_a_keyboard_alone_finds_a_force_and_opens_the_files_that_were_counted(
    reader: Page, site: str, force: str
) -> None:
    reader.goto(f"{site}/find/")
    reader.get_by_label("Find your police force").focus()
    reader.keyboard.type(force.strip("/").split("/")[1])
    reader.keyboard.press("Enter")
    expect(reader.get_by_role("status")).to_contain_text("Police force for")

    reader.locator(f'main a[href="{force}"]').first.focus()
    reader.keyboard.press("Enter")
    reader.locator("summary", has_text="The files counted").focus()
    reader.keyboard.press("Enter")
    expect(reader.get_by_text("sha256").first).to_be_visible()


def _radios(page: Page) -> int:
    groups = page.evaluate(
        """() => {
            const all = [...document.querySelectorAll("[type=radio]")];
            return [all.length, new Set(all.map((one) => one.name)).size];
        }"""
    )
    return int(groups[0] - groups[1])
