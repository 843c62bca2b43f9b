"""A certificate that nobody vouches for, and a site that speaks TLS with it."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
import urllib3
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID


@dataclass(frozen=True)
class Spoken:
    """A site on this machine, and the certificate that it shows."""

    port: int
    certificate: Path
    log: Path

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"https://localhost:{self.port}"


def write_certificate(folder: Path) -> tuple[Path, Path]:
    """A certificate for this machine, signed by itself, and its key."""
    key = generate_private_key(SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, SHA256())
    )
    certificate, secret = folder / "site.pem", folder / "site.key"
    certificate.write_bytes(made.public_bytes(Encoding.PEM))
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    secret.write_bytes(key.private_bytes(*form))
    return certificate, secret


@contextmanager
def speaking_tls(folder: Path) -> Iterator[Spoken]:
    """Run a site that speaks TLS itself."""
    certificate, key = write_certificate(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "EVENHAND_DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
        "EVENHAND_TLS_CERTIFICATE": str(certificate),
        "EVENHAND_TLS_KEY": str(key),
    }
    log, command = (
        folder / "log",
        [sys.executable, "-m", "evenhand.cli", "serve", "--port", str(port)],
    )
    with (
        log.open("w") as out,
        subprocess.Popen(command, stdout=out, stderr=out, env=environment) as server,
    ):
        site = Spoken(port, certificate, log)
        try:
            retries = urllib3.Retry(total=240, backoff_factor=0.5, backoff_max=0.5)
            with urllib3.PoolManager(ca_certs=str(certificate), retries=retries) as pool:
                pool.request("GET", f"{site.address}/about/", timeout=10)
            yield site
        except urllib3.exceptions.HTTPError:
            pytest.fail(f"The site did not start:\n{log.read_text()}")
        finally:
            server.terminate()
