"""PDFs that hide the word."""

import io

import pikepdf
from hiding import SHOWN, WORD, case, picture_with_exif
from pikepdf import Array, Dictionary, Name, Pdf, String
from PIL import Image

SEEN = "Text that cannot be seen"
VISIBLE = f"BT /F 14 Tf 72 700 Td ({SHOWN}) Tj ET\n"
SECRET = f"BT /F 12 Tf 72 600 Td ({WORD}) Tj ET\n"
BESIDE = "Properties of the document"


class Made:
    """A PDF of one page, to which things are added."""

    def __init__(self, content: str = "") -> None:
        self.pdf = Pdf.new()
        self.font = self.pdf.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        )
        self.page = self.pdf.add_blank_page(page_size=(595, 842))
        self.page.Resources = Dictionary(Font=Dictionary(F=self.font))
        self.page.Contents = self.pdf.make_stream((VISIBLE + content).encode("latin-1"))

    def resource(self, kind: str, **named: pikepdf.Object) -> "Made":
        """Add something that the content of the page names."""
        self.page.Resources[f"/{kind}"] = Dictionary(**named)
        return self

    def form(self, content: str) -> pikepdf.Object:
        """A drawing of its own."""
        made = self.pdf.make_stream(content.encode())
        made.Type, made.Subtype, made.BBox = Name.XObject, Name.Form, Array([0, 0, 595, 842])
        made.Resources = Dictionary(Font=Dictionary(F=self.font))
        return made

    def annotation(self, subtype: str, **more: object) -> "Made":
        """Add an annotation."""
        one = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=[70, 590, 200, 620], **more
        )
        self.page.Annots = self.pdf.make_indirect(Array([self.pdf.make_indirect(one)]))
        return self

    def saved(self, **options: object) -> bytes:
        """Its bytes."""
        out = io.BytesIO()
        self.pdf.save(out, **options)
        return out.getvalue()


def page(content: str, **options: object) -> bytes:
    """A page of this content."""
    return Made(content).saved(**options)


def picture(made: Made, color: tuple[int, int, int]) -> pikepdf.Object:
    """A picture of one colour."""
    stream = made.pdf.make_stream(bytes(color) * 4)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width = stream.Height = 2
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    return stream


@case("pdf", BESIDE)
def _author() -> bytes:
    made = Made()
    made.pdf.docinfo["/Author"] = WORD
    return made.saved()


@case("pdf", BESIDE)
def _author_in_utf_16() -> bytes:
    made = Made()
    made.pdf.docinfo["/Author"] = String(f"{WORD} \N{GREEK SMALL LETTER ALPHA}")
    return made.saved()


@case("pdf", BESIDE)
def _properties_as_xmp() -> bytes:
    made = Made()
    with made.pdf.open_metadata() as metadata:
        metadata["dc:description"] = WORD
    return made.saved()


@case("pdf", "Attached files: 1")
def _attached_file() -> bytes:
    made = Made()
    made.pdf.attachments["secret.txt"] = WORD.encode()
    return made.saved()


@case("pdf", "JavaScript")
def _program() -> bytes:
    made = Made()
    script = Dictionary(S=Name.JavaScript, JS=f"app.alert('{WORD}')")
    made.pdf.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array([String("a"), script])))
    return made.saved()


@case("pdf", "Earlier versions")
def _earlier_version() -> bytes:
    """What was saved over is still in the file."""
    first = page(SECRET)
    number = first.rindex(b"startxref") + 10
    start = int(first[number:].split()[0])
    opened = pikepdf.open(io.BytesIO(first))
    where = opened.pages[0].Contents.objgen[0]
    content = VISIBLE.encode()
    over = b"%d 0 obj\n<</Length %d>>\nstream\n%s\nendstream\nendobj\n" % (
        where,
        len(content),
        content,
    )
    table = len(first) + len(over)
    size = len(opened.objects) + 1
    root = opened.Root.objgen[0]
    return (
        first
        + over
        + (
            b"xref\n%d 1\n%010d 00000 n \ntrailer\n<</Size %d/Root %d 0 R/Prev %d>>\n"
            b"startxref\n%d\n%%%%EOF\n" % (where, len(first), size, root, start, table)
        )
    )


@case("pdf", "annotations, on pages 1")
def _comment() -> bytes:
    return Made().annotation("Text", Contents=String(WORD)).saved()


@case("pdf", "annotations, on pages 1")
def _where_a_link_leads() -> bytes:
    return (
        Made()
        .annotation("Link", A=Dictionary(S=Name.URI, URI=String(f"https://e.org/{WORD}")))
        .saved()
    )


@case("pdf", "fields of a form, on pages 1")
def _field_of_a_form() -> bytes:
    made = Made().annotation("Widget", FT=Name.Tx, T=String("a"), V=String(WORD))
    made.pdf.Root.AcroForm = Dictionary(Fields=Array([made.page.Annots[0]]))
    return made.saved()


@case("pdf", "XFA")
def _form_in_xml() -> bytes:
    made = Made()
    xfa = made.pdf.make_stream(f"<xdp>{WORD}</xdp>".encode())
    made.pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=xfa)
    return made.saved()


@case("pdf", SEEN)
def _invisible_text() -> bytes:
    return page(f"BT 3 Tr /F 12 Tf 72 600 Td ({WORD}) Tj ET")


@case("pdf", SEEN)
def _invisible_text_in_hexadecimal() -> bytes:
    return page(f"BT 3 Tr /F 12 Tf 72 600 Td <{WORD.encode().hex()}> Tj ET")


@case("pdf", SEEN)
def _invisible_text_letter_by_letter() -> bytes:
    letters = " 5 ".join(f"({one})" for one in WORD)
    return page(f"BT 3 Tr /F 12 Tf 72 600 Td [{letters}] TJ ET")


@case("pdf", SEEN)
def _text_for_clipping() -> bytes:
    return page(f"q BT 7 Tr /F 12 Tf 72 600 Td ({WORD}) Tj ET Q")


@case("pdf", SEEN)
def _below_the_page() -> bytes:
    return page(f"BT /F 12 Tf 72 -40 Td ({WORD}) Tj ET")


@case("pdf", SEEN)
def _outside_of_what_is_cropped() -> bytes:
    made = Made(SECRET)
    made.page.CropBox = Array([0, 650, 595, 842])
    return made.saved()


@case("pdf", SEEN)
def _white_on_white() -> bytes:
    return page(f"1 1 1 rg {SECRET}")


@case("pdf", SEEN)
def _pale_on_white() -> bytes:
    return page(f"0.97 0.97 0.97 rg {SECRET}")


@case("pdf", SEEN)
def _under_a_black_box() -> bytes:
    return page(f"{SECRET} 0 0 0 rg 70 595 80 20 re f")


@case("pdf", SEEN)
def _black_on_a_black_box() -> bytes:
    return page(f"0 0 0 rg 70 595 80 20 re f {SECRET}")


@case("pdf", SEEN)
def _under_other_text() -> bytes:
    cover = "1 1 1 rg 70 595 80 20 re f 0 0 0 rg BT /F 12 Tf 72 600 Td (LEGIBLE) Tj ET"
    return page(f"{SECRET} {cover}")


@case("pdf", SEEN)
def _under_a_picture() -> bytes:
    made = Made(f"{SECRET} q 100 0 0 40 70 590 cm /P Do Q")
    return made.resource("XObject", P=picture(made, (40, 90, 200))).saved()


@case("pdf", SEEN)
def _under_a_box_drawn_as_an_annotation() -> bytes:
    made = Made(SECRET)
    drawn = made.form("0 0 0 rg 0 0 130 30 re f")
    drawn.BBox = Array([0, 0, 130, 30])
    return made.annotation("Square", AP=Dictionary(N=drawn), F=4).saved()


@case("pdf", SEEN)
def _half_under_a_box() -> bytes:
    return page(f"{SECRET} 0 0 0 rg 70 595 45 20 re f")


@case("pdf", SEEN)
def _clipped_away() -> bytes:
    return page(f"q 0 0 10 10 re W n {SECRET} Q")


@case("pdf", SEEN)
def _transparent() -> bytes:
    return Made(f"/G gs {SECRET}").resource("ExtGState", G=Dictionary(ca=0)).saved()


@case("pdf", SEEN)
def _tiny_print() -> bytes:
    return page(f"BT /F 0.5 Tf 72 600 Td ({WORD}) Tj ET")


@case("pdf", "Layers")
def _layer_that_is_off() -> bytes:
    made = Made(f"/OC /L BDC {SECRET} EMC")
    layer = made.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("a")))
    made.pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return made.resource("Properties", L=layer).saved()


@case("pdf", SEEN)
def _other_words_for_programs() -> bytes:
    shown = "BT /F 12 Tf 72 600 Td (shown) Tj ET"
    return page(f"/Span <</ActualText ({WORD})>> BDC {shown} EMC")


@case("pdf", "structure of headings")
def _description_of_a_figure() -> bytes:
    made = Made()
    figure = Dictionary(Type=Name.StructElem, S=Name.Figure, Alt=String(WORD))
    made.pdf.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=figure)
    made.pdf.Root.MarkInfo = Dictionary(Marked=True)
    return made.saved()


@case("pdf", "Bookmarks")
def _bookmark() -> bytes:
    made = Made()
    with made.pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(WORD, 0))
    return made.saved()


@case("pdf", BESIDE)
def _data_of_a_program() -> bytes:
    made = Made()
    made.page.PieceInfo = Dictionary(Drawing=Dictionary(Private=String(WORD)))
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved()


@case("pdf", BESIDE)
def _small_picture_of_the_page() -> bytes:
    made = Made()
    small = made.pdf.make_stream((WORD * 2).encode())
    small.Width, small.Height, small.ColorSpace, small.BitsPerComponent = 2, 2, Name.DeviceRGB, 8
    made.page.Thumb = small
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved()


@case("pdf", BESIDE)
def _remark_between_the_drawing() -> bytes:
    made = Made(f"% {WORD}\n")
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved(compress_streams=True, recompress_flate=True)


@case("pdf", BESIDE)
def _drawing_that_is_not_used() -> bytes:
    made = Made()
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.resource("XObject", X=made.form(SECRET)).saved()


@case("pdf", BESIDE)
def _inside_packed_objects() -> bytes:
    made = Made()
    made.page.PieceInfo = made.pdf.make_indirect(Dictionary(A=Dictionary(Private=String(WORD))))
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved(object_stream_mode=pikepdf.ObjectStreamMode.generate)


@case("pdf", BESIDE)
def _after_the_end() -> bytes:
    made = Made()
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved() + f"\n{WORD}\n".encode()


@case("pdf", BESIDE)
def _name_of_a_font() -> bytes:
    made = Made()
    made.font.BaseFont = Name(f"/{WORD}")
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved()


@case("pdf", BESIDE)
def _name_of_a_page() -> bytes:
    made = Made()
    made.pdf.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(P=String(WORD))]))
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.saved()


@case("pdf", BESIDE)
def _data_of_a_picture() -> bytes:
    made = Made("q 60 0 0 60 70 500 cm /P Do Q")
    stream = made.pdf.make_stream(picture_with_exif().getvalue())
    stream.Type, stream.Subtype, stream.Filter = Name.XObject, Name.Image, Name.DCTDecode
    stream.Width = stream.Height = 20
    stream.ColorSpace, stream.BitsPerComponent = Name.DeviceRGB, 8
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.resource("XObject", P=stream).saved()


@case("pdf", BESIDE)
def _pixels_that_are_cut_off() -> bytes:
    """Half of a picture lies outside of what is clipped."""
    made = Made("q 70 500 20 20 re W n 200 0 0 20 70 500 cm /P Do Q")
    hidden = Image.new("RGB", (40, 1), "red").tobytes()[:-12] + (WORD * 2).encode()
    stream = made.pdf.make_stream(hidden)
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.ColorSpace, stream.BitsPerComponent = (
        40,
        1,
        Name.DeviceRGB,
        8,
    )
    made.pdf.docinfo["/Title"] = "Minutes"
    return made.resource("XObject", P=stream).saved()
