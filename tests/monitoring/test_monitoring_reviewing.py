"""A review from alert to outcome, and every way to cheat in it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from made_alerts import (
    CHIEF,
    EVIDENCE,
    FORCE,
    JUDGE,
    PANEL,
    Reviewed,
    prediction,
)

from evenhand.ledger.models import Entry
from evenhand.ledger.selectors import histories
from evenhand.monitoring import models, selectors
from evenhand.monitoring.errors import EditedMeanwhile, NotAllowed
from evenhand.monitoring.history import SYSTEM, Awaits, Kind, Status
from evenhand.monitoring.services.writing import add, by_the_site
from evenhand.monitoring.terms import Explanation
from evenhand.monitoring.written import body, from_entry

pytestmark = pytest.mark.django_db
MAY = date(2026, 5, 20)
LATER = date(2026, 11, 2)


def settle_test(one: Reviewed, explanation: int, outcome: str, on: date = LATER) -> None:
    """What the site records once the quarter of a prediction is in."""
    add(
        one.review,
        Kind.TESTED,
        **by_the_site(one.moment(on)),
        words="It was tested.",
        data={"explanation": explanation, "outcome": outcome},
    )


def test_the_whole_way_to_explained(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    reviewed.judge(MAY, said.number)
    settle_test(reviewed, said.number, "held")
    assert reviewed.now(LATER).awaits is Awaits.CONCLUSION
    reviewed.settle(LATER, "explained")

    assert reviewed.status(LATER) == "explained"
    [entries] = histories([selectors.subject(reviewed.review.alert)]).values()
    kinds = [one.content["kind"] for one in entries if one.content]
    assert kinds == [
        *("alert-raised", "review-opened", "review-explained", "review-judged"),
        *("review-tested", "review-concluded", "review-signed-off"),
    ]


def test_the_ledger_says_the_same_as_the_rows(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY, prediction=prediction(limit=2.75))
    [*_, entry] = histories([selectors.subject(reviewed.review.alert)])[
        selectors.subject(reviewed.review.alert)
    ]

    assert entry.content is not None
    again = from_entry(entry.content)
    assert (again.number, again.kind, again.words) == (said.number, said.kind, said.words)
    assert body(again) == body(said)
    assert again.data["prediction"]["limit"] == "2.75"
    assert reviewed.steps[-1].data["prediction"]["limit"] == 2.75


@pytest.mark.parametrize(
    "so_far", ["nothing", "explained", "judged", "tested, not judged", "judged, cannot tell"]
)
def test_explained_needs_a_judge_and_a_prediction_that_held(
    reviewed: Reviewed, so_far: str
) -> None:
    if so_far != "nothing":
        said = reviewed.explain(MAY)
        if so_far.startswith("judged"):
            reviewed.judge(MAY, said.number)
        if so_far == "tested, not judged":
            settle_test(reviewed, said.number, "held")
        if so_far == "judged, cannot tell":
            settle_test(reviewed, said.number, "cannot-tell")
    with pytest.raises(NotAllowed, match="explained only once"):
        reviewed.conclude(LATER, "explained")


def test_partly_explained_needs_a_judge_too(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="partly"):
        reviewed.conclude(MAY, "partly")
    reviewed.judge(MAY, said.number)
    reviewed.settle(MAY, "partly")
    assert reviewed.status(MAY) == "partly"


def test_unexplained_is_an_answer_and_never_explains(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY, type="unexplained", evidence=[], prediction=None)
    assert reviewed.status(MAY) == "answered"
    reviewed.judge(MAY, said.number)
    for wanted in ("explained", "partly"):
        with pytest.raises(NotAllowed):
            reviewed.conclude(MAY, wanted)


def test_cannot_tell_needs_somebody_to_have_looked(reviewed: Reviewed) -> None:
    with pytest.raises(NotAllowed, match="looked"):
        reviewed.conclude(MAY, "cannot-tell")
    reviewed.step(
        "analyse", MAY, name="mix", result={"between": 0.4, "within": 0.6}, words="Mostly within."
    )
    reviewed.settle(MAY, "cannot-tell")
    assert reviewed.status(MAY) == "cannot-tell"


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"evidence": []}, "needs evidence"),
        ({"prediction": None}, "needs a prediction"),
        ({"words": "  "}, "Say why"),
        ({"words": "Seen\u202e."}, "nobody can see"),
        ({"words": "x" * 5001}, "at most 5,000"),
        ({"type": "bad luck"}, "bad luck"),
        ({"evidence": [{**EVIDENCE, "address": "http://x"}]}, "https"),
        ({"evidence": [{**EVIDENCE, "kind": "analysis", "address": "7"}]}, "no such analysis"),
        ({"evidence": [{**EVIDENCE, "kind": "analysis", "address": "1"}]}, "no such analysis"),
        ({"prediction": prediction(quarter="2026-Q1")}, "has not begun"),
        ({"prediction": prediction(quarter="2025-Q4")}, "has not begun"),
        ({"prediction": prediction(quarter="2027-Q2")}, "4 quarters ahead"),
        ({"prediction": prediction(force="pretendshire")}, "whose alert"),
        ({"prediction": prediction(measure="mood-rate")}, "mood-rate"),
        ({"prediction": prediction(power="vehicle-stop")}, "no measure"),
        ({"prediction": prediction(group="Green")}, "Name a group"),
        ({"prediction": prediction(group="White")}, "Name a group"),
        ({"prediction": prediction(quantity="share")}, "another quantity"),
        ({"prediction": prediction(area="E07000032")}, "How many people"),
        ({"prediction": prediction(without={"hours": ["night"]})}, "night"),
        ({"prediction": prediction(measure="find-rate", grouping="species")}, "groups"),
        ({"prediction": {**prediction().model_dump(), "limit": 0}}, "limit"),
        ({"prediction": {**prediction().model_dump(), "limit": float("inf")}}, "limit"),
        ({"prediction": {**prediction().model_dump(), "reference": ""}}, "another group"),
    ],
)
def test_an_explanation_that_could_not_fail_is_none(
    reviewed: Reviewed, said: dict[str, Any], why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        reviewed.explain(MAY, **said)
    assert reviewed.number == 1


def test_an_explanation_rests_on_an_analysis_of_this_review(reviewed: Reviewed) -> None:
    kept = reviewed.step(
        "analyse", MAY, name="mix", result={"between": 0.7}, words="Mostly between places."
    )
    reviewed.explain(
        MAY,
        type=Explanation.MIX,
        evidence=[{"kind": "analysis", "title": "Mix", "address": str(kept.number)}],
    )
    [one] = reviewed.now(MAY).explanations
    assert one.evidence[0].address == "2"
    assert reviewed.now(MAY).analyses[0].data["result"] == {"between": 0.7}


def test_nobody_judges_for_the_force_they_explain_for(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="its own explanation"):
        reviewed.step("judge", MAY, CHIEF, explanation=said.number, accepted=True, words="Good.")


def test_nobody_else_explains_for_the_force(reviewed: Reviewed) -> None:
    for who in (JUDGE, PANEL, {"by": SYSTEM, "organisation": SYSTEM}):
        with pytest.raises(NotAllowed, match="Only the force"):
            reviewed.explain(MAY, **who)


def test_the_site_s_own_steps_are_nobody_s(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="by itself"):
        add(
            reviewed.review,
            Kind.TESTED,
            **FORCE,
            now=reviewed.moment(LATER),
            person=None,
            words="It held.",
            data={"explanation": said.number, "outcome": "held"},
        )


def test_an_explanation_is_judged_once_and_only_where_it_is(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="no such explanation"):
        reviewed.judge(MAY, 7)
    reviewed.judge(MAY, said.number)
    with pytest.raises(NotAllowed, match="judged already"):
        reviewed.judge(MAY, said.number)


def test_what_failed_cannot_be_judged_into_holding(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    settle_test(reviewed, said.number, "failed")
    with pytest.raises(NotAllowed, match="tested already"):
        reviewed.judge(LATER, said.number)


def test_a_prediction_is_tested_once_and_not_before_its_quarter_is_over(
    reviewed: Reviewed,
) -> None:
    said = reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="not ended"):
        settle_test(reviewed, said.number, "held", on=date(2026, 9, 30))
    settle_test(reviewed, said.number, "held", on=date(2026, 10, 1))
    with pytest.raises(NotAllowed, match="no prediction"):
        settle_test(reviewed, said.number, "failed")


def test_a_failed_prediction_takes_a_conclusion_that_waits_with_it(reviewed: Reviewed) -> None:
    said = reviewed.explain(MAY)
    reviewed.judge(MAY, said.number)
    proposed = reviewed.conclude(MAY, "partly")
    settle_test(reviewed, said.number, "failed")
    with pytest.raises(NotAllowed, match="no such conclusion"):
        reviewed.step("sign_off", LATER, CHIEF, concludes=proposed.number, words="I sign.")
    assert reviewed.status(LATER) == "open"


def test_the_same_step_twice_is_refused_with_what_happened_meanwhile(reviewed: Reviewed) -> None:
    reviewed.explain(MAY)
    with pytest.raises(EditedMeanwhile) as refused:
        reviewed.explain(MAY, expected=1)
    assert [one.kind for one in refused.value.meanwhile] == [Kind.EXPLAINED]
    assert reviewed.number == 2


def test_a_step_is_never_dated_back(reviewed: Reviewed) -> None:
    reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="after all"):
        reviewed.step("comment", MAY - timedelta(days=3), PANEL, words="Earlier.")


@pytest.mark.parametrize(
    ("until", "why"),
    [
        (MAY, "later day"),
        (MAY - timedelta(days=400), "later day"),
        (MAY + timedelta(days=29), "28 days"),
    ],
)
def test_an_extension_is_never_dated_back_nor_without_end(
    reviewed: Reviewed, until: date, why: str
) -> None:
    with pytest.raises(NotAllowed, match=why):
        reviewed.step("extend", MAY, until=until, reason="The records are being copied.")


def test_an_extension_comes_before_the_last_day_is_over_and_not_too_often(
    reviewed: Reviewed,
) -> None:
    reason = "The records are being copied."
    reviewed.step("extend", MAY, until=MAY + timedelta(days=7), reason=reason)
    with pytest.raises(NotAllowed, match="stands still"):
        reviewed.step("extend", MAY, until=MAY + timedelta(days=9), reason=reason)
    again = MAY + timedelta(days=8)
    reviewed.step("extend", again, until=again + timedelta(days=7), reason=reason)
    last = reviewed.now(again).deadline
    with pytest.raises(NotAllowed, match="as often"):
        reviewed.step("extend", last, until=last + timedelta(days=7), reason=reason)
    with pytest.raises(NotAllowed, match="too late"):
        reviewed.step(
            "extend", last + timedelta(days=1), until=last + timedelta(days=7), reason=reason
        )


def test_the_last_moment_of_the_last_day_counts_where_the_force_is(reviewed: Reviewed) -> None:
    """At 22:59 UTC on 8 June it is 23:59 in London; two minutes later the day is over."""
    said = {"until": date(2026, 6, 20), "reason": "Records are being copied."}
    with pytest.raises(NotAllowed, match="too late"):
        reviewed.step("extend", MAY, now=datetime(2026, 6, 8, 23, 1, tzinfo=UTC), **said)
    reviewed.step("extend", MAY, now=datetime(2026, 6, 8, 22, 59, tzinfo=UTC), **said)


def test_nothing_is_extended_where_nothing_is_awaited(reviewed: Reviewed) -> None:
    reviewed.explain(MAY)
    with pytest.raises(NotAllowed, match="No answer is awaited"):
        reviewed.step("extend", MAY, until=MAY + timedelta(days=3), reason="Because.")


def test_a_conclusion_stands_once_somebody_else_signed_it(reviewed: Reviewed) -> None:
    proposed = reviewed.conclude(MAY, "not-explained")
    assert reviewed.status(MAY) == "open"
    with pytest.raises(NotAllowed, match="no such conclusion"):
        reviewed.step("sign_off", MAY, CHIEF, concludes=1, words="I sign.")
    reviewed.step("sign_off", MAY, CHIEF, concludes=proposed.number, words="I sign.")
    assert reviewed.now(MAY).awaits is Awaits.ACTION
    assert reviewed.status(MAY) == "not-explained"


def test_a_conclusion_is_reopened_with_a_new_clock(reviewed: Reviewed) -> None:
    with pytest.raises(NotAllowed, match="Only a conclusion"):
        reviewed.step("reopen", MAY, reason="New figures came.")
    reviewed.step("analyse", MAY, name="mix", result={}, words="We looked.")
    reviewed.settle(MAY, "cannot-tell")
    with pytest.raises(NotAllowed, match="Reopen"):
        reviewed.explain(LATER, prediction=prediction(quarter="2026-Q4"))
    reviewed.step("reopen", LATER, reason="New figures came.")
    found = reviewed.now(LATER)
    assert (found.status, found.deadline) == (Status.OPEN, LATER + timedelta(days=28))


def test_the_register_counts_what_was_tried(reviewed: Reviewed) -> None:
    first = reviewed.explain(MAY)
    reviewed.judge(MAY, first.number)
    settle_test(reviewed, first.number, "failed")
    second = reviewed.explain(LATER, type="recording", prediction=prediction(quarter="2026-Q4"))
    tried = selectors.register(on=LATER)

    assert [one.explained.number for one in tried] == [second.number, first.number]
    types = selectors.by_type(tried)
    assert set(types) == set(Explanation)
    assert (types[Explanation.OPERATION].tried, types[Explanation.OPERATION].failed) == (1, 1)
    assert types[Explanation.RECORDING].waiting == 1
    assert types[Explanation.MIX].tried == 0


def test_a_step_and_its_entry_are_written_together(
    reviewed: Reviewed, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_said: object) -> None:
        raise RuntimeError("no ledger")

    monkeypatch.setattr("evenhand.monitoring.services.writing.append", broken)
    before = models.Step.objects.count(), Entry.objects.count()
    with pytest.raises(RuntimeError):
        reviewed.explain(MAY)
    assert (models.Step.objects.count(), Entry.objects.count()) == before
