"""Walks the site from a list of addresses along its links, and writes what it finds."""

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from evenhand.public.static_site.asking import Answer, Site
from evenhand.public.static_site.errors import CannotExport
from evenhand.public.static_site.folder import Record, beside, keep, others, place
from evenhand.public.static_site.links import leads_to, without_forms

OK, MOVED, NOT_MODIFIED, REFUSED = 200, (301, 302, 307, 308), 304, 400
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


@dataclass
class _Walk:
    """One walk: what is still to be asked for, and what was found."""

    site: Site
    old: Path
    new: Path
    before: Record
    skip: Callable[[str], bool]
    no_form: str
    record: Record = field(default_factory=Record)
    written: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    by_tag: dict[str, str] = field(default_factory=dict)
    waiting: deque[tuple[str, str]] = field(default_factory=deque)
    seen: set[str] = field(default_factory=set)

    def add(self, paths: Iterable[str], page: str) -> None:
        for path in paths:
            if path not in self.seen and not self.skip(path):
                self.seen.add(path)
                self.waiting.append((path, page))

    def step(self) -> str:
        path, page = self.waiting.popleft()
        answer = self.site.ask(path, known=self._known(path))
        if answer.status == NOT_MODIFIED:
            self._again(path, answer)
        elif answer.status == OK:
            self.put(path, answer.body, answer.media_type, answer.tag)
        elif answer.status in MOVED:
            self.add(leads_to(_link_to(answer), "text/html", path), page)
        else:
            self.missing[path] = page
        return path

    def _known(self, path: str) -> list[str]:
        """What the site need not build again: this very file, or one of the same kind."""
        kind = PurePosixPath(path).suffix
        alike = [tag for tag, held in self.by_tag.items() if PurePosixPath(held).suffix == kind]
        held = self.before.tags.get(path)
        return [*([held] if held else []), *(alike if kind else [])]

    def _again(self, path: str, answer: Answer) -> None:
        """A file that is there already: from the last export, or under another address."""
        twin = self.by_tag.get(answer.tag)
        if twin is None:
            keep(self.old / place(path), self.new / place(path))
            kind = self.before.types.get(path, "")
        else:
            keep(self.new / place(twin), self.new / place(path))
            kind = self.record.types[twin]
        if self.before.tags.get(path) != answer.tag:
            self.written.append(path)
        self._note(path, kind, answer.tag)
        if kind in {"text/html", "text/css"}:
            self.add(leads_to((self.new / place(path)).read_bytes(), kind, path), path)

    def put(self, path: str, body: bytes, kind: str, tag: str) -> None:
        if kind == "text/html":
            body = without_forms(body, self.no_form)
        target = self.new / place(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        held = self.old / place(path)
        if held.is_file() and held.read_bytes() == body:
            keep(held, target)
        else:
            target.write_bytes(body)
            self.written.append(path)
        self._note(path, kind, tag)
        self.add(leads_to(body, kind, path), path)

    def _note(self, path: str, kind: str, tag: str) -> None:
        self.record.tags[path], self.record.types[path] = tag, kind
        if tag and kind != "text/html":
            self.by_tag.setdefault(tag, path)


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
    tell : told how far it is.

    Raises
    ------
    CannotExport
        If the site does not answer at its address.
    """
    refuse_strange_host(site)
    before, instead = Record.read(folder), instead or {}
    with beside(folder) as new:

        def left_out(path: str) -> bool:
            return path in instead or skip(path)

        walk = _Walk(site, folder, new, before, skip=left_out, no_form=no_form)
        walk.seen.add(NOT_FOUND_PAGE)
        walk.add(start, "")
        for path, body in instead.items():
            walk.put(path, body, "text/html", "")
        lost = site.ask(NOT_FOUND_PAGE)
        walk.put(NOT_FOUND_PAGE, lost.body, lost.media_type, "")
        while walk.waiting:
            path = walk.step()
            if tell:
                tell(len(walk.record.tags), len(walk.seen), path)
        _maps(walk)
        for other in others(folder, before):
            if not (new / other).exists():
                keep(folder / other, new / other)
        walk.record.write(new)
    gone = sorted(set(before.tags) - set(walk.record.tags))
    unchanged = len(walk.record.tags) - len(walk.written)
    return Exported(tuple(walk.written), unchanged, tuple(gone), walk.missing)


def _maps(walk: _Walk) -> None:
    """For programs that look for pages: where they all are."""
    pages = sorted(
        path
        for path, kind in walk.record.types.items()
        if kind == "text/html" and path != NOT_FOUND_PAGE
    )
    entries = "".join(f"<url><loc>{walk.site.address}{path}</loc></url>\n" for path in pages)
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    kind = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
    sitemap = f"{head}<urlset {kind}>\n{entries}</urlset>\n"
    walk.put("/sitemap.xml", sitemap.encode(), "application/xml", "")
    robots = f"User-agent: *\nAllow: /\nSitemap: {walk.site.address}/sitemap.xml\n"
    walk.put("/robots.txt", robots.encode(), "text/plain", "")


def _link_to(answer: Answer) -> bytes:
    return f'<a href="{answer.headers.get("location", "")}">'.encode()
