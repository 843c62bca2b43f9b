"""What every picture shares: colours, type, and how a specification becomes SVG for a page.

Pictures are Vega-Lite specifications, written as plain values: the tests hold them against
Vega-Lite's schema once, so that drawing thousands of figures need not.
"""

import re
from typing import Any

from markupsafe import escape

from evenhand.publications.charts.converting import to_svg
from evenhand.publications.charts.lighter import lighter, one_image

Values = dict[str, Any]
Rows = list[Values]

WIDTHS = (340, 620)  # a phone and a desk; neither is ever scaled down, so words stay legible
ORDER = ("Asian", "Black", "Mixed", "Other", "White")  # fixed, never by size, never White first

# Light values stand in the specification, so that it is a whole picture on its own (downloads,
# paper); on a page each becomes a custom property and follows the reader's light or dark.
KNOWN, UNKNOWN, QUIET = "#0f4f5c", "#875700", "#66757c"
TEXT, NOTE, LINE, PAPER = "#1b2226", "#4c585e", "#c3ced1", "#ffffff"
BAND = "#dbe6e8"  # an expected range, behind the marks
HATCH = "#875701"  # stands for the hatched pattern, which Vega-Lite cannot say
PROPERTIES = {
    KNOWN: "var(--eh-known)",
    UNKNOWN: "var(--eh-unknown)",
    QUIET: "var(--eh-quiet)",
    TEXT: "var(--govuk-text-colour)",
    NOTE: "var(--govuk-secondary-text-colour)",
    LINE: "var(--govuk-border-colour)",
    PAPER: "var(--govuk-body-background-colour)",
    BAND: "var(--eh-band)",
}
FONT = "Atkinson Hyperlegible Next Variable, sans-serif"
LABEL, SMALL = 15, 14  # pixels; nothing in a picture is smaller


def layer(rows: Rows, mark: Values, **encoding: Values) -> Values:
    """One layer of a picture: rows, how they are marked, and where."""
    return {"data": {"values": rows}, "mark": mark, "encoding": encoding}


def field(name: str, **options: Any) -> Values:
    """Place a mark by a number in its row."""
    return {"field": name, "type": "quantitative", **options}


def word(name: str) -> Values:
    """Take a mark's text from its row."""
    return {"field": name, "type": "nominal"}


def at(value: float | str) -> Values:
    """Place a mark at a fixed number of pixels, or write a fixed word."""
    return {"value": value}


def text(**options: Any) -> Values:
    """Words inside a picture."""
    return {"type": "text", "font": FONT, "fontSize": LABEL, "color": TEXT, **options}


def axis(**options: Any) -> Values:
    """An axis along the top, with light upright rules and no line of its own."""
    return {
        "orient": "top",
        "title": None,
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelColor": NOTE,
        "labelFont": FONT,
        "labelFontSize": SMALL,
        "labelFlush": False,
        **options,
    }


def pixels(length: float) -> Values:
    """A scale that is the picture's own pixels, from the top or the left."""
    return {"domain": [0, length], "range": [0, length], "nice": False}


def in_pixels(layers: list[Values], width: float, height: float) -> list[Values]:
    """Say to Vega-Lite that every place in these layers is in the picture's own pixels."""
    scales = {"x": pixels(width), "y": pixels(height)}
    for one in layers:
        for channel, scale in scales.items():
            if "field" in one["encoding"].get(channel, {}):
                one["encoding"][channel] |= {"scale": scale, "axis": None}
    return layers


def picture(layers: list[Values], *, width: float, height: float) -> Values:
    """The whole specification."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "layer": layers,
        "width": width,
        "height": height,
        "padding": 2,
        "background": "transparent",
        "config": {"aria": False, "view": {"stroke": None}},
    }


def svg(specification: Values, *, width: int, name: str, title: str, description: str) -> str:
    """Draw a picture as SVG that may stand inside a page with a strict content security policy.

    Parameters
    ----------
    specification : Vega-Lite, with light colours from this module.
    width : of the whole picture. Whatever drew it measured words in another typeface.
    name : unique on its page; ids inside the picture begin with it.
    title : what is drawn.
    description : what is seen, in words.

    Returns
    -------
    One ``<svg>`` element with a role, a title and a description, and neither style nor script.
    """
    drawn = to_svg(specification)
    return finish(drawn, width=width, name=name, title=title, description=description)


def finish(drawn: str, *, width: int, name: str, title: str, description: str) -> str:
    """Give a drawn SVG its width, title and description, its hatching and the page's colours."""
    opening = re.search(r'<svg[^>]*? height="([\d.]+)"[^>]*>', drawn)
    if opening is None:
        raise ValueError("The drawing is not an SVG with a height.")
    height = opening[1]
    body = drawn[opening.end() :].replace(HATCH, f"url(#{name}-hatch)")
    for colour, variable in PROPERTIES.items():
        body = body.replace(colour, variable)
    body = lighter(body)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
    )
    hatching = _hatching(name) if f"url(#{name}-hatch)" in body else ""
    return head + hatching + one_image(body.removesuffix("</svg>")) + "</svg>"


def _hatching(name: str) -> str:
    return (
        f'<defs><pattern id="{name}-hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><path d="M0 0V6" stroke="var(--eh-unknown)" '
        'stroke-width="1.5"/></pattern></defs>'
    )


def in_order(rows: Rows) -> Rows:
    """Rows in the fixed order of groups; groups outside the five keep their own order, after."""
    place = {group: position for position, group in enumerate(ORDER)}
    return sorted(rows, key=lambda row: place.get(row["group"], len(ORDER)))
