"""Makes a PDF of a page, in a process of its own, so that no document can hold up the site."""

import json
import subprocess
import sys
from importlib.resources import as_file, files
from threading import BoundedSemaphore

from evenhand.measures.words.messages import say
from evenhand.publications.errors import NoPaper
from evenhand.publications.reporting.press import MISSING, TYPEFACE

# The new process finds this package where the old one did, and nothing in the working folder.
START = (
    "import sys; sys.path[:] = sys.argv[1:]; "
    "from evenhand.publications.reporting.press import work; work()"
)
LONGEST = 60  # seconds, by the clock
LARGEST = 20 * 2**20  # bytes of a PDF
WAITING = 10  # seconds that one waits for the PDFs of others
_PRESSES = BoundedSemaphore(2)  # at once in each process of the site
STYLE = files("evenhand.publications") / "reporting" / "paper.css"
FONTS = "static/govuk/fonts"


def to_pdf(html: str, *, address: str, more: str = "") -> bytes:
    """Make a tagged PDF (PDF/UA-1) of a whole document.

    Parameters
    ----------
    html : without a style; anything that it refers to is left out.
    address : where the site is; links of the document become whole addresses.
    more : style that comes after that of every paper.

    Raises
    ------
    NoPaper
        If the machine lacks what makes PDFs, it takes too long, or the document is too much.
    """
    style = STYLE.read_text(encoding="utf-8").replace("TYPEFACE", TYPEFACE) + more
    asked = json.dumps({"html": html, "address": address, "style": style, "typeface": _typeface()})
    if not _PRESSES.acquire(timeout=WAITING):
        raise NoPaper(say("Too many PDFs are being made at this moment. Try again in a minute."))
    try:
        made = subprocess.run(  # noqa: S603 (our own interpreter and words)
            [sys.executable, "-P", "-c", START, *sys.path],
            input=asked.encode(),
            capture_output=True,
            timeout=LONGEST,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise NoPaper(_too_much()) from error
    except OSError as error:
        raise NoPaper(say("No PDF could be made: {why}", why=str(error))) from error
    finally:
        _PRESSES.release()
    if made.returncode == MISSING:
        raise NoPaper(_missing())
    if made.returncode or not made.stdout.startswith(b"%PDF-") or len(made.stdout) > LARGEST:
        raise NoPaper(_too_much())
    return made.stdout


def _missing() -> str:
    return say(
        "This machine lacks Pango, which lays out PDFs. On Debian or Ubuntu, as root: apt-get "
        "install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0. Everything else works."
    )


def _too_much() -> str:
    return say("No PDF could be made of this: it would take too long, or be too large.")


def _typeface() -> str:
    """Where the site's own typeface lies; empty where the front end was not built."""
    with as_file(files("evenhand.govuk")) as package:
        return next((str(one) for one in sorted((package / FONTS).glob("*.woff2"))), "")
