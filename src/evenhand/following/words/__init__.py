"""The mails: plain text, every line a whole message, nothing that tells who opened it."""

from evenhand.following.words.followers import already_mail, confirm_mail, news_mail
from evenhand.following.words.mail import Mail
from evenhand.following.words.people import Reminder, digest_mail, reminder, reminder_mail

__all__ = [
    "Mail",
    "Reminder",
    "already_mail",
    "confirm_mail",
    "digest_mail",
    "news_mail",
    "reminder",
    "reminder_mail",
]
