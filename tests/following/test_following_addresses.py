"""An address is the plain one of one mailbox; nothing rides along with it."""

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st

from evenhand.following.addresses import LONGEST, mailable, mailbox
from evenhand.following.forms import FollowForm

TRICKS = [
    "",
    "ann",
    "@reader.example",
    "ann@",
    "ann@reader",
    "ann@localhost",
    "ann@127.0.0.1",
    "ann@[127.0.0.1]",
    "ann@reader.example,ben@reader.example",
    "ann@reader.example;ben@reader.example",
    "ann@reader.example ben@reader.example",
    "Ann <ann@reader.example>",
    "ann@reader.example\nBcc: all@reader.example",
    "ann@reader.example\r\nRCPT TO:<all@reader.example>",
    "ann\n@reader.example",
    "ann@reader.example\0",
    '"ann ben"@reader.example',
    '"ann@evil.example"@reader.example',
    "(comment)ann@reader.example",
    "ann@evil.example@reader.example",
    "@evil.example:ann@reader.example",
    "ann%evil.example\t@reader.example",
    "ann..ben@reader.example",
    ".ann@reader.example",
    "аnn@reader.example",  # the first letter is Cyrillic
    "ann\u202e@reader.example",
    "ann@reader..example",
    "ann@-reader.example",
    "ann@reader.example.",
    f"{'a' * 65}@reader.example",
    f"ann@{'a' * 64}.example",
    f"ann@{'.'.join(['a' * 60] * 5)}.example",
]


@pytest.mark.parametrize("typed", TRICKS)
def test_what_is_not_the_plain_address_of_one_mailbox_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="not"):
        mailable(typed)
    form = FollowForm({"email": typed})
    if typed.strip() != typed:  # a form takes spaces away that a person typed by mistake
        return
    assert not form.is_valid()
    assert len(form.errors["email"]) == 1


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Ann.Other+plans@Reader.Example ", "ann.other+plans@reader.example"),
        ("o'neill@reader.example", "o'neill@reader.example"),
        ("ann@heddlu-de-cymru.police.uk", "ann@heddlu-de-cymru.police.uk"),
        ("ann@bücher.example", "ann@xn--bcher-kva.example"),
    ],
)
def test_an_address_is_kept_as_computers_write_it(typed: str, kept: str) -> None:
    assert mailable(typed) == kept
    assert mailable(kept) == kept


@given(st.text() | st.emails().map(lambda one: one) | st.from_regex(r".{1,9}@.{1,9}\.[a-z]{2,5}"))
def test_whatever_is_taken_reaches_one_mailbox_and_adds_no_header(typed: str) -> None:
    try:
        kept = mailable(typed)
    except ValueError:
        return
    message = EmailMessage("A", "B", from_email="a@b.example", to=[kept]).message()

    assert message["To"] == kept
    assert len(kept) <= LONGEST
    assert kept.isascii()
    assert set(kept) & set(' \r\n\t,;<>()[]"\\:') == set()
    assert set(message.keys()) == {
        *("Content-Type", "MIME-Version", "Content-Transfer-Encoding"),
        *("Subject", "From", "To", "Date", "Message-ID"),
    }


def test_addresses_of_one_inbox_are_counted_together() -> None:
    assert mailbox("ann+1@reader.example") == mailbox("ann+2@reader.example")
    assert mailbox("ann@reader.example") != mailbox("annie@reader.example")
