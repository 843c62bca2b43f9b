"""One walk along the whole chain: from a stop that was kept to the figure by which all is judged.

Each public page on the way leads to the next.
"""

import json
import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from demo.chain import ACTION, ADVICE, DRAW, REFORM, walk
from demo.demonstration import lake, later_lake
from demo.scrutinised import chain as chain  # noqa: PLC0414  (pytest finds it by name)
from demo.scrutinised import figures
from evenhand.demo import alerts, recorded_stops, truth
from evenhand.demo.accounts import PANEL
from evenhand.encounters.models import Held, Receipt, Stop, StopEntry
from evenhand.encounters.receipts import slips
from evenhand.monitoring import selectors as reviews
from evenhand.monitoring.services import due, watching
from evenhand.monitoring.terms import Outcome
from evenhand.publications import selectors as publications
from evenhand.scrutiny import models
from evenhand.scrutiny.drawing import document
from evenhand.scrutiny.drawing.redraw import redrawn
from evenhand.scrutiny.recommending import selectors

pytestmark = pytest.mark.django_db

PROMISED, RECORDS_ARE_IN = "2027-06", datetime(2027, 8, 4, 9, tzinfo=UTC)


@pytest.fixture
def read(client: Client, chain: datetime) -> "Reader":
    del chain
    return Reader(client)


class Reader:
    """Somebody who has signed in nowhere and follows links."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def page(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return answer.content.decode().partition("<main")[2].partition("</main")[0]

    def links(self, address: str) -> set[str]:
        return set(re.findall(r'href="([^"]+)"', self.page(address)))

    def walk(self, *addresses: str) -> None:
        """Follow one link after the other; a place on a page must be there."""
        for here, there in pairwise(addresses):
            assert there in self.links(here.partition("#")[0]), (here, there)
            path, _, place = there.partition("#")
            assert not place or f'id="{place}"' in self.page(path), there

    def file(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        return b"".join(answer).decode()


def the_alert() -> str:
    review = alerts.review_about(truth.NOT_BY_THE_OPERATION)
    assert review is not None
    return f"/forces/demoshire/alerts/{review.alert.number}/"


def reformed(read: Reader) -> str:
    """What the alert's page says of the reform that the panel asked for."""
    return read.page(the_alert()).partition(f'id="{REFORM}"')[2].partition("</section>")[0]


def test_a_stop_that_was_kept_is_in_the_log_and_in_the_frame_that_was_published(
    read: Reader,
) -> None:
    sent = Stop.objects.filter(sent__device=recorded_stops.DEVICE)
    assert sent.count() == 60
    frame = json.loads(read.file(f"{DRAW}FRAME.json"))
    position = models.Position.objects.filter(frame__draw__number=2, case__reserve=False).exclude(
        stop=None
    )[0]
    entry = StopEntry.objects.get(leaf=bytes.fromhex(position.leaf))

    assert sent.filter(pk=position.stop).exists()
    assert entry.subject == f"stop/{position.stop}"
    assert position.commitment in json.dumps(frame)
    assert str(position.stop) not in json.dumps(frame)
    assert Held.objects.filter(stop=position.stop, ended__isnull=True).exists()


def test_from_the_alert_to_the_figure_every_page_leads_to_the_next(read: Reader) -> None:
    figure = publications.latest("demoshire", "drugs-search-rate")
    assert figure is not None
    figure_page = f"/figures/{figure.reference}/"

    assert "did not hold" in read.page(the_alert())
    assert ADVICE in read.links(the_alert())
    assert {the_alert(), DRAW, f"{DRAW}#finding-1", ACTION} <= read.links(ADVICE)
    assert ADVICE in read.links(DRAW)
    assert 'id="finding-1"' in read.page(DRAW)
    assert {ADVICE, figure_page} <= read.links(ACTION)
    assert figure_page in read.links(ADVICE)
    assert "five-groups" in figure.reference and read.page(figure_page)


def test_one_journey_walks_from_the_receipt_to_the_next_quarters_figure(read: Reader) -> None:
    alert, figure = the_alert(), publications.latest("demoshire", "drugs-search-rate")
    assert figure is not None
    read.walk(*walk(alert))
    text = reformed(read)

    assert "At most 0.8 times as much as before" in text
    assert "To be measured again by 14 August 2027" in text
    assert "Seen after it, January 2027 to June 2027" in text
    assert "Not measured again yet." in text


def test_the_promised_figure_stands_where_it_was_promised_once_its_quarters_are_in(
    read: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The demonstration ends before those months; here its records go on, as a force's do."""
    before = publications.latest("demoshire", "drugs-search-rate")
    assert before is not None
    assert "Not measured again yet." in reformed(read)

    assert watching.test_due(lakes=[lake()], as_of=None, now=RECORDS_ARE_IN)[1] == 0
    assert "Not measured again yet." in reformed(read)

    records = later_lake(PROMISED)
    figures(records, RECORDS_ARE_IN)
    assert watching.test_due(lakes=[records], as_of=None, now=RECORDS_ARE_IN)[1] >= 1
    due.due(RECORDS_ARE_IN)
    review = alerts.review_about(truth.NOT_BY_THE_OPERATION)
    assert review is not None
    (reform,) = reviews.story_of(review, on=RECORDS_ARE_IN.date()).reforms
    assert reform.remeasured is not None
    said = reform.remeasured.data

    # Nothing was changed in the records: a site that told of a fall would have made it up. Half a
    # year of one group's searches for drugs leaves the promised 0.8 within the range.
    assert said["low"] < 0.8
    assert said["high"] > 1
    assert said["outcome"] == Outcome.CANNOT_TELL.value
    assert "no whole file came: November 2025, March 2026." in reform.remeasured.words
    monkeypatch.setattr("django.utils.timezone.now", lambda: RECORDS_ARE_IN)
    text = reformed(read)
    assert "Not measured again yet." not in text
    assert reform.remeasured.words in text

    after = publications.latest("demoshire", "drugs-search-rate")
    assert after is not None and after.reference != before.reference
    read.walk(f"/figures/{before.reference}/", f"/figures/{after.reference}/")
    latest = "/forces/demoshire/measures/drugs-search-rate/"
    read.walk(ACTION, f"{the_alert()}#{REFORM}", latest, the_alert())
    assert "June 2027" in read.page(latest)


def test_figure_alert_and_plan_lead_to_each_other(read: Reader) -> None:
    alert, figure = the_alert(), publications.latest("demoshire", "drugs-search-rate")
    assert figure is not None
    page, latest = f"/figures/{figure.reference}/", "/forces/demoshire/measures/drugs-search-rate/"

    read.walk(ACTION, page, alert, DRAW, ADVICE, page, ACTION, f"{alert}#{REFORM}", latest, alert)
    read.walk(alert, latest)
    assert ACTION in read.links(alert)


def test_what_a_slip_opens_never_says_whether_its_stop_was_drawn(read: Reader) -> None:
    secret = recorded_stops.SLIPS[2]
    given = Receipt.objects.get(secret_digest=slips.of(secret).secret_digest)
    assert models.Position.objects.filter(stop=given.record).exists()

    with CaptureQueriesContext(connection) as asked:
        read.page(f"/r/{slips.code(secret)}/")
    tables = ("scrutiny_", Held._meta.db_table)
    assert not [one for one in asked if any(name in one["sql"] for name in tables)]


def test_the_panels_page_leads_to_every_draw_recommendation_and_meeting(read: Reader) -> None:
    found = read.links("/forces/demoshire/scrutiny/")

    assert {f"/panels/{PANEL}/draws/{one}/" for one in range(1, 6)} <= found
    assert {f"/panels/{PANEL}/meetings/{one}/" for one in range(1, 7)} <= found
    assert {f"/forces/demoshire/recommendations/{one}/" for one in range(1, 9)} <= found
    for address in sorted(one for one in found if one.startswith((f"/panels/{PANEL}/", ADVICE))):
        read.page(address)


def test_anybody_repeats_the_draw_from_what_its_page_offers(read: Reader) -> None:
    assert f"{DRAW}DRAW.json" in read.links(DRAW)
    text = read.file(f"{DRAW}DRAW.json")
    checked = document.check(document.read(text))
    wrong, cases = redrawn(json.loads(text))

    drawn = models.Case.objects.filter(draw__number=2, reserve=False).order_by("place")
    assert (list(checked.disagreements), wrong) == ([], [])
    assert [int(line.split()[1]) for line in cases.splitlines()] == [
        one.position.number for one in drawn
    ]


def test_the_chain_holds_in_the_data_as_it_does_on_the_pages(chain: datetime) -> None:
    review = alerts.review_about(truth.NOT_BY_THE_OPERATION)
    assert review is not None
    story = selectors.story("demoshire", 7, on=chain.date())
    failed = reviews.story_of(review, on=chain.date()).explanations

    assert [one.outcome for one in failed] == [Outcome.FAILED]
    assert story is not None
    assert story.now.advice.comes_from == (
        f"draw/{PANEL}/2",
        f"draw/{PANEL}/2/findings/1",
        f"meeting/{PANEL}/3",
        f"alert/demoshire/{review.alert.number}",
    )
    assert story.now.actions == ("plan/demoshire/1/explain-portwell",)
    assert [one.proof.kind for one in story.now.evidence] == ["figure"]
