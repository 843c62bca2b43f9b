"""OpenDocument spreadsheets and texts (.ods, .odt) that hide the word."""

from hiding import SHOWN, TAGS, WORD, added, case, packed

from evenhand.sheets.open_document import OASIS

NAMES = " ".join(
    f'xmlns:{name}="{OASIS}:{name}:1.0"'
    for name in ("office", "table", "text", "style", "meta", "draw")
) + (
    f' xmlns:fo="{OASIS}:xsl-fo-compatible:1.0" xmlns:number="{OASIS}:datastyle:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
SHEETS = "application/vnd.oasis.opendocument.spreadsheet"
TEXT = "application/vnd.oasis.opendocument.text"


def document(media: str, body: str, styles: str = "") -> bytes:
    """A package of one content."""
    kind = "spreadsheet" if media == SHEETS else "text"
    content = (
        f"<office:document-content {NAMES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    return packed({"mimetype": media, "content.xml": content})


def cell(text: str, about: str = "") -> str:
    """A cell of text."""
    kind = f'office:value-type="string" {about}'
    return f"<table:table-cell {kind}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str, about: str = "") -> str:
    """A row."""
    return f"<table:table-row {about}>{''.join(cells)}</table:table-row>"


def table(*rows: str, name: str = "Numbers", about: str = "", before: str = "") -> str:
    """A sheet."""
    return f'<table:table table:name="{name}" {about}>{before}{"".join(rows)}</table:table>'


def ods(*rows: str, styles: str = "", before: str = "", beside: str = "") -> bytes:
    """A spreadsheet with a word that is seen, and whatever else."""
    return document(SHEETS, table(row(cell(SHOWN)), *rows, before=before) + beside, styles)


def odt(body: str, styles: str = "") -> bytes:
    """A text with a word that is seen, and whatever else."""
    return document(TEXT, f"<text:p>{SHOWN}</text:p>{body}", styles)


def style(family: str, properties: str, kind: str = "text") -> str:
    """A look named “odd”."""
    return (
        f'<style:style style:name="odd" style:family="{family}">'
        f"<style:{kind}-properties {properties}/></style:style>"
    )


ODD = 'table:style-name="odd"'
IN_ODD = 'text:style-name="odd"'


@case("ods", "Hidden sheets: “Staff”")
def _hidden_sheet() -> bytes:
    hidden = table(row(cell(WORD)), name="Staff", about=ODD)
    return ods(beside=hidden, styles=style("table", 'table:display="false"', "table"))


@case("ods", "Hidden rows on sheet “Numbers”: 2")
def _hidden_row() -> bytes:
    return ods(row(cell(WORD), about='table:visibility="collapse"'))


@case("ods", "Hidden rows on sheet “Numbers”: 2")
def _filtered_row() -> bytes:
    return ods(row(cell(WORD), about='table:visibility="filter"'))


@case("ods", "Hidden rows on sheet “Numbers”: 2")
def _row_of_no_height() -> bytes:
    thin = style("table-row", 'style:row-height="0.001cm"', "table-row")
    return ods(row(cell(WORD), about=ODD), styles=thin)


@case("ods", "Hidden rows on sheet “Numbers”: 2")
def _folded_group() -> bytes:
    folded = (
        f'<table:table-row-group table:display="false">{row(cell(WORD))}</table:table-row-group>'
    )
    return ods(folded)


@case("ods", "Hidden columns on sheet “Numbers”: B")
def _hidden_column() -> bytes:
    columns = '<table:table-column/><table:table-column table:visibility="collapse"/>'
    return ods(row(cell("shown"), cell(WORD)), before=columns)


@case("ods", "colour of their ground or is tiny: A2")
def _white_on_white() -> bytes:
    return ods(row(cell(WORD, ODD)), styles=style("table-cell", 'fo:color="#ffffff"'))


@case("ods", "colour of their ground or is tiny: A2")
def _white_piece() -> bytes:
    pale = style("text", 'fo:color="#ffffff"')
    return ods(row(cell(f"shown <text:span {IN_ODD}>{WORD}</text:span>")), styles=pale)


@case("ods", "format shows nothing: A2")
def _format_that_shows_nothing() -> bytes:
    silent = (
        '<number:text-style style:name="none"/><style:style style:name="odd" '
        'style:family="table-cell" style:data-style-name="none"/>'
    )
    return ods(row(cell(WORD, ODD)), styles=silent)


@case("ods", "under merged cells: B2")
def _under_merged_cells() -> bytes:
    covered = f"<table:covered-table-cell><text:p>{WORD}</text:p></table:covered-table-cell>"
    return ods(row(cell("top", 'table:number-columns-spanned="2"'), covered))


@case("ods", "show one thing and hold another: A2")
def _kept_text_differs() -> bytes:
    return ods(row(cell("shown", f'office:string-value="{WORD}"')))


@case("ods", "Comments")
def _comment() -> bytes:
    said = f"<office:annotation><text:p>{WORD}</text:p></office:annotation>"
    return ods(row(f"<table:table-cell>{said}<text:p>shown</text:p></table:table-cell>"))


@case("ods", "history of changes")
def _tracked_change() -> bytes:
    kind = "table:change-track-table-cell"
    old = f"<table:previous><{kind}><text:p>{WORD}</text:p></{kind}></table:previous>"
    return ods(beside=f"<table:tracked-changes>{old}</table:tracked-changes>")


@case("ods", "Lists to choose from")
def _message_to_who_types() -> bytes:
    message = f"<table:help-message><text:p>{WORD}</text:p></table:help-message>"
    return ods(beside=f"<table:content-validations>{message}</table:content-validations>")


@case("ods", "Names of cells")
def _named_expression() -> bytes:
    named = f'<table:named-expression table:name="a" table:expression="&quot;{WORD}&quot;"/>'
    return ods(beside=f"<table:named-expressions>{named}</table:named-expressions>")


@case("ods", "Properties of the document")
def _author() -> bytes:
    return added(ods(), **{"meta.xml": f"<m><dc:creator xmlns:dc='d'>{WORD}</dc:creator></m>"})


@case("ods", "Properties of the document")
def _formula() -> bytes:
    about = f'table:formula="of:=LEN(&quot;{WORD}&quot;)" office:value="6"'
    made = ods(
        f'<table:table-row><table:table-cell office:value-type="float" {about}><text:p>6</text:p>'
        "</table:table-cell></table:table-row>"
    )
    return added(made, **{"meta.xml": "<m/>"})


@case("ods", "Characters that nobody sees, in texts on sheet “Numbers”: 6")
def _letters_that_are_not_drawn() -> bytes:
    return ods(row(cell(f"shown{TAGS}")))


@case("ods", "conditional formatting on sheet “Numbers” hides text")
def _rule_that_hides() -> bytes:
    pale = style("table-cell", 'fo:color="#ffffff"').replace('"odd"', '"pale"', 1)
    rule = (
        '<style:style style:name="odd" style:family="table-cell"><style:map '
        'style:condition="true()" style:apply-style-name="pale"/></style:style>'
    )
    return ods(row(cell(WORD, ODD)), styles=pale + rule)


@case("odt", "Tracked changes")
def _deleted_text() -> bytes:
    gone = f"<text:deletion><text:p>{WORD}</text:p></text:deletion>"
    region = f"<text:changed-region>{gone}</text:changed-region>"
    return odt(f"<text:tracked-changes>{region}</text:tracked-changes>")


@case("odt", "Comments")
def _comment_in_a_text() -> bytes:
    said = f"<dc:creator>{WORD}</dc:creator><text:p>{WORD}</text:p>"
    return odt(f"<text:p>shown<office:annotation>{said}</office:annotation></text:p>")


@case("odt", "Hidden text")
def _hidden_field() -> bytes:
    return odt(
        f'<text:p>a<text:hidden-text text:string-value="{WORD}">{WORD}</text:hidden-text></text:p>'
    )


@case("odt", "Hidden text")
def _hidden_paragraph() -> bytes:
    return odt(f'<text:p><text:hidden-paragraph text:is-hidden="true"/>{WORD}</text:p>')


@case("odt", "Hidden sections")
def _hidden_section() -> bytes:
    return odt(
        f'<text:section text:name="a" text:display="none"><text:p>{WORD}</text:p></text:section>'
    )


@case("odt", "Hidden text")
def _text_that_is_not_displayed() -> bytes:
    hidden = style("text", 'text:display="none"')
    split = (f"<text:span {IN_ODD}>{part}</text:span>" for part in (WORD[:3], WORD[3:]))
    return odt(f"<text:p>a{''.join(split)}</text:p>", hidden)


@case("odt", "Hidden text")
def _white_paragraph() -> bytes:
    return odt(f"<text:p {IN_ODD}>{WORD}</text:p>", style("paragraph", 'fo:color="#fefefe"'))


@case("odt", "Hidden text")
def _tiny_text() -> bytes:
    return odt(f"<text:p {IN_ODD}>{WORD}</text:p>", style("paragraph", 'fo:font-size="1pt"'))


@case("odt", "Pictures, text boxes")
def _text_box() -> bytes:
    box = f"<draw:text-box><text:p>{WORD}</text:p></draw:text-box>"
    return odt(f'<text:p>a<draw:frame draw:name="{WORD}">{box}</draw:frame></text:p>')


@case("odt", "Pictures, text boxes")
def _text_of_a_shape() -> bytes:
    return odt(f"<draw:custom-shape><text:p>{WORD}</text:p></draw:custom-shape>")


@case("odt", "Hidden rows of tables")
def _hidden_row_of_a_table() -> bytes:
    return odt(table(row(cell("a")), row(cell(WORD), about='table:visibility="collapse"')))


@case("odt", "Properties of the document")
def _author_of_a_text() -> bytes:
    return added(odt(""), **{"meta.xml": f"<m>{WORD}</m>"})


@case("odt", "Earlier versions")
def _earlier_version() -> bytes:
    return added(odt(""), Versions__Version1=odt(f"<text:p>{WORD}</text:p>"))


@case("odt", "Places to fill in")
def _where_a_link_leads() -> bytes:
    link = f'<text:a href="https://example.org/{WORD}">here</text:a>'
    return odt(f"<text:p>{link}<text:placeholder>fill in</text:placeholder></text:p>")


@case("odt", "macros")
def _macro() -> bytes:
    return added(odt(""), **{"Basic__Standard__one.xml": f"<m>{WORD}</m>"})
