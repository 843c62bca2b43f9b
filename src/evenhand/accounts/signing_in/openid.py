"""Signing in through a directory: allauth's steps, and every check that OpenID Connect has.

Allauth lets an ID token that came straight from the directory do without its signature, sends no
nonce and takes the issuer from the directory's own word. Here the token is signed by a key of the
directory, for us, for this very question, now; and the directory is the one that was configured.
"""

import hmac
import secrets
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.internal.statekit import get_states
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from requests import RequestException

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a directory's private key; never “none”, never a secret that both hold."""
SHORTEST_RSA = 2048  # bits: what directories of today sign with (NIST SP 800-131A allows it)
CLAIMS = ("iss", "sub", "aud", "exp", "iat", "nonce")
"""What an ID token must say."""
CLOCKS_DIFFER = 60  # seconds
ADDRESSES = (
    *("authorization_endpoint", "token_endpoint", "userinfo_endpoint", "jwks_uri"),
    "issuer",
)
LOCAL = frozenset({"127.0.0.1", "localhost"})


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth carries no types
    """One directory, asked as its own description says and believed no further than it proves."""

    def __init__(self, request: HttpRequest, provider_id: str, nonce: str = "") -> None:
        super().__init__(request, provider_id)
        self._nonce = nonce

    def get_provider(self) -> Any:
        """Allauth's provider, which sends people where this adapter says."""
        provider = super().get_provider()
        provider.get_oauth2_adapter = lambda _request: self
        return provider

    @cached_property
    def openid_config(self) -> dict[str, Any]:
        """What the directory says of itself, if it is the one at the address we were given.

        Raises
        ------
        OAuth2Error
            If it names another issuer, or an address that is not encrypted.
        """
        said: dict[str, Any] = super().openid_config
        ours = self.get_provider().app.settings["server_url"]
        if str(said.get("issuer", "")).rstrip("/") != ours:
            raise OAuth2Error("The directory names another issuer than its own address.")
        for name in ADDRESSES:
            where = urlsplit(str(said.get(name, "")))
            if where.scheme != "https" and where.hostname not in LOCAL:
                raise OAuth2Error(f"The directory's {name} is not encrypted.")
        return said

    def complete_login(self, request: HttpRequest, app: SocialApp, token: Any, **about: Any) -> Any:
        """Take who it is from the ID token; the rest may come from the userinfo endpoint."""
        claims = self._decode_id_token(app, str(about["response"].get("id_token", "")))
        info = self._fetch_user_info(token.token)
        token.token = token.token_secret = ""  # nothing more is asked, so nobody keeps them
        if info.get("sub") != claims["sub"]:
            raise OAuth2Error("The directory tells of somebody else than it signed for.")
        both = {"userinfo": info, "id_token": claims}
        return self.get_provider().sociallogin_from_response(request, both)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        try:
            key = self._key(jwt.get_unverified_header(id_token))
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=key,
                algorithms=[key.algorithm_name],
                issuer=self.openid_config["issuer"],
                audience=app.client_id,
                leeway=CLOCKS_DIFFER,
                options={"require": list(CLAIMS)},
            )
        except jwt.PyJWTError as error:
            raise OAuth2Error("The directory's ID token is not valid.") from error
        if claims["aud"] not in (app.client_id, [app.client_id]):
            raise OAuth2Error("The directory's ID token is for others too.")
        if not self._nonce or not hmac.compare_digest(str(claims["nonce"]), self._nonce):
            raise OAuth2Error("The directory's ID token answers another question.")
        return claims

    def _key(self, header: dict[str, Any]) -> jwt.PyJWK:
        """The directory's own key of that name; no key that the token itself brings."""
        said = self._asked(self.openid_config["jwks_uri"])
        keys = {one.key_id: one for one in jwt.PyJWKSet.from_dict(said).keys}
        # Where a directory has one key, a token need not say which.
        named = header.get("kid") if "kid" in header or len(keys) > 1 else next(iter(keys))
        if named not in keys:
            raise jwt.InvalidKeyError("no key of the directory's")
        key = keys[named]
        if key.algorithm_name not in ALGORITHMS:
            raise jwt.InvalidAlgorithmError("no algorithm that we take")
        if getattr(key.key, "key_size", 0) < SHORTEST_RSA and key.key_type == "RSA":
            raise jwt.InvalidKeyError("a key that is too short")
        return key

    def _asked(self, address: str) -> dict[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(address)
            answer.raise_for_status()
            said: dict[str, Any] = answer.json()
        return said


def login(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Send a person to the directory, with a question that only the answer to it answers.

    What to ask for is ours to say: allauth would let a link add to it.
    """
    try:
        provider = Adapter(request, provider_id).get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    asked = provider.get_redirect_from_request_kwargs(request)
    nonce = secrets.token_urlsafe(32)
    asked.update(scope=provider.get_scope(), auth_params={"nonce": nonce}, nonce=nonce)
    try:
        answer: HttpResponseBase = provider.redirect(request, **asked)
    except (OAuth2Error, RequestException, ValueError) as error:
        answer = render_authentication_error(request, provider, exception=error)
    return answer


def callback(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Take the directory's answer to a question of this browser's."""
    state, *_ = get_states(request).get(request.GET.get("state", ""), ({},))
    try:
        adapter = Adapter(request, provider_id, nonce=str(state.get("nonce", "")))
        provider = adapter.get_provider()
    except SocialApp.DoesNotExist as error:
        raise Http404 from error
    named = request.GET.get("iss")
    if named is not None and named.rstrip("/") != provider.app.settings["server_url"]:
        return _refused(request, provider)  # RFC 9207: an answer of another directory's
    try:
        answer: HttpResponseBase = OAuth2CallbackView.adapter_view(adapter)(request)
    except (OAuth2Error, RequestException, ValueError):
        answer = _refused(request, provider)
    return answer


def _refused(request: HttpRequest, provider: Any) -> HttpResponseBase:
    answer: HttpResponseBase = render_authentication_error(request, provider)
    return answer
