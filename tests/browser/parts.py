"""What a page is made of: axe says the same of the same parts, whatever words stand in them.

A part is an element and all that it stands in: of which kind each is, its classes, which attributes
it has, and whether anything is written in it.
"""

from collections.abc import Collection

from playwright.sync_api import Page

PART = """
  const OTHERS = ["id", "for", "href", "value", "datetime", "aria-describedby"];
  const paths = new Map([[null, ""]]);
  const path = (one) => {
    if (!paths.has(one)) {
      const names = one.getAttributeNames().filter((name) => !OTHERS.includes(name)).sort();
      const classes = [...one.classList].sort().join(".");
      paths.set(one, `${path(one.parentElement)} ${one.tagName}.${classes}[${names}]`);
    }
    return paths.get(one);
  };
  const part = (one) => path(one) + (one.textContent.trim() ? "" : " empty");
  const all = [...document.body.querySelectorAll("*")];"""
FIND = f"() => {{ {PART} return [...new Set(all.map(part))]; }}"
KEEP = f"""(wanted) => {{ {PART}
  const parts = new Set(wanted);
  window.fresh = all.filter((one) => parts.has(part(one)));
}}"""


def parts(page: Page) -> frozenset[str]:
    """The parts of a page, each once."""
    return frozenset(page.evaluate(FIND))


def keep(page: Page, wanted: Collection[str]) -> None:
    """Let the page know the elements that are these parts, by the name ``fresh``."""
    page.evaluate(KEEP, list(wanted))
