"""Passwords that everybody tries first, however they are dressed up.

Django carries the twenty thousand commonest. A longer password made of one of them by what people
do to make it longer (a year, an exclamation mark, @ for a, the word twice) is no harder to guess.
"""

import re
from collections.abc import Iterator
from functools import cache

from django.contrib.auth.password_validation import CommonPasswordValidator

SHORTEST = 4
"""Letters that are left of a common password; fewer say nothing."""
LOOKALIKES = str.maketrans("@4301$5!7", "aaeoissit")
EDGES = re.compile(r"^[\W\d_]+|[\W\d_]+$")


@cache
def common() -> frozenset[str]:
    """The commonest passwords, as Django ships them."""
    return frozenset(CommonPasswordValidator().passwords)


def is_common(password: str) -> bool:
    """Whether a password is a common one, dressed up or not."""
    return any(one in common() for one in undressed(password))


def undressed(password: str) -> Iterator[str]:
    """The plainer passwords that this one may have been made of, itself first."""
    for plain in dict.fromkeys((password.lower(), password.lower().translate(LOOKALIKES))):
        yield plain
        bare = EDGES.sub("", plain)
        for one in (bare, bare.translate(LOOKALIKES)):
            if len(one) >= SHORTEST:
                yield one
                yield from _repeated(one)
        yield from _repeated(plain)


def _repeated(text: str) -> Iterator[str]:
    """What a text says again and again: “abcabc” says “abc”."""
    for length in range(1, len(text) // 2 + 1):
        if len(text) % length == 0 and text == text[:length] * (len(text) // length):
            yield text[:length]
            yield text[:length] * 4  # “1111” is on the list where “1” is not
            return
