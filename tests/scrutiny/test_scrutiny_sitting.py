"""Training and vetting: a status and a day, who keeps it, what it closes, what is told of it."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.utils import timezone
from made_anchors import Anchored, sheet

from evenhand.accounts.acting import Acting
from evenhand.accounts.errors import MayNot
from evenhand.accounts.models import Membership
from evenhand.accounts.roles import OrganisationKind, Role
from evenhand.accounts.selectors import acting
from evenhand.accounts.services.setting_up import give_role
from evenhand.audit.models import Entry as Audited
from evenhand.ledger.log.writing import content
from evenhand.ledger.models import Entry
from evenhand.monitoring.steps import day_of
from evenhand.plan.history import LONDON
from evenhand.scrutiny import models
from evenhand.scrutiny.anchoring import services as anchors
from evenhand.scrutiny.errors import NotHere, NotNow, NotReady
from evenhand.scrutiny.sitting import comparing, members, ready, services
from evenhand.scrutiny.sitting.terms import Training, Vetting
from evenhand.scrutiny.told import sitting as told
from scrutiny.panels import member
from scrutiny.panels_db import change

pytestmark = pytest.mark.django_db
KIND = OrganisationKind.SCRUTINY_PANEL
NOT_YET: dict[str, Any] = {
    "training": "in-hand",
    "trained_until": None,
    "vetting": "in-hand",
    "vetted_until": None,
}


@pytest.fixture
def made(db: None) -> Anchored:
    return Anchored()


def held(made: Anchored, who: Acting, by: Acting, *, days: int = 300) -> models.Readiness:
    until = day_of(made.started) + timedelta(days=days)
    said = NOT_YET | {"vetting": "held", "vetted_until": until}
    return services.keep(person=who.person, **said, by=by, now=made.now)


def test_who_is_not_vetted_opens_and_scores_nothing_where_the_panel_asks_it(
    made: Anchored,
) -> None:
    row = made.issued(["green"])
    [case] = made.cases(row)
    chair, second = made.beds
    anchors.look(anchor=case, by=second, now=made.now)
    words = "Cases are about people."
    services.set_terms(vetting=True, training=False, words=words, by=chair, now=made.now)
    for refused in (
        lambda: anchors.look(anchor=case, by=second, now=made.now),
        lambda: anchors.score(anchor=case, answers=sheet(), by=second, now=made.now),
        lambda: anchors.close(row=row, by=chair, now=made.now),
    ):
        with pytest.raises(NotReady, match="vetting that is held"):
            refused()
    held(made, second, chair)
    anchors.score(anchor=case, answers=sheet(), by=second, now=made.now)
    assert ready.why_not(made.kent[1], now=made.now) == "", "another panel asks nothing"
    made.later += timedelta(days=301)
    assert "vetting" in ready.why_not(second, now=made.now), "it has run out"


def test_what_is_missing_is_named(made: Anchored) -> None:
    chair, second = made.beds
    services.set_terms(vetting=True, training=True, words="Both.", by=chair, now=made.now)
    assert "Neither is so of you today" in ready.why_not(second, now=made.now)
    held(made, second, chair)
    assert "training that is done" in ready.why_not(second, now=made.now)
    services.set_terms(vetting=False, training=False, words="Neither.", by=chair, now=made.now)
    assert ready.why_not(second, now=made.now) == ""
    with pytest.raises(NotNow, match="just that already"):
        services.set_terms(vetting=False, training=False, words="Again.", by=chair, now=made.now)


def test_the_terms_are_public_and_the_status_of_a_member_is_in_no_public_place(
    made: Anchored,
) -> None:
    chair, second = made.beds
    services.set_terms(vetting=True, training=False, words="Why not.", by=chair, now=made.now)
    before = Entry.objects.count()
    held(made, second, chair)
    assert Entry.objects.count() == before
    entry = content(Entry.objects.get(kind="panel-terms"))
    assert entry["body"] == {"number": 1, "vetting": True, "training": False, "words": "Why not."}
    assert list(comparing.disagreements()) == []
    change("scrutiny_panelterms", "vetting", False, "id > 0")
    assert [one.subject for one in comparing.disagreements()] == ["panel/beds-panel"]
    said = [content(one)["body"] for one in Audited.objects.filter(kind="alteration")]
    assert {"changed": "status of training and vetting"} in [one.get("details") for one in said]
    assert "held" not in repr(said)


def test_chair_and_administrator_keep_it_and_nobody_their_own(made: Anchored) -> None:
    chair, second = made.beds
    admin = member("admin", "beds-panel", KIND, Role.ADMINISTRATOR)
    held(made, second, admin)
    held(made, chair, admin)
    with pytest.raises(NotNow, match="their own"):
        held(made, chair, chair)
    with pytest.raises(MayNot):
        held(made, chair, second)
    with pytest.raises(NotHere):
        held(made, made.kent[1], chair)
    with pytest.raises(NotHere):
        members.members(second, now=made.now)
    assert {one.person.name for one in members.members(admin, now=made.now)} == {"Chair", "Member"}
    assert members.mine(second).vetting is Vetting.HELD


def test_a_status_has_its_day_and_there_is_no_word_for_a_refusal(made: Anchored) -> None:
    chair, second = made.beds
    for wrong in (
        {"vetting": "held", "vetted_until": None},
        {"training": "done", "trained_until": day_of(made.started) - timedelta(days=1)},
        {"training": "done", "trained_until": day_of(made.started) + timedelta(days=9_000)},
    ):
        with pytest.raises(NotNow):
            services.keep(person=second.person, **(NOT_YET | wrong), by=chair, now=made.now)
    with pytest.raises(ValueError, match="refused"):
        services.keep(
            person=second.person, **(NOT_YET | {"vetting": "refused"}), by=chair, now=made.now
        )
    assert {one.value for one in Vetting} == {"not-asked", "in-hand", "held"}
    row = held(made, second, chair)
    fields = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}
    for broken in ({"vetted_until": None}, {"vetting": "refused"}, {"number": 1}):
        with pytest.raises(IntegrityError), transaction.atomic():
            models.Readiness.objects.create(**(fields | {"id": None, "number": 2} | broken))


def test_a_lapsed_member_loses_access_at_once_and_is_given_the_seat_again(
    made: Anchored,
) -> None:
    _chair, second = made.beds
    row = made.issued(["green"])
    [case] = made.cases(row)
    over = made.now
    Membership.objects.filter(person=second.person).update(expires_at=over)
    assert acting(second.person, "beds-panel", now=over) is None
    with pytest.raises(MayNot):
        anchors.score(anchor=case, answers=sheet(), by=second, now=made.now)
    given = give_role(
        person=second.person,
        organisation=second.organisation,
        role=Role.PANEL_MEMBER,
        by=made.beds[0].person,
        now=made.now,
    )
    assert given.expires_at - given.starts_at == timedelta(days=366)
    again = acting(second.person, "beds-panel", now=made.now)
    assert again is not None
    anchors.score(anchor=case, answers=sheet(), by=again, now=made.now)
    terms = Membership.objects.filter(person=second.person).order_by("pk")
    assert [one.ended_at for one in terms] == [over, None], "each term stays to be seen"


def seats(many: int, since: datetime) -> list[Acting]:
    found = [member(f"m{at}", "beds-panel", KIND, Role.PANEL_MEMBER) for at in range(many)]
    Membership.objects.filter(organisation="beds-panel").update(
        starts_at=since, expires_at=since + timedelta(days=2_000)
    )
    return found


def kept(people: list[Acting], at: datetime, until: date, **other: Any) -> None:
    """What the chair would have kept at a moment long ago."""
    for one in people:
        number = models.Readiness.objects.filter(person=one.person).count() + 1
        said = {"training": Training.NONE, "vetting": Vetting.HELD, "vetted_until": until} | other
        models.Readiness.objects.create(
            panel=one.organisation, person=one.person, number=number, at=at, by=one.person, **said
        )


def test_how_many_are_vetted_is_told_rounded_once_a_year_and_never_by_one_person(
    made: Anchored,
) -> None:
    """The attack: one more is vetted between two years, and the count goes over a ten."""
    since = datetime(2022, 6, 1, tzinfo=LONDON)
    people = seats(12, since)
    kept(people[:4], since, date(2030, 1, 1))

    def seen(year: int) -> Any:
        return told.statuses(["beds-panel"], now=datetime(year, 3, 1, tzinfo=LONDON))

    assert seen(2022) is None, "not before a year has begun"
    assert (seen(2023).year, seen(2023).vetted.few, seen(2023).members.tens) == (2023, True, 10)
    kept(people[4:5], datetime(2023, 6, 1, tzinfo=LONDON), date(2030, 1, 1))
    assert seen(2024) == seen(2023), "fewer than five has become ten, and nobody reads it"
    kept(people[5:9], datetime(2024, 6, 1, tzinfo=LONDON), date(2030, 1, 1))
    assert (seen(2025).year, seen(2025).vetted.tens) == (2025, 10)
    assert seen(2025).trained.few


def test_of_a_panel_of_few_no_status_is_told(made: Anchored) -> None:
    since = datetime(2022, 6, 1, tzinfo=LONDON)
    people = seats(6, since)
    kept(people, since, date(2030, 1, 1))
    assert told.statuses(["beds-panel"], now=timezone.now()) is None
    assert told.asked(["beds-panel"]) == []
