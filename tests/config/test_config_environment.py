"""A site refuses to start when its settings would be unsafe."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from evenhand.config.environment import LOCAL_HOSTS, SHORTEST_SECRET, Contact, read

SECRET = "a" * SHORTEST_SECRET
PUBLIC = "https://figures.example"
IN_SERVICE = {"EVENHAND_ALLOWED_HOSTS": "figures.example", "EVENHAND_SECRET_KEY": SECRET}


def test_nothing_set_is_a_site_for_this_machine_alone() -> None:
    site = read({})

    assert site.hosts == LOCAL_HOSTS
    assert (site.in_service, site.debug, site.demo) == (False, False, False)
    assert site.database_url == "sqlite:///evenhand.sqlite3"


def test_a_site_in_service_starts_with_a_secret_of_its_own() -> None:
    site = read(IN_SERVICE)

    assert site.in_service
    assert site.secret_key == SECRET


@pytest.mark.parametrize(
    "secret", [None, "", "short", "only-for-a-site-that-nobody-else-can-reach"]
)
def test_a_site_in_service_refuses_a_secret_that_can_be_guessed(secret: str | None) -> None:
    environ = {"EVENHAND_ALLOWED_HOSTS": "figures.example"}
    if secret is not None:
        environ["EVENHAND_SECRET_KEY"] = secret

    with pytest.raises(ImproperlyConfigured, match="EVENHAND_SECRET_KEY must be set"):
        read(environ)


@pytest.mark.parametrize("setting", ["EVENHAND_DEBUG", "EVENHAND_DEMO"])
def test_debug_pages_and_the_demonstration_never_stand_on_a_public_address(setting: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=f"take {setting} away"):
        read({**IN_SERVICE, setting: "1"})


def test_one_public_name_among_local_ones_is_in_service() -> None:
    with pytest.raises(ImproperlyConfigured):
        read({"EVENHAND_ALLOWED_HOSTS": "localhost, figures.example"})


def test_a_setting_that_is_neither_yes_nor_no_is_not_guessed() -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_DEBUG is “perhaps”"):
        read({"EVENHAND_DEBUG": "perhaps"})


@pytest.mark.parametrize(
    ("said", "meant"), [("1", True), ("Yes", True), ("off", False), ("", False)]
)
def test_yes_and_no_are_read_in_the_usual_words(said: str, meant: bool) -> None:
    assert read({"EVENHAND_DEMO": said}).demo is meant


def test_who_runs_the_site_is_a_name_with_an_address_an_address_or_not_said() -> None:
    named = read({"EVENHAND_CONTACT": "Demoshire Analysts <figures@demoshire.example>"}).contact
    alone = read({"EVENHAND_CONTACT": "figures@demoshire.example"}).contact

    assert named == Contact("Demoshire Analysts", "figures@demoshire.example")
    assert alone == Contact("", "figures@demoshire.example")
    assert read({}).contact is None
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_CONTACT is “ring us”"):
        read({"EVENHAND_CONTACT": "ring us"})


def test_a_site_is_closed_by_a_word_or_by_a_file() -> None:
    assert read({}).closed is False
    assert read({"EVENHAND_CLOSED": "1"}).closed is True
    assert read({"EVENHAND_CLOSED": "/run/closed"}).closed == Path("/run/closed")


def test_the_pseudo_locale_never_stands_on_a_public_address() -> None:
    assert read({"EVENHAND_PSEUDO": "1"}).pseudo_locale
    with pytest.raises(ImproperlyConfigured, match="take EVENHAND_PSEUDO away"):
        read({**IN_SERVICE, "EVENHAND_PSEUDO": "1"})


def test_a_site_in_service_that_does_not_say_where_it_is_stands_at_its_first_name() -> None:
    site = read(
        {
            "EVENHAND_SECRET_KEY": SECRET,
            "EVENHAND_ALLOWED_HOSTS": "localhost, figures.example, b.example",
        }
    )

    assert site.public_address == PUBLIC


def test_the_public_address_is_a_name_that_the_site_answers_to() -> None:
    site = read({"EVENHAND_SECRET_KEY": SECRET, "EVENHAND_PUBLIC_ADDRESS": f"{PUBLIC}/"})

    assert (site.public_address, site.hosts, site.in_service) == (
        PUBLIC,
        ("figures.example",),
        True,
    )


def test_on_ones_own_machine_an_address_is_what_the_reader_called_it() -> None:
    assert read({}).public_address == ""


@pytest.mark.parametrize(
    "said",
    ["figures.example", "ftp://figures.example", f"{PUBLIC}/part", f"{PUBLIC}?a", "https://"],
)
def test_an_address_that_is_not_a_whole_site_is_refused(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_PUBLIC_ADDRESS is"):
        read({"EVENHAND_SECRET_KEY": SECRET, "EVENHAND_PUBLIC_ADDRESS": said})


def test_in_service_readers_come_over_tls() -> None:
    with pytest.raises(ImproperlyConfigured, match="must begin with https://"):
        read({"EVENHAND_SECRET_KEY": SECRET, "EVENHAND_PUBLIC_ADDRESS": "http://figures.example"})


def test_many_names_do_not_say_which_one_is_permanent() -> None:
    with pytest.raises(ImproperlyConfigured, match="EVENHAND_PUBLIC_ADDRESS=https"):
        read({"EVENHAND_SECRET_KEY": SECRET, "EVENHAND_ALLOWED_HOSTS": ".figures.example"})


def test_a_secret_that_was_left_empty_is_no_secret() -> None:
    assert len(read({"EVENHAND_SECRET_KEY": ""}).secret_key) > 0
