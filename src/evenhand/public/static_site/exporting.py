"""Writes the site: a walk from a list of addresses, into a folder that then takes its place."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evenhand.public.static_site.asking import Site
from evenhand.public.static_site.errors import CannotExport
from evenhand.public.static_site.folder import Record, beside, keep_others
from evenhand.public.static_site.together import Ask, one_by_one
from evenhand.public.static_site.walking import Walk

REFUSED = 400
NOT_FOUND_PAGE = "/404.html"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Exported:
    """What one export did.

    Attributes
    ----------
    written : addresses that are new or have changed.
    unchanged : how many are as they were.
    gone : addresses that are there no more.
    missing : links that lead nowhere, with the page that has them.
    """

    written: tuple[str, ...]
    unchanged: int
    gone: tuple[str, ...]
    missing: Mapping[str, str]


def refuse_strange_host(site: Site) -> None:
    """Refuse to write a site for an address that it does not answer to.

    Raises
    ------
    CannotExport
        Saying which setting names the host.
    """
    if site.ask("/").status == REFUSED:
        raise CannotExport(
            f"The site does not answer to {site.address}. Name the host in EVENHAND_ALLOWED_HOSTS, "
            "or give another --address."
        )


def export(
    site: Site,
    folder: Path,
    *,
    start: Iterable[str],
    instead: Mapping[str, bytes] | None = None,
    no_form: str = "",
    skip: Callable[[str], bool] = lambda _path: False,
    ask: Ask | None = None,
    tell: Progress | None = None,
) -> Exported:
    """Write the whole site into a folder, which then takes the place of what stood there.

    Parameters
    ----------
    site : what to ask.
    folder : checked by :func:`evenhand.public.static_site.folder.check`.
    start : addresses to begin with; everything that they lead to follows.
    instead : pages that stand where files cannot answer, by address.
    no_form : markup that stands in the place of a form on any other page.
    skip : addresses that are left out on purpose.
    ask : asks the same site for many addresses at once; left out, one by one in this process.
    tell : told how far it is.

    Raises
    ------
    CannotExport
        If the site does not answer at its address, if another export fills the folder, or if a
        file that is not ours lies where one of the site has to be.
    """
    refuse_strange_host(site)
    instead = instead or {}
    with beside(folder) as new:
        before = Record.read(folder)

        def left_out(path: str) -> bool:
            return path in instead or skip(path)

        walk = Walk(folder, new, before, skip=left_out, no_form=no_form)
        walk.seen.add(NOT_FOUND_PAGE)
        walk.add(start, "")
        for path, body in instead.items():
            walk.put(path, body, "text/html", "")
        lost = site.ask(NOT_FOUND_PAGE)
        walk.put(NOT_FOUND_PAGE, lost.body, lost.media_type, "")

        def told(path: str) -> None:
            if tell:
                tell(len(walk.record.held), len(walk.seen), path)

        walk.go(ask or one_by_one(site), told)
        _maps(walk, site.address)
        keep_others(folder, new, before)
        walk.record.write(new)
    gone = sorted(set(before.held) - set(walk.record.held))
    unchanged = len(walk.record.held) - len(walk.written)
    return Exported(tuple(walk.written), unchanged, tuple(gone), walk.missing)


def _maps(walk: Walk, address: str) -> None:
    """For programs that look for pages: where they all are."""
    pages = sorted(
        path
        for path, held in walk.record.held.items()
        if held.kind == "text/html" and path != NOT_FOUND_PAGE
    )
    entries = "".join(f"<url><loc>{address}{path}</loc></url>\n" for path in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    kind = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    sitemap = f"{head}<urlset {kind}>\n{entries}</urlset>\n"
    walk.put("/sitemap.xml", sitemap.encode(), "application/xml", "")
    robots = f"User-agent: *\nAllow: /\nSitemap: {address}/sitemap.xml\n"
    walk.put("/robots.txt", robots.encode(), "text/plain", "")
