"""What was drawn is not deleted meanwhile: neither the record here nor the video elsewhere."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from pytest_django import Settings

from evenhand.config.environment import read
from evenhand.encounters.errors import NotNow as Held
from evenhand.encounters.models import Restricted, Sealed, Version
from evenhand.encounters.services import erasing, redacting
from evenhand.encounters.services.holding import held
from evenhand.scrutiny import models, selectors, services
from evenhand.scrutiny.errors import NotHere
from evenhand.scrutiny.evidence import systems
from scrutiny.evidence_system import Stand, evidence_system
from scrutiny.panels import Panel

pytestmark = pytest.mark.django_db
WORDS = "The car had a light that did not work."
A_SECRET = "s" * 20


@pytest.fixture
def stand(settings: Settings) -> Iterator[Stand]:
    with evidence_system() as one:
        settings.EVIDENCE = {"bedfordshire": one.system}
        yield one


def stops_of(draw: models.Draw) -> list[object]:
    rows = models.Case.objects.filter(draw=draw, position__stop__isnull=False)
    return list(rows.values_list("position__stop", flat=True))


def test_nothing_of_what_was_drawn_is_erased_until_the_panel_is_done(made: Panel) -> None:
    draw = made.drawn()
    stops = stops_of(draw)
    later = made.now + timedelta(days=400)

    erasing.erase_due(now=later)

    kept = Restricted.objects.filter(erased_at__isnull=True)
    assert set(kept.values_list("version__stop", flat=True)) == set(stops)
    assert Sealed.objects.filter(sent__stop__in=stops).count() == len(stops)
    assert services.holds.release(draw, now=later) == len(stops)
    erasing.erase_due(now=later + timedelta(days=1))
    assert not Restricted.objects.filter(erased_at__isnull=True).exists()
    assert not Sealed.objects.exists()


def test_free_words_of_a_case_stay_past_their_last_day_and_go_after(made: Panel) -> None:
    made.stops(12, reason_text=WORDS)
    made.log()
    draw = made.drawn(dimensions=[], cases=36, reserves=0)
    years = made.now + timedelta(days=7 * 366)
    assert redacting.redact_due(now=years) == 0
    assert Version.objects.filter(record__contains=WORDS).count() == 12
    services.holds.release(draw, now=years)
    assert redacting.redact_due(now=years) == 12


def test_nobody_of_the_force_erases_or_redacts_a_case(made: Panel) -> None:
    made.stops(12, reason_text=WORDS)
    made.log()
    draw = made.drawn(dimensions=[], cases=36, reserves=0)
    [*stops] = stops_of(draw)
    spoken = Version.objects.filter(record__contains=WORDS).first()
    assert spoken is not None
    with pytest.raises(Held, match="scrutiny panel"):
        erasing.erase(stops=[stops[0]], why="Asked.", by="person/1", organisation="", now=made.now)
    with pytest.raises(Held, match="scrutiny panel"):
        redacting.redact(
            stop=spoken.stop_id, chosen=[WORDS], why="Asked.", by=made.supervisor, now=made.now
        )
    services.holds.release(draw, now=made.now)
    redacting.redact(
        stop=spoken.stop_id, chosen=[WORDS], why="Asked.", by=made.supervisor, now=made.now
    )


def test_holds_end_by_themselves_weeks_after_all_is_agreed_and_answered(made: Panel) -> None:
    draw = made.drawn()
    made.closed(draw, "red")
    for case in made.cases(draw):
        made.agree(case, "red")
    found = services.findings.find(
        draw=draw,
        case=made.cases(draw)[0],
        fault="red",
        words="Nobody said why they were stopped.",
        by=made.member,
        now=made.now,
    )
    far = made.now + timedelta(days=60)
    assert services.holds.release_done(now=far) == 0
    services.findings.answer(
        finding=found, taken="advice", words="We talked.", by=made.supervisor, now=made.now
    )
    assert services.holds.release_done(now=made.now) == 0
    assert services.holds.release_done(now=far) > 0
    assert not held().exists()


def test_the_evidence_system_is_asked_once_and_its_answer_is_kept(
    made: Panel, stand: Stand
) -> None:
    draw = made.drawn()
    many = len(stops_of(draw))

    assert services.holds.ask_for_videos(now=made.now) == many
    assert services.holds.ask_for_videos(now=made.now) == 0

    assert stand.unsigned == 0
    assert len(stand.asked) == many
    assert {one["record"] for one in stand.asked} == {str(one) for one in stops_of(draw)}
    case = made.cases(draw)[0]
    kept = case.videos.get()
    assert (kept.acknowledged, kept.reference, kept.trouble) == (True, "HOLD-1", "")
    assert kept.link == "https://evidence.example/clips/1"
    left = selectors.days_left(case, on=date(2026, 12, 20))
    assert left["video"] == 4
    ends = Restricted.objects.get(version__stop=case.position.stop).keep_until
    assert left["record"] == (ends - date(2026, 12, 20)).days


def test_a_video_that_is_gone_is_a_finding_and_is_not_asked_for_again(
    made: Panel, stand: Stand
) -> None:
    """Case 49: video deleted between draw and meeting."""
    draw = made.drawn()
    stand.answers = {"missing": True}
    assert services.holds.ask_for_videos(now=made.now) == 0
    asked = len(stand.asked)
    assert services.holds.ask_for_videos(now=made.now) == 0
    assert len(stand.asked) == asked
    case = made.cases(draw)[0]
    assert case.videos.get().missing
    found = services.findings.find(
        draw=draw,
        case=case,
        fault="video-missing",
        words="The video of one of our cases was deleted before we met.",
        by=made.member,
        now=made.now,
    )
    assert found.fault == "video-missing"


def test_a_system_that_is_away_is_asked_ever_more_rarely_and_keeps_nobody_from_their_turn(
    made: Panel, stand: Stand
) -> None:
    draw = made.drawn(cases=3, reserves=0)
    stand.status, now = 500, made.now
    for _ in range(12 * 24):  # a day of rounds
        services.holds.ask_for_videos(now=now, most=2)
        now += timedelta(seconds=services.holds.EVERY)
    times = [case.videos.count() for case in made.cases(draw)]
    assert min(times) >= 8
    assert max(times) <= 10
    assert services.holds.patience(40) == timedelta(days=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"status": 500},
        {"status": 302, "headers": {"Location": "http://169.254.169.254/latest"}},
        {"answers": {"held": "yes"}},
        {"answers": {"held": True, "deletes_on": "soon"}},
        {"answers": {"held": True, "reference": "x" * 101}},
        {"raw": b"<html>"},
        {"raw": b"[" * 60_000},
        {"raw": b'{"held": true}' + b" " * 70_000},
        {"raw": b""},
    ],
)
def test_anything_but_a_plain_yes_is_no_acknowledgement_and_is_asked_again(
    made: Panel, stand: Stand, wrong: dict[str, object]
) -> None:
    draw = made.drawn(cases=2, reserves=0)
    for name, value in wrong.items():
        setattr(stand, name, value)
    assert services.holds.ask_for_videos(now=made.now) == 0
    case = made.cases(draw)[0]
    assert case.videos.get().trouble
    assert len(stand.asked) == 2  # nothing was followed to another address
    stand.status, stand.raw, stand.headers = 200, None, {}
    stand.answers = {"held": True, "link": "javascript:alert(1)"}
    assert services.holds.ask_for_videos(now=made.now) == 0, "not before its next turn"
    later = made.now + services.holds.patience(1)
    assert services.holds.ask_for_videos(now=later) == 2
    last = case.videos.order_by("number").last()
    assert (last.number, last.acknowledged, last.link) == (2, True, "")


def test_a_system_that_is_away_or_unknown_leaves_a_reason(made: Panel, settings: Settings) -> None:
    draw = made.drawn(cases=2, reserves=0)
    settings.EVIDENCE = {}
    case = made.cases(draw)[0]
    services.holds.ask_for_video(case=case, now=made.now)
    with evidence_system() as stand:
        settings.EVIDENCE = {"bedfordshire": stand.system}
    services.holds.ask_for_video(case=case, now=made.now)
    assert [one.trouble for one in case.videos.order_by("number")] == [
        "This site does not know the force’s evidence system.",
        "The evidence system does not answer.",
    ]


def test_where_there_is_no_record_no_video_can_be_asked_for(made: Panel) -> None:
    draw = made.opened()
    services.frames.type_total(
        draw=draw, count=40, source="Annual return", by=made.chair, now=made.now
    )
    services.frames.freeze(draw=draw, by=made.chair, now=made.now)
    made.sign()
    made.roll(draw, made.chair)
    made.roll(draw, made.manager)
    gone = models.Case.objects.filter(draw=draw, position__missing="published-total").first()
    assert gone is not None
    with pytest.raises(NotHere):
        services.holds.ask_for_video(case=gone, now=made.now)
    assert gone not in made.cases(draw)
    assert gone in selectors.nothing_there(made.member, draw.number)
    services.findings.find(
        draw=draw,
        case=gone,
        fault="record-missing",
        words="A stop that was counted has no record.",
        by=made.member,
        now=made.now,
    )


@pytest.mark.parametrize(
    "line",
    [
        "kent http://evidence.example/holds",
        f"kent http://evidence.example/holds {A_SECRET}",
        f"kent http://127.0.0.1.example/holds {A_SECRET}",
        f"kent ftp://127.0.0.1/holds {A_SECRET}",
        f"kent file:///etc/passwd {A_SECRET}",
        f"kent https://user:word@evidence.example/ {A_SECRET}",
        f"kent https:///holds {A_SECRET}",
        "kent https://evidence.example/holds short",
    ],
)
def test_an_address_that_is_not_safe_is_refused_where_it_is_set(line: str) -> None:
    with pytest.raises(ValueError, match=r"kent|each line"):
        systems(line, local=True)


def test_an_address_on_this_machine_needs_no_encryption_but_never_in_service() -> None:
    line = f"kent http://127.0.0.1:8001/holds {A_SECRET}"
    assert systems(line, local=True)["kent"].address == "http://127.0.0.1:8001/holds"
    with pytest.raises(ValueError, match="https"):
        systems(line, local=False)
    both = read({"EVENHAND_EVIDENCE": f"{line}, surrey https://e.example/h {A_SECRET}"}).evidence
    assert set(both) == {"kent", "surrey"}
