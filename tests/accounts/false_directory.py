"""A directory that can lie: it signs whatever a test says, with whatever key."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from jwt.algorithms import RSAAlgorithm

ACCESS = "an-access-token-that-nobody-else-needs"
OURS, THEIRS = (generate_private_key(65537, 2048) for _ in range(2))
SHORT = generate_private_key(65537, 1024)  # noqa: S505 (that it is refused is what is tested)


def public(key: RSAPrivateKey, kid: str = "ours") -> dict[str, Any]:
    """A key as a directory publishes it."""
    told: dict[str, Any] = RSAAlgorithm.to_jwk(key.public_key(), as_dict=True)
    return {**told, "kid": kid, "use": "sig", "alg": "RS256"}


@dataclass
class FalseDirectory:
    """Its description, its keys and its answers; a test changes what it needs."""

    address: str = ""
    described: dict[str, Any] = field(default_factory=dict)
    keys: list[dict[str, Any]] = field(default_factory=lambda: [public(OURS)])
    claims: dict[str, Any] = field(default_factory=dict)
    """What the ID token says instead; None leaves a claim out."""
    header: dict[str, Any] = field(default_factory=lambda: {"kid": "ours"})
    key: Any = OURS
    algorithm: str = "RS256"
    person: dict[str, Any] = field(
        default_factory=lambda: {
            "sub": "owner",
            "email": "owner@beds.example",
            "email_verified": True,
        }
    )
    moved: str = ""
    """A path that is answered with a redirect."""
    asked: dict[str, str] = field(default_factory=dict)
    """What the last question held."""

    def question(self, address: str) -> dict[str, str]:
        """Take the address to which a person was sent."""
        self.asked = {name: said[0] for name, said in parse_qs(urlsplit(address).query).items()}
        return self.asked

    def description(self) -> dict[str, Any]:
        """What stands at its well-known address."""
        return {
            "issuer": self.address,
            "authorization_endpoint": f"{self.address}/authorise",
            "token_endpoint": f"{self.address}/token",
            "userinfo_endpoint": f"{self.address}/userinfo",
            "jwks_uri": f"{self.address}/keys",
            **self.described,
        }

    def token(self) -> str:
        """An ID token for the last question."""
        said = {
            "iss": self.address,
            "sub": "owner",
            "aud": "evenhand",
            "iat": int(time()),
            "exp": int(time()) + 300,
            "nonce": self.asked.get("nonce"),
            **self.claims,
        }
        claims = {name: value for name, value in said.items() if value is not None}
        return jwt.encode(claims, self.key, algorithm=self.algorithm, headers=self.header)

    def answer(self, path: str) -> Any:
        """What it says at one of its paths."""
        if path == "/token":
            return {"access_token": ACCESS, "token_type": "Bearer", "id_token": self.token()}
        if path == "/userinfo":
            return self.person
        return {"keys": self.keys} if path == "/keys" else self.description()


@contextmanager
def running() -> Iterator[FalseDirectory]:
    """The directory on this machine."""
    said = FalseDirectory()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            path = urlsplit(self.path).path
            if said.moved and path == said.moved:
                self.send_response(307)
                self.send_header("Location", f"{said.address}/elsewhere{path}")
                self.end_headers()
                return
            body = json.dumps(said.answer(path.removeprefix("/elsewhere"))).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 (http.server asks for the name)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        said.address = f"http://127.0.0.1:{server.server_port}"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield said
        server.shutdown()
