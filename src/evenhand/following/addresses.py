"""E-mail addresses that we write to: plain ones, of one mailbox each."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

LONGEST = 254  # characters that mail servers take (RFC 5321)
# No quotes, comments, brackets, routes or letters that look like others: none is needed to reach
# anybody, and each has been used to smuggle a second recipient or a header into a mail.
LOCAL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}")
DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+")


def mailable(typed: str) -> str:
    """An address as it is kept: in small letters, its domain as computers write it.

    Raises
    ------
    ValueError
        If it is not the plain address of one mailbox that others can reach.
    """
    local, at, domain = typed.strip().rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError as error:
        raise ValueError("not a domain") from error
    address = f"{local.lower()}{at}{domain}"
    if len(address) > LONGEST or not (LOCAL.fullmatch(local) and DOMAIN.fullmatch(domain)):
        raise ValueError("not the plain address of a mailbox")
    try:
        EmailValidator(allowlist=[])(address)
    except ValidationError as error:
        raise ValueError("not an address") from error
    return address


def mailbox(address: str) -> tuple[str, str]:
    """Where mail to a kept address arrives: what is before a plus sign, and the domain.

    Many servers hand ``ann+x@`` to ``ann@``; counted together, a thousand of them are one inbox.
    """
    local, _, domain = address.rpartition("@")
    return local.partition("+")[0], domain
