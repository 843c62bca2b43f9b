"""Of 1,000: the same thousand marks for each group, the first few of them filled."""

from markupsafe import escape

from evenhand.publications.charts.drawing import LABEL, Rows, Values, in_order
from evenhand.publications.charts.lighter import one_image

THOUSAND = 1000
GAP = 26  # between a group's words and its marks


def people(rows: Rows, *, width: int, name: str, title: str, description: str) -> str:
    """Draw two or more groups of a thousand marks.

    Two patterns and a few rectangles make the whole picture, so that it weighs next to nothing.

    Parameters
    ----------
    rows : with ``group``, ``name``, ``of_thousand`` (a whole number from 0 to 1,000) and ``label``.
    width, name, title, description : as for a picture of rates.
    """
    across, cell = (50, 6) if width < 500 else (100, 6)
    down = THOUSAND // across
    lane = GAP + down * cell + 18
    groups = [
        _group(row, top=index * lane, across=across, cell=cell, name=name)
        for index, row in enumerate(in_order(rows))
    ]
    height = lane * len(rows)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-labelledby="{name}-title {name}-desc">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-desc">{escape(description)}</desc>'
        f"<defs>{_pattern(name, 'full', cell)}{_pattern(name, 'empty', cell)}</defs>"
        f"{one_image(''.join(groups))}</svg>"
    )


def _pattern(name: str, kind: str, cell: int) -> str:
    paint = (
        'fill="var(--eh-known)"'
        if kind == "full"
        else 'fill="none" stroke="var(--eh-quiet)" stroke-width="1"'
    )
    radius = 2.4 if kind == "full" else 1.6
    return (
        f'<pattern id="{name}-{kind}" width="{cell}" height="{cell}" patternUnits="userSpaceOnUse">'
        f'<circle cx="{cell / 2:g}" cy="{cell / 2:g}" r="{radius}" {paint}/></pattern>'
    )


def _group(row: Values, *, top: int, across: int, cell: int, name: str) -> str:
    # Marks start on a multiple of the pattern's cell, so that none of them is cut.
    start = -(-(top + GAP) // cell) * cell
    rows_full, rest = divmod(int(row["of_thousand"]), across)
    down = THOUSAND // across
    full, empty = f"url(#{name}-full)", f"url(#{name}-empty)"
    words = (
        f'<text x="0" y="{top + 15}" font-size="{LABEL}" fill="var(--govuk-text-colour)">'
        f'<tspan font-weight="bold">{escape(row["name"])}:</tspan> {escape(row["label"])}</text>'
    )
    boxes = [
        (0, start, across, rows_full, full),
        (0, start + rows_full * cell, rest, 1, full),
        (rest * cell, start + rows_full * cell, across - rest, 1, empty),
        (0, start + (rows_full + 1) * cell, across, down - rows_full - 1, empty),
    ]
    return words + "".join(
        f'<rect x="{x}" y="{y}" width="{wide * cell}" height="{high * cell}" fill="{fill}"/>'
        for x, y, wide, high, fill in boxes
        if wide > 0 and high > 0 and y < start + down * cell
    )
