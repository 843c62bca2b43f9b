"""A report on paper: the template of its page in a document of its own, made into a PDF."""

from django.template.loader import render_to_string

from evenhand.publications.reporting.printing import to_pdf
from evenhand.publications.reporting.telling import Shown


def on_paper(shown: Shown, *, address: str) -> bytes:
    """A report as PDF.

    Parameters
    ----------
    address : where the site is, so that its links lead there.

    Raises
    ------
    NoPaper
    """
    html = render_to_string("publications/report_paper.html", {"report": shown, "site": address})
    return to_pdf(html, address=address)
