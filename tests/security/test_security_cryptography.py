"""Every use of cryptography, and the inventory of docs/reference/security.md (ASVS V11)."""

import re

from django.contrib.auth.hashers import ScryptPasswordHasher

from security.source import calls, covering, libraries, modules
from security.tables import code, rows

ED25519 = "cryptography.hazmat.primitives.asymmetric.ed25519.Ed25519"
ALGORITHMS = {
    "hashlib.sha256": "SHA-256",
    "hashlib.file_digest": "SHA-256",
    "hashlib.sha384": "SHA384",
    "hashlib.sha512": "SHA-512",
    "hashlib.sha1": "SHA-1",
    "hashlib.blake2b": "BLAKE2b",
    "hmac.digest": "HMAC-SHA-256",
    "django.core.signing.dumps": "HMAC-SHA-256",
    "django.core.signing.Signer": "HMAC-SHA-256",
    "django.core.signing.TimestampSigner": "HMAC-SHA-256",
    "django.utils.crypto.salted_hmac": "HMAC-SHA-256",
    "secrets.SystemRandom": "the system's random numbers",
    "secrets.token_bytes": "the system's random numbers",
    "secrets.token_hex": "the system's random numbers",
    "secrets.token_urlsafe": "the system's random numbers",
    "jwt.decode": "RS, PS or ES",
    "cryptography.hazmat.primitives.ciphers.aead.AESGCM": "AES-256-GCM",
    "cryptography.hazmat.primitives.kdf.hkdf.HKDF": "HKDF-SHA-256",
    "cryptography.hazmat.primitives.asymmetric.ec.generate_private_key": "P-256",
    "cryptography.hazmat.primitives.asymmetric.ec.EllipticCurvePublicKey.from_encoded_point": (
        "P-256"
    ),
    "cryptography.hazmat.primitives.hpke.Suite": "HPKE",
    "cryptography.hazmat.primitives.asymmetric.rsa.generate_private_key": "RSABSSA",
    "cryptography.hazmat.primitives.asymmetric.padding.PSS": "PSS",
    "secrets.randbelow": "RSABSSA",
    f"{ED25519}PrivateKey.generate": "Ed25519",
    f"{ED25519}PublicKey.from_public_bytes": "Ed25519",
}
"""Each call that computes something secret or binding, and the algorithm behind it."""
COMPUTES = (
    *("hashlib.", "hmac.", "secrets.", "cryptography.", "jwt."),
    *("django.core.signing", "django.utils.crypto"),
)
HELPS = re.compile(
    r"hmac\.(compare_digest|new)|jwt\.(get_unverified|PyJWKSet|Invalid)|.*loads$"
    r"|.*\.(serialization\.\w+|SECP256R1|SHA384|MGF1)$"
)
"""Calls that compare, look into or undo what another call made."""
DEAD = ("md5", "md4", "sha1", "des", "rc4", "arc4", "blowfish", "ecb", "pkcs1v15", "3des", "cast5")


def test_every_use_of_cryptography_is_in_the_inventory() -> None:
    listed: dict[str, str] = {}
    for row in rows("Keys and algorithms"):
        for module in code(row["modules"]):
            listed[module] = f"{listed.get(module, '')} {row['algorithm']}"
    unknown, missing = set(), set()
    for module, name, _ in calls():
        if not name.startswith(COMPUTES):
            continue
        if name.endswith(("SHA256", "from_private_bytes")) or HELPS.match(name):
            continue
        if name not in ALGORITHMS:
            unknown.add(f"{module}: {name}")
        elif ALGORITHMS[name] not in " ".join(listed.get(one, "") for one in covering(module)):
            missing.add(f"{module}: {ALGORITHMS[name]}")

    assert not unknown, "no algorithm of the inventory"
    assert not missing, "add the module to the table of keys and algorithms"


def test_what_the_inventory_lists_is_there() -> None:
    known = {one for module in modules() for one in covering(module)}
    listed = {module for row in rows("Keys and algorithms") for module in code(row["modules"])}

    assert listed <= known | {"config.settings"}
    hasher = ScryptPasswordHasher()
    [said] = [row for row in rows("Keys and algorithms") if row["for what"] == "passwords"]
    assert said["algorithm"] == (
        f"scrypt, N = {hasher.work_factor}, r = {hasher.block_size}, p = {hasher.parallelism}"
    )


def test_no_algorithm_that_is_broken_is_used() -> None:
    """SHA-1 reads a published list of passwords; no secret of ours depends on it."""
    used = {name.rpartition(".")[2].lower() for _, name, _ in calls()}

    assert not (used & set(DEAD)) - {"sha1"}
    assert {module for module, name, _ in calls() if name == "hashlib.sha1"} == {
        "accounts.passwords.packed"
    }
    named = {one for tree in modules().values() for one in libraries(tree)}
    assert not [
        one for one in named if re.search(r"ciphers\.(modes|algorithms)|PKCS1v15|OAEP", one)
    ]


def test_our_own_primitives_have_128_bits_or_more() -> None:
    for row in rows("Keys and algorithms"):
        bits = re.match(r"\d+", row["bits of security"])
        # Others choose directories' keys and drand's curve; RFC 9578 fixes the keys of slips, which
        # live for a quarter.
        if bits and row["modules"] not in {
            "`accounts.signing_in.openid`",
            "`scrutiny.drawing.beacon`",
            "`encounters.answering.tokens`, `demo.answers`",
        }:
            assert int(bits[0]) >= 128, row["for what"]


def test_only_libraries_that_many_have_checked_do_cryptography() -> None:
    named = {one.partition(".")[0] for tree in modules().values() for one in libraries(tree)}

    assert not named & {
        "Crypto",
        "Cryptodome",
        "nacl",
        "rsa",
        "ecdsa",
        "M2Crypto",
        "pyaes",
        "oscrypto",
    }
    assert {"cryptography", "hashlib", "hmac", "secrets", "jwt"} <= named
