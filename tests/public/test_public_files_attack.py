"""All that the site publishes is read and attacked: files, pages, answers, pictures."""

import io
import json
from collections.abc import Callable
from copy import deepcopy
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.test import Client
from everything import everything, route_of, routes
from extracts_site import Kept, made_up, real, report_of
from figure_files import HOST

from evenhand.plan.quarters import Quarter
from evenhand.public.files.formats import FORMATS, build_figure
from evenhand.publications import charts
from evenhand.publications.attacking.attack import attack_site
from evenhand.publications.attacking.taken import READERS, NotRead, Taken, apart
from evenhand.publications.making import pictures
from evenhand.publications.models import Figure
from evenhand.publications.reporting.printing import to_pdf
from evenhand.records.lake import Lake

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

OWN = "/figures/search-rate/bedfordshire/2023-05--2023-07/five-groups/2"
NOT_TAKEN = {
    "feedback/": "a form",
    # What is told of stops is rounded or given out in steps: attacked in tests/encounters.
    "forces/<slug:force_id>/stops/answers/*": "counts given out in steps of ten, by quarter",
    "forces/<slug:force_id>/stops/records/*": "how stops were recorded; says nothing of groups",
    "forces/<slug:force_id>/stops/coverage*": "the same, against what is known from elsewhere",
    "forces/<slug:force_id>/stops/patterns.*": "sentences; none rests on a count that is hidden",
    "forces/<slug:force_id>/stops/files/": "links to the files of these pages",
    "feedback/sent/": "thanks for a form",
    "cookies/force/": "leads back to the page that one came from",
    "plans/*": "plans are written by people, and count nobody",
    "plans.*": "the same, as a feed",
    "log/*": "promises, and who changed them; no count of anybody",
    "forces/<slug:force_id>/plan/*": "the same",
    "forces/<slug:force_id>/maturity*": "what people think of a force’s work",
    "alerts/*": "what moved, from counts to the nearest five: attacked in tests/measures",
    "alerts.*": "the same, as a feed",
    "explanations/": "what forces said of it",
    "forces/<slug:force_id>/alerts*": "what moved, from counts to the nearest five",
    "forces/<slug:force_id>/watch/": "what is watched; no count of anybody",
    "scrutiny/*": "draws, findings and recommendations; sizes of at least ten, colours together",
    "scrutiny.*": "the same, as a feed",
    "panels/*": "the same, of one draw or meeting: attacked in tests/public/test_public_scrutiny*",
    "forces/<slug:force_id>/scrutiny*": "the same, of one force",
    "forces/<slug:force_id>/recommendations*": "what people recommend, and what came of it",
    "follow/*": "forms, and pages that links in mails lead to",
    "forces/<slug:force_id>/plan.*": "the same, as a file",
    "api/v1/": "leads nowhere: the description is beside it",
    "api/^v1(?:/.*)?$": "there is no such address",
    "^(?P<path>(?:data|figures|forces|measures)/.*": "there is no such file",
}
"""Addresses that say nothing of any figure, and why."""
_made_up, _taken = Kept(), []


@pytest.fixture
def lake(db: None) -> Lake:
    return _made_up.put_up(made_up)


@pytest.fixture
def taken(client: Client, lake: Lake) -> list[Taken]:
    """Everything that is published of a force with a figure, its correction and a small group."""
    if not _taken:
        report_of("bedfordshire")
        _taken.extend(everything(client))
    return _taken


# What is out holds


def test_nobody_can_be_worked_out_from_anything_that_is_published(
    lake: Lake, taken: list[Taken]
) -> None:
    figures = list(Figure.objects.all())
    hidden = {row["group"] for one in figures for row in one.result["rows"] if row["suppressed"]}

    assert "Other" in hidden
    assert {one.number for one in figures} == {1, 2}
    assert [str(leak) for leak in attack_site(figures, lake, taken)] == []


@pytest.mark.slow
def test_nobody_can_be_worked_out_from_three_real_forces(
    client: Client, db: None, shared_data: Path
) -> None:
    """Their rows of one winter, as if nobody had published them: there is much to protect."""
    lake = real(shared_data / "police-uk-stop-search" / "monthly")
    figures = list(Figure.objects.all())
    # Pictures of dots are held against their drawings for the made-up force.
    taken = [one for one in everything(client) if one.kind != "image/png"]

    assert sum(row["suppressed"] for one in figures for row in one.result["rows"]) > 50
    assert [str(leak) for leak in attack_site(figures, lake, taken)] == []


# Nothing is forgotten


def test_every_address_of_the_site_is_taken(taken: list[Taken]) -> None:
    """A new page, file or answer is taken here, or says in this list why it need not be."""
    met = {route_of(one) for one in taken if not one.address.startswith(("/nowhere", "/data/no"))}
    beginnings = [one.rstrip("*") for one in NOT_TAKEN if one.endswith("*")]
    missed = {one for one in routes() - met if not one.startswith(tuple(beginnings))}

    assert missed - set(NOT_TAKEN) == set()


def test_every_form_of_a_figure_is_taken_at_its_own_address_and_at_the_latest(
    taken: list[Taken],
) -> None:
    addresses = {one.address for one in taken}
    for ending in FORMATS:
        assert OWN + ending in addresses
        assert f"/forces/bedfordshire/measures/search-rate{ending}" in addresses


def test_a_group_that_a_page_lets_one_choose_is_chosen(taken: list[Taken]) -> None:
    assert "/measures/search-rate/?group=Other" in {one.address for one in taken}


def test_what_nobody_has_said_how_to_read_is_refused() -> None:
    with pytest.raises(NotRead, match=r"/data/figures\.doc .* application/msword"):
        apart(Taken("/data/figures.doc", "application/msword", b"DOC"))


def test_every_form_of_a_file_has_a_reader() -> None:
    assert {one.media_type.partition(";")[0] for one in FORMATS.values()} <= set(READERS)


# What is planted is found

Plant = Callable[[dict[str, Taken]], Taken]


def leaky() -> Figure:
    """The figure of searches as if the small group had not been taken out of it."""
    figure = deepcopy(Figure.objects.get(measure="search-rate", number=2))
    row = next(one for one in figure.result["rows"] if one["group"] == "Other")
    row.update(suppressed=False, events=3)
    return figure


def drawn() -> Figure:
    """The same figure with its picture as if it had been drawn too early."""
    figure = deepcopy(Figure.objects.get(measure="search-rate", number=2))
    ends = ("rate", "rate_low", "rate_high", "rate_low_50", "rate_high_50")
    rows = [
        {**row, **dict.fromkeys(ends, 0.9)} if row["group"] == "Other" else row
        for row in pictures.rates(figure.result, share=False)
    ]
    words = {"name": "rates-620", "title": "Rates", "description": "Rates"}
    figure.charts["rates"] = {"620": charts.rates(rows, width=620, **words)}
    return figure


def a_file(ending: str, figure: Callable[[], Figure] = leaky) -> Plant:
    def plant(taken: dict[str, Taken]) -> Taken:
        here = taken[OWN + ending]
        return Taken(here.address, here.kind, build_figure(figure(), ending, HOST))

    return plant


def put_in(address: str, before: str, leak: str) -> Plant:
    """Something on a page or in a file, before some words that stand there."""

    def plant(taken: dict[str, Taken]) -> Taken:
        here = taken[address]
        text = here.content.decode()
        assert before in text, (address, text)
        return Taken(address, here.kind, text.replace(before, leak + before, 1).encode())

    return plant


def an_answer(address: str, name: str) -> Plant:
    """A number in one row of one figure that an answer of the API gives."""

    def plant(taken: dict[str, Taken]) -> Taken:
        here = taken[address]
        found = json.loads(here.content)
        every = found.get("figures") or [found]
        one = next(each for each in every if each["figure"] == OWN.removeprefix("/figures/"))
        rows = (one.get("result") or one)["rows"]
        next(row for row in rows if row["group"] == "Other")[name] = 0.5
        return Taken(address, here.kind, json.dumps(found).encode())

    return plant


def a_hidden_sheet(taken: dict[str, Taken]) -> Taken:
    """As in the leak of the Police Service of Northern Ireland."""
    here = taken[f"{OWN}.xlsx"]
    out = io.BytesIO(here.content)
    cells = "<c><v>search-rate of Other</v></c><c><v>3</v></c>"
    cells = '<c t="str"><v>group: Other, searches 3</v></c>'
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    sheet = f'<worksheet xmlns="{space}"><sheetData><row>{cells}</row></sheetData></worksheet>'
    with ZipFile(out, "a") as book:
        book.writestr("xl/worksheets/sheet99.xml", sheet)
    return Taken(here.address, here.kind, out.getvalue())


def a_note_in_the_bundle(taken: dict[str, Taken]) -> Taken:
    here = taken[f"{OWN}.zip"]
    out = io.BytesIO(here.content)
    with ZipFile(out, "a") as archive:
        archive.writestr("NOTES.txt", "People of Other ethnicity: 3 searches.")
    return Taken(here.address, here.kind, out.getvalue())


def words_in_the_dots(taken: dict[str, Taken]) -> Taken:
    """A part of the PNG that no program shows."""
    here, other = taken[f"{OWN}.png"], taken[f"{OWN}.png"].content
    words = b"\x00\x00\x00\x0dtEXtComment\x00Other" + b"\x00" * 4
    return Taken(here.address, here.kind, other[:33] + words + other[33:])


def a_paper(taken: dict[str, Taken]) -> Taken:
    """A PDF in which somebody wrote a small number by hand."""
    here = taken[f"{REPORT}.pdf"]
    html = (
        '<!DOCTYPE html><html lang="en"><title>Report</title><p>Of people of Other ethnicity: '
        f'<a href="{OWN}/">3 searches</a>.'
    )
    return Taken(here.address, here.kind, to_pdf(html, address=HOST))


PAGE = f"{OWN}/"
REPORT = f"/forces/bedfordshire/reports/{Quarter.of(date.today()).before}/1"  # noqa: DTZ011
"""Of the last quarter, wherever the tests run."""
LEAKS: dict[str, Plant] = {
    "a row of the CSV": a_file(".csv"),
    "a row of the spreadsheet": a_file(".xlsx"),
    "a sheet that is hidden": a_hidden_sheet,
    "a row of the Parquet": a_file(".parquet"),
    "the JSON": a_file(".json"),
    "a table inside the ZIP": a_file(".zip"),
    "words inside the ZIP": a_note_in_the_bundle,
    "a mark of the SVG": a_file(".svg", drawn),
    "dots of the PNG": a_file(".png", drawn),
    "words inside the PNG": words_in_the_dots,
    "the description": put_in(f"{OWN}-metadata.json", '"dc:license"', '"note": "Other: 3", '),
    "the file of every figure": put_in(
        "/data/figures.json", '"columns"', '"x": "Bedfordshire Police, Other: 3", '
    ),
    "an answer of the API": an_answer("/api/v1/figures?standing=any", "rate_low"),
    "one figure of the API": an_answer(f"/api/v1{OWN}", "unknown_low"),
    "the history of the API": an_answer(f"/api/v1{OWN}/history", "excess"),
    "a sentence of a page": put_in(PAGE, "<footer", "<p>Only 3 people of Other ethnicity.</p>"),
    "a cell of a page": put_in(
        PAGE, "</tbody>", '<tr><th scope="row">Other</th><td>3 searches</td></tr>'
    ),
    "a rate on a page": put_in(PAGE, "</tbody>", '<tr><th scope="row">Other</th><td>0.9</td></tr>'),
    "what a page only announces": put_in(PAGE, "<footer", '<p title="Other: 3">x</p>'),
    "the source of a page": put_in(PAGE, "<footer", "<!-- Other: 3 -->"),
    "a report": put_in(
        REPORT + "/", "</tbody>", '<tr><th scope="row">Other</th><td>3 searches</td></tr>'
    ),
    "a report for programs": put_in(REPORT + ".json", '"caption"', '"note": "Other: 3", '),
    "a report on paper": a_paper,
    "data for search engines": put_in(
        PAGE, "</head>", '<script type="application/ld+json">{"Other": "Other 3"}</script>'
    ),
    "the workings": put_in(PAGE, "<footer", "<h3>Other</h3><pre>rate(3, 3404.5)</pre>"),
    "the SQL": put_in(PAGE, "<footer", "<pre>SELECT 3 AS searches -- Other</pre>"),
    "words of a picture": put_in(PAGE, "</svg>", "<desc>Other: 3 searches</desc>"),
    "a page of all forces": put_in(
        "/measures/search-rate/?group=Other",
        "</tbody>",
        f'<tr><th scope="row"><a href="{OWN}/">Bedfordshire Police</a></th><td>3</td></tr>',
    ),
    "a picture in a cell": put_in(
        "/measures/search-rate/?group=Other",
        "</tbody>",
        f'<tr><th scope="row"><a href="{OWN}/">Bedfordshire Police</a></th><td><svg '
        'class="eh-cell"><circle class="d" cx="3" cy="3" r="3"/></svg></td></tr>',
    ),
    "a link": put_in(PAGE, "<footer", '<p data-note="Other 3"><a href="/x/">x</a></p>'),
}


@pytest.mark.parametrize("place", LEAKS)
def test_a_leak_planted_anywhere_is_found(lake: Lake, taken: list[Taken], place: str) -> None:
    planted = LEAKS[place]({one.address: one for one in taken})
    beside = [one for one in taken if one.address == f"{OWN}.svg" != planted.address]

    leaks = attack_site(Figure.objects.filter(measure="search-rate"), lake, [planted, *beside])

    assert any("Other" in str(leak) for leak in leaks)
