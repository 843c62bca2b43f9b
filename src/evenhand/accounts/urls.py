"""Addresses of signing in: allauth's own views, under our addresses and our declarations.

The names are those that allauth asks for. What is not listed does not exist here: nobody signs up
without an invitation, and an address is changed by a new invitation.
"""

from allauth.account import views as account
from allauth.mfa.base import views as second
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as app
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from django.urls import URLPattern, path, re_path

from evenhand.accounts.access import View, Who, seen_by
from evenhand.accounts.signing_in import openid
from evenhand.audit.models import Act

ANYONE, SIGNED_IN = Who.ANYONE, Who.SIGNED_IN
SIGN_IN, CHANGES = (Act.SIGN_IN, Act.ACCESS), (Act.ACCESS,)


def _at(route: str, view: View, who: Who, logs: tuple[Act, ...], name: str) -> URLPattern:
    return path(route, seen_by(who, logs=logs)(view), name=name)


urlpatterns = [
    _at("sign-in/", account.login, ANYONE, SIGN_IN, "account_login"),
    _at("sign-out/", account.logout, ANYONE, (Act.SIGN_OUT,), "account_logout"),
    _at("closed/", account.account_inactive, ANYONE, (), "account_inactive"),
    _at("none-yet/", account.signup, ANYONE, (), "account_signup"),  # it says that it is closed
    _at("again/", account.reauthenticate, SIGNED_IN, CHANGES, "account_reauthenticate"),
    _at("password/", account.password_change, SIGNED_IN, CHANGES, "account_change_password"),
    _at("password/set/", account.password_set, SIGNED_IN, CHANGES, "account_set_password"),
    _at("reset/", account.password_reset, ANYONE, (), "account_reset_password"),
    _at("reset/sent/", account.password_reset_done, ANYONE, (), "account_reset_password_done"),
    re_path(
        r"^reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        seen_by(ANYONE, logs=CHANGES)(account.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    _at(
        "reset/done/",
        account.password_reset_from_key_done,
        ANYONE,
        (),
        "account_reset_password_from_key_done",
    ),
    _at("second-step/", second.index, SIGNED_IN, (), "mfa_index"),
    _at("second-step/code/", second.authenticate, ANYONE, SIGN_IN, "mfa_authenticate"),
    _at("second-step/again/", second.reauthenticate, SIGNED_IN, (), "mfa_reauthenticate"),
    _at("second-step/app/", app.activate_totp, SIGNED_IN, CHANGES, "mfa_activate_totp"),
    _at("second-step/app/remove/", app.deactivate_totp, SIGNED_IN, CHANGES, "mfa_deactivate_totp"),
    _at(
        "second-step/recovery/",
        recovery.view_recovery_codes,
        SIGNED_IN,
        (),
        "mfa_view_recovery_codes",
    ),
    _at(
        "second-step/recovery/new/",
        recovery.generate_recovery_codes,
        SIGNED_IN,
        CHANGES,
        "mfa_generate_recovery_codes",
    ),
    _at("passkeys/", passkeys.list_webauthn, SIGNED_IN, (), "mfa_list_webauthn"),
    _at("passkeys/add/", passkeys.add_webauthn, SIGNED_IN, CHANGES, "mfa_add_webauthn"),
    _at(
        "passkeys/again/",
        passkeys.reauthenticate_webauthn,
        SIGNED_IN,
        (),
        "mfa_reauthenticate_webauthn",
    ),
    _at("passkeys/sign-in/", passkeys.login_webauthn, ANYONE, SIGN_IN, "mfa_login_webauthn"),
    _at("passkeys/<int:pk>/", passkeys.edit_webauthn, SIGNED_IN, (), "mfa_edit_webauthn"),
    _at(
        "passkeys/<int:pk>/remove/",
        passkeys.remove_webauthn,
        SIGNED_IN,
        CHANGES,
        "mfa_remove_webauthn",
    ),
    _at(
        "directory/cancelled/", social.login_cancelled, ANYONE, (), "socialaccount_login_cancelled"
    ),
    _at("directory/error/", social.login_error, ANYONE, (), "socialaccount_login_error"),
    _at("directory/<slug:provider_id>/", openid.login, ANYONE, (), "openid_connect_login"),
    _at(
        "directory/<slug:provider_id>/answer/",
        openid.callback,
        ANYONE,
        SIGN_IN,
        "openid_connect_callback",
    ),
]
