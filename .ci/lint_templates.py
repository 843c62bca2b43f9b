"""Reads every page template as Jinja and a strict browser will; exit 1 if anything is wrong.

Run by ``make check``. A template must compile in the service's own environment (so that a misspelt
filter is found here, not by a reader), must leave escaping on, must hold nothing that the content
security policy would block, and must describe its pictures.
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

from jinja2 import Environment, TemplateSyntaxError, nodes

JINJA = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
DATA_BLOCKS = frozenset({"application/ld+json", "application/json"})  # scripts that run nothing
PAGES = frozenset({".html", ".jinja", ".jinja2"})

Found = tuple[int, str]


class Markup(HTMLParser):
    """Collects what a strict content security policy or a screen reader would stumble over."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Found] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Judge one tag by its own attributes."""
        given = dict(attrs)
        self.found += [(self.getpos()[0], sentence) for sentence in judge(tag, given)]


def judge(tag: str, given: dict[str, str | None]) -> Iterator[str]:
    """What is wrong with one tag."""
    if tag == "style":
        yield "an inline <style>; it belongs in the style sheet"
    if tag == "script" and "src" not in given and given.get("type") not in DATA_BLOCKS:
        yield "an inline <script>; pages work without one"
    if tag == "img" and "alt" not in given:
        yield "an <img> without alt"
    for name, value in given.items():
        if name == "style":
            yield f"a style attribute on <{tag}>"
        if name.startswith("on"):
            yield f"an event handler ({name}) on <{tag}>"
        if (value or "").strip().lower().startswith("javascript:"):
            yield f"a javascript: address in {name} on <{tag}>"


def blank(match: re.Match[str]) -> str:
    """Jinja's own words, made into something HTML can be read around; line numbers stay right."""
    said = match.group()
    return ("x" if said.startswith("{{") else "") + "\n" * said.count("\n")


def escaping(tree: nodes.Template) -> Iterator[Found]:
    """Where a template would let text through unescaped."""
    for node in tree.find_all(nodes.Filter):
        if node.name == "safe":
            yield node.lineno, "|safe; let a tested function return Markup instead"
    for setting in tree.find_all((nodes.ScopedEvalContextModifier, nodes.EvalContextModifier)):
        if any(option.key == "autoescape" for option in setting.options):
            yield setting.lineno, "autoescape is changed; it stays on"


def faults(source: str, environment: Environment) -> list[Found]:
    """Everything wrong with one template, as (line, sentence)."""
    try:
        tree = environment.parse(source)
        environment.compile(source)
    except TemplateSyntaxError as error:
        return [(error.lineno, error.message or "does not compile")]
    markup = Markup()
    markup.feed(JINJA.sub(blank, source))
    markup.close()
    return sorted([*escaping(tree), *markup.found])


def service_environment() -> Environment:
    """The Jinja environment that pages are rendered in, with all its filters and tests."""
    import django
    from django.template import engines

    django.setup()
    environment: Environment = next(e.env for e in engines.all() if hasattr(e, "env"))
    return environment


def main() -> int:
    """Print the faults of every template under src."""
    root = Path(__file__).resolve().parent.parent
    folders = {"templates", "jinja2"}
    pages = [path for path in sorted((root / "src").rglob("*")) if path.suffix in PAGES]
    pages = [path for path in pages if folders & set(path.parts)]
    environment = service_environment()
    failed = False
    for page in pages:
        for line, sentence in faults(page.read_text(encoding="utf-8"), environment):
            sys.stdout.write(f"{page.relative_to(root)}:{line}: {sentence}\n")
            failed = True
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
