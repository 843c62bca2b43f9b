"""The process that makes one PDF and ends: it opens nothing, and may take only so much.

It is started by :mod:`evenhand.publications.reporting.printing` and knows neither the site nor its
database. Whatever a document asks for is refused, but for the site's own typeface.
"""

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TYPEFACE = "evenhand:typeface"
MEMORY = 1_500 * 2**20  # bytes; a plan of 300 actions takes a fifth of it
SECONDS = 50  # of work
MISSING, REFUSED = 3, 4  # how it ends where Pango is missing, and where a PDF cannot be made


def work() -> None:
    """Read a document from standard input, write its PDF to standard output."""
    _limit()
    asked = json.load(sys.stdin)
    try:
        import weasyprint  # takes a second, and fails without Pango
    except OSError as error:
        sys.stderr.write(str(error))
        sys.exit(MISSING)
    sys.stdout.buffer.write(_made(weasyprint, asked))


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has none; the parent still ends what takes too long
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _made(weasyprint: Any, asked: Mapping[str, str]) -> bytes:
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Nothing(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
        """Opens nothing. The typeface is in memory already."""

        def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> Any:
            """Give the typeface, and refuse the rest."""
            del headers
            if url == TYPEFACE and asked["typeface"]:
                font = Path(asked["typeface"]).read_bytes()
                return URLFetcherResponse(url, body=font, headers={"Content-Type": "font/woff2"})
            raise ValueError("a document opens nothing")

    fonts, nothing = FontConfiguration(), Nothing()
    style = weasyprint.CSS(string=asked["style"], url_fetcher=nothing, font_config=fonts)
    document = weasyprint.HTML(string=asked["html"], base_url=asked["address"], url_fetcher=nothing)
    made: bytes = document.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", pdf_tags=True
    )
    return made
