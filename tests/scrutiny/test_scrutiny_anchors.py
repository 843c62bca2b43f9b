"""Anchor cases: sealed before any panel sees them, scored blind, opened after, told in counts."""

import hmac
import json
from datetime import timedelta

import pytest
from django.db import transaction
from made_anchors import FACTS, RECORD, Anchored, sheet

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.services.setting_up import give_role
from evenhand.audit.models import Entry as Audited
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import comparing, selectors, services
from evenhand.scrutiny.anchoring.steps import Kind, Status
from evenhand.scrutiny.errors import Conflicted, NotHere, NotNow
from evenhand.scrutiny.scoring.errors import WrongAnswers
from scrutiny.panels import member
from scrutiny.panels_db import change, remove

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(db: None) -> Anchored:
    return Anchored()


def test_the_whole_way_of_a_set_from_its_writing_to_what_is_told(made: Anchored) -> None:
    row = made.issued(["green", "amber", "red"])
    made.agreed(row, made.beds, ["green", "red", "green"])
    made.agreed(row, made.kent, ["green", "amber", "cannot_tell"])

    told = made.revealed(row).content

    here = {one["panel"]: one["here"] for one in told["panels"]}
    none = dict.fromkeys(("same", "milder", "graver", "cannot_tell", "missing", "opposite"), 0)
    assert here == {
        "beds-panel": none | {"of": 3, "same": 1, "graver": 1, "milder": 1, "opposite": 1},
        "kent-panel": none | {"of": 3, "same": 2, "cannot_tell": 1},
    }
    assert told["agreement"] == {"panels": 2, "cases": 2, "alpha": {}}, "too few to tell"
    assert all(one["so_far"]["share"] == {} for one in told["panels"]), "of three, no share"
    assert told == content(Entry.objects.get(kind="anchor-result"))["body"]["data"]
    assert list(comparing.disagreements()) == []


def test_the_sealed_score_is_in_the_ledger_before_any_panel_sees_the_case_and_opens_after(
    made: Anchored,
) -> None:
    row = made.issued(["red"])
    said = [content(one) for one in Entry.objects.filter(kind__startswith="anchor-").order_by("pk")]
    kinds = [one["kind"].removeprefix("anchor-") for one in said]
    assert kinds == [Kind.OPENED, Kind.WRITTEN, Kind.KEYED, Kind.ISSUED]
    sealed = said[2]["body"]["data"]["commitment"]
    assert "red" not in repr(said)
    assert RECORD not in repr(said)

    made.agreed(row, made.beds, ["red"])
    made.agreed(row, made.kent, ["red"])
    made.revealed(row)

    [key] = content(Entry.objects.get(kind="anchor-revealed"))["body"]["data"]["keys"]
    again = hmac.digest(bytes.fromhex(key["nonce"]), key["said"].encode(), "sha256")
    assert again.hex() == sealed
    assert json.loads(key["said"])["answers"]["overall"] == key["colour"] == "red"
    assert json.loads(key["said"])["case"] == "anchors/programme/1/case/1.1"


def test_every_panel_gets_every_case_at_once_and_nobody_chooses(made: Anchored) -> None:
    row = made.sealed(["green"])
    for by in (*made.beds, *made.kent):
        assert selectors.sets(by) == []
        with pytest.raises(NotHere):
            selectors.anchor(by, "programme", 1, 1)
    services.issue(row=row, due=made.due, words="Now.", by=made.keeper, now=made.now)
    step = models.AnchorStep.objects.get(kind="issued")
    assert step.data["panels"] == ["beds-panel", "kent-panel"]
    for by in (*made.beds, *made.kent):
        assert [one.status for one in selectors.sets(by)] == [Status.SCORING]


def test_a_force_and_another_body_have_no_part(made: Anchored) -> None:
    row = made.issued(["green"])
    case = made.cases(row)[0]
    manager = member("manager", "beds-force", OrganisationKind.FORCE, Role.PROGRAMME_MANAGER)
    kind, role = OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER
    other = member("other", "inspectors", kind, role, force=None)
    for by in (manager, other):
        assert selectors.sets(by) == []
        with pytest.raises(NotHere):
            selectors.a_set(by, "programme", 1)
        for write in (
            lambda by=by: services.score(anchor=case, answers=sheet(), by=by, now=made.now),
            lambda by=by: services.close(row=row, by=by, now=made.now),
            lambda by=by: services.agree(
                anchor=case, answers=sheet(), words="", by=by, now=made.now
            ),
            lambda by=by: services.reveal(row=row, words="Open.", by=by, now=made.now),
        ):
            with pytest.raises(MayNot):
                write()
    with pytest.raises(MayNot):
        services.open_set(title="Ours", words="Our own.", by=manager, now=made.now)


def test_a_body_that_looks_at_some_forces_asks_their_panels_alone(made: Anchored) -> None:
    kind, role = OrganisationKind.OVERSIGHT_BODY, Role.OVERSIGHT_MEMBER
    keeper = member("commissioner", "beds-commissioner", kind, role, force=None)
    keeper.organisation.oversees.set(["bedfordshire"])
    row = services.open_set(title="Ours", words="Our own.", by=keeper, now=made.now)
    said = {"origin": "invented", "facts": FACTS, "words": RECORD}
    case = services.write(row=row, place=None, **said, by=keeper, now=made.now)
    services.seal(anchor=case, answers=sheet(), by=keeper, now=made.now)
    services.issue(row=row, due=made.due, words="Now.", by=keeper, now=made.now)
    assert models.AnchorStep.objects.get(kind="issued").data["panels"] == ["beds-panel"]
    assert selectors.sets(made.kent[0]) == []


def test_members_score_blind_until_their_own_chair_closes(made: Anchored) -> None:
    row = made.issued(["green"])
    case = made.cases(row)[0]
    chair, second = made.beds
    secret = sheet("red") | {"overall-comment": "Only I have seen this."}
    services.score(anchor=case, answers=secret, by=second, now=made.now)
    assert selectors.scores_of(chair, case) == ()
    assert selectors.my_score(chair, case) is None
    [mine] = selectors.scores_of(second, case)
    assert mine.mine
    seen = repr(list(Entry.objects.values_list("body", flat=True)))
    seen += repr(list(Audited.objects.values_list("body", flat=True)))
    assert "Only I have seen this." not in seen

    services.score(anchor=case, answers=sheet("green"), by=chair, now=made.now)
    services.close(row=row, by=chair, now=made.now)
    assert [one.member for one in selectors.scores_of(chair, case)] == ["A", "B"]
    assert selectors.scores_of(made.kent[0], case) == (), "another panel's are not theirs"
    with pytest.raises(NotNow):
        services.score(anchor=case, answers=sheet(), by=second, now=made.now)
    services.score(anchor=case, answers=sheet(), by=made.kent[1], now=made.now)


def test_a_red_is_agreed_away_only_with_a_word_as_in_a_draw(made: Anchored) -> None:
    row = made.issued(["green"])
    case = made.cases(row)[0]
    chair, second = made.beds
    with pytest.raises(NotNow):
        services.agree(anchor=case, answers=sheet(), words="", by=chair, now=made.now)
    services.score(anchor=case, answers=sheet("red"), by=second, now=made.now)
    services.close(row=row, by=chair, now=made.now)
    silent = sheet("green") | {"overall-comment": ""}
    with pytest.raises(NotNow, match="saw red"):
        services.agree(anchor=case, answers=silent, words=" ", by=chair, now=made.now)
    with pytest.raises(WrongAnswers):
        services.agree(anchor=case, answers={}, words="", by=chair, now=made.now)
    with pytest.raises(MayNot):
        services.agree(anchor=case, answers=sheet(), words="", by=second, now=made.now)
    services.agree(anchor=case, answers=silent, words="It was lawful.", by=chair, now=made.now)
    with pytest.raises(NotNow, match="has agreed"):
        services.agree(anchor=case, answers=sheet("red"), words="", by=chair, now=made.now)


def test_scoring_closes_once_every_case_has_a_score_of_this_panel(made: Anchored) -> None:
    row = made.issued(["green", "green"])
    first, _ = made.cases(row)
    for case in made.cases(row):
        services.score(anchor=case, answers=sheet(), by=made.kent[1], now=made.now)
    services.score(anchor=first, answers=sheet(), by=made.beds[1], now=made.now)
    with pytest.raises(NotNow, match="1 case has no score"):
        services.close(row=row, by=made.beds[0], now=made.now)
    with pytest.raises(MayNot):
        services.close(row=row, by=made.beds[1], now=made.now)


def test_nothing_of_a_set_changes_once_panels_have_seen_it(made: Anchored) -> None:
    row = made.sealed(["green"])
    made.written(row, place=1)
    with pytest.raises(NotNow, match="Seal your own score"):
        services.issue(row=row, due=made.due, words="Now.", by=made.keeper, now=made.now)
    [case] = made.cases(row)
    assert case.version == 2
    services.seal(anchor=case, answers=sheet("red"), by=made.keeper, now=made.now)
    with pytest.raises(NotNow, match="sealed"):
        services.seal(anchor=case, answers=sheet("green"), by=made.keeper, now=made.now)
    near = made.due - timedelta(days=20)
    with pytest.raises(NotNow, match="two weeks"):
        services.issue(row=row, due=near, words="Now.", by=made.keeper, now=made.now)
    services.issue(row=row, due=made.due, words="Now.", by=made.keeper, now=made.now)
    for late in (
        lambda: made.written(row),
        lambda: made.written(row, place=1),
        lambda: services.seal(anchor=case, answers=sheet(), by=made.keeper, now=made.now),
        lambda: services.issue(row=row, due=made.due, words="X.", by=made.keeper, now=made.now),
    ):
        with pytest.raises(NotNow, match="Nothing of them is changed"):
            late()
    with pytest.raises(NotHere):
        services.write(
            row=made.opened(),
            place=7,
            origin="invented",
            facts=FACTS,
            words=RECORD,
            by=made.keeper,
            now=made.now,
        )


@pytest.mark.parametrize(
    ("words", "video"),
    [("", ""), ("Stopped by PC 1234.", ""), (RECORD, "http://video.example"), (RECORD, "x" * 600)],
)
def test_a_record_that_tells_who_or_a_bad_address_is_refused(
    made: Anchored, words: str, video: str
) -> None:
    said = {"origin": "consented", "facts": FACTS, "words": words, "video": video}
    with pytest.raises(NotNow):
        services.write(row=made.opened(), place=None, **said, by=made.keeper, now=made.now)
    assert models.Anchor.objects.count() == 0


def test_sealed_scores_open_when_all_have_agreed_or_the_last_day_is_over(made: Anchored) -> None:
    row = made.issued(["green", "red"])
    made.agreed(row, made.beds, ["green", "red"])
    with pytest.raises(NotNow, match="Panels still score"):
        made.revealed(row)
    made.later += timedelta(days=31)
    told = {one["panel"]: one["here"] for one in made.revealed(row).content["panels"]}
    assert told["beds-panel"]["same"] == 2
    assert (told["kent-panel"]["of"], told["kent-panel"]["missing"]) == (0, 2)
    with pytest.raises(NotNow):
        services.score(anchor=made.cases(row)[0], answers=sheet(), by=made.kent[1], now=made.now)
    with pytest.raises(NotNow):
        made.revealed(row)


def test_who_set_the_cases_does_not_score_them_for_a_panel(made: Anchored) -> None:
    row = made.issued(["green"])
    panel = made.beds[0].organisation
    person, now = made.keeper.person, made.started
    held: Membership = give_role(
        person=person, organisation=panel, role=Role.PANEL_MEMBER, by=None, now=now
    )
    both = Acting(person, panel, (held,))
    with pytest.raises(Conflicted):
        services.score(anchor=made.cases(row)[0], answers=sheet(), by=both, now=made.now)


def test_over_many_sets_the_share_and_the_agreement_are_told_with_their_ranges(
    made: Anchored,
) -> None:
    colours = ["green", "amber", "red", "green", "amber", "red", "green", "amber", "red", "red"]
    for turn in range(2):
        row = made.issued(colours)
        made.agreed(row, made.beds, colours)
        made.agreed(row, made.kent, [*colours[:8], "green", "amber"])
        told = made.revealed(row).content
        beds, kent = (one["so_far"] for one in told["panels"])
        assert (beds["of"], beds["same"]) == (10 * (turn + 1),) * 2
        assert beds["share"]["value"] == "1.0000"
        assert float(beds["share"]["low"]) < 1
        assert kent["share"]["value"] == "0.8000"
        assert kent["opposite"] == turn + 1
        assert bool(told["agreement"]["alpha"]) is (turn == 1), "twenty cases tell, ten do not"
    alpha = told["agreement"]["alpha"]
    assert float(alpha["low"]) < float(alpha["value"]) < float(alpha["high"])
    assert told["agreement"]["cases"] == 20
    assert list(comparing.disagreements()) == [], "an earlier result stands as it was told"


def test_whoever_writes_to_the_database_changes_nothing_unseen(made: Anchored) -> None:
    row = made.issued(["red", "green"])
    made.agreed(row, made.beds, ["green", "green"])
    made.agreed(row, made.kent, ["red", "green"])
    made.revealed(row)
    assert list(comparing.disagreements()) == []
    first = models.Anchor.objects.order_by("pk").first()
    score = models.AnchorScore.objects.filter(panel="beds-panel").order_by("pk").first()
    assert first is not None
    assert score is not None
    for table, column, value, where, old in (
        ("anchor", "words", "Another record.", f"id = {first.pk}", RECORD),
        ("anchorkey", "rating", "green", f"anchor_id = {first.pk}", "red"),
        ("anchorset", "title", "Spring", f"id = {row.pk}", "Autumn"),
        ("anchorscore", "panel_id", "kent-panel", f"id = {score.pk}", "beds-panel"),
        ("anchorscore", "person_id", made.keeper.person.pk, f"id = {score.pk}", score.person_id),
        ("anchorscore", "at", row.opened_at, f"id = {score.pk}", score.at),
    ):
        change(f"scrutiny_{table}", column, value, where)
        assert list(comparing.disagreements()), table
        change(f"scrutiny_{table}", column, old, where)
    assert list(comparing.disagreements()) == []
    agreed = models.AnchorAgreed.objects.filter(panel="beds-panel").first()
    assert agreed is not None
    with transaction.atomic():
        remove("scrutiny_anchorkey", f"anchor_id = {first.pk}")
        says = " ".join(one.says for one in comparing.disagreements())
        assert "a sealed score was changed" in says
        assert "does not follow" in says
        transaction.set_rollback(True)
    remove("scrutiny_anchoragreed", f"id = {agreed.pk}")
    [one, *_] = comparing.disagreements()
    assert "agreed score" in one.says
