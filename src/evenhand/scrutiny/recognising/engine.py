"""The engine: Presidio with its British recognisers and our shapes, made once and when first asked.

Nothing of it is loaded before: Presidio brings spaCy, which takes a second and some 100 MB. No
model of a language is used, as none comes in a package; names are found by how they are written and
by lists. Nothing here reaches the network.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING, Any

from evenhand.scrutiny.recognising import shapes

if TYPE_CHECKING:
    from presidio_analyzer import AnalyzerEngine
    from tldextract import TLDExtract

LANGUAGE = "en"
_making = Lock()


@dataclass(frozen=True, order=True)
class Found:
    """A stretch that was found.

    Attributes
    ----------
    first, last : its first sign, and the sign after its last.
    what : the kind of thing it is.
    sure : whether it tells somebody whatever stands around it.
    """

    first: int
    last: int
    what: str
    sure: bool


def found(text: str) -> Iterator[Found]:
    """Every stretch of a text that may tell somebody; several can overlap."""
    kinds = _kinds()
    for one in _engine().analyze(text, LANGUAGE):
        what, sure = kinds[one.entity_type]
        yield Found(one.start, one.end, what, sure)


def _engine() -> "AnalyzerEngine":
    with _making:
        return _made()


@cache
def _kinds() -> dict[str, tuple[str, bool]]:
    own = {_called(at): (one.what, one.sure) for at, one in enumerate(shapes.SHAPES)}
    return {**shapes.PRESIDIO, **own, LISTED: ("name", False)}


LISTED = "OWN_LISTED_NAME"


def _called(at: int) -> str:
    """What a shape is called in Presidio, where each needs a name of its own."""
    return f"OWN_{at}_{shapes.SHAPES[at].what.upper()}"


@cache
def _made() -> "AnalyzerEngine":
    import regex
    from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry
    from presidio_analyzer.nlp_engine import NoOpNlpEngine

    suffixes = _suffixes()

    class Own(PatternRecognizer):
        """One of our shapes."""

        def __init__(self, name: str, shape: shapes.Shape) -> None:
            self.shape = shape
            flags = regex.MULTILINE | (regex.IGNORECASE if shape.any_case else 0)
            super().__init__(
                supported_entity=name,
                patterns=[Pattern(name, shape.looks, 1.0 if shape.sure else 0.5)],
                global_regex_flags=flags,
            )

        def validate_result(self, pattern_text: str) -> bool | None:
            """Drop what is written like a name or an address and is none."""
            ordinary = self.shape.ordinary and shapes.is_ordinary(pattern_text)
            no_host = self.shape.host and not suffixes(pattern_text).fqdn
            return False if ordinary or no_host else None

    own = [Own(_called(at), one) for at, one in enumerate(shapes.SHAPES)]
    listed = PatternRecognizer(supported_entity=LISTED, deny_list=list(shapes.names()))
    registry = RecognizerRegistry(
        recognizers=[*own, listed, *_theirs()], supported_languages=[LANGUAGE]
    )
    nothing = NoOpNlpEngine([{"lang_code": LANGUAGE, "model_name": ""}])
    return AnalyzerEngine(registry=registry, nlp_engine=nothing, supported_languages=[LANGUAGE])


@cache
def _suffixes() -> "TLDExtract":
    """The list of public suffixes that comes with its package; never fetched, nor kept on disk."""
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)


def _theirs() -> list[Any]:
    """Presidio's own recognisers that fit British reports.

    Its recogniser of addresses of pages is not among them: 5,000 signs with many full stops keep it
    busy for a quarter of a minute. Ours finds the same in a thousandth of that.
    """
    import regex
    from presidio_analyzer import predefined_recognizers as theirs

    suffixes = _suffixes()

    class Mail(theirs.EmailRecognizer):
        """The same, with a list of suffixes that is never fetched."""

        def validate_result(self, pattern_text: str) -> bool:
            """Whether the host is under a public suffix."""
            return suffixes(pattern_text).fqdn != ""

    plates = theirs.UkVehicleRegistrationRecognizer()
    plates.global_regex_flags = regex.MULTILINE  # in small letters “had 12 a” is no plate
    return [
        plates,
        Mail(),
        theirs.NhsRecognizer(),
        theirs.UkNinoRecognizer(),
        theirs.UkDrivingLicenceRecognizer(),
        theirs.UkPassportRecognizer(),
        theirs.UkPostcodeRecognizer(),
        theirs.CreditCardRecognizer(),
        theirs.IbanRecognizer(),
        theirs.IpRecognizer(),
        theirs.MacAddressRecognizer(),
        theirs.PhoneRecognizer(supported_regions=("GB",)),
        theirs.DateRecognizer(),
    ]
