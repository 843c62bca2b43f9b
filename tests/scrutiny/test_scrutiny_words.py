"""What a panel sees of a case tells neither who nor where; a person looks at every word first."""

import json

import pytest

from evenhand.audit.models import Act
from evenhand.audit.models import Entry as Audited
from evenhand.encounters.models import Stop
from evenhand.scrutiny import models, naming, services
from evenhand.scrutiny.errors import NotNow
from scrutiny.panels import Panel
from scrutiny.test_scrutiny_frames import corrected

pytestmark = pytest.mark.django_db
WORDS = (
    "Mr Smith of Quay Road, MK40 1AB, drove AB12 CDE. PC 1234 knew him from 07700 900123. "
    "The light was broken."
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("He drove AB12CDE then.", ["AB12CDE"]),
        ("seen near MK40 1AB", ["MK40 1AB"]),
        ("ring 07700 900123 now", ["07700 900123"]),
        ("write to a.b@c.example", ["a.b@c.example"]),
        ("PC 1234 and PS99 came", ["PC 1234", "PS99"]),
        ("born 03/04/1999 there", ["03/04/1999"]),
        ("we met Mrs Jones-Brown", ["Mrs Jones-Brown"]),
        ("reference 4417123", ["4417123"]),
        ("Black people were stopped 3 times in 2026.", []),
        ("The officer had no grounds.", []),
    ],
)
def test_what_is_sure_to_tell_somebody_is_found(text: str, found: list[str]) -> None:
    assert naming.told(text) == found


def test_what_is_known_of_the_case_is_found_however_it_is_written() -> None:
    assert naming.told("he drove ab 12 cde, said Okonkwo", also=["AB12CDE", "Okonkwo"]) == [
        "ab 12 cde",
        "Okonkwo",
    ]
    assert naming.told("any text", also=["", " "]) == []


def test_names_and_places_are_offered_to_the_person_who_looks() -> None:
    text = "It was late when Anna Bell came to 12 Castle Road with him."
    told = [text[one.first : one.last] for one in naming.spans(text)]
    assert told == ["Anna Bell", "12 Castle Road"]


def test_a_name_that_begins_a_text_is_offered_whole() -> None:
    text = "Ellen Marsh said so. Then Amir Khan left."
    found = [text[one.first : one.last] for one in naming.spans(text)]
    assert found[0] == "Ellen Marsh"
    assert any("Amir Khan" in one for one in found)


def test_hidden_stretches_leave_a_mark_and_nothing_of_what_stood_there() -> None:
    text = "Anna came to Bell."
    assert naming.hidden(text, [(0, 4), (2, 6), (13, 17)]) == "[…][…]ame to […]."
    assert naming.hidden(text, []) == text
    assert naming.hidden(text, [(13, 99)]) == "Anna came to […]"


@pytest.fixture
def case(made: Panel) -> models.Case:
    made.stops(12, reason_text=WORDS)
    made.log()
    draw = made.drawn(dimensions=[], cases=36, reserves=0)
    spoken = set(
        Stop.objects.filter(all_versions__record__contains="Quay").values_list("pk", flat=True)
    )
    return next(one for one in made.cases(draw) if one.position.stop in spoken)


def looked(made: Panel, case: models.Case) -> str:
    return repr(services.looking.open_case(case=case, by=made.member, now=made.now))


def test_words_that_nobody_looked_at_are_shown_to_no_member(made: Panel, case: models.Case) -> None:
    shown = services.looking.open_case(case=case, by=made.member, now=made.now)
    assert not shown.ready
    assert "Smith" not in repr(shown)
    assert not any(one.free for one in shown.fields)
    with pytest.raises(NotNow, match="not been looked at"):
        made.score(case, made.member)


def test_the_chair_hides_words_and_members_see_the_rest(made: Panel, case: models.Case) -> None:
    [text] = services.looking.words_of(case=case, by=made.chair, now=made.now)
    assert text.words == WORDS
    hidden = [(text.field, one.first, one.last) for one in text.spans]
    services.looking.show(case=case, hidden=hidden, by=made.chair, now=made.now)

    shown = services.looking.open_case(case=case, by=made.member, now=made.now)
    [free] = [one for one in shown.fields if one.free]
    assert shown.ready
    for gone in ("Smith", "Quay", "MK40", "AB12", "1234", "07700"):
        assert gone not in repr(shown)
    assert free.words.endswith("The light was broken.")
    made.score(case, made.member)
    assert "Smith" not in json.dumps(models.Shown.objects.get().hidden)


def test_a_stretch_that_is_not_in_the_words_is_refused(made: Panel, case: models.Case) -> None:
    for wrong in [("reason_text", 0, 9999), ("reason_text", 5, 5), ("reason", 0, 1), ("x", 0, 1)]:
        with pytest.raises(NotNow):
            services.looking.show(case=case, hidden=[wrong], by=made.chair, now=made.now)


def test_a_case_shows_no_plate_team_place_officer_or_id_and_no_exact_time(
    made: Panel, case: models.Case
) -> None:
    stop = Stop.objects.get(pk=case.position.stop)
    shown = services.looking.open_case(case=case, by=made.member, now=made.now)
    text = repr((shown.fields, shown.month, shown.part_of_day))
    for secret in (str(stop.pk), "Portwell", "E01017418", "AB12CDE", "52.1", "person/", "Quay"):
        assert secret not in text
    assert f"{stop.started_at:%H:%M}" not in text
    assert shown.month == f"{stop.started_at:%Y-%m}"


def test_every_look_at_a_case_is_in_the_private_log(made: Panel, case: models.Case) -> None:
    before = Audited.objects.filter(kind=Act.CONSULTATION).count()
    looked(made, case)
    services.looking.words_of(case=case, by=made.chair, now=made.now)
    rows = Audited.objects.filter(kind=Act.CONSULTATION).order_by("pk")[before:]
    assert [json.loads(one.body)["details"]["seen"] for one in rows] == ["case", "words"]
    assert {one.subject for one in rows} == {f"draw/{case.draw.panel_id}/1/case/{case.place}"}
    assert rows[0].by == f"person/{made.member.person.pk}"


def test_the_panel_sees_the_record_as_it_was_and_that_it_was_corrected_since(
    made: Panel, case: models.Case
) -> None:
    before = services.looking.open_case(case=case, by=made.member, now=made.now)
    assert not before.corrected_since
    corrected(made, str(case.position.stop), now=made.now, duration_minutes=55)

    after = services.looking.open_case(case=case, by=made.member, now=made.now)
    assert after.corrected_since
    assert after.fields == before.fields


def test_a_finding_that_names_somebody_is_refused_and_so_is_what_was_learnt(made: Panel) -> None:
    draw = made.drawn()
    made.closed(draw, "red")
    case = made.cases(draw)[0]
    made.agree(case, "red")

    def find(words: str) -> models.Finding:
        return services.findings.find(
            draw=draw, case=case, fault="red", words=words, by=made.member, now=made.now
        )

    for words in ("PC 1234 had no grounds.", "They took AB12 CDE.", " ", "x" * 6000, "a\u202eb"):
        with pytest.raises(NotNow):
            find(words)
    with pytest.raises(NotNow, match="not what the panel agreed"):
        services.findings.find(
            draw=draw, case=case, fault="amber", words="It was.", by=made.member, now=made.now
        )
    found = find("There were no grounds.")
    for words in ("Officer was told.", "We spoke with OFFICER at length."):
        with pytest.raises(NotNow, match="Leave out"):
            services.findings.answer(
                finding=found, taken="advice", words=words, by=made.supervisor, now=made.now
            )
    with pytest.raises(NotNow):
        services.findings.answer(
            finding=found, taken="shouted", words="We talked.", by=made.supervisor, now=made.now
        )
    answer = {"finding": found, "taken": "training", "words": "We talked.", "by": made.supervisor}
    services.findings.answer(**answer, now=made.now)
    with pytest.raises(NotNow):
        services.findings.answer(**answer, now=made.now)
