"""One walk along the site's links: what is still to be asked for, what was found, what is kept."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path, PurePosixPath

from evenhand.public.static_site.asking import Answer
from evenhand.public.static_site.folder import Held, Record, keep, place
from evenhand.public.static_site.links import leads_to, without_forms
from evenhand.public.static_site.together import Ask, Question

OK, MOVED, NOT_MODIFIED = 200, (301, 302, 307, 308), 304
LEADING = frozenset({"text/html", "text/css"})
ANY = "*"
"""Asks for the tag of a file alone: most are under two addresses, and building one takes long."""


@dataclass
class Walk:
    """Asks for every address that it is told of or finds, and lays out the new folder.

    Attributes
    ----------
    old, new : the folder that stands, and the one that will take its place.
    before : what is in the old one.
    skip : addresses that are left out on purpose.
    no_form : markup that stands in the place of a form.
    missing : links that lead nowhere, with the page that has them.
    """

    old: Path
    new: Path
    before: Record
    skip: Callable[[str], bool]
    no_form: str
    record: Record = field(default_factory=Record)
    written: list[str] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    _waiting: list[Question] = field(default_factory=list)
    _awaited: dict[str, list[Question]] = field(default_factory=dict)
    """By their tag: files that are being built under the first of their addresses."""
    _by_tag: dict[str, str] = field(default_factory=dict)
    _by_bytes: dict[bytes, str] = field(default_factory=dict)

    def add(self, paths: Iterable[str], page: str) -> None:
        """Ask for these addresses too, to which a page leads."""
        for path in paths:
            if path not in self.seen and not self.skip(path):
                self.seen.add(path)
                self._waiting.append(Question(path, page, self._known(path)))

    def go(self, ask: Ask, tell: Callable[[str], None]) -> None:
        """Ask until there is nothing that was not asked for."""
        while self._waiting or self._awaited:
            if not self._waiting:
                self._ask_again()
            questions, self._waiting = self._waiting, []
            for question, answer in ask(questions):
                self._take(question, answer)
                tell(question.path)

    def put(self, path: str, body: bytes, kind: str, tag: str) -> None:
        """Lay a file into the new folder; the same bytes as before are the very same file."""
        if kind == "text/html":
            body = without_forms(body, self.no_form)
        target, old = self.new / place(path), self.old / place(path)
        twin = self._by_bytes.setdefault(sha256(body).digest(), path)
        if old.is_file() and old.read_bytes() == body:
            keep(old, target)
        else:
            self.written.append(path)
            if twin == path:
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
            else:
                keep(self.new / place(twin), target)
        self._note(path, Held(tag, kind, len(body)), body)

    def _known(self, path: str) -> str:
        """What is said to be known of an address when it is first asked for."""
        if PurePosixPath(path).suffix:
            return ANY
        held = self.before.held.get(path)
        return held.tag if held and self._is_whole(path, held) else ""

    def _is_whole(self, path: str, held: Held) -> bool:
        """Whether what the old folder says it holds is there, as far as a look can tell."""
        old = self.old / place(path)
        return old.is_file() and old.stat().st_size == held.size

    def _take(self, question: Question, answer: Answer) -> None:
        path, page, _ = question
        if answer.status == NOT_MODIFIED:
            self._again(question, answer.tag)
        elif answer.status == OK:
            self.put(path, answer.body, answer.media_type, answer.tag)
        elif answer.status in MOVED:
            self.add(leads_to(_link_to(answer), "text/html", path), page)
        else:
            self.missing[path] = page

    def _again(self, question: Question, tag: str) -> None:
        """A file that is there already, or is there soon; else it is asked for in full."""
        path = question.path
        held = self.before.held.get(path)
        if held and held.tag == tag and self._is_whole(path, held):
            keep(self.old / place(path), self.new / place(path))
            leads = held.kind in LEADING
            self._note(path, held, (self.new / place(path)).read_bytes() if leads else b"")
        elif tag in self._by_tag:
            self._like(path, self._by_tag[tag])
        else:
            if tag not in self._awaited:
                self._waiting.append(question._replace(known=""))
            self._awaited.setdefault(tag, []).append(question)

    def _like(self, path: str, other: str) -> None:
        """The same file as under another address."""
        held = self.record.held[other]
        self.put(path, (self.new / place(other)).read_bytes(), held.kind, held.tag)

    def _note(self, path: str, held: Held, body: bytes) -> None:
        self.record.held[path] = held
        self.add(leads_to(body, held.kind, path), path)
        if held.tag and held.kind != "text/html":
            self._by_tag.setdefault(held.tag, path)
        for one in self._awaited.pop(held.tag, ()):
            if one.path not in self.record.held:
                self._like(one.path, path)

    def _ask_again(self) -> None:
        """The site changed between two questions: what was awaited never came."""
        for questions in self._awaited.values():
            self._waiting += [
                one._replace(known="") for one in questions if one.path not in self.record.held
            ]
        self._awaited.clear()


def _link_to(answer: Answer) -> bytes:
    return f'<a href="{answer.headers.get("location", "")}">'.encode()
