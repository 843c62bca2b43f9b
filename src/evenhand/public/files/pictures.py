"""A figure's leading picture on its own: its words around it, in the light colours, on paper.

The picture was drawn when the figure was frozen, from what the table shows. Away from the page it
must not lose what it is about: title, place, months, unit, range, licence and address stay in it.
"""

import re
from textwrap import wrap

from markupsafe import Markup, escape

from evenhand.measures.words.messages import say
from evenhand.measures.words.powers import said_of
from evenhand.public.files.dataset import Dataset
from evenhand.public.files.smaller import smaller_png
from evenhand.public.files.standing import CORRECTED
from evenhand.publications.charts import drawing
from evenhand.publications.models import Figure

WIDTH, MARGIN = 620, 20
LEADING = ("rates", "unknown", "months")  # which picture stands for the figure, the first there is
INSIDE = re.compile(
    r'<svg[^>]*?\bheight="([\d.]+)"[^>]*>(?:<title.*?</title>)?(?:<desc.*?</desc>)?(.*)</svg>\s*',
    re.DOTALL,
)
VARIABLE = re.compile(r"var\(--[a-z-]+\)")
LIGHT = {variable: colour for colour, variable in drawing.PROPERTIES.items()}
FONT = "'Atkinson Hyperlegible Next', 'Liberation Sans', Arial, Helvetica, sans-serif"
HEAD, BODY, NOTE = (19, 66), (15, 84), (14, 92)  # pixels high, letters to a line
SHARPNESS = 2  # pixels of a PNG for each of the SVG's


def as_svg(figure: Figure, dataset: Dataset) -> bytes:
    """The picture with its words, as one SVG without style, script or anything from elsewhere."""
    words, y = _lines(_before(figure), MARGIN)
    drawn, height = _drawn(figure, y + 10)
    after, end = _lines(_after(figure, dataset), y + 10 + height)
    size = f'width="{WIDTH + 2 * MARGIN}" height="{end + MARGIN:.0f}"'
    view = f'viewBox="0 0 {WIDTH + 2 * MARGIN} {end + MARGIN:.0f}"'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} {view} role="img" '
        f'aria-labelledby="picture-title picture-desc" font-family="{escape(FONT)}">'
        f'<title id="picture-title">{escape(dataset.title)}</title>'
        f'<desc id="picture-desc">{escape(figure.result["sentence"])}</desc>'
        f'<rect width="100%" height="100%" fill="{drawing.PAPER}"/>{words}{drawn}{after}</svg>\n'
    )
    return svg.encode()


def as_png(figure: Figure, dataset: Dataset) -> bytes:
    """The same picture as dots, for slides and for places that take no SVG."""
    import vl_convert  # only when a picture is asked for

    png: bytes = vl_convert.svg_to_png(as_svg(figure, dataset).decode(), scale=SHARPNESS)
    return smaller_png(png)


def leading(figure: Figure) -> str | None:
    """Which of the figure's pictures stands for it; none where nothing could be drawn."""
    return next((name for name in LEADING if name in figure.charts), None)


def _before(figure: Figure) -> list[tuple[str, tuple[int, int], str]]:
    result = figure.result
    about = say(
        "{title}, {place}. {unit}.",
        title=result["title"],
        place=figure.place_name,
        unit=_unit(figure),
    )
    return [
        (result["sentence"], HEAD, drawing.TEXT),
        (about, BODY, drawing.TEXT),
        (_reading(figure), NOTE, drawing.NOTE),
    ]


def _unit(figure: Figure) -> str:
    if leading(figure) == "months":
        return said_of(figure.power, "Searches of people recorded each month")
    if leading(figure) == "unknown":
        return say("Times the rate of {group} people", group=figure.result["reference"])
    if figure.about["kind"] == "rate":
        return say("For every 1,000 residents a year; the scale starts at zero")
    return said_of(figure.power, "Of every 100 searches; the scale starts at zero")


def _reading(figure: Figure) -> str:
    if leading(figure) is None:
        return say("There is no rate to draw. The table says what there is.")
    if leading(figure) == "months":
        return say("A dashed slot with a question mark is a month that is missing. It is not zero.")
    if leading(figure) == "unknown":
        return say(
            "The band runs from every unrecorded person being {group} to every one being of the "
            "group named. It is not a likely range.",
            group=figure.result["reference"],
        )
    return say(
        "Likely range: the true rate is probably within the thin line, and as likely as not within "
        "the thick one."
    )


def _after(figure: Figure, dataset: Dataset) -> list[tuple[str, tuple[int, int], str]]:
    context = " ".join(figure.wording.get("context", ()))
    source = say("{attribution} {address}", attribution=dataset.attribution, address=dataset.page)
    corrected = say("This figure was corrected.") if _corrected(dataset) else ""
    lines = (corrected, context, source)
    return [(line, NOTE, drawing.NOTE) for line in lines if line]


def _corrected(dataset: Dataset) -> bool:
    return any(row["figure_status"] == CORRECTED for row in dataset.rows)


def _drawn(figure: Figure, y: float) -> tuple[Markup, float]:
    """The frozen picture, moved down, in light colours; and how high it is."""
    name = leading(figure)
    found = INSIDE.fullmatch(figure.charts[name][str(WIDTH)]) if name else None
    if found is None:
        return Markup(), 0
    body = VARIABLE.sub(lambda each: LIGHT.get(each[0], drawing.TEXT), found[2])
    # Drawn by our own code when the figure was frozen, from escaped words and numbers.
    moved = Markup('<g transform="translate({},{})">{}</g>')
    return moved.format(MARGIN, f"{y:.0f}", Markup(body)), float(found[1]) + MARGIN  # noqa: S704


def _lines(paragraphs: list[tuple[str, tuple[int, int], str]], y: float) -> tuple[Markup, float]:
    """Lay paragraphs out under each other; SVG breaks no lines by itself."""
    out = Markup()
    line = Markup('<text x="{}" y="{:.0f}" font-size="{}" fill="{}"{}>{}</text>')
    for text, (size, letters), colour in paragraphs:
        bold = Markup(' font-weight="bold"') if (size, letters) == HEAD else ""
        for part in wrap(text, letters, break_long_words=False, break_on_hyphens=False):
            y += size * 1.35
            out += line.format(MARGIN, y, size, colour, bold, part)
        y += 6
    return out, y
