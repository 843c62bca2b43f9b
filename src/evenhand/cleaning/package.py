"""Packages of parts: what .xlsx, .docx, .ods and .odt are inside. Read without trust."""

import io
import xml.etree.ElementTree as ET
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

from evenhand.cleaning import limits
from evenhand.cleaning.words import Refused, refuse

Element = ET.Element


class Package:
    """A zip archive whose parts are read by name; nothing is ever unpacked to a disk.

    Raises
    ------
    Refused
        If it is broken, locked, or says that it holds more than it should.
    """

    def __init__(self, content: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
            entries = self._zip.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise broken() from error
        if any(one.flag_bits & 0x1 for one in entries):
            raise refuse("This file is locked with a password. Save it without one.")
        names = [one.filename for one in entries]
        if len(set(map(str.lower, names))) < len(names):
            raise refuse("This file holds two parts of the same name, one of them hidden.")
        if len(entries) > limits.ENTRIES or sum(one.file_size for one in entries) > limits.UNPACKED:
            raise refuse("This file unpacks to far more than a document holds.")
        self.names = names

    def read(self, name: str) -> bytes:
        """One part.

        Raises
        ------
        Refused
            If it is not there or broken.
        """
        try:
            return self._zip.read(name)
        except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
            raise broken() from error
        except NotImplementedError as error:  # a way of packing that no office program uses
            raise broken() from error

    def xml(self, name: str) -> Element:
        """One part as XML."""
        return parse(self.read(name))

    def xml_or_nothing(self, name: str) -> Element:
        """One part as XML; an empty element where the package has no such part."""
        return self.xml(name) if name in self.names else ET.Element("nothing")


def parse(content: bytes) -> Element:
    """Read XML that declares nothing: no type, no entity, so nothing grows and nothing is fetched.

    Raises
    ------
    Refused
        If it is broken or declares something.
    """
    guard = expat.ParserCreate()
    guard.StartDoctypeDeclHandler = _declares
    try:
        guard.Parse(content, True)
        return ET.fromstring(content)  # noqa: S314 (the line above refused every declaration)
    except (expat.ExpatError, ET.ParseError, ValueError, LookupError, RecursionError) as error:
        raise broken() from error


def _declares(*_about: object) -> None:
    raise refuse("This file holds XML with declarations, which documents do not need.")


def broken() -> Refused:
    """What is said of a file that does not hold together."""
    return refuse(
        "This file is damaged or not what its name says. Save it once more and try again."
    )


def local(element: Element) -> str:
    """An element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def said(element: Element, name: str, default: str = "") -> str:
    """An attribute by its name without a namespace."""
    if name in element.attrib:
        return element.attrib[name]
    return next(
        (value for key, value in element.attrib.items() if key.endswith("}" + name)), default
    )


def child(element: Element | None, name: str) -> Element | None:
    """The first child of that name."""
    return next(children(element, name), None)


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Every child of that name."""
    return (one for one in (() if element is None else element) if local(one) == name)


def inside(element: Element, *names: str) -> Iterator[Element]:
    """Every element of these names, however deep."""
    return (one for one in element.iter() if local(one) in names)
