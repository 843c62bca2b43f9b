"""The template lint finds what would break a page, and leaves good pages alone."""

import pytest
from jinja2 import Environment

GOOD = """\
{# <style> in a comment harms nobody #}
{% set title = "Searches" %}
<h1 class="title">{{ title|upper }}</h1>
<img src="{{ picture }}" {% if late %}loading="lazy"{% endif %} alt="Rates by group">
<script type="application/ld+json">{"@type": "Dataset"}</script>
<script src="/static/app.js" defer></script>
"""

BAD = [
    ("<style>p { color: red }</style>", "an inline <style>; it belongs in the style sheet"),
    ("<p style='color: red'>no</p>", "a style attribute on <p>"),
    ("<script>alert(1)</script>", "an inline <script>; pages work without one"),
    ("<button onclick='go()'>Go</button>", "an event handler (onclick) on <button>"),
    ("<a href=' JavaScript:go()'>Go</a>", "a javascript: address in href on <a>"),
    ("<img src='a.png'>", "an <img> without alt"),
    ("{{ words|safe }}", "|safe; let a tested function return Markup instead"),
    (
        "{% autoescape false %}{{ words }}{% endautoescape %}",
        "autoescape is changed; it stays on",
    ),
    ("{{ words|shout }}", "No filter named 'shout'."),
    ("{% if words %}", "Unexpected end of template."),
]


@pytest.fixture
def faults(script):
    lint = script("lint_templates")
    return lambda source: lint.faults(source, Environment(autoescape=True))


def test_a_good_page_passes(faults):
    assert faults(GOOD) == []


@pytest.mark.parametrize(("source", "sentence"), BAD)
def test_each_fault_is_found_on_its_line(faults, source, sentence):
    ((line, said),) = faults(f"<p>\n{{# one\ntwo #}}\n{source}")
    assert line == 4
    assert said.startswith(sentence)


def test_an_image_described_by_a_variable_passes(faults):
    assert faults('<img src="a.png" alt="{{ words }}">') == []


def test_every_fault_of_a_page_is_told_in_the_order_of_its_lines(faults):
    page = "<img src='a.png'>\n{{ a|safe }}\n<style></style>"
    assert [line for line, _ in faults(page)] == [1, 2, 3]
