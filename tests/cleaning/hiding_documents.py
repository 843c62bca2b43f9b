"""Word documents (.docx) that hide the word."""

from hiding import SHOWN, TAGS, WORD, added, case, packed

D = "docx"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
HEAD = f'<w:document xmlns:w="{W}"><w:body>'
SECRET = f"<w:r><w:t>{WORD}</w:t></w:r>"


def document(body: str, styles: str = "", **parts: str | bytes) -> bytes:
    """A document with a word that is seen, and whatever else."""
    text = f"{HEAD}<w:p><w:r><w:t>{SHOWN}</w:t></w:r></w:p>{body}</w:body></w:document>"
    made = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": text,
        "word/styles.xml": f'<w:styles xmlns:w="{W}">{styles}</w:styles>',
    }
    return added(packed(made), **parts)


def p(runs: str, about: str = "") -> str:
    """A paragraph."""
    return f"<w:p>{about}<w:r><w:t>shown </w:t></w:r>{runs}</w:p>"


def r(look: str, text: str = WORD) -> str:
    """A run of a certain look."""
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    """A table of whole rows."""
    return f"<w:tbl>{''.join(rows)}</w:tbl>"


def tr(text: str, about: str = "", cell: str = "") -> str:
    """A row of one cell."""
    inner = f"<w:tcPr>{cell}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
    return f"<w:tr><w:trPr>{about}</w:trPr><w:tc>{inner}</w:tc></w:tr>"


def lone(about: str) -> bytes:
    """A paragraph of the word alone, with properties of its own."""
    return document(f"<w:p><w:pPr>{about}</w:pPr>{SECRET}</w:p>")


@case(D, "Tracked changes")
def _deleted_text() -> bytes:
    gone = f'<w:del w:author="{WORD}"><w:r><w:delText>{WORD}</w:delText></w:r></w:del>'
    return document(p(gone))


@case(D, "Tracked changes")
def _moved_text() -> bytes:
    return document(p(f"<w:moveFrom>{SECRET}</w:moveFrom>"))


@case(D, "tracked insertions")
def _who_inserted() -> bytes:
    return document(p(f'<w:ins w:author="{WORD}"><w:r><w:t>more</w:t></w:r></w:ins>'))


@case(D, "Comments")
def _comment() -> bytes:
    said = f'<w:comments xmlns:w="{W}"><w:comment w:id="1">{p(SECRET)}</w:comment></w:comments>'
    mark = '<w:r><w:commentReference w:id="1"/></w:r>'
    return document(p(mark), **{"word__comments.xml": said})


@case(D, "Hidden text")
def _vanished() -> bytes:
    return document(p(r("<w:vanish/>")))


@case(D, "Hidden text")
def _vanished_and_split_over_runs() -> bytes:
    return document(p(r("<w:vanish/>", WORD[:3]) + r('<w:vanish w:val="1"/>', WORD[3:])))


@case(D, "Hidden text")
def _vanished_by_style() -> bytes:
    style = '<w:style w:type="character" w:styleId="S"><w:rPr><w:vanish/></w:rPr></w:style>'
    based = '<w:style w:type="character" w:styleId="T"><w:basedOn w:val="S"/></w:style>'
    return document(p(r('<w:rStyle w:val="T"/>')), style + based)


@case(D, "Hidden text")
def _white_by_style_of_the_paragraph() -> bytes:
    white = '<w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    style = f'<w:style w:type="paragraph" w:styleId="S">{white}</w:style>'
    return document(f'<w:p><w:pPr><w:pStyle w:val="S"/></w:pPr>{SECRET}</w:p>', style)


@case(D, "Hidden text")
def _white_on_white() -> bytes:
    return document(p(r('<w:color w:val="FFFFFF"/>')))


@case(D, "Hidden text")
def _white_of_the_theme() -> bytes:
    return document(p(r('<w:color w:val="FFFFFF" w:themeColor="background1"/>')))


@case(D, "Hidden text")
def _black_on_black() -> bytes:
    return document(p(r('<w:color w:val="000000"/><w:highlight w:val="black"/>')))


@case(D, "Hidden text")
def _tiny_print() -> bytes:
    return document(p(r('<w:sz w:val="2"/>')))


@case(D, "Hidden text")
def _letters_upon_each_other() -> bytes:
    return document(p(r('<w:w w:val="1"/>')))


@case(D, "outside of the page or of no height")
def _line_of_no_height() -> bytes:
    return lone('<w:spacing w:line="1" w:lineRule="exact"/>')


@case(D, "outside of the page or of no height")
def _frame_outside_of_the_page() -> bytes:
    return lone('<w:framePr w:x="-30000" w:y="100"/>')


@case(D, "outside of the page or of no height")
def _indented_out_of_the_page() -> bytes:
    return lone('<w:ind w:left="31000"/>')


@case(D, "Hidden rows of tables")
def _hidden_row() -> bytes:
    return document(table(tr("a"), tr(WORD, "<w:hidden/>")))


@case(D, "Hidden rows of tables")
def _row_of_no_height() -> bytes:
    return document(table(tr("a"), tr(WORD, '<w:trHeight w:val="1" w:hRule="exact"/>')))


@case(D, "Cells of tables that have no width")
def _cell_of_no_width() -> bytes:
    return document(table(tr("a"), tr(WORD, "", '<w:tcW w:w="5" w:type="dxa"/>')))


@case(D, "under merged cells")
def _under_merged_cells() -> bytes:
    return document(table(tr("a", "", '<w:vMerge w:val="restart"/>'), tr(WORD, "", "<w:vMerge/>")))


@case(D, "Properties of the document")
def _author() -> bytes:
    return document("", **{"docProps__core.xml": f"<c><creator>{WORD}</creator></c>"})


@case(D, "custom XML")
def _custom_xml() -> bytes:
    return document("", **{"customXml__item1.xml": f"<c>{WORD}</c>"})


@case(D, "Headers and footers")
def _header() -> bytes:
    return document("", **{"word__header1.xml": f"<h>{WORD}</h>"})


@case(D, "Pictures, text boxes")
def _text_box() -> bytes:
    box = f"<v:textbox xmlns:v='v'><w:txbxContent>{p(SECRET)}</w:txbxContent></v:textbox>"
    return document(p(f"<w:r><w:pict>{box}</w:pict></w:r>"))


@case(D, "Pictures, text boxes")
def _description_of_a_picture() -> bytes:
    return document(p(f"<w:r><w:drawing><docPr descr='{WORD}'/></w:drawing></w:r>"))


@case(D, "Instructions of fields")
def _instruction_of_a_field() -> bytes:
    step = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    instruction = f'<w:r><w:instrText>HYPERLINK "{WORD}"</w:instrText></w:r>'
    return document(p(step("begin") + instruction + step("separate") + r("", "here") + step("end")))


@case(D, "Instructions of fields")
def _text_before_the_result_of_a_field() -> bytes:
    step = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    return document(p(step("begin") + SECRET + step("separate") + r("", "here") + step("end")))


@case(D, "Embedded files")
def _embedded_file() -> bytes:
    inner = packed({"inside.txt": WORD * 3})
    return document(p("<w:r><w:object/></w:r>"), **{"word__embeddings__one.bin": inner})


@case(D, "Embedded files")
def _part_in_another_format() -> bytes:
    return document("<w:altChunk/>", **{"word__afchunk1.html": f"<p>{WORD}</p>"})


@case(D, "Building blocks")
def _building_block() -> bytes:
    return document("", **{"word__glossary__document.xml": f"<g>{WORD}</g>"})


@case(D, "Settings")
def _variable() -> bytes:
    return document("", **{"word__settings.xml": f'<s><docVar name="a" val="{WORD}"/></s>'})


@case(D, "Settings")
def _name_of_a_bookmark() -> bytes:
    mark = f'<w:bookmarkStart w:id="1" w:name="{WORD}"/><w:bookmarkEnd w:id="1"/>'
    return document(p(mark), **{"word__settings.xml": "<s/>"})


@case(D, "Settings")
def _tag_of_a_content_control() -> bytes:
    about = f'<w:sdtPr><w:tag w:val="{WORD}"/></w:sdtPr>'
    control = f"<w:sdt>{about}<w:sdtContent>{p('')}</w:sdtContent></w:sdt>"
    return document(control, **{"word__settings.xml": "<s/>"})


@case(D, "Settings")
def _note_that_nothing_refers_to() -> bytes:
    notes = (
        f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="7">{p(SECRET)}</w:footnote></w:footnotes>'
    )
    return document("", **{"word__footnotes.xml": notes, "word__settings.xml": "<s/>"})


@case(D, "macros")
def _macro() -> bytes:
    return document("", **{"word__vbaProject.bin": WORD})


@case(D, "Characters that nobody sees: 6")
def _letters_that_are_not_drawn() -> bytes:
    return document(p(r("", f"shown{TAGS}")))


@case(D, "Parts that no text needs")
def _part_in_base64() -> bytes:
    import base64

    return document("", **{"word__odd.dat": base64.b64encode(f"--{WORD}--".encode())})
