"""Data packs: made before a meeting, from what is released alone, frozen, and never with a zero."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction
from made_appointments import AFTER, ENDS, HELD, SLOT, STARTS, call
from made_packs import SOON, figures, met, numbered, pack, part, texts, words
from made_recommendations import PANEL, Advised, make

from demo.demonstration import demo_site as demo_site  # noqa: PLC0414  (pytest finds it by name)
from evenhand.ledger.kept import NeverChanged
from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import history
from evenhand.publications import comparing
from evenhand.publications.errors import NotReady
from evenhand.publications.making.fingerprint import digest
from evenhand.publications.models import Figure, Pack
from evenhand.publications.packs import finding, services, taking_down, topics
from evenhand.publications.packs.changes import changes
from evenhand.scrutiny.recommending.errors import NotAllowed
from evenhand.scrutiny.redacting import service
from past_the_guards import change, unguarded

pytestmark = pytest.mark.django_db
LONGEST_SENTENCE = 30


def says() -> list[str]:
    return [one.says for one in comparing.disagreements()]


# What a pack says


def test_where_nothing_is_published_it_says_we_do_not_have_and_never_zero() -> None:
    made = pack(call("meeting"))
    assert figures(made) == set()
    assert made.content["no_leads"] == ("We do not have any published figure of Demoshire Police.")
    for key in ("rates", "unknown", "reasons", "found", "strip", "force", "patterns", "complete"):
        lacks = part(made, key)["lacks"]
        assert lacks, key
        assert all(one.startswith(("We do not have", "We have")) for one in lacks), key
    assert "We do not have an answer about videos" in part(made, "videos")["lacks"][0]
    assert not any(re.search(r"\b(0|zero)\b", one) for one in texts(made.content["parts"]))


def test_every_measure_that_is_named_in_a_pack_is_one_that_there_is() -> None:
    from evenhand.measures.library import measure

    assert all(measure(name).id == name for name in topics.NAMED)


def test_it_holds_every_standing_figure_of_the_force_once(demo_site: list[Figure]) -> None:
    made = pack(call("meeting"))
    shown = [one["figure"] for each in made.content["parts"] for one in each["figures"]]
    latest = {one.reference for one in finding_standing().values()}
    assert sorted(shown) == sorted(latest)
    assert len(shown) > 8
    rate = next(one for one in part(made, "rates")["figures"] if "search-rate/" in one["figure"])
    assert "Black" in rate["lead"]
    assert any("Census" in one for one in rate["context"])
    assert any("months observed" in one for one in rate["context"])
    assert any("compared with White people" in one for one in rate["context"])
    ranged = [cell for row in rate["groups"] for cell in row["cells"] if cell["range"]]
    assert len(ranged) >= 5, "a rate stands with its likely range"


def finding_standing() -> dict[str, Figure]:
    from evenhand.publications.packs.figures import standing

    return standing("demoshire")


def test_what_a_pack_says_of_a_figure_is_what_the_figure_says_and_nothing_finer(
    demo_site: list[Figure],
) -> None:
    made = pack(call("meeting"))
    by_reference = {one.reference: one for one in demo_site}
    for each in made.content["parts"]:
        for shown in each["figures"]:
            frozen = by_reference[shown["figure"]]
            assert shown["lead"] == frozen.wording["lead"]
            public = " ".join(texts(frozen.result)) + str(frozen.result)
            assert len(shown["groups"]) == len(frozen.result["rows"])
            for row, told in zip(
                sorted(frozen.result["rows"], key=lambda one: one["group"]),
                sorted(shown["groups"], key=lambda one: one["group"]),
                strict=True,
            ):
                if row["suppressed"]:
                    assert all(cell["number"] is None for cell in told["cells"]), public


def test_a_figure_that_was_never_released_or_was_corrected_is_in_no_pack(
    demo_site: list[Figure],
) -> None:
    old = finding_standing()["search-rate"]
    new = numbered(old, 2, wording={**old.wording, "lead": "The corrected sentence."})
    unreleased = Figure(
        force=old.force, measure="clothing-removal-rate", wording={"lead": "Never released."}
    )
    made = pack(call("meeting"))
    assert new.reference in figures(made)
    assert old.reference not in figures(made)
    said = list(texts(made.content))
    assert "The corrected sentence." in said
    assert old.wording["lead"] not in said
    assert unreleased.wording["lead"] not in said
    assert figures(made) <= {one.reference for one in Figure.objects.all()}


def test_a_figure_corrected_after_a_pack_was_made_is_marked_and_the_pack_stays(
    demo_site: list[Figure],
) -> None:
    made = pack(call("meeting"))
    old = finding_standing()["search-rate"]
    new = numbered(old, 2)
    assert finding.corrected(made.content) == {old.reference: new.reference}
    assert Pack.objects.get().content == made.content


def test_what_was_recommended_and_what_became_of_it() -> None:
    made = pack(met().meeting)
    [still] = part(made, "advice")["lines"]
    assert "Keep every video for a year." in still["words"]
    assert "has not answered" in still["notes"][0]
    assert still["page"] == "/forces/demoshire/recommendations/2/"
    [over] = part(made, "became")["lines"]
    assert "Say why in full sentences." in over["words"]
    assert "refused it on 7 April 2026" in over["notes"][0]


def test_what_is_new_since_the_panel_met_last() -> None:
    made = pack(met().meeting)
    since = part(made, "since")
    assert since["about"] == "The panel met last on 5 April 2026."
    assert [one["key"] for one in since["lines"]] == ["since/recommendation/demoshire/1"]


def test_a_recommendation_of_another_body_is_counted_and_not_the_panels() -> None:
    from plan.staff import organisation

    make(body=organisation("oversight"), by="Oversight member", organisation="Oversight body")
    made = pack(call("meeting"))
    assert words(made, "advice") == ["Open recommendations of others to the force: 1."]
    assert part(made, "advice")["none"] == "No recommendation of this panel is open."


def test_no_fixed_sentence_is_longer_than_people_read() -> None:
    made = pack(call("meeting"))
    fixed = [
        *(one["about"] for one in made.content["parts"]),
        *(one["none"] for one in made.content["parts"]),
        *(lack for one in made.content["parts"] for lack in one["lacks"]),
        *(one.about for one in (*topics.topics(), topics.others())),
    ]
    sentences = [one for text in fixed for one in re.split(r"(?<=[.?!])\s+", text)]
    assert len(sentences) > 20
    long = [one for one in sentences if len(one.split()) > LONGEST_SENTENCE]
    assert long == []


# Made once, frozen, made again


def test_it_is_made_once_in_the_week_before_and_by_nobody() -> None:
    meeting = call("meeting")
    call(
        "custody",
        slot=SLOT | {"starts": STARTS + timedelta(hours=3), "ends": ENDS + timedelta(hours=3)},
    )
    assert services.due(now=STARTS - timedelta(days=8)) == []
    [made] = services.due(now=STARTS - timedelta(days=7))
    assert (made.meeting_id, made.number, made.made_by) == (meeting.row.pk, 1, "Evenhand")
    assert services.due(now=STARTS - timedelta(days=1)) == []
    assert Pack.objects.count() == 1, "a visit has none"


def test_more_days_before_can_be_asked_for() -> None:
    call("meeting")
    assert len(services.due(now=STARTS - timedelta(days=13), days=14)) == 1


def test_a_meeting_that_was_moved_gets_the_next_version_in_its_new_week() -> None:
    meeting = call("meeting")
    services.due(now=SOON)
    later = {"starts": STARTS + timedelta(days=60), "ends": ENDS + timedelta(days=60)}
    meeting.step("move", SOON + timedelta(hours=1), slot=SLOT | later)
    assert services.due(now=SOON + timedelta(days=2)) == []
    [second] = services.due(now=STARTS + timedelta(days=55))
    assert second.number == 2
    assert any("The meeting:" in one for one in second.content["changed"])


@pytest.mark.parametrize("gone", ["call_off", "hold", "past"])
def test_a_meeting_that_is_off_or_over_gets_none(gone: str) -> None:
    meeting = call("meeting")
    at = AFTER
    if gone == "call_off":
        at = SOON
        meeting.step("call_off", at - timedelta(hours=1))
    elif gone == "hold":
        meeting.step("hold", AFTER, held=HELD | {"findings": []})
        at = AFTER + timedelta(hours=1)
    assert services.due(now=at) == []
    with pytest.raises(NotReady, match="before a meeting that is to come"):
        pack(meeting, now=at)


def test_a_visit_has_no_pack() -> None:
    with pytest.raises(NotReady, match="before a meeting"):
        pack(call("custody"))


def test_made_again_it_says_what_changed_and_the_earlier_one_stays() -> None:
    told = met()
    first = pack(told.meeting)
    before = dict(first.content)
    told.waiting.respond((SOON + timedelta(days=1)).date(), "refused")
    Advised(make(what="Publish the reasons."))
    second = pack(told.meeting, now=SOON + timedelta(days=2), why="The force has answered.")
    assert (second.number, second.content["why"]) == (2, "The force has answered.")
    said = second.content["changed"]
    assert any(one.startswith("It stands otherwise now:") and "every video" in one for one in said)
    assert any(one.startswith("New:") and "Publish the reasons." in one for one in said)
    assert len(said) == 2
    assert Pack.objects.get(number=1).content == before


def test_made_again_at_once_with_nothing_new_it_is_refused() -> None:
    meeting = call("meeting")
    pack(meeting)
    with pytest.raises(NotReady, match="Nothing has changed"):
        pack(meeting, now=SOON + timedelta(minutes=1), why="Once more.")


def test_who_has_not_seen_the_last_version_makes_none() -> None:
    meeting = call("meeting")
    pack(meeting)
    with pytest.raises(NotReady, match="made meanwhile"):
        pack(meeting, now=SOON + timedelta(days=1), expected=0)


def test_what_is_gone_is_said_too() -> None:
    told: dict[str, Any] = {
        "meeting": {"starts": "2026-04-20", "where": "Here"},
        "parts": [{"figures": [], "lines": [{"key": "a", "words": "A.", "state": "x"}]}],
    }
    none = {**told, "parts": []}
    assert changes(told, none) == ["It is no longer here: A."]
    assert changes(none, told) == ["New: A."]
    assert changes(told, told) == []
    many = [{"key": str(n), "words": f"{n}.", "state": ""} for n in range(40)]
    said = changes(none, {**told, "parts": [{"figures": [], "lines": many}]})
    assert (len(said), said[-1]) == (31, "And 10 more changes.")


# What cannot be changed afterwards


def test_its_digest_is_in_the_public_ledger_and_agrees() -> None:
    made = pack(call("meeting"))
    [entry] = history("pack/panel/1/1")
    assert entry.content is not None
    assert entry.content["kind"] == "pack-made"
    assert entry.content["body"] == {
        "digest": made.digest,
        "meeting": "meeting/panel/1",
        "told_on": "2026-04-14",
    }
    assert made.digest == digest(Pack.objects.get().content)
    assert says() == []


def test_who_writes_over_a_pack_or_takes_it_away_leaves_the_ledger() -> None:
    made = pack(call("meeting"))
    with pytest.raises(NeverChanged):
        made.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE publications_pack SET number = 3")
    change(made, content={**made.content, "title": "Another"})
    assert says() == ["pack/panel/1/1: the site says something else than the ledger."]
    with unguarded(Pack):
        models.QuerySet(Pack).filter(pk=made.pk).delete()
    assert says() == ["pack/panel/1/1: the ledger says it, the site does not."]


def test_a_pack_with_unlawful_words_is_emptied_in_public() -> None:
    told = met()
    made = pack(told.meeting)
    why = "It names somebody who was never charged."
    with pytest.raises(NotAllowed):
        services.take_down(pack=made, why=" ", **PANEL, now=SOON + timedelta(hours=1))
    services.take_down(pack=made, why=why, **PANEL, now=SOON + timedelta(hours=1))
    row = Pack.objects.get()
    assert (row.content, row.digest) == ({}, "0" * 64)
    assert why in row.redacted
    assert says() == []
    entry = Entry.objects.get(kind="pack-taken-down")
    assert entry.subject == "pack/panel/2/1"
    with pytest.raises(NotReady, match="already"):
        services.take_down(pack=row, why=why, **PANEL, now=SOON + timedelta(hours=2))
    assert pack(told.meeting, now=SOON + timedelta(hours=3)).content["changed"] == []


def test_a_pack_goes_with_the_words_that_are_taken_out_of_scrutiny() -> None:
    told = met()
    pack(told.meeting)
    assert taking_down.take_down in service._ALSO
    at = SOON + timedelta(hours=1)
    taking_down.take_down("demoshire", {"Words that stand nowhere."}, at)
    taking_down.take_down("bedfordshire", {"Keep every video for a year."}, at)
    assert Pack.objects.get().redacted == ""
    taking_down.take_down("demoshire", {"Keep every video for a year."}, at)
    assert Pack.objects.get().content == {}
    assert says() == []
