"""A pack on paper, in ordinary or in large print: the body of its page as a document of its own."""

from importlib.resources import files

from django.template.loader import render_to_string

from evenhand.publications.models import Pack, PackPaper
from evenhand.publications.packs.telling import as_made
from evenhand.publications.reporting.printing import to_pdf

LARGE = files("evenhand.publications") / "packs" / "large.css"


def on_paper(pack: Pack, name: str, *, address: str) -> bytes:
    """A pack as PDF.

    Parameters
    ----------
    name : the print, ordinary or large.
    address : where the site is, so that its links lead there.

    Raises
    ------
    NoPaper
    """
    large = name == PackPaper.LARGE
    told = as_made(pack, large=large)
    html = render_to_string("publications/pack_paper.html", {"pack": told, "site": address})
    style = LARGE.read_text(encoding="utf-8") if large else ""
    return to_pdf(html, address=address, more=style)
