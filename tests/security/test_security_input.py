"""What comes in: decoded once, of the type that was meant, and never obeyed (ASVS V1, V2, V15)."""

import json
import re
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from allauth.mfa.models import Authenticator
from django.conf import LazySettings
from django.core import mail
from django.core.mail.message import BadHeaderError
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.cast import Cast, signed_in
from accounts.signing import SIGN_IN
from evenhand.accounts.models import Invitation, Membership, Organisation, Person
from evenhand.accounts.roles import Role
from evenhand.accounts.signing_in.mail import send
from evenhand.accounts.signing_in.words import Mail
from evenhand.measures.words.messages import say

INVITE = "/workspace/people/invite/"
PLACES = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
HOSTILE = {
    "a template": "{{ 7 * 7 }}{% raw %}${7*7}#{7*7}",
    "markup": "\"'><script>alert(1)</script><!--",
    "SQL": "1' OR '1'='1'; DROP TABLE accounts_person; --",
    "a path": "../../../../etc/passwd",
    "a command": "; id | `id` $(id)",
    "a format": "%(x)s %s {0.__class__} {x!r}",
    "a zero": "a\x00b",
    "lines": "a\r\nSet-Cookie: stolen=1\r\n\r\n<p>",
    "a number without end": "9" * 400,
    "not a number": "NaN",
    "an entity": "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><x>&e;</x>",
    "half a pair": "\ud800",
    "right to left": "\u202egnp.exe",
}


def walk(patterns: list[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every route, whole."""
    for one in patterns:
        route = before + str(one.pattern).lstrip("^")
        if isinstance(one, URLResolver):
            yield from walk(one.url_patterns, route)
        else:
            yield route


def filled(number: str, text: str) -> list[str]:
    """Every address that has something to fill in, filled in."""
    routes = [route for route in walk(get_resolver().url_patterns) if PLACES.search(route)]
    return [
        PLACES.sub(lambda place: number if place["kind"] == "int" else text, route)
        for route in routes
        if "(?P" not in route
    ]


@pytest.mark.parametrize("number", ["0", "9223372036854775808", "9" * 60], ids=len)
def test_no_number_in_an_address_is_too_large_for_us(cast: Cast, number: str) -> None:
    """A database has a largest number; an address has none."""
    client = signed_in(cast.owner)

    asked = filled(number, "kent")

    assert len(asked) > 20
    for address in asked:
        assert client.get(address).status_code < 500
        assert client.post(address).status_code < 500


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_in_an_address_is_obeyed(cast: Cast, kind: str) -> None:
    client, text = signed_in(cast.owner), HOSTILE[kind]
    written = quote(text.encode("utf-8", "surrogatepass"), safe="")

    for address in filled("1", written):
        answer = client.get(address)
        assert answer.status_code < 500
        assert "stolen" not in answer.cookies
        body = answer.getvalue()
        assert b"<script>alert" not in body or "html" not in answer.headers["Content-Type"]
        assert b"root:" not in body
        answer.close()


@pytest.mark.parametrize("kind", HOSTILE)
def test_nothing_in_a_question_is_obeyed(client: Client, db: None, kind: str) -> None:
    text = HOSTILE[kind].encode("utf-8", "surrogatepass")
    names = ("q", "place", "group", "force", "on", "quarter", "period", "next", "about")

    for address in ("/", "/find/", "/search/", "/feedback/", "/forces/", "/plans/", "/cookies/"):
        query = "&".join(f"{name}={quote(text, safe='')}" for name in names)
        answer = client.get(f"{address}?{query}")
        page = answer.content.decode()
        assert answer.status_code < 500
        assert "stolen" not in answer.cookies
        assert "<script>alert" not in page
        assert "root:" not in page
        assert ">49" not in page


def test_a_text_is_decoded_once(client: Client, db: None) -> None:
    """Twice encoded is not markup hidden from a check: it is text that looks encoded."""
    twice = quote(quote("<b>bold</b>"))

    page = client.get(f"/search/?q={twice}").content.decode()

    assert "%3Cb%3Ebold" in page
    assert "<b>bold" not in page
    assert "&lt;b&gt;bold" not in page
    assert client.get("/%2561bout/").status_code == 404, "%61 is an a, decoded once more"


@pytest.mark.parametrize(
    "where",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "//evil.example/",
        "https://evil.example/",
        "\\\\e",
    ],
)
def test_an_address_that_somebody_wrote_is_no_link_and_no_way_on(
    client: Client, db: None, where: str
) -> None:
    written = quote(where, safe="")

    for address in (f"/feedback/?about={written}", f"/cookies/?back={written}"):
        assert f'href="{where}' not in client.get(address).content.decode()
    told = {"choice": "essential", "back": where}
    answer = client.post("/cookies/", told, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code in {302, 303}
    assert answer.url.startswith("/")
    assert not answer.url.startswith(("//", "/\\"))


@pytest.mark.parametrize(
    "email",
    [
        "new@beds.example\nBcc: everybody@evil.example",
        "new@beds.example\r\n\r\nhello",
        "new@beds.example, second@evil.example",
        "Name <new@beds.example>",
        "new@beds.example%0ABcc:second@evil.example",
    ],
)
def test_a_mail_goes_to_one_address_or_to_none(cast: Cast, email: str) -> None:
    sent = {"email": email, "role": Role.ANALYST, "until": ""}

    signed_in(cast.owner).post(INVITE, sent)

    assert all(one.to == [one.to[0]] and "evil" not in one.to[0] for one in mail.outbox[:1])
    assert not [one for one in mail.outbox if one.bcc or one.cc or "\n" in one.to[0]]
    assert not Invitation.objects.filter(email__contains="evil")


def test_a_name_cannot_write_the_head_of_a_mail() -> None:
    letter = Mail(subject="From Kent\nBcc: everybody@evil.example", body="")

    with pytest.raises(BadHeaderError):
        send(letter, "a@beds.example")
    assert not mail.outbox


def test_braces_in_a_word_are_not_filled_in() -> None:
    said = say("{email} is invited.", email="{0.__class__.__mro__} {email} %s")

    assert said == "{0.__class__.__mro__} {email} %s is invited."


def test_a_parameter_that_comes_twice_is_checked_and_used_as_one(cast: Cast) -> None:
    """Whatever is checked is what is used: never the first of two checked and the second used."""
    sent = {"email": ["a@beds.example", "b@beds.example"], "role": [Role.ANALYST], "until": [""]}
    signed_in(cast.owner).post(INVITE, sent)

    made = Invitation.objects.get()
    assert made.email == "b@beds.example"
    assert [one.to for one in mail.outbox] == [["b@beds.example"]]


def test_a_question_and_a_form_are_not_mixed(cast: Cast) -> None:
    """What stands in the address does not fill in a form, nor does a cookie or a header."""
    client = signed_in(cast.owner)
    client.cookies["role"] = Role.ANALYST

    answer = client.post(
        f"{INVITE}?email=a@beds.example&role={Role.ANALYST}&until=", headers={"Role": "analyst"}
    )

    assert answer.status_code in {200, 400}
    assert not Invitation.objects.exists()


@pytest.mark.parametrize(
    "sent",
    [
        {"email": "a@beds.example", "role": ["administrator", "owner of everything"]},
        {"email": "a@beds.example", "role": "1"},
        {"email": "a@beds.example", "role": "True"},
        {"email": "a@beds.example", "role": "Administrator"},
        {"email": "a@beds.example", "role[]": "analyst"},
        {"email[$ne]": "a", "role": "analyst"},
        {"email": "a@beds.example", "role": "analyst", "until": "1e9"},
        {"email": "a@beds.example", "role": "analyst", "until": "9999-99-99"},
    ],
    ids=str,
)
def test_a_value_of_another_type_is_not_taken_for_one_that_it_is_like(
    cast: Cast, sent: dict[str, object]
) -> None:
    answer = signed_in(cast.owner).post(INVITE, {"until": "", **sent})

    assert answer.status_code == 400
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("kind", ["application/json", "text/plain", "application/xml", ""])
def test_a_body_that_is_no_form_changes_nothing(cast: Cast, kind: str) -> None:
    """JSON sent with a kind that asks no leave of a browser is not read as a form."""
    body = '{"email": "a@beds.example", "role": "analyst", "until": ""}'

    answer = signed_in(cast.owner).post(INVITE, body, content_type=kind)

    assert answer.status_code in {200, 400}
    assert not Invitation.objects.exists()


def test_a_form_larger_than_any_of_ours_is_refused_before_it_is_read(cast: Cast) -> None:
    many = {f"field{number}": "x" for number in range(200)}
    long = {"email": "a" * 40_000, "role": "analyst"}

    for sent in (many, long):
        assert signed_in(cast.owner).post(INVITE, sent).status_code == 400


def test_asking_changes_nothing(cast: Cast) -> None:
    """A link can be followed by a scanner, a browser that looks ahead or a trick; a form cannot."""

    def state() -> list[object]:
        kept = (Membership, Invitation, Organisation, Authenticator)
        people = list(Person.objects.order_by("pk").values_list("email", "password", "is_active"))
        return [people, *(list(model.objects.order_by("pk").values()) for model in kept)]

    client, number = signed_in(cast.owner), str(Membership.objects.get(person=cast.mate).pk)
    before = state()

    routes = [
        *filled(number, "bedfordshire"),
        *(route for route in walk(get_resolver().url_patterns)),
    ]
    for address in routes:
        if "(?P" not in address and not PLACES.search(address):
            client.get(address).close()
    assert len(routes) > 60
    assert state() == before
    assert client.get("/workspace/").status_code == 200, "not even a session ended"


def test_steps_cannot_be_left_out(cast: Cast) -> None:
    """A second step is set up before anything else is done, whatever address is asked for."""
    client = signed_in(cast.owner, second=False)
    number = Membership.objects.get(person=cast.mate).pk

    for address in (
        INVITE,
        f"/workspace/people/{number}/end/",
        "/workspace/people/",
        "/workspace/",
    ):
        assert client.get(address).url == "/workspace/account/second-step/"
        client.post(address, {"why": "", "email": "a@beds.example", "role": "analyst"})
    assert not Invitation.objects.exists()
    assert not Membership.objects.filter(ended_at__isnull=False).exists()


def test_words_inside_a_block_of_json_stay_inside_it(cast: Cast) -> None:
    """The name of a passkey's owner stands in a script element, which only its end tag ends."""
    cast.owner.name = "</script><script>alert(1)</script>\u2028\"'"
    cast.owner.save()

    page = signed_in(cast.owner).get("/workspace/account/passkeys/add/").content.decode()

    block = re.search(r"<script[^>]*application/json[^>]*>(.*?)</script>", page, re.DOTALL)
    assert block, "what the browser is asked"
    assert json.loads(block[1])
    assert "<script>alert" not in page


@pytest.mark.parametrize("proxies", [0, 1])
def test_a_made_up_network_address_does_not_begin_the_count_anew(
    cast: Cast, settings: LazySettings, proxies: int
) -> None:
    """Tries are counted by what our own proxy saw, or the line itself where there is none."""
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    pages = []
    for number in range(7):
        made_up = f"203.0.113.{number}"
        seen = f"{made_up}, 198.51.100.7" if proxies else made_up
        sent = {"login": cast.owner.email, "password": f"wrong wrong wrong {number}"}
        answer = Client().post(SIGN_IN, sent, headers={"X-Forwarded-For": seen})
        pages.append(answer.content.decode())

    assert "The e-mail address or the password is not right" in pages[0]
    assert "There were too many tries" in pages[-1]
