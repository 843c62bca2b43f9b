"""Data packs in public: each version at its address, in large print, on paper, and taken down."""

import json
import re
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from crawling import Node, parsed
from django.test import Client
from made_appointments import call
from made_packs import SOON, numbered, pack

from demo.demonstration import put_up
from evenhand.public.static_site.whole import beginnings
from evenhand.publications import comparing
from evenhand.publications.attacking.taken import Taken, apart
from evenhand.publications.errors import NoPaper
from evenhand.publications.models import Figure, Pack, PackPaper
from evenhand.publications.packs import services

pytestmark = pytest.mark.django_db
SITE = "https://figures.example"
AT = "/panels/panel/meetings/1/pack/1"
SMALLEST, SMALL = 18, 8
"""Points: of large print, and of the smallest letters on other papers."""
A_PIXEL = 0.75
"""Points: WeasyPrint writes sizes in pixels, on a page that is scaled so."""


def main_of(client: Client, address: str) -> Node:
    """What a page says, within its own part."""
    return parsed(client.get(address).content.decode()).main


def text_of(pdf: bytes) -> str:
    """What a PDF says."""
    return " ".join(one.words for one in apart(Taken("/x.pdf", "application/pdf", pdf)).lines)


@pytest.fixture
def made(db: None) -> Pack:
    """A pack with the demonstration's figures in it."""
    put_up()
    return pack(call("meeting"))


@pytest.fixture
def printed(made: Pack) -> dict[str, bytes]:
    """The same on paper, in both prints."""
    services.print_all(address=SITE, now=SOON + timedelta(minutes=5))
    return {one.print: bytes(one.content) for one in PackPaper.objects.all()}


def test_the_page_says_all_and_each_figure_leads_to_its_page(made: Pack, client: Client) -> None:
    page = main_of(client, f"{AT}/")
    text = page.text
    for each in made.content["parts"]:
        for one in each["figures"]:
            assert one["lead"] in text
            assert f"/figures/{one['figure']}/" in client.get(f"{AT}/").content.decode()
        for lack in each["lacks"]:
            assert lack in text
    assert made.digest in text
    links = {one.attributes["href"].partition("#")[0] for one in page.all("a")} - {""}
    assert len(links) > 10
    broken = {one for one in links if client.get(one).status_code >= 400}
    assert broken == set()


def test_large_print_says_the_same_without_a_table(made: Pack, client: Client) -> None:
    large = main_of(client, f"{AT}/large-print/")
    assert large.all("table") == []
    for each in made.content["parts"]:
        for one in each["figures"]:
            assert one["lead"] in large.text
            for row in one["groups"]:
                for cell in row["cells"]:
                    assert (cell["number"] or cell["words"]) in large.text
                    assert (cell["range"] or "") in large.text
    assert 'class="eh-large"' in client.get(f"{AT}/large-print/").content.decode()


def test_a_corrected_figure_is_marked_and_the_words_of_the_pack_stay(
    made: Pack, client: Client
) -> None:
    old = Figure.objects.filter(measure="search-rate").order_by("-last_month").first()
    assert old is not None
    new = numbered(old, 2, wording={**old.wording, "lead": "Another sentence."})
    page = main_of(client, f"{AT}/")
    assert "Figures in this pack were corrected after it was made." in page.text
    assert f"/figures/{new.reference}/" in client.get(f"{AT}/").content.decode()
    assert "Another sentence." not in page.text


def test_the_meeting_leads_to_its_pack_and_the_short_address_to_the_latest(
    made: Pack, client: Client
) -> None:
    meeting = client.get("/panels/panel/meetings/1/").content.decode()
    assert f'href="{AT}/"' in meeting
    assert f'href="{AT}/large-print/"' in meeting
    pack_again = services.make(
        meeting=made.meeting,
        by="Panel chair",
        organisation="Demoshire scrutiny panel",
        now=SOON + timedelta(days=1),
        why="A day later.",
    )
    assert client.get("/panels/panel/meetings/1/pack/").url == AT[:-1] + f"{pack_again.number}/"
    assert "Read the later version" in client.get(f"{AT}/").content.decode()


def test_the_file_for_programs_holds_what_was_frozen(made: Pack, client: Client) -> None:
    said = json.loads(client.get(f"{AT}.json").content)
    assert said["content"] == made.content
    assert said["digest"] == made.digest
    assert said["since"] == {"replaced_by": None, "corrected": {}}


@pytest.mark.parametrize(
    "path",
    [
        "/panels/panel/meetings/1/pack/2/",
        "/panels/panel/meetings/2/pack/",
        "/panels/other/meetings/1/pack/1/",
        f"{AT}.pdf",
        f"{AT}-large-print.pdf",
        f"{AT}.csv",
        f"{AT}.large",
        "/panels/panel/meetings/1/pack/" + "9" * 60 + "/",
    ],
)
def test_what_is_not_there_is_not_found(made: Pack, client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_pack_that_was_taken_down_says_so(made: Pack, client: Client) -> None:
    lead = made.content["parts"][4]["title"]
    services.take_down(
        pack=made, why="It names somebody.", by="Publisher", organisation="Demoshire Police",
        now=SOON + timedelta(hours=1),
    )  # fmt: skip
    answer = client.get(f"{AT}/")
    assert answer.status_code == 410
    assert "It names somebody." in answer.content.decode()
    assert lead not in answer.content.decode()
    assert client.get(f"{AT}.json").status_code == 404
    assert "was taken down" in client.get("/panels/panel/meetings/1/").content.decode()


# On paper


def test_both_prints_are_made_once_tagged_and_in_the_ledger(
    made: Pack, printed: dict[str, bytes], client: Client
) -> None:
    assert set(printed) == {"ordinary", "large"}
    assert services.print_all(address=SITE, now=datetime.now(UTC)) == (0, "")
    for name, content in printed.items():
        with pikepdf.open(BytesIO(content)) as document:
            assert b'pdfuaid:part="1"' in document.Root.Metadata.read_bytes()
            assert made.content["title"] in str(document.docinfo["/Title"])
        assert sha256(content).hexdigest() == PackPaper.objects.get(print=name).sha256
    own = [one for one in comparing.disagreements() if one.subject.startswith("pack/")]
    assert own == [], "the demonstration’s figures are put up without the ledger"
    assert client.get(f"{AT}.pdf").content == printed["ordinary"]
    assert client.get(f"{AT}-large-print.pdf").content == printed["large"]
    assert f"{AT}-large-print.pdf" in set(beginnings())


def test_the_paper_says_what_the_page_says(
    made: Pack, printed: dict[str, bytes], client: Client
) -> None:
    for name, path in (("ordinary", f"{AT}/"), ("large", f"{AT}/large-print/")):
        paper = re.sub(r"\s+", "", text_of(printed[name]))
        page = main_of(client, path)
        told = [one.text for tag in ("h2", "h3", "h4", "td", "li") for one in page.all(tag)]
        said = [re.sub(r"\s+", "", one) for one in told]
        menu = {re.sub(r"\s+", "", one["title"]) for one in made.content["parts"]}
        missing = [one for one in said if one not in paper and one not in menu]
        assert missing == [], name


def sizes(content: bytes) -> set[float]:
    """Every size of letters in a PDF, in points."""
    found: set[float] = set()
    with pikepdf.open(BytesIO(content)) as document:
        for page in document.pages:
            scale, size = 1.0, 0.0
            for operands, operator in pikepdf.parse_content_stream(page):
                if str(operator) == "Tf":
                    size = float(operands[1])
                elif str(operator) == "Tm":
                    scale = abs(float(operands[3]))
                elif str(operator) in {"Tj", "TJ"}:
                    found.add(round(size * scale * A_PIXEL, 2))
    return found


def test_large_print_on_paper_has_no_letter_under_18_points(printed: dict[str, bytes]) -> None:
    ordinary, large = sizes(printed["ordinary"]), sizes(printed["large"])
    assert min(ordinary) == SMALL, "what is measured is points"
    assert min(large) >= SMALLEST
    assert text_of(printed["large"]).count("likely range") > 5


def test_without_a_press_the_pages_stand_and_it_is_tried_again(
    made: Pack, monkeypatch: pytest.MonkeyPatch, client: Client
) -> None:
    def none(*_: object, **__: object) -> bytes:
        raise NoPaper("No press here.")

    monkeypatch.setattr("evenhand.publications.packs.services.on_paper", none)
    assert services.print_all(address=SITE, now=SOON) == (0, "No press here.")
    assert "Not every PDF of it is made yet." in client.get(f"{AT}/").content.decode()
