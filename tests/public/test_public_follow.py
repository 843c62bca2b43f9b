"""Following by mail: pages that confirm nothing by being opened, and give nobody away."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail import get_connection
from django.test import Client
from django.utils import timezone
from test_public_pseudo import outside

from evenhand.config.language import pseudo
from evenhand.following import services
from evenhand.following.links import Way, secret
from evenhand.following.models import Asking, Follower
from evenhand.following.services import asking
from evenhand.following.services.telling import tell
from evenhand.forces import services as forces
from evenhand.measures.words import messages
from plan.made_plans import Played, new_plan, promised

pytestmark = pytest.mark.django_db
ACTION = "plan/demoshire/1/stops"
ANN = "ann@reader.example"
ASKED = {"what": ACTION, "email": ANN, "how_much": "moves", "website": ""}


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> Iterator[None]:
    asking.RECENT.clear()
    yield
    asking.RECENT.clear()


@pytest.fixture
def stops(db: None) -> Played:
    forces.load(["demoshire"])
    return promised(new_plan(), "stops")


def send() -> list[str]:
    """What goes out now; the links in it."""
    mail.outbox.clear()
    tell(connection=get_connection(), clock=timezone.now, morning=False)
    return [found for one in mail.outbox for found in re.findall(r"https?://\S+", str(one.body))]


def asked(client: Client) -> Follower:
    """Somebody asks on the page."""
    client.post("/follow/", ASKED)
    services.take_in(now=timezone.now())
    return Follower.objects.get()


def path(link: str) -> str:
    return "/" + link.split("/", 3)[3]


def test_a_reader_asks_opens_the_link_presses_the_button_and_stops(
    stops: Played, client: Client
) -> None:
    plan = client.get("/forces/demoshire/plan/1/actions/stops/").content.decode()
    [form] = re.findall(r'href="(/follow/\?what=[^"]+)"', plan)
    assert "Record every vehicle stop" in client.get(form).content.decode()

    answer = client.post("/follow/", ASKED)
    assert (answer.status_code, answer["Location"]) == (303, "/follow/sent/")
    assert "Look into your mail" in client.get("/follow/sent/").content.decode()
    _page, confirm, stop = send()

    opened = client.get(path(confirm)).content.decode()
    assert "Yes, write to me" in opened
    [hidden] = re.findall(r'name="secret" value="([^"]+)"', opened)
    done = client.post("/follow/confirm/", {"secret": hidden})
    assert "You will be told" in done.content.decode()
    assert Follower.objects.get().confirmed_at

    [hidden] = re.findall(r'name="secret" value="([^"]+)"', client.get(path(stop)).content.decode())
    done = client.post("/follow/stop/", {"secret": hidden})
    assert (done.status_code, "is erased" in done.content.decode()) == (200, True)
    assert not Follower.objects.exists()


def test_a_mail_scanner_that_opens_every_link_changes_nothing(
    stops: Played, client: Client
) -> None:
    client.post("/follow/", ASKED)
    links = send()
    for link in links * 2:
        for ask in (client.get, client.head, client.options):
            ask(path(link))

    found = Follower.objects.get()
    assert found.confirmed_at is None


def test_a_mail_program_stops_with_one_click_and_no_page(stops: Played, client: Client) -> None:
    found = asked(client)
    services.confirm(secret=secret(found.handle, Way.CONFIRM), now=timezone.now())
    send()
    stops.step("withdraw", timezone.localdate() - timedelta(days=1), reason="No money.")
    address = f"/follow/stop/?secret={secret(found.handle, Way.STOP)}"
    provider = Client(enforce_csrf_checks=True)

    answer = provider.post(
        address,
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200  # a provider follows no redirect (RFC 8058)
    assert answer.cookies == {}
    assert not Follower.objects.exists()
    again = provider.post(
        address, {"List-Unsubscribe": "One-Click"}
    )  # multipart, and a second time
    assert again.status_code == 200


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(
    stops: Played, client: Client
) -> None:
    found = asked(client)
    services.confirm(secret=secret(found.handle, Way.CONFIRM), now=timezone.now())
    answers = []
    for email in (ANN, "ben@reader.example", "unconfirmed@reader.example"):
        answer = client.post("/follow/", ASKED | {"email": email})
        headers = {name: value for name, value in answer.headers.items() if name != "Date"}
        answers.append((answer.status_code, answer.content, headers))

    assert answers[0] == answers[1] == answers[2]


def test_no_page_says_which_address_it_is_about(stops: Played, client: Client) -> None:
    found = asked(client)
    for way in Way:
        address = f"/follow/{way}/"
        for answer in (
            client.get(address, {"secret": secret(found.handle, way)}),
            client.post(address, {"secret": secret(found.handle, way)}),
        ):
            assert ANN not in answer.content.decode()


def test_a_secret_is_kept_by_no_cache_and_repeated_in_no_address(
    stops: Played, client: Client
) -> None:
    found = asked(client)
    for way in Way:
        hidden = secret(found.handle, way)
        answer = client.get(f"/follow/{way}/", {"secret": hidden}, HTTP_ACCEPT_ENCODING="br")
        body = client.get(f"/follow/{way}/", {"secret": hidden}).content.decode()

        assert "no-store" in answer["Cache-Control"]
        assert "Content-Encoding" not in answer  # BREACH: the page holds a secret
        assert answer["Referrer-Policy"] == "no-referrer"
        assert body.count(hidden) == 1  # in the form, and in no link
        assert f'value="{hidden}"' in body


@pytest.mark.parametrize("way", Way)
def test_a_guessed_link_is_answered_like_one_that_is_out_of_date(
    stops: Played, client: Client, way: Way
) -> None:
    found = asked(client)
    good = secret(found.handle, way)
    services.stop(secret=secret(found.handle, Way.STOP), now=timezone.now())
    guesses = ["", "x", good[:-1], f"{'0' * 32}.{good[33:]}", "%00", "é" * 3000]
    if way is Way.CONFIRM:
        guesses.append(good)  # erased: it never brings anybody back

    for guess in guesses:
        for answer in (
            client.get(f"/follow/{way}/", {"secret": guess}),
            client.post(f"/follow/{way}/", {"secret": guess}),
        ):
            assert answer.status_code == 404
            assert "This link does not work" in answer.content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": ""},
        {"email": "ann"},
        {"email": "ann@reader.example\nBcc: all@reader.example"},
        {"email": "a@b.example,c@d.example"},
        {"how_much": "nothing"},
        {"website": "https://spam.example"},
    ],
)
def test_what_is_typed_wrong_is_kept_and_explained(
    stops: Played, client: Client, wrong: dict[str, str]
) -> None:
    answer = client.post("/follow/", ASKED | wrong)

    body = answer.content.decode()
    assert answer.status_code == 400
    assert "There is a problem" in body
    assert "Error:" in body.partition("</title>")[0]
    assert 'href="#email"' in body or 'href="#how_much"' in body
    assert not Asking.objects.exists()


@pytest.mark.parametrize(
    "what", ["", "plan/demoshire/9", "plan/demoshire/1/none", "person/7", "x" * 400, "plan/../1"]
)
def test_there_is_no_form_for_what_there_is_not(stops: Played, client: Client, what: str) -> None:
    assert client.get("/follow/", {"what": what}).status_code == 404
    assert client.post("/follow/", ASKED | {"what": what}).status_code == 404


def test_a_form_of_another_site_is_refused_and_changes_nothing(
    stops: Played, client: Client
) -> None:
    found = asked(client)
    for address, sent in (
        ("/follow/", ASKED),
        ("/follow/confirm/", {"secret": secret(found.handle, Way.CONFIRM)}),
        ("/follow/stop/", {"secret": secret(found.handle, Way.STOP)}),
    ):
        answer = client.post(address, sent, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert Follower.objects.get().confirmed_at is None
    assert not Asking.objects.exists()


def test_one_who_asks_too_often_is_told_to_wait_and_keeps_what_they_typed(
    stops: Played, client: Client
) -> None:
    for number in range(asking.FROM_ONE):
        client.post("/follow/", ASKED, REMOTE_ADDR="81.2.69.142", HTTP_X=str(number))
    refused = client.post("/follow/", ASKED, REMOTE_ADDR="81.2.69.142")

    assert (refused.status_code, refused["Retry-After"]) == (429, "600")
    assert f'value="{ANN}"' in refused.content.decode()
    assert client.post("/follow/", ASKED, REMOTE_ADDR="81.2.69.143").status_code == 303


def test_pages_of_following_set_no_cookie_and_say_what_is_kept(
    stops: Played, client: Client
) -> None:
    for address in (f"/follow/?what={ACTION}", "/follow/?what=plan/demoshire/1", "/follow/sent/"):
        answer = client.get(address)
        assert (answer.status_code, dict(answer.cookies)) == (200, {})
    body = client.get(f"/follow/?what={ACTION}").content.decode()
    for words in ("after 7 days", "at once", "nothing else", "actions/stops.atom"):
        assert words in body
    assert "by e-mail" in client.get("/about/").content.decode()
    assert "Disallow: /follow/" in client.get("/robots.txt").content.decode()


def test_a_site_that_sends_no_mail_offers_none(stops: Played, client: Client, settings) -> None:
    settings.SITE_CAN_WRITE = False

    page = client.get("/forces/demoshire/plan/1/actions/stops/").content.decode()

    assert "/follow/" not in page
    assert "stops.atom" in page
    assert client.get("/follow/", {"what": ACTION}).status_code == 404
    assert client.post("/follow/", ASKED).status_code == 404


def test_every_sentence_of_these_pages_and_of_the_mails_is_a_message(
    stops: Played, client: Client, settings
) -> None:
    """What stays outside the brackets of the pseudo-locale is no sentence of ours."""
    found = asked(client)
    settings.PSEUDO_LOCALE = True
    messages.use(pseudo)
    try:
        [body] = [str(one.body) for one in _mails()]
        services.confirm(secret=secret(found.handle, Way.CONFIRM), now=timezone.now())
        pages = [
            client.get(f"/follow/?what={ACTION}"),
            client.get("/follow/?what=plan/demoshire/1"),
            client.post("/follow/", ASKED | {"email": "ann"}),
            client.get("/follow/sent/"),
            client.get("/follow/confirm/", {"secret": secret(found.handle, Way.CONFIRM)}),
            client.get("/follow/stop/", {"secret": secret(found.handle, Way.STOP)}),
            client.post("/follow/stop/", {"secret": secret(found.handle, Way.STOP)}),
            client.get("/follow/stop/"),
        ]
    finally:
        messages.use(None)
    ours = {"Record every vehicle stop", "’s plan", "name@example.com"}  # and the force’s name

    said = {line for one in pages for line in outside(one.content.decode())}
    assert said <= ours
    told = [line for line in body.splitlines() if line and "://" not in line]
    assert told
    assert all(line.startswith("⟦") and line.endswith("⟧") for line in told)


def _mails() -> list[mail.EmailMessage]:
    send()
    return list(mail.outbox)
