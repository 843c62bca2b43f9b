"""What people are told while signing in: refusals, notices and mails, each a whole message."""

from collections.abc import Callable
from dataclasses import dataclass

from evenhand.measures.words.messages import say


def refusal(code: str) -> str:
    """The sentence for one of allauth's refusals; a plain one where it is none we can meet."""
    sentences: dict[str, Callable[[], str]] = {
        "email_password_mismatch": lambda: say("The e-mail address or the password is not right"),
        "too_many_login_attempts": lambda: say(
            "There were too many tries. Wait five minutes, then try again"
        ),
        "rate_limited": lambda: say("There were too many tries. Wait five minutes, then try again"),
        "incorrect_code": lambda: say("This code is not right, or was used before"),
        "incorrect_password": lambda: say("This is not your password"),
        "enter_current_password": lambda: say("This is not the password you use now"),
        "invalid_password_reset": lambda: say("This link was used before or is out of date"),
        "cannot_delete_authenticator": lambda: say(
            "Your role needs a second step. Add another one before you remove this one"
        ),
    }
    return sentences.get(code, lambda: say("Check what you typed and try again"))()


@dataclass(frozen=True)
class Mail:
    """A mail in plain text."""

    subject: str
    body: str


def security_mail(event: str) -> Mail | None:
    """What the owner of an account is told after something that guards it has changed."""
    what: dict[str, Callable[[], str]] = {
        "password_changed": lambda: say("Your password was changed."),
        "password_reset": lambda: say("Your password was reset through a link in a mail."),
        "totp_activated": lambda: say("An authenticator app was added to your account."),
        "totp_deactivated": lambda: say("The authenticator app was removed from your account."),
        "webauthn_added": lambda: say("A passkey was added to your account."),
        "webauthn_removed": lambda: say("A passkey was removed from your account."),
        "recovery_codes_generated": lambda: say("New recovery codes were made for your account."),
        "account_connected": lambda: say(
            "You signed in through your organisation’s directory for the first time."
        ),
    }
    if event not in what:
        return None
    return Mail(
        say("Your Evenhand account changed"),
        say(
            "{what}\n\nIf this was not you, reset your password at once and tell your "
            "administrator.",
            what=what[event](),
        ),
    )


def reset_mail(url: str) -> Mail:
    """The link to choose a new password."""
    return Mail(
        say("Choose a new Evenhand password"),
        say(
            "Somebody, probably you, asked for a new password for this address.\n\n{url}\n\nThe "
            "link works once, for one hour. If it was not you, do nothing: your password stays.",
            url=url,
        ),
    )


def unknown_address_mail() -> Mail:
    """What an address without an account is told that somebody asked to reset."""
    return Mail(
        say("There is no Evenhand account for this address"),
        say(
            "Somebody, probably you, asked for a new password, but this address has no account. "
            "Accounts come from invitations: ask your administrator for one."
        ),
    )


def invitation_mail(organisation: str, role: str, url: str) -> Mail:
    """The link that takes an invitation up."""
    return Mail(
        say("You are invited to Evenhand"),
        say(
            "{organisation} invites you to Evenhand as {role}.\n\n{url}\n\nThe link works once, "
            "for seven days. If you did not expect it, do nothing.",
            organisation=organisation,
            role=role,
            url=url,
        ),
    )
