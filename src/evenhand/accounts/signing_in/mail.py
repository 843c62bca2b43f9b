"""Sending a mail in plain text: no picture, no script, nothing that tells who opened it."""

import logging
from smtplib import SMTPException

from django.core.mail import EmailMessage

from evenhand.accounts.signing_in.words import Mail

log = logging.getLogger(__name__)


def send(mail: Mail, address: str) -> bool:
    """Send to one address; say whether the mail server took it."""
    try:
        EmailMessage(subject=mail.subject, body=mail.body, to=[address]).send()
    except (OSError, SMTPException) as error:  # away, or its certificate is not its own
        log.error("A mail could not be sent.", extra={"about": {"why": type(error).__name__}})  # noqa: TRY400 (the error repeats the address)
        return False
    return True
