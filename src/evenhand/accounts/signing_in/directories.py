"""Directories of forces that people sign in through with OpenID Connect, from one reviewed file."""

from pathlib import Path
from typing import Any

import yaml
from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, field_validator


class Directory(BaseModel):
    """One force's directory and the e-mail domains it speaks for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9-]*$")
    name: str = Field(min_length=1)
    address: HttpUrl
    """Where it says how it works: the part before ``/.well-known/openid-configuration``."""
    client_id: str = Field(min_length=1)
    secret: str = Field(min_length=1)
    domains: tuple[str, ...] = Field(min_length=1)
    """What stands after the @ of its people's addresses."""

    @field_validator("address")
    @classmethod
    def _is_encrypted(cls, address: HttpUrl) -> HttpUrl:
        if address.scheme != "https" and address.host not in {"127.0.0.1", "localhost"}:
            raise ValueError("a directory is asked over https only")
        return address


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    directories: tuple[Directory, ...]


def read(path: Path) -> tuple[Directory, ...]:
    """Read the file that lists a site's directories.

    Raises
    ------
    pydantic.ValidationError
        If something is missing, unknown or not as it should be.
    """
    return _File.model_validate(yaml.safe_load(path.read_text(encoding="utf-8"))).directories


def providers(directories: tuple[Directory, ...]) -> dict[str, Any]:
    """The same as allauth's setting ``SOCIALACCOUNT_PROVIDERS``."""
    apps = [
        {
            "provider_id": one.id,
            "name": one.name,
            "client_id": one.client_id,
            "secret": one.secret,
            "settings": {"server_url": str(one.address).rstrip("/"), "oauth_pkce_enabled": True},
        }
        for one in directories
    ]
    return {"openid_connect": {"APPS": apps}}


def speaks_for(directory: str, email: str) -> bool:
    """Whether a directory may say who the person of an address is."""
    domain = email.rpartition("@")[2].lower()
    known: tuple[Directory, ...] = settings.DIRECTORIES
    return any(one.id == directory and domain in one.domains for one in known)
