"""Files that hide the word CANARY, and a look into a file down to its last level."""

import base64
import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pikepdf
from PIL import Image, ImageSequence

WORD, SHOWN = "CANARY", "VISIBLE"
TAGS = "".join(chr(0xE0000 + ord(letter)) for letter in WORD)
"""The same word in letters of Unicode that are drawn as nothing."""
DEEPEST = 6


class Hidden(NamedTuple):
    """A file that hides the word, and what a person must be told about where."""

    name: str
    content: bytes
    told: str


Case = Callable[[], Hidden]
CASES: dict[str, Case] = {}


def case(ending: str, told: str) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Add a file to the suite; ``told`` is a regular expression."""

    def adding(make: Callable[[], bytes]) -> Callable[[], bytes]:
        name = f"{ending}: {make.__name__.strip('_').replace('_', ' ')}"
        assert name not in CASES, name
        CASES[name] = lambda: Hidden(f"evidence.{ending}", make(), told)
        return make

    return adding


def forms(word: str) -> list[bytes]:
    """A word as bytes in every way that a file may write it."""
    found = [word.encode(one) for one in ("ascii", "utf-16-le", "utf-16-be", "utf-32-le")]
    found += [word.encode("utf-16-be").hex().encode(), word.encode().hex().encode()]
    found += [one.upper() for one in found[-2:]]
    for shift in range(3):  # a word inside base64 begins at one of three places
        coded = base64.b64encode(b"\0" * shift + word.encode())
        found.append(coded[[0, 2, 3][shift] :].rstrip(b"=")[:-1])
    return found


def packed(parts: dict[str, bytes | str], comment: bytes = b"") -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        archive.comment = comment
    return out.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """What a zip archive holds."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(content: bytes, **replaced: tuple[str, str]) -> bytes:
    """A package in one of whose parts a text was replaced; ``__`` in names stands for a slash."""
    parts = parts_of(content)
    for part, (old, new) in replaced.items():
        name = part.replace("__", "/") + ".xml"
        text = parts[name].decode()
        assert old in text, (name, old)
        parts[name] = text.replace(old, new, 1).encode()
    return packed(parts)


def added(content: bytes, **more: str | bytes) -> bytes:
    """A package with more parts."""
    return packed(parts_of(content) | {one.replace("__", "/"): more[one] for one in more})


def picture_with_exif() -> io.BytesIO:
    """A JPEG whose description is the word."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = WORD
    Image.new("RGB", (20, 20), "red").save(out, "JPEG", exif=exif)
    return out


def levels(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """A file's bytes, and those of everything that is packed inside it, as far down as it goes."""
    yield content
    if depth > DEEPEST:
        return
    if b"PK\x03\x04" in content[:2048]:
        try:
            for name, part in parts_of(content).items():
                yield name.encode()
                yield from levels(part, depth + 1)
        except zipfile.BadZipFile:
            pass
    if content.lstrip()[:1] == b"<" or content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        yield from _without_tags(content)
    if b"%PDF-" in content[:1024]:
        yield from _of_pdf(content, depth)
    yield from _of_picture(content, depth)
    if depth < DEEPEST and not content.startswith(b"PK"):
        for found in re.finditer(rb"x[\x01\x5e\x9c\xda]", content):
            try:
                yield zlib.decompressobj().decompress(content[found.start() :], 2**22)
            except zlib.error:
                continue


def _without_tags(content: bytes) -> Iterator[bytes]:
    """XML as one text: a word may be split over runs or cells."""
    wide = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    text = content.decode("utf-16" if wide else "utf-8", "replace")
    yield text.encode("utf-8", "replace")
    yield re.sub(r"<[^>]*>", "", text).encode("utf-8", "replace")


def _of_pdf(content: bytes, depth: int) -> Iterator[bytes]:
    try:
        opened = pikepdf.open(io.BytesIO(content))
    except pikepdf.PdfError:
        return
    for one in opened.objects:
        if isinstance(one, pikepdf.Stream):
            yield repr(one.stream_dict if hasattr(one, "stream_dict") else dict(one)).encode()
            try:
                inner = one.read_bytes()
            except pikepdf.PdfError:
                inner = one.read_raw_bytes()
            yield from levels(inner, depth + 1)
            yield b"".join(re.findall(rb"\(([^()]*)\)", inner))
        else:
            yield repr(one).encode()
            yield from _strings(one)
    yield "".join(_drawn(content)).encode()


def _strings(one: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(one, pikepdf.String):
        yield bytes(one)
    elif isinstance(one, pikepdf.Dictionary):
        for key in one.keys():  # noqa: SIM118 (a pikepdf dictionary is no Python one)
            if not one[key].is_indirect if isinstance(one[key], pikepdf.Object) else False:
                yield from _strings(one[key])
    elif isinstance(one, pikepdf.Array):
        for each in one:
            if isinstance(each, pikepdf.Object) and not each.is_indirect:
                yield from _strings(each)


def _drawn(content: bytes) -> Iterator[str]:
    import pypdfium2 as pdfium

    for page in pdfium.PdfDocument(content):
        yield page.get_textpage().get_text_range()


def _of_picture(content: bytes, depth: int) -> Iterator[bytes]:
    if content[:4] not in {b"\x89PNG", b"RIFF"} and content[:3] != b"\xff\xd8\xff":
        return
    try:
        with Image.open(io.BytesIO(content)) as opened:
            for frame in ImageSequence.Iterator(opened):
                yield frame.tobytes()
                yield frame.convert("RGB").tobytes()
            if opened.palette:
                yield bytes(opened.palette.palette)
            for value in (*opened.info.values(), *getattr(opened, "text", {}).values()):
                inner = value if isinstance(value, bytes) else str(value).encode()
                if depth < DEEPEST and len(inner) < len(content) + 65_536:
                    yield inner
    except (OSError, ValueError, SyntaxError):
        return


def holds(content: bytes, word: str) -> bool:
    """Whether a word is anywhere in a file, at any level, in any way of writing it."""
    wanted = [*forms(word), *([TAGS.encode(), TAGS.encode("utf-16-le")] if word == WORD else [])]
    return any(one in level for level in levels(content) for one in wanted)
