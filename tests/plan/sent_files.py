"""A file of evidence that tests send, and the action that it is for."""

import os
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from made_plans import FORCE, Played, new_plan, promised
from staff import organisation

from evenhand.cleaning import clean
from evenhand.plan import models, services

TEXT = b"Minutes\nThe pilot ran in two districts.\n"
TODAY = date(2025, 5, 6)
ADD = "/workspace/plan/demoshire/1/vehicle-stops/file/"
PUBLIC = "/forces/demoshire/plan/1/actions/vehicle-stops/"
FORMULA = b"name,number\r\n=1+1,2\r\n"


@pytest.fixture
def folder(tmp_path: Path, settings: LazySettings) -> Path:
    """Where the site of a test keeps its files."""
    settings.FILES = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return tmp_path / "files"


@pytest.fixture
def stops(db: None) -> Played:
    organisation("force")
    return promised(new_plan(), key="vehicle-stops")


def keep(stops: Played, content: bytes = TEXT, name: str = "minutes.txt") -> models.CleanedFile:
    now = stops.moment(TODAY)
    return services.keep_file(
        action=stops.action, cleaned=clean(content, name), sent=content, **FORCE, now=now
    )


def show(stops: Played, digest: str, **other: Any) -> Any:
    said = {"title": "Minutes of May", "words": "The pilot ran."}
    return stops.step("add_evidence", TODAY, kind="file", address=digest, **{**said, **other})


def sent(client: Client, content: bytes = TEXT, name: str = "minutes.txt") -> Any:
    return client.post(ADD, {"file": SimpleUploadedFile(name, content)})


def aged(digest: str, folder: Path, days: int = 8) -> None:
    then = (timezone.now() - timedelta(days=days)).timestamp()
    os.utime(folder / digest[:2] / digest, (then, then))
