"""Files that are not taken, and the sentence that says so."""

import io
import zipfile
from collections.abc import Callable

import pikepdf
import pytest
from hiding import added, packed, parts_of
from hiding_documents import document
from hiding_open_documents import SHEETS
from hiding_open_documents import document as open_document
from hiding_pages import Made, page
from hiding_pictures import red, saved
from hiding_workbooks import book, sheet_with
from PIL import Image

from evenhand.cleaning import Refused, clean, limits, process
from evenhand.cleaning.cleaned import clean_here
from evenhand.cleaning.words import named, numbers, shown


def refusal(content: bytes, name: str) -> str:
    """What is said of a file that is refused."""
    with pytest.raises(Refused) as refused:
        clean_here(content, name)
    return str(refused.value)


def bomb() -> bytes:
    """A megabyte of zeros a hundred times over, in a few kilobytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts_of(book()).items():
            archive.writestr(name, content)
        archive.writestr("xl/media/big.bin", b"\0" * (limits.UNPACKED + 1))
    return out.getvalue()


def liar() -> bytes:
    """A part that says it unpacks to little, and does not."""
    content = bytearray(packed({"[Content_Types].xml": "", "xl/workbook.xml": "\0" * 10**7}))
    for start in (content.index(b"PK\x03\x04", 1), content.rindex(b"PK\x01\x02")):
        place = start + (22 if content[start + 2] == 3 else 24)
        content[place : place + 4] = (100).to_bytes(4, "little")
    return bytes(content)


def twice() -> bytes:
    """Two parts of one name: a program reads one of them, and a checker the other."""
    out = io.BytesIO(book())
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", "<worksheet/>")
    return out.getvalue()


def locked_zip() -> bytes:
    """A package that says that it is encrypted."""
    content = bytearray(book())
    for start in (content.index(b"PK\x03\x04"), content.index(b"PK\x01\x02")):
        place = start + (6 if content[start + 2] == 3 else 8)
        content[place] |= 1
    return bytes(content)


def locked_pdf() -> bytes:
    """A PDF that only a password opens."""
    return Made().saved(encryption=pikepdf.Encryption(user="a", owner="b"))


def long_pdf() -> bytes:
    """More pages than are read."""
    made = Made()
    for _ in range(limits.PAGES):
        made.pdf.add_blank_page()
    return made.saved()


def entities() -> bytes:
    """XML that grows a billion times."""
    inner = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    sheet = f'<!DOCTYPE x [<!ENTITY a0 "ha">{inner}]><worksheet>&a9;</worksheet>'
    return packed(parts_of(book()) | {"xl/worksheets/sheet1.xml": sheet})


def fetching() -> bytes:
    """XML that asks for a file of the machine."""
    body = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    return packed(parts_of(document("")) | {"word/document.xml": body})


def huge_picture() -> bytes:
    """A picture of very many pixels in few bytes."""
    return saved(Image.new("1", (10_000, 10_000)), "PNG")


def many_cells() -> bytes:
    """One cell that says it stands there a million times."""
    cell = (
        '<table:table-cell office:value-type="string" table:number-columns-repeated="1000">'
        "<text:p>x</text:p></table:table-cell>"
    )
    row = f'<table:table-row table:number-rows-repeated="1000">{cell}</table:table-row>'
    return open_document(SHEETS, f'<table:table table:name="a">{row}</table:table>')


def deep() -> bytes:
    """Elements inside each other, deeper than a program can follow."""
    return document("<w:sdt><w:sdtContent>" * 5000 + "</w:sdtContent></w:sdt>" * 5000)


REFUSED: list[tuple[str, Callable[[], bytes], str]] = [
    ("bomb.xlsx", bomb, "unpacks to far more"),
    ("liar.xlsx", liar, "damaged"),
    ("many.xlsx", lambda: packed({f"{n}": "" for n in range(limits.ENTRIES + 1)}), "unpacks to"),
    ("twice.xlsx", twice, "two parts of the same name"),
    ("locked.xlsx", locked_zip, "locked with a password"),
    ("old.xls", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "not taken"),
    ("encrypted.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "locked with"),
    ("entities.xlsx", entities, "declarations"),
    ("fetching.docx", fetching, "declarations"),
    ("cells.ods", many_cells, "more than 200,000 cells"),
    ("empty.xlsx", lambda: sheet_with("<v>0</v>", "<v></v>"), "Nothing in this file can be seen"),
    ("no-sheet.xlsx", lambda: packed({"xl/workbook.xml": "<workbook/>"}), "damaged"),
    ("slides.pptx", lambda: packed({"ppt/presentation.xml": "<p/>"}), "Save it as a PDF"),
    ("macros.xlsm", book, "not taken. These are: .xlsx, .ods"),
    ("page.html", lambda: b"<script>alert(1)</script>", "not taken"),
    ("drawing.svg", lambda: b"<svg onload='alert(1)'/>", "not taken"),
    ("no-ending", book, "not taken"),
    ("locked.pdf", locked_pdf, "locked with a password"),
    ("long.pdf", long_pdf, "more than 100 pages"),
    ("broken.pdf", lambda: b"%PDF-1.7\n" + b"x" * 100, "damaged"),
    ("huge.pdf", lambda: page("").replace(b"595 842", b"99999 99999"), "damaged|no paper"),
    ("flood.png", huge_picture, "more than 40 million pixels"),
    ("half.png", lambda: saved(red(), "PNG")[:100], "damaged"),
    ("half.jpg", lambda: saved(red(), "JPEG")[:300], "damaged"),
    ("wrong.png", lambda: saved(red(), "JPEG"), "something else inside"),
    ("wrong.pdf", book, "something else inside"),
    ("wrong.docx", book, "something else inside"),
    ("wrong.csv", lambda: page(""), "something else inside"),
    ("zip.xlsx", lambda: packed({"a.txt": "a"}), "something else inside"),
    ("latin.csv", lambda: "caf\xe9,1\n".encode("latin-1"), "not in UTF-8"),
    ("quotes.csv", lambda: b'a,"b\n', "no table as text"),
    ("blank.txt", lambda: b" \n ", "empty"),
    ("nothing.txt", lambda: b"", "empty"),
    ("many.csv", lambda: b"x\n" * (limits.CELLS + 1), "more than 200,000 cells"),
    ("a/../b.txt", lambda: b"text", "holds a folder"),
    ("..\\b.txt", lambda: b"text", "holds a folder"),
    ("/etc/passwd.txt", lambda: b"text", "holds a folder"),
]


@pytest.mark.parametrize(("name", "make", "sentence"), REFUSED, ids=[one[0] for one in REFUSED])
def test_a_file_that_is_not_taken_says_why(
    name: str, make: Callable[[], bytes], sentence: str
) -> None:
    import re

    said = refusal(make(), name)

    assert re.search(sentence, said), said
    assert said.endswith(".")


def test_a_file_that_is_too_large_is_not_even_given_to_a_process() -> None:
    with pytest.raises(Refused, match="larger than 20 MB"):
        clean(bytes(limits.BYTES + 1), "a.txt")


def test_what_is_too_deep_ends_the_process_and_not_the_site() -> None:
    with pytest.raises(Refused):
        clean(deep(), "a.docx")


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(Refused, match="takes too long"):
        clean(book(), "a.xlsx", seconds=0.01)


def test_no_more_files_than_a_few_are_read_at_once() -> None:
    taken = [process.AT_ONCE.acquire(blocking=False) for _ in range(limits.AT_ONCE)]
    try:
        assert all(taken)
        with pytest.raises(Refused, match="in a minute"):
            clean(book(), "a.xlsx", seconds=0.01)
    finally:
        for _ in taken:
            process.AT_ONCE.release()
    assert clean(book(), "a.xlsx").content


def test_a_process_that_dies_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "START", "import os; os._exit(9)")

    with pytest.raises(Refused, match="could not be read safely"):
        clean(book(), "a.xlsx")


def test_the_process_knows_none_of_our_secrets_and_writes_no_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It says what it finds in the place of an answer."""
    look = (
        "import sys; sys.path[:] = sys.argv[1:]; import json, os, tempfile;"
        "from evenhand.cleaning.process import _limit; _limit();"
        "\ntry:\n    open(tempfile.mktemp(), 'wb').write(b'x' * 100); wrote = True"
        "\nexcept OSError:\n    wrote = False"
        "\nseen = ' '.join(os.environ.values())"
        "\nprint(json.dumps({'refused': True, 'told': [[f'{wrote} {seen}', {}]]}))"
    )
    monkeypatch.setattr(process, "START", look)
    monkeypatch.setenv("EVENHAND_SECRET_KEY", "hush")

    with pytest.raises(Refused) as refused:
        clean(book(), "a.xlsx")

    assert refused.value.sentences[0].startswith("False ")
    assert "hush" not in str(refused.value)


def test_a_process_that_wants_all_memory_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = (
        "import sys; sys.path[:] = sys.argv[1:]; import evenhand.cleaning.process as p;"
        "p.clean_here = lambda *_: bytearray(64 * 2**30); p.work()"
    )
    monkeypatch.setattr(process, "START", greedy)

    with pytest.raises(Refused, match="made to do harm"):
        clean(book(), "a.xlsx")


def test_no_more_than_a_page_is_said_of_one_file() -> None:
    text = "\n".join(["\u200b"] * 500)

    with pytest.raises(Refused) as refused:
        clean_here(f"x{text}".encode(), "a.txt")

    assert len(refused.value.sentences) == 20


def test_names_in_sentences_are_short_and_hide_nothing() -> None:
    assert shown("a\u202eb\n c") == "ab c"
    assert len(shown("x" * 500)) == 60
    assert named([str(one) for one in range(50)]).endswith("11, …")
    assert numbers([9, 1, 2, 3, 7, 8]) == "1–3, 7–9"


def test_a_part_beside_the_document_is_told_by_its_name() -> None:
    cleaned = clean_here(added(book(), **{"odd__thing.bin": "x"}), "a.xlsx")

    assert any("odd/thing.bin" in one for one in cleaned.removed)
