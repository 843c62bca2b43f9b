"""Makes a drawn SVG lighter without changing what is seen: pages have a budget of bytes."""

import re

# The typeface comes from the style sheet; roles inside a picture are never announced; the rest are
# what a browser takes for granted.
NEEDLESS = (
    re.compile(r' (?:font-family|role|aria-\w+|class|pointer-events)="[^"]*"'),
    re.compile(r' (?:[xy]2="0"|opacity="1"|transform="translate\(0,0\)"|text-anchor="start")'),
)
# Boxes and paths that paint nothing: behind every layer the drawing lays one.
UNSEEN = re.compile(r'<path d="(?:" display="none"|M0,0h[\d.]+v[\d.]+h-?[\d.]+Z")/>')
EMPTY = re.compile(r"<g[^>]*/>|<g[^>]*></g>")
FRACTION = re.compile(r"\d+\.\d+")
SMALL = 10  # below it a size keeps a tenth of a pixel, and a strength of colour its hundredths
MARKUP = re.compile(r"(<[^>]*>)")
GROUP = re.compile(r"<g>((?:<(?:line|path)\b[^>]*/>|<text\b[^>]*>[^<]*</text>)+)</g>")
OPENING = re.compile(r"<(?:line|path|text)\b[^>]*?(?=/?>)")
INHERITED = re.compile(
    r' (?:fill|stroke|stroke-width|stroke-dasharray|font-size|font-weight|text-anchor)="[^"]*"'
)
GROUP_TAG = re.compile(r"<g\b[^>]*>|</g>")


def lighter(body: str) -> str:
    """Leave out what a browser does not need, and say once what all marks of a group share.

    Parameters
    ----------
    body : what stands inside an SVG. Places are rounded to whole pixels.
    """
    for needless in (*NEEDLESS, UNSEEN):
        body = needless.sub("", body)
    while EMPTY.search(body):
        body = EMPTY.sub("", body)
    parts = MARKUP.split(body)
    parts[1::2] = [FRACTION.sub(_shorter, tag) for tag in parts[1::2]]
    return _unwrapped(GROUP.sub(_said_once, "".join(parts)))


def _shorter(number: re.Match[str]) -> str:
    value = float(number[0])
    digits = 0 if value >= SMALL else 1 if value >= 1 else 2
    return f"{round(value, digits):g}"


def _said_once(group: re.Match[str]) -> str:
    marks = OPENING.findall(group[1])
    shared = set(INHERITED.findall(marks[0])).intersection(
        *(INHERITED.findall(mark) for mark in marks)
    )
    if len(marks) == 1 or not shared:
        return group[0]
    inside = INHERITED.sub(lambda found: "" if found[0] in shared else found[0], group[1])
    return f"<g{''.join(sorted(shared))}>{inside}</g>"


def _unwrapped(body: str) -> str:
    """Take away groups that say nothing of what they hold."""
    silent: list[bool] = []

    def kept(tag: re.Match[str]) -> str:
        if tag[0] == "</g>":
            return "" if silent.pop() else tag[0]
        silent.append(tag[0] == "<g>")
        return "" if silent[-1] else tag[0]

    return GROUP_TAG.sub(kept, body)


def one_image(marks: str) -> str:
    """Marks that nobody is told of one by one: a picture is one image with one sentence."""
    return f'<g aria-hidden="true">{marks}</g>'
