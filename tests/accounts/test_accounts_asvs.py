"""What the security standard asks to be written down, and what it asks of keys and hashes."""

import inspect
from pathlib import Path

import pytest
from allauth.mfa.totp.internal import auth
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import LazySettings, settings
from django.contrib.auth.hashers import ScryptPasswordHasher, make_password

from accounts.cast import SECRET, Cast
from evenhand.accounts.models import Person
from evenhand.accounts.passwords.validators import OWN_WORDS, SHORTEST
from evenhand.accounts.services import inviting
from evenhand.accounts.signing_in import sessions
from evenhand.accounts.signing_in.sealing import NotSealed, seal, unseal

ROOT = Path(__file__).resolve().parents[2]
SAID = " ".join((ROOT / "docs" / "how-to" / "let-people-in.md").read_text(encoding="utf-8").split())


def test_what_guards_against_guessing_is_documented() -> None:
    """Each number of the page is the one that holds."""
    limits = settings.ACCOUNT_RATE_LIMITS

    assert limits["login_failed"] == "20/m/ip,5/300s/key"
    assert "five in five minutes" in SAID
    assert "each network address has twenty a minute" in SAID
    assert limits["login_failed_elsewhere"] == "100/h/key"
    assert "a hundred wrong passwords an hour" in SAID
    assert limits["reset_password"].endswith("3/h/key")
    assert "three times an hour" in SAID


def test_words_that_count_for_nothing_in_a_password_are_documented() -> None:
    assert all(f"*{word}*" in SAID for word in OWN_WORDS)
    assert f"{SHORTEST} characters or more" in SAID


def test_every_way_to_sign_in_is_documented() -> None:
    assert settings.AUTHENTICATION_BACKENDS == [
        "allauth.account.auth_backends.AuthenticationBackend"
    ]
    for way in ("| password |", "| passkey |", "| a force's directory (OpenID Connect) |"):
        assert way in SAID


def test_how_long_a_session_lasts_is_documented() -> None:
    assert (sessions.IDLE.total_seconds(), sessions.LONGEST.total_seconds()) == (3600, 43200)
    assert "after an hour without use, after twelve hours" in SAID
    assert "as many as a person has devices" in SAID
    assert "The site and the directory end sessions on their own" in SAID


def test_a_new_site_has_no_account(db: None) -> None:
    assert not Person.objects.exists()


def test_keys_and_codes_come_from_the_systems_own_randomness() -> None:
    assert inviting.SECRET_BYTES * 8 >= 128
    assert "secrets.token_urlsafe(SECRET_BYTES)" in inspect.getsource(inviting.offer)
    assert "secrets.token_bytes" in inspect.getsource(auth.generate_totp_secret)
    assert len({auth.generate_totp_secret() for _ in range(100)}) == 100


@pytest.mark.parametrize("steps", [-1, 1, 2])
def test_a_code_lives_for_half_a_minute(
    cast: Cast, steps: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, moment = TOTP.activate(cast.owner, SECRET), 1_790_000_000
    monkeypatch.setattr(auth.time, "time", lambda: moment)
    then = moment // 30 + steps

    assert not held.validate_code(format_hotp_value(hotp_value(SECRET, then)))
    assert held.validate_code(format_hotp_value(hotp_value(SECRET, moment // 30)))


def test_passwords_are_kept_by_a_slow_memory_hard_function() -> None:
    assert settings.PASSWORD_HASHERS == ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    hasher = ScryptPasswordHasher()
    # OWASP's cheat sheet on storing passwords: N = 2^14 with r = 8 needs p = 5; 2^17 needs p = 1.
    assert hasher.work_factor * hasher.block_size * hasher.parallelism >= 2**14 * 8 * 5
    assert make_password("the same") != make_password("the same")


def test_a_key_is_kept_sealed_and_opens_with_an_older_secret_too(settings: LazySettings) -> None:
    sealed = seal(SECRET)
    assert SECRET not in sealed
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, [settings.SECRET_KEY]

    assert unseal(sealed) == SECRET


def test_a_key_that_is_sealed_twice_does_not_look_the_same() -> None:
    assert seal(SECRET) != seal(SECRET)
    assert unseal(seal(SECRET)) == SECRET


def test_a_sealed_key_that_was_changed_is_refused() -> None:
    sealed = seal(SECRET)

    for place in range(0, len(sealed) - 2, 3):
        other = "A" if sealed[place] != "A" else "B"
        with pytest.raises(NotSealed):
            unseal(sealed[:place] + other + sealed[place + 1 :])


@pytest.mark.parametrize("text", ["", "short", "not base 64 ü", "A" * 200])
def test_what_was_never_sealed_is_refused(text: str) -> None:
    with pytest.raises(NotSealed):
        unseal(text)


def test_another_secret_opens_nothing(settings: LazySettings) -> None:
    sealed = seal(SECRET)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new" * 20, ["older" * 20]

    with pytest.raises(NotSealed):
        unseal(sealed)
