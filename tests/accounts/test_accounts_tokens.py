"""A directory that lies, or somebody who speaks in its name, lets nobody in."""

from collections.abc import Iterator
from time import time
from typing import Any

import jwt
import pytest
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount, SocialToken
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client

from accounts.cast import SECRET, Cast
from accounts.false_directory import ACCESS, OURS, SHORT, THEIRS, FalseDirectory, public, running
from evenhand.accounts.signing_in.directories import Directory, providers

DIRECTORY = "/workspace/account/directory/beds/"
CODE = "/workspace/account/second-step/code/"
REFUSED = "Your directory did not let you in"


@pytest.fixture
def lying(cast: Cast, settings: LazySettings) -> Iterator[FalseDirectory]:
    """The directory of the owner's force, true until a test makes it lie."""
    TOTP.activate(cast.owner, SECRET)
    with running() as one:
        known = Directory(
            id="beds",
            name="Bedfordshire",
            address=one.address,
            client_id="evenhand",
            secret="shared",  # noqa: S106 (of a provider that lives for a second)
            domains=("beds.example",),
        )
        settings.DIRECTORIES = (known,)
        settings.SOCIALACCOUNT_PROVIDERS = providers((known,))
        yield one


def through(client: Client, directory: FalseDirectory, **more: str) -> HttpResponse:
    """Ask, and come back with an answer to that question."""
    asked = directory.question(client.get(DIRECTORY).url)
    return client.get(f"{DIRECTORY}answer/", {"code": "c", "state": asked["state"], **more})


def refused(client: Client, answer: HttpResponse) -> bool:
    """Whether nobody was let in."""
    inside = client.get("/workspace/")
    return REFUSED in answer.content.decode() and inside.url.startswith(
        "/workspace/account/sign-in"
    )


def test_a_directory_that_tells_the_truth_is_believed(
    lying: FalseDirectory, client: Client
) -> None:
    assert through(client, lying).url == CODE


def test_what_the_directory_gave_us_for_ourselves_goes_no_further(
    lying: FalseDirectory, client: Client
) -> None:
    """The browser gets a session, and no token; none is kept either."""
    answer = through(client, lying)
    page = client.get(answer.url)

    told = f"{answer.headers}{page.headers}{page.content.decode()}{client.cookies.output()}"
    assert ACCESS not in told + str(dict(client.session))
    assert "eyJ" not in told, "the beginning of every ID token"
    assert not SocialToken.objects.exists()


def test_an_address_that_was_given_to_somebody_new_does_not_open_the_old_account(
    lying: FalseDirectory, client: Client, cast: Cast
) -> None:
    """A directory's own number says who it is, and is given once; addresses are given again."""
    assert through(client, lying).url == CODE
    lying.claims = {"sub": "new-2031"}
    lying.person = {**lying.person, "sub": "new-2031"}
    later = Client()

    through(later, lying)

    assert later.get("/workspace/").url.startswith("/workspace/account/sign-in")
    assert [one.uid for one in SocialAccount.objects.filter(user=cast.owner)] == ["owner"]
    lying.claims, lying.person = {}, {**lying.person, "sub": "owner"}
    assert through(Client(), lying).url == CODE, "whom it knew is still let in"


PEM = OURS.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
UNSIGNED = {"key": None, "algorithm": "none"}


@pytest.mark.filterwarnings("ignore::jwt.warnings.InsecureKeyLengthWarning")  # we refuse, it warns
@pytest.mark.parametrize(
    "lie",
    [
        pytest.param(UNSIGNED, id="not signed"),
        pytest.param({"key": THEIRS}, id="signed with somebody else's key"),
        pytest.param({"key": b"0" * 32, "algorithm": "HS256"}, id="signed with a shared secret"),
        pytest.param({"algorithm": "PS256"}, id="signed in another way than the key is for"),
        pytest.param({"header": {"kid": "unknown"}}, id="of a key that is not there"),
        pytest.param(
            {"key": THEIRS, "header": {"kid": "x", "jwk": public(THEIRS, "x")}}, id="brings its key"
        ),
        pytest.param(
            {"key": THEIRS, "header": {"kid": "x", "jku": "http://127.0.0.1:1/keys"}},
            id="says where its key is",
        ),
        pytest.param({"key": SHORT, "keys": [public(SHORT)]}, id="signed with a key too short"),
        pytest.param({"claims": {"exp": 1_000_000_000}}, id="run out"),
        pytest.param({"claims": {"exp": None}}, id="without an end"),
        pytest.param({"claims": {"nbf": int(time()) + 9_999}}, id="not valid yet"),
        pytest.param({"claims": {"iat": int(time()) + 9_999}}, id="of tomorrow"),
        pytest.param({"claims": {"aud": "another site"}}, id="for another site"),
        pytest.param({"claims": {"aud": ["evenhand", "another"]}}, id="for another site too"),
        pytest.param({"claims": {"aud": None}}, id="for nobody in particular"),
        pytest.param({"claims": {"iss": "https://elsewhere.example"}}, id="of another issuer"),
        pytest.param({"claims": {"nonce": "another"}}, id="to another question"),
        pytest.param({"claims": {"nonce": None}}, id="to no question"),
        pytest.param({"claims": {"sub": "somebody else"}}, id="about somebody else"),
        pytest.param({"claims": {"sub": None}}, id="about nobody"),
        pytest.param({"keys": []}, id="without any key"),
    ],
)
def test_a_token_that_is_not_signed_for_us_for_this_question_now_is_refused(
    lying: FalseDirectory, client: Client, lie: dict[str, Any]
) -> None:
    for name, value in lie.items():
        setattr(lying, name, value)

    assert refused(client, through(client, lying))


def test_a_public_key_is_no_shared_secret(
    lying: FalseDirectory, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The confusion of keys: the directory's public key taken as the secret of an HMAC."""
    monkeypatch.setattr(jwt.algorithms.HMACAlgorithm, "prepare_key", lambda _, key: key)
    lying.key, lying.algorithm = PEM, "HS256"

    asked = lying.question(client.get(DIRECTORY).url)
    forged = lying.token()
    monkeypatch.undo()
    monkeypatch.setattr(lying, "token", lambda: forged)

    answer = client.get(f"{DIRECTORY}answer/", {"code": "c", "state": asked["state"]})
    assert refused(client, answer)


@pytest.mark.parametrize(
    "described",
    [
        {"issuer": "https://elsewhere.example"},
        {"issuer": ""},
        {"token_endpoint": "http://login.beds.example/token"},
        {"authorization_endpoint": "http://login.beds.example/authorise"},
        {"jwks_uri": "http://login.beds.example/keys"},
    ],
    ids=str,
)
def test_a_directory_that_describes_another_or_an_open_line_is_not_asked(
    lying: FalseDirectory, client: Client, described: dict[str, str]
) -> None:
    lying.described = described

    assert REFUSED in client.get(DIRECTORY).content.decode()


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/keys"])
def test_a_directory_that_sends_us_on_is_not_followed(
    lying: FalseDirectory, client: Client, path: str
) -> None:
    lying.moved = path

    asked = client.get(DIRECTORY)

    answer = asked if asked.status_code != 302 else through(client, lying)
    assert refused(client, answer)


def test_an_answer_that_names_another_directory_is_refused(
    lying: FalseDirectory, client: Client
) -> None:
    """Answers of two directories cannot be mixed up (RFC 9207)."""
    assert refused(client, through(client, lying, iss="https://elsewhere.example"))
    assert through(Client(), lying, iss=lying.address).url == CODE


def test_an_answer_of_another_directory_is_no_answer(
    lying: FalseDirectory, client: Client, settings: LazySettings
) -> None:
    """Each directory has an address of its own; a state of one opens nothing at the other."""
    other = settings.DIRECTORIES[0].model_copy(update={"id": "kent"})
    settings.SOCIALACCOUNT_PROVIDERS = providers((*settings.DIRECTORIES, other))
    asked = lying.question(client.get(DIRECTORY).url)

    elsewhere = DIRECTORY.replace("beds", "kent")
    answer = client.get(f"{elsewhere}answer/", {"code": "c", "state": asked["state"]})

    assert refused(client, answer)


def test_a_link_does_not_change_what_is_asked(lying: FalseDirectory, client: Client) -> None:
    planted = {
        "auth_params": "redirect_uri=https://evil.example&prompt=none",
        "scope": "everything",
    }

    asked = lying.question(client.get(DIRECTORY, planted).url)

    assert set(asked["scope"].split()) == {"openid", "profile", "email"}
    assert asked["redirect_uri"].startswith("http://testserver/workspace/")
    assert "prompt" not in asked


def test_each_question_is_asked_with_a_nonce_of_its_own(
    lying: FalseDirectory, client: Client
) -> None:
    nonces = {lying.question(client.get(DIRECTORY).url)["nonce"] for _ in range(5)}

    assert len(nonces) == 5
    assert min(map(len, nonces)) >= 22, "128 bits"


def test_a_directory_that_is_away_is_said_and_passwords_still_work(
    cast: Cast, settings: LazySettings, client: Client
) -> None:
    gone = Directory(
        id="beds",
        name="Bedfordshire",
        address="http://127.0.0.1:1",
        client_id="evenhand",
        secret="shared",  # noqa: S106 (of a directory that is not there)
        domains=("beds.example",),
    )
    settings.DIRECTORIES = (gone,)
    settings.SOCIALACCOUNT_PROVIDERS = providers((gone,))

    assert REFUSED in client.get(DIRECTORY).content.decode()
    assert "Bedfordshire" in client.get("/workspace/account/sign-in/").content.decode()
