"""Denied by default: every view says who may see it and what it logs."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from accounts.cast import Cast
from evenhand.accounts.access import Who, declared, every, open_to_anyone, seen_by
from evenhand.config import urls
from evenhand.public import urls as public


def says_nothing(request: HttpRequest) -> HttpResponse:
    """A view that somebody forgot to declare."""
    return HttpResponse("secret")


def undeclared(patterns) -> list[str]:
    """The addresses whose view says nothing of itself."""
    return [str(one.pattern) for one in every(patterns) if declared(one.callback) is None]


def test_every_address_says_who_may_see_it_and_what_it_logs() -> None:
    assert len(list(every(urls.urlpatterns))) > 50, "the walk found next to nothing"
    assert undeclared(urls.urlpatterns) == []


def test_a_view_that_forgets_is_found_by_the_walk() -> None:
    assert undeclared([path("forgotten/", says_nothing)]) == ["forgotten/"]


urlpatterns = [path("forgotten/", says_nothing), *urls.urlpatterns]
"""The site's addresses and one more; the site under test below."""
handler403, handler404 = urls.handler403, urls.handler404


@override_settings(ROOT_URLCONF="accounts.test_accounts_access")
def test_a_view_that_forgets_is_shown_to_nobody(client: Client, db: None) -> None:
    answer = client.get("/forgotten/")

    assert answer.status_code == 403
    assert "secret" not in answer.content.decode()


def test_everything_outside_the_workspace_is_open_to_anyone_and_logs_nothing() -> None:
    for pattern in every(public.urlpatterns):
        said = declared(pattern.callback)
        assert said is not None
        assert (said.who, said.logs) == (Who.ANYONE, frozenset())


def test_a_page_that_has_said_more_of_itself_is_not_opened() -> None:
    private = seen_by(Who.SIGNED_IN, logs=())(says_nothing)

    open_to_anyone([path("private/", private)])

    said = declared(private)
    assert said is not None
    assert said.who is Who.SIGNED_IN


@pytest.mark.parametrize("person", ["owner", "mate", "stranger"])
def test_no_public_page_knows_who_has_signed_in(cast: Cast, person: str) -> None:
    signed, plain = Client(), Client()
    signed.force_login(cast.everybody[person])

    for address in ("/about/", "/contact/", "/methods/"):
        answer = signed.get(address)
        assert answer.content == plain.get(address).content
        assert not answer.cookies
