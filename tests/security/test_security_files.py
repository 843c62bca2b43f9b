"""Files that come in and go out: how large, of what kind, under which name (ASVS V1.5, V5)."""

import io
import re
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler, TemporaryFileUploadHandler
from django.test import Client

from accounts.cast import Cast, signed_in
from evenhand.cleaning.limits import BYTES
from evenhand.plan.errors import CannotRead
from evenhand.plan.importers.opening import read

SAFE_NAME = re.compile(r'(attachment|inline); filename="[A-Za-z0-9][A-Za-z0-9._-]*"')
ENTITY = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
LAUGH = "<!DOCTYPE x [" + '<!ENTITY a0 "lol">' + "".join(
    f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
) + "]>"  # fmt: skip
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
    'Extension="xml" ContentType="application/xml"/></Types>'
)
SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def workbook(declared: str, entity: str) -> bytes:
    """A workbook whose one cell would be filled by an entity."""
    parts = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" Type="{OFFICE}'
        '/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEETS}" xmlns:r="{OFFICE}"><sheets><sheet '
        'name="Actions" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="r1" '
        f'Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<?xml version="1.0"?>{declared}<worksheet xmlns="{SHEETS}">'
        f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>seen {entity}</t></is></c></row>'
        "</sheetData></worksheet>",
    }
    return packed(parts)


def document(declared: str, entity: str) -> bytes:
    """The same as an OpenDocument table."""
    names = "urn:oasis:names:tc:opendocument:xmlns"
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{names}:manifest:1.0"/>',
        "content.xml": f'<?xml version="1.0"?>{declared}<office:document-content xmlns:office='
        f'"{names}:office:1.0" xmlns:table="{names}:table:1.0" xmlns:text="{names}:text:1.0">'
        '<office:body><office:spreadsheet><table:table table:name="Actions"><table:table-row>'
        f'<table:table-cell office:value-type="string"><text:p>seen {entity}</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>",
    }
    return packed(parts)


def packed(parts: dict[str, str]) -> bytes:
    """Parts as a package."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


MAKERS = {"plan.xlsx": workbook, "plan.ods": document}


@pytest.mark.parametrize("name", MAKERS)
def test_a_table_without_declarations_is_read(name: str) -> None:
    assert read(MAKERS[name]("", "it"), name=name) == [["seen it"]]


@pytest.mark.parametrize("name", MAKERS)
@pytest.mark.parametrize(("declared", "entity"), [(ENTITY, "&e;"), (LAUGH, "&a11;")])
def test_xml_of_strangers_fetches_nothing_and_grows_into_nothing(
    name: str, declared: str, entity: str
) -> None:
    """Neither a file of ours (XXE) nor a thousand million laughs comes out of a table."""
    try:
        told = str(read(MAKERS[name](declared, entity), name=name))
    except CannotRead:
        return
    assert "root:" not in told
    assert "lollol" not in told
    assert len(told) < 1_000


def upload(client: Client, address: str, size: int) -> int:
    """Send a file of so many bytes, and say what was answered."""
    file = SimpleUploadedFile("plan.csv", b"x" * size)
    return client.post(address, {"wrong": "x", "table": file}).status_code


@pytest.fixture
def kept(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many bytes of files were taken in, whether into memory or onto the disk."""
    taken: list[int] = []
    for handler in (MemoryFileUploadHandler, TemporaryFileUploadHandler):
        usual = handler.receive_data_chunk

        def receive(self, data, start, usual=usual):
            taken.append(len(data))
            return usual(self, data, start)

        monkeypatch.setattr(handler, "receive_data_chunk", receive)
    return taken


@pytest.mark.parametrize("address", ["/feedback/", "/cookies/", "/find/", "/nowhere/"])
def test_a_public_page_takes_no_large_file(
    client: Client, db: None, kept: list[int], address: str
) -> None:
    assert 400 <= upload(client, address, 100_000) < 500
    assert not kept, "refused by the length that it says, before a byte is taken"


def test_the_workspace_takes_files_up_to_the_size_that_is_documented(
    cast: Cast, kept: list[int]
) -> None:
    client = signed_in(cast.owner)

    upload(client, "/workspace/people/invite/", BYTES + 100_000)
    assert not kept
    assert upload(client, "/workspace/people/invite/", 1_000_000) in {200, 400}
    assert sum(kept) >= 1_000_000, "what would be seen if it were taken"


def test_many_files_at_once_are_refused(cast: Cast) -> None:
    files = {f"file{number}": SimpleUploadedFile("a.csv", b"x") for number in range(20)}

    assert signed_in(cast.owner).post("/workspace/people/invite/", files).status_code == 400


@pytest.mark.parametrize(
    "address", [f"/data/figures{ending}" for ending in (".csv", ".json", ".parquet", ".zip")]
)
def test_a_file_goes_out_under_a_name_of_ours(client: Client, db: None, address: str) -> None:
    """However it is asked for: nothing of the question gets into the header."""
    asked = f"{address}?filename=evil.exe%22%0d%0aSet-Cookie:%20x=1&name=../../x"
    answer = client.get(asked)

    assert answer.status_code == 200
    assert SAFE_NAME.fullmatch(answer.headers["Content-Disposition"])
    assert not answer.cookies


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/plan.csv", "..\\..\\plan.csv", "/etc/passwd.csv", "a\nb.csv", "con.csv"],
)
def test_the_name_of_a_file_leads_nowhere(name: str) -> None:
    """It says what kind of file it is, and nothing is opened, written or named after it."""
    assert read(b"action\nx\n", name=name) == [["action"], ["x"]]
    with pytest.raises(CannotRead):
        read(b"action\nx\n", name=name.replace(".csv", ".py"))
