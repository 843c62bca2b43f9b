"""Makes a drawn SVG lighter without changing what is seen: pages have a budget of bytes."""

import re

# The typeface comes from the style sheet; roles inside a picture are never announced; the rest are
# what a browser takes for granted.
NEEDLESS = (
    re.compile(r' (?:font-family|role|aria-\w+|class|pointer-events)="[^"]*"'),
    re.compile(r' (?:[xy]2="0"|opacity="1"|transform="translate\(0,0\)")'),
)
LONG_NUMBER = re.compile(r"(\d+\.\d\d)\d+")
GROUP = re.compile(r"<g>((?:<(?:line|path)\b[^>]*/>|<text\b[^>]*>[^<]*</text>)+)</g>")
OPENING = re.compile(r"<(?:line|path|text)\b[^>]*?(?=/?>)")
INHERITED = re.compile(
    r' (?:fill|stroke|stroke-width|stroke-dasharray|font-size|font-weight|text-anchor)="[^"]*"'
)


def lighter(body: str) -> str:
    """Leave out what a browser does not need, and say once what all marks of a group share."""
    for needless in NEEDLESS:
        body = needless.sub("", body)
    return GROUP.sub(_said_once, LONG_NUMBER.sub(r"\1", body))


def _said_once(group: re.Match[str]) -> str:
    marks = OPENING.findall(group[1])
    shared = set(INHERITED.findall(marks[0])).intersection(
        *(INHERITED.findall(mark) for mark in marks)
    )
    if len(marks) == 1 or not shared:
        return group[0]
    inside = INHERITED.sub(lambda found: "" if found[0] in shared else found[0], group[1])
    return f"<g{''.join(sorted(shared))}>{inside}</g>"
