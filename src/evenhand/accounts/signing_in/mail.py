"""Sending a mail in plain text: no picture, no script, nothing that tells who opened it."""

from django.core.mail import EmailMessage

from evenhand.accounts.signing_in.words import Mail


def send(mail: Mail, address: str) -> None:
    """Send to one address."""
    EmailMessage(subject=mail.subject, body=mail.body, to=[address]).send()
