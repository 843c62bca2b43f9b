"""How we answer the questions that django-allauth leaves to a site."""

import logging
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.core.internal import ratelimit
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from evenhand.accounts.models import Person
from evenhand.accounts.noting import note, note_refused
from evenhand.accounts.selectors import person_of
from evenhand.accounts.signing_in import devices, sessions, words
from evenhand.accounts.signing_in.directories import speaks_for
from evenhand.accounts.signing_in.factors import STEPS, must_have_second_step
from evenhand.accounts.signing_in.mail import send
from evenhand.accounts.signing_in.pictures import picture
from evenhand.accounts.signing_in.sealing import seal, unseal
from evenhand.audit.models import Act
from evenhand.measures.words.messages import say

APP = "allauth.account"
log = logging.getLogger("evenhand.refused")


def _refusal(code: str) -> ValidationError:
    """Refuse in our own words; that somebody tries too often is told to whoever runs the site."""
    if code.startswith("too_many"):
        log.warning("too many tries", extra={"about": {"where": "sign-in", "limit": code}})
    return ValidationError(words.refusal(code), code=code)


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Accounts come from invitations, and a stranger's guesses shut nobody out."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        del request
        return False

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Refuse in our own words."""
        del args
        return _refusal(code)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count a try for the browser it comes from, rather than for the person it is about."""
        email = str(credentials.get("email", "")).lower()
        tries = [("login_failed", self._get_login_attempts_cache_key(request, email=email))]
        if devices.number(request, email) is None:
            tries.append(("login_failed_elsewhere", email))
        self._tries = [
            ratelimit.consume(request, app=APP, action=action, key=key) for action, key in tries
        ]
        if not all(self._tries):
            raise self.validation_error("too_many_login_attempts")

    def _rollback_login_failed_rl_usage(self) -> None:
        for usage in self._tries:
            usage.rollback()

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        email = str(credentials.get("email", "")).lower()
        known = devices.number(request, email)
        return f"{email} {known or self.get_client_ip(request)}"

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Log a wrong password, whether or not there is such a person."""
        del request
        person = person_of(str(credentials.get("email", "")))
        note_refused("sign-in", subject=person, now=timezone.now())

    def post_login(self, request: HttpRequest, user: Person, **about: Any) -> HttpResponse:
        """Log a sign-in and remember the browser."""
        response: HttpResponse = super().post_login(request, user, **about)
        note(Act.SIGN_IN, by=user, subject=user, now=timezone.now())
        devices.remember(request, response, user)
        return response

    def logout(self, request: HttpRequest) -> None:
        """Log a sign-out."""
        if isinstance(request.user, Person):
            note(Act.SIGN_OUT, by=request.user, subject=request.user, now=timezone.now())
        super().logout(request)

    def is_reauthentication_required(self, *, app: str, **about: Any) -> bool:
        """Who has only just signed in need not say who they are again."""
        asked: bool = super().is_reauthentication_required(app=app, **about)
        return asked and not sessions.is_fresh(self.request, now=timezone.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send our own words; what we have no words for is not sent."""
        event = template_prefix.rpartition("/")[2]
        if event == "password_reset_key":
            send(words.reset_mail(context["password_reset_url"]), email)
        elif event == "unknown_account":
            send(words.unknown_address_mail(), email)
        elif mail := words.security_mail(event):
            send(mail, email)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """Log that what guards an account has changed, and tell its owner."""
        event = template_prefix.rpartition("/")[2]
        details = {"changed": event}
        note(Act.ACCESS, by=user, subject=user, now=timezone.now(), details=details)
        self.send_mail(template_prefix, email or user.email, context or {})


class SecondStep(DefaultMFAAdapter):  # type: ignore[misc]  # allauth carries no types
    """Authenticator apps and passkeys."""

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Refuse in our own words."""
        del args
        return _refusal(code)

    def get_totp_issuer(self) -> str:
        """The name that an authenticator app shows."""
        return "Evenhand"

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:
        """What a passkey is called until its owner says something better."""
        held = Authenticator.objects.filter(user=user, type=type).count()
        return say("Passkey {number}", number=str(held + 1))

    def build_totp_svg(self, url: str) -> str:
        """The picture that an app's camera reads."""
        return picture(url)

    def encrypt(self, text: str) -> str:
        """Seal for the database."""
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        """Unseal."""
        return unseal(encrypted_text)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """The last second step stays while a role needs one."""
        others = Authenticator.objects.filter(user=authenticator.user, type__in=STEPS)
        if others.exclude(pk=authenticator.pk).exists():
            return True
        return not must_have_second_step(authenticator.user, now=timezone.now())


class Directories(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Directories of forces: they sign in people whom we know, and make nobody known to us."""

    def validation_error(self, code: str, *args: object) -> ValidationError:
        """Refuse in our own words."""
        del args
        return _refusal(code)

    def get_requests_session(self) -> Any:
        """Ask a directory where it says it is, and nowhere that it sends us on to."""
        session = super().get_requests_session()
        session.max_redirects = 0
        return session

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """A directory signs people in and is never tied to an account by a link they followed."""
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(HttpResponseRedirect(reverse("my-account")))
        super().pre_social_login(request, sociallogin)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Nobody becomes a member by being in a directory."""
        del request, sociallogin
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """A directory speaks for addresses of its own domains and for no others.

        Whom it has signed in before, it knows by a number that is given once. An address may be
        given to somebody new, who is not thereby the one who had it.
        """
        said = login.account
        others = SocialAccount.objects.filter(provider=said.provider, user__email=email.lower())
        return speaks_for(said.provider, email) and not others.exclude(uid=said.uid).exists()
