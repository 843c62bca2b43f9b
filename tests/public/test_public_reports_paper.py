"""Reports and plans on paper: tagged, whole, opening nothing, and plainly missing without Pango."""

import json
import re
from hashlib import sha256
from io import BytesIO

import pikepdf
import pytest
from django.test import Client
from django.utils import timezone
from report_site import SITE, corrected_later, main_of, text_of

from evenhand.plan.models import Plan
from evenhand.public.static_site.whole import beginnings
from evenhand.publications.attacking.taken import NotRead, Taken, apart
from evenhand.publications.errors import NoPaper
from evenhand.publications.models import Report
from evenhand.publications.reporting import press, printing, services
from evenhand.publications.reporting.printing import to_pdf

pytestmark = pytest.mark.django_db
PLAN = "/forces/demoshire/plan.pdf"


# On paper


def test_the_pdf_says_what_the_page_says(
    client: Client, pdf: bytes, report: Report, address: str
) -> None:
    paper = re.sub(r"\s+", "", text_of(pdf))
    page = main_of(client, f"{address}/")
    told = [one.text for tag in ("h2", "h3", "td", "p") for one in page.all(tag)]
    said = [re.sub(r"\s+", "", words) for words in told]
    missing = [words for words in said if words not in paper and len(words) < 60]
    assert [one for one in missing if "PDF" not in one and "reports" not in one] == []


def test_the_pdf_is_tagged_named_and_in_a_language(pdf: bytes, report: Report) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        assert root.MarkInfo.Marked is True
        assert str(root.Lang) == "en"
        assert report.title in str(document.docinfo["/Title"])
        assert root.ViewerPreferences.DisplayDocTitle is True
        assert b'pdfuaid:part="1"' in root.Metadata.read_bytes()
        kinds = kinds_in(root.StructTreeRoot.K)
    assert {"/H1", "/H2", "/H3", "/Table", "/TH", "/TD", "/Caption", "/L", "/Link"} <= kinds
    assert "/Figure" not in kinds  # nothing to describe: shapes only repeat words


def kinds_in(node: object) -> set[str]:
    if isinstance(node, pikepdf.Array):
        return set().union(*(kinds_in(one) for one in node))
    if not isinstance(node, pikepdf.Dictionary):
        return set()
    own = {str(node.S)} if "/S" in node else set()
    return own | (kinds_in(node.K) if "/K" in node else set())


def test_the_pdf_holds_its_fonts_and_nothing_from_elsewhere(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        assert "/AF" not in root
        assert "/OpenAction" not in root
        assert "/EmbeddedFiles" not in root.get("/Names", {})
        assert len(document.attachments) == 0
        for page in document.pages:
            for font in page.Resources.get("/Font", {}).values():
                described = font.DescendantFonts[0].FontDescriptor
                assert {"/FontFile2", "/FontFile3"} & set(described.keys())
            for link in page.get("/Annots", []):
                assert "/Contents" in link  # PDF/UA: what a link is, for those who hear it
                assert "/URI" not in link.get("/A", {}) or str(link.A.URI).startswith(SITE)


def test_the_site_s_own_typeface_is_in_the_pdf(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        fonts = {
            str(font.BaseFont)
            for page in document.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert any("Atkinson" in one for one in fonts)


def test_the_pdf_prints_checkpoint_and_address(pdf: bytes, report: Report, address: str) -> None:
    paper = re.sub(r"\s+", "", text_of(pdf))
    assert re.sub(r"\s+", "", report.checkpoint) in paper
    assert f"{SITE}{address}/" in paper
    assert report.digest in paper


def test_a_document_opens_nothing() -> None:
    html = (
        '<!DOCTYPE html><html lang="en"><title>x</title><style>@import "file:///etc/passwd";'
        '</style><p>words<img alt="y" src="file:///etc/passwd"><img alt="z" '
        'src="http://127.0.0.1:9/x.png"><a rel="attachment" href="file:///etc/passwd">a</a>'
        '<link rel="attachment" href="file:///etc/hostname">'
    )
    made = to_pdf(html, address=SITE)
    assert "words" in text_of(made)
    with pikepdf.open(BytesIO(made)) as document:
        assert len(document.attachments) == 0
        assert not [
            one
            for one in document.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        ]


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LONGEST", 0.05)
    with pytest.raises(NoPaper, match="would take too long"):
        to_pdf("<!DOCTYPE html><title>x</title><p>x", address=SITE)


def test_a_document_that_is_too_large_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "LARGEST", 10)
    with pytest.raises(NoPaper, match="too large"):
        to_pdf("<!DOCTYPE html><title>x</title><p>x", address=SITE)


def without_pango(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a machine where the library is missing: importing WeasyPrint fails, and says so."""
    start = f"import sys; sys.stderr.write('cannot load library'); sys.exit({press.MISSING})"
    monkeypatch.setattr(printing, "START", start)


def test_a_machine_without_pango_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    without_pango(monkeypatch)
    with pytest.raises(NoPaper, match=r"lacks Pango.*libpango-1.0-0.*Everything else works"):
        to_pdf("<!DOCTYPE html><title>x</title><p>x", address=SITE)


def test_press_ends_as_agreed_where_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    import builtins
    import io
    import sys

    real = builtins.__import__

    def no_weasyprint(name: str, *rest: object, **more: object) -> object:
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", no_weasyprint)
    monkeypatch.setattr(press, "_limit", lambda: None)
    monkeypatch.setattr(sys, "stdin", io.StringIO('{"html": ""}'))
    with pytest.raises(SystemExit) as ended:
        press.work()
    assert ended.value.code == press.MISSING


def test_the_pdf_that_was_kept_is_sent_and_never_changes(
    client: Client, report: Report, address: str, pdf: bytes
) -> None:
    kept = services.keep_paper(report, pdf, now=timezone.now())
    answer = client.get(f"{address}.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert sha256(answer.content).hexdigest() == kept.sha256
    corrected_later()
    assert client.get(f"{address}.pdf").content == answer.content
    assert "The PDF stays as it was made." in main_of(client, f"{address}/").text
    part = client.get(f"{address}.pdf", headers={"Range": "bytes=0-3"})
    assert (part.status_code, part.content) == (206, b"%PDF")


def test_a_pdf_with_something_hidden_is_no_paper_of_ours(pdf: bytes) -> None:
    with pikepdf.open(BytesIO(pdf)) as document:
        document.attachments["more.txt"] = b"Other: 3"
        out = BytesIO()
        document.save(out)
    with pytest.raises(NotRead, match="attachments"):
        apart(Taken("/x.pdf", "application/pdf", out.getvalue()))


def test_a_copy_of_the_site_holds_every_report_with_its_files(
    report: Report, address: str, pdf: bytes
) -> None:
    assert f"{address}.pdf" not in set(beginnings())
    services.keep_paper(report, pdf, now=timezone.now())
    assert {f"{address}{end}" for end in ("/", ".json", ".checkpoint", ".pdf")} <= set(beginnings())


# The plan on paper


def test_the_plan_can_be_had_on_paper_as_it_stood(client: Client, reported: Plan) -> None:
    today = text_of(client.get(PLAN).content)
    past = text_of(client.get(f"{PLAN}?on=2026-03-31").content)
    assert "The plan as it stood on 22 November 2026" in today
    assert "The plan as it stood on 31 March 2026" in past
    assert "Mentoring by and with Black colleagues" in today
    assert today != past


def test_a_plan_with_nothing_in_it_is_a_page_of_its_own(client: Client, reported: Plan) -> None:
    assert "Nothing has been promised yet." in text_of(client.get(f"{PLAN}?on=2024-01-01").content)


def test_without_pango_the_plan_says_so_and_its_page_still_answers(
    client: Client, reported: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    without_pango(monkeypatch)
    answer = client.get(f"{PLAN}?on=2026-01-31")
    assert answer.status_code == 503
    assert "lacks Pango" in json.loads(answer.content)["detail"]
    assert client.get("/forces/demoshire/plan/").status_code == 200
    assert client.get("/forces/demoshire/plan.csv").status_code == 200
