"""What every mail is made of; what others wrote can end no header and begin no line of ours."""

from collections.abc import Iterable
from dataclasses import dataclass, field

LONGEST_SUBJECT = 120  # characters; most programs show about half


@dataclass(frozen=True)
class Mail:
    """A mail in plain text, with the headers it has besides."""

    subject: str
    body: str
    headers: dict[str, str] = field(default_factory=dict)


def one_line(text: str) -> str:
    """A text on one line."""
    return " ".join(text.split())


def heading(text: str) -> str:
    """A text for the subject of a mail: on one line, and not too long."""
    whole = one_line(text)
    return whole if len(whole) <= LONGEST_SUBJECT else f"{whole[: LONGEST_SUBJECT - 1]}…"


def lines(*parts: str) -> str:
    """Lines of one paragraph; empty ones are left out."""
    return "\n".join(part for part in parts if part)


def paragraphs(parts: Iterable[str]) -> str:
    """Paragraphs with an empty line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part) + "\n"
