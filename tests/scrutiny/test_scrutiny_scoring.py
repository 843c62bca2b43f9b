"""Scores are given alone and blind, closed at once, agreed beside; and none is changed unseen."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError

from evenhand.accounts.errors import MayNot
from evenhand.audit.models import Entry as Audited
from evenhand.ledger.models import Entry
from evenhand.public.presenters.scrutiny import files
from evenhand.scrutiny import models, selectors, services, standing
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow, NotReady
from evenhand.scrutiny.scoring.errors import WrongAnswers
from evenhand.scrutiny.sitting import services as sitting
from evenhand.scrutiny.terms import Status
from evenhand.scrutiny.told.draws import draw as told
from evenhand.scrutiny.told.listed import draws
from scrutiny.panels import Panel, answers
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db
REMARK = "Only I have seen how cold the officer was."


@pytest.fixture
def draw(made: Panel) -> models.Draw:
    return made.drawn()


def secret_score(made: Panel, case: models.Case) -> None:
    said = answers(case, "red") | {"overall-comment": REMARK}
    services.scoring.score(case=case, answers=said, by=made.member, now=made.now)


def test_before_scoring_closes_nobody_reads_another_members_score_anywhere(
    made: Panel, draw: models.Draw
) -> None:
    """Case 97: through history, the ledger, what is told, selectors and their order."""
    case = made.cases(draw)[0]
    secret_score(made, case)
    for by in (made.chair, made.second):
        assert selectors.scores_of(by, case) == ()
        assert selectors.my_score(by, case) is None
        assert selectors.agreed_of(by, case) is None
    seen = [
        repr(selectors.draw(made.chair, draw.number)),
        repr([(one.words, one.data) for one in draw.steps.all()]),
        repr(told(draw.panel_id, draw.number, on=made.period[1])),
        repr(selectors.attended(made.manager, draw.panel_id, draw.number)),
        repr(services.looking.open_case(case=case, by=made.chair, now=made.now)),
        repr(list(Entry.objects.values_list("body", flat=True))),
        repr(list(Audited.objects.values_list("body", flat=True))),
    ]
    assert all(REMARK not in one for one in seen)
    assert all('"red"' not in one for one in seen[1:6])
    [mine] = selectors.scores_of(made.member, case)
    assert mine.mine
    assert mine.answers.comment == REMARK


def test_after_the_close_the_panel_sees_all_scores_without_names(
    made: Panel, draw: models.Draw
) -> None:
    made.closed(draw)
    case = made.cases(draw)[0]
    sheets = selectors.scores_of(made.second, case)
    assert [one.member for one in sheets] == ["A", "B"]
    assert not any(one.mine for one in sheets)
    assert [one.mine for one in selectors.scores_of(made.member, case)].count(True) == 1


def test_no_score_is_given_at_or_after_the_close(made: Panel, draw: models.Draw) -> None:
    """Case 98: a score at the moment of closing; the row of the draw lets one of them go first."""
    made.closed(draw)
    case = made.cases(draw)[0]
    before = models.Score.objects.count()
    with pytest.raises(NotNow):
        made.score(case, made.second)
    with pytest.raises(NotNow):
        services.scoring.close(draw=draw, by=made.chair, now=made.now)
    assert models.Score.objects.count() == before


def test_scoring_closes_once_every_case_has_a_score(made: Panel, draw: models.Draw) -> None:
    for case in made.cases(draw)[1:]:
        made.score(case, made.member)
    with pytest.raises(NotNow, match="1 case has no score"):
        services.scoring.close(draw=draw, by=made.chair, now=made.now)
    with pytest.raises(MayNot):
        services.scoring.close(draw=draw, by=made.member, now=made.now)


def test_nothing_is_agreed_before_the_close_and_both_scores_are_kept(
    made: Panel, draw: models.Draw
) -> None:
    case = made.cases(draw)[0]
    with pytest.raises(NotNow):
        made.agree(case)
    made.closed(draw, "red")
    with pytest.raises(MayNot):
        services.scoring.agree(
            case=case, answers=answers(case), words="", by=made.member, now=made.now
        )
    made.agree(case, "amber")
    with pytest.raises(NotNow):
        made.agree(case, "green")
    assert selectors.agreed_of(made.member, case).overall == "amber"
    assert {one.answers.overall for one in selectors.scores_of(made.member, case)} == {"red"}


def test_a_member_changes_their_mind_until_the_close_and_the_last_counts(
    made: Panel, draw: models.Draw
) -> None:
    case = made.cases(draw)[0]
    made.score(case, made.member, "green")
    made.score(case, made.member, "red")
    assert [one.rating for one in standing.counted(case)] == ["red"]
    assert models.Score.objects.filter(case=case).count() == 2
    assert selectors.my_score(made.member, case).overall == "red"


def test_answers_that_the_form_does_not_know_are_refused(made: Panel, draw: models.Draw) -> None:
    case = made.cases(draw)[0]
    for wrong in ({}, {"overall": "blue"}, answers(case) | {"officer": "PC 12"}):
        with pytest.raises(WrongAnswers):
            services.scoring.score(case=case, answers=wrong, by=made.member, now=made.now)
    assert models.Score.objects.count() == 0


def test_who_declares_a_conflict_neither_sees_nor_scores_the_case(
    made: Panel, draw: models.Draw
) -> None:
    case, other = made.cases(draw)[:2]
    made.score(case, made.member, "red")
    services.scoring.declare_conflict(case=case, by=made.member, now=made.now)
    for refused in (
        lambda: made.score(case, made.member),
        lambda: selectors.case(made.member, draw.number, case.place),
        lambda: selectors.scores_of(made.member, case),
        lambda: selectors.agreed_of(made.member, case),
        lambda: services.looking.open_case(case=case, by=made.member, now=made.now),
    ):
        with pytest.raises(Conflicted):
            refused()
    with pytest.raises(NotNow):
        services.scoring.declare_conflict(case=case, by=made.member, now=made.now)
    assert standing.counted(case) == []
    assert selectors.case(made.member, draw.number, other.place) == other
    assert selectors.case(made.chair, draw.number, case.place) == case


def test_scores_of_a_draw_that_is_not_looked_at_are_refused(made: Panel, draw: models.Draw) -> None:
    reserve = models.Case.objects.filter(draw=draw, reserve=True).first()
    assert reserve is not None
    with pytest.raises(NotNow):
        services.scoring.score(case=reserve, answers={}, by=made.member, now=made.now)
    with pytest.raises(NotHere):
        selectors.case(made.member, draw.number, reserve.place)


def test_the_database_keeps_a_score_to_its_four_colours(made: Panel, draw: models.Draw) -> None:
    made.score(made.cases(draw)[0], made.member)
    row = models.Score.objects.get()
    fields = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    for wrong in ({"rating": "blue", "number": 2}, {"commitment": "x", "number": 2}, {"number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Score.objects.create(**(fields | {"id": None} | wrong))


def test_what_all_scores_come_to_is_frozen_once_the_last_case_is_agreed(
    made: Panel, draw: models.Draw
) -> None:
    made.closed(draw)
    cases = made.cases(draw)
    for case in cases[:-1]:
        made.agree(case)
    assert not models.Result.objects.exists()
    made.agree(cases[-1])
    assert standing.status(draw) is Status.AGREED
    result = models.Result.objects.get(draw=draw).content
    assert result["cases"] == 4
    assert result["ratings"] == {}  # fewer than ten are told by no colour
    assert result == draw.steps.get(kind="result").data


def test_the_whole_frame_is_told_with_its_worst_case_and_what_it_can_have_missed(
    made: Panel,
) -> None:
    draw = made.drawn(cases=12, dimensions=[])
    made.closed(draw)
    first, *rest = made.cases(draw)
    models.VideoAsked.objects.create(
        case=first, number=1, at=made.now, acknowledged=False, missing=True, trouble="None there."
    )
    made.agree(first)
    for case in rest[:-1]:
        made.agree(case)
    made.agree(rest[-1], "red")

    found = told(draw.panel_id, draw.number, on=made.period[1]).result
    assert found.ratings == {"green": 11, "amber": 0, "red": 1, "cannot_tell": 0}
    assert found.unseen == 1  # the video is gone: the worst case counts it as red
    assert found.red.value == pytest.approx(1 / 12, abs=1e-4)
    assert found.if_bad.value == pytest.approx(2 / 12, abs=1e-4)
    assert found.if_bad.high > found.if_good.high
    assert 0 < found.missed < 0.5
    size = models.Position.objects.filter(frame__draw=draw).count()
    assert found.missed_cases == round(found.missed * size)
    assert found.observed == 1.0  # both members who scored gave every case the same colour


def test_a_result_from_before_cases_were_counted_is_told_without_them(
    made: Panel, draw: models.Draw
) -> None:
    made.closed(draw)
    for case in made.cases(draw):
        made.agree(case)
    content = dict(models.Result.objects.get(draw=draw).content)
    content["missed"] = {"share": "0.2500", "chance": "0.0500"}
    change("scrutiny_result", "content", json.dumps(content), f"draw_id = {draw.pk}")
    found = told(draw.panel_id, draw.number, on=made.period[1]).result
    assert (found.missed, found.missed_cases) == (0.25, None)


def test_the_file_of_draws_has_what_could_be_missed_and_how_far_members_agreed(
    made: Panel,
) -> None:
    draw = made.drawn(cases=12, dimensions=[])
    made.closed(draw)
    for case in made.cases(draw):
        made.agree(case)
    listed = draws(on=made.period[1])
    [row] = csv.DictReader(io.StringIO(files.draws_csv(listed).decode("utf-8-sig")))
    said = models.Result.objects.get(draw=draw).content
    assert row["missed_cases"] == said["missed"]["cases"] != ""
    assert (row["observed"], row["members"]) == (said["agreement"]["alpha"]["observed"], "2")
    [whole] = json.loads(files.draws_json("bedfordshire", "Bedfordshire", listed, []))["draws"]
    assert whole["result"] == said


def test_who_is_not_vetted_as_the_panel_asks_sees_and_scores_no_drawn_case(
    made: Panel, draw: models.Draw
) -> None:
    case = made.cases(draw)[0]
    sitting.set_terms(vetting=True, training=False, words="Care.", by=made.chair, now=made.now)
    for refused in (
        lambda: made.score(case, made.member),
        lambda: selectors.case(made.member, draw.number, case.place),
        lambda: services.looking.open_case(case=case, by=made.member, now=made.now),
        lambda: services.looking.words_of(case=case, by=made.chair, now=made.now),
    ):
        with pytest.raises(NotReady, match="vetting that is held"):
            refused()
    until = made.period[1] + timedelta(days=99)
    said = {"training": "none", "trained_until": None, "vetting": "held", "vetted_until": until}
    sitting.keep(person=made.member.person, **said, by=made.chair, now=made.now)
    made.score(case, made.member)
