"""A page about one figure, ready for its template."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from evenhand.measures.words import notes, numbers
from evenhand.measures.words.messages import say
from evenhand.measures.words.people import named
from evenhand.public.presenters.emphasis import with_bold_range, with_hero
from evenhand.public.presenters.keys import Keys, keys
from evenhand.public.presenters.points import Points, points
from evenhand.public.presenters.powers import PowerWords, power_words
from evenhand.public.presenters.quality import Quality, quality
from evenhand.public.presenters.table import Table, how, table
from evenhand.public.presenters.workings import Workings, workings
from evenhand.publications.models import Figure


@dataclass(frozen=True)
class Picture:
    """One picture in both widths; the style sheet shows the one that fits."""

    narrow: Markup
    wide: Markup


@dataclass(frozen=True)
class FigurePage:
    """Everything that the page of a figure shows, in words."""

    figure: Figure
    title: str
    words: PowerWords
    question: str
    lead: Markup
    compared: bool
    unknown: Markup | None
    explanation: str | None
    change: str | None
    change_seen: str | None
    changed: bool | None
    worse: str
    months: str
    period: str
    context: tuple[str, ...]
    expected: Markup | None
    quality: Quality
    pictures: dict[str, Picture]
    table: Table
    points: Points | None
    within: str
    workings: Workings
    caveats: tuple[str, ...]
    share: bool
    reference: str
    keys: Mapping[str, Keys]
    ratio_range: str | None
    ratio_best: str | None
    within_range: str | None
    within_best: str | None


def figure_page(figure: Figure) -> FigurePage:
    """Shape one frozen figure for its page."""
    words, about, result = figure.wording, figure.about, figure.result
    laid_out = table(result, about)
    within = _within(figure)
    focus = next((one for one in laid_out.lines if one.how == how(result["ratio_group"])), None)
    return FigurePage(
        figure=figure,
        title=about["title"],
        words=power_words(figure.power),
        question=about["question"],
        lead=with_hero(words["lead"], how(result["ratio_group"])),
        compared=words["explanation"] is not None,
        unknown=with_bold_range(words["unknown"]) if words["unknown"] else None,
        explanation=words["explanation"],
        change=words["change"],
        change_seen=words["change_seen"],
        changed=words["changed"],
        worse=words["worse"] if _has_rate(result) else "",
        months=notes.period(result["from"], result["to"]),
        period=words["context"][0],
        context=tuple(words["context"][1:]),
        expected=_expected(figure),
        quality=quality(figure.quality),
        pictures={name: picture(drawn) for name, drawn in figure.charts.items()},
        table=laid_out,
        points=points(
            figure.series,
            result["reference"],
            share=about["kind"] != "rate",
            power=figure.power,
        ),
        within=words["within"],
        workings=workings(figure),
        caveats=tuple(about["caveats"]),
        share=about["kind"] != "rate",
        reference=named(result["reference"]),
        keys=keys(figure),
        ratio_range=focus.ratio.range if focus else None,
        ratio_best=focus.ratio.number if focus else None,
        within_range=within[0],
        within_best=within[1],
    )


def _has_rate(result: Mapping[str, Any]) -> bool:
    """Where nothing but counts is given, nobody can say that more is worse."""
    return any(row["rate"] is not None for row in result["rows"])


def _expected(figure: Figure) -> Markup | None:
    """The sentence on the force's own expected range; a figure of all forces has none."""
    sentence = figure.expected.get("sentence")
    return with_bold_range(sentence, first=True) if sentence else None


def _within(figure: Figure) -> tuple[str, str] | tuple[None, None]:
    """The ratio within forces, for a figure of several; one force alone has no such thing."""
    result = figure.result
    if figure.force_id or result["within_force_ratio_low"] is None:
        return None, None
    best, low, high = numbers.times_with_range(
        *(result[f"within_force_ratio{end}"] for end in ("", "_low", "_high"))
    )
    return say("{low} to {high}", low=low, high=high), best


def picture(drawn: dict[str, Any]) -> Picture:
    """One frozen picture, in both widths."""
    # Drawn by our own code when the figure was frozen, from escaped words and numbers.
    return Picture(narrow=Markup(drawn["340"]), wide=Markup(drawn["620"]))  # noqa: S704
