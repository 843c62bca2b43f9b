"""A person, a search or a use of force is added to a stop or taken out, and nothing is lost."""

import csv
import io
import json
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import timezone

from encounters.phones import Phone, kept, officer
from evenhand.encounters.editing import asking, shaping
from evenhand.encounters.editing.changing import differences
from evenhand.encounters.editing.forms import RecordForm
from evenhand.encounters.errors import NotNow
from evenhand.encounters.exporters.returns import returns
from evenhand.encounters.models import Stop, Version
from evenhand.encounters.services.correcting import correct, current

NOW = timezone.now
ANSWERED = {
    "outcomes": "search_only",
    "searches.0.of": "1",
    "searches.0.power": "misuse_of_drugs_s23",
    "searches.0.object": "controlled_drugs",
    "searches.0.grounds": "A strong smell of cannabis from the car.",
    "searches.0.found": "nothing",
    "searches.0.found_linked": "false",
    "searches.0.outcome": "no_further_action",
    "searches.0.depth": "1",
    **{
        f"searches.0.gowisely.{name}": "true"
        for name in (
            *("grounds", "object", "warrant_card", "identity"),
            *("station", "entitlement", "legal_power", "detained"),
        )
    },
}
PASSENGER = {
    "people.1.perceived": "white",
    "people.1.sde": "W1",
    "people.1.age_band": "25_29",
    "people.1.sex": "female",
}
WORDS = {"label": "Why", "missing": "Say why"}


def person(number: int, role: str = "passenger", **more: Any) -> dict[str, Any]:
    return {"number": number, "role": role, "perceived": "white", "sde": f"W{number}", **more}


def typed(answers: dict[str, str], **beside: str) -> QueryDict:
    """A form as a browser sends it."""
    sent = QueryDict(mutable=True)
    sent.setlist("asked", list(answers))
    for name, value in {**answers, "words": "It was forgotten", **beside}.items():
        sent[name] = value
    return sent


def corrected(stop: Stop, by: Any, sent: QueryDict) -> Version:
    record, _ = current(stop)
    form = RecordForm.sent(sent, record=record, **WORDS)
    assert form.is_valid(), form.errors
    return correct(
        stop=stop.pk,
        expected=stop.versions,
        record=form.changed_record,
        reason=form.cleaned_data["words"],
        by=by,
        now=NOW(),
    )


def test_what_is_added_is_asked_for_but_for_what_is_known() -> None:
    record = {"people": [person(1, "driver")]}

    changed, fields = shaping.shaped(record, add=["people"])

    assert changed["people"][1] == {"number": 2, "role": "passenger"}
    assert "people.1.sde" in fields and not {"people.1.number", "people.1.role"} & set(fields)
    assert record == {"people": [person(1, "driver")]}, "only a copy was changed"
    assert shaping.shaped({}, add=["people"])[0]["people"][0]["role"] == "driver"


def test_parts_that_the_rules_ask_for_later_are_not_asked_at_first() -> None:
    _, fields = shaping.shaped({"people": [person(1)]}, add=["searches", "force_used"])

    assert not [one for one in fields if ".strip." in one or ".ced." in one]
    assert "searches.0.gowisely.station" in fields and "force_used.0.tactics.0.tactic" in fields


@pytest.mark.parametrize("name", ["outcomes", "people.0", "x", "force_used.0.tactics", "a.b", ""])
def test_nothing_else_is_added(name: str) -> None:
    record = {"people": [person(1, "driver")], "outcomes": ["arrest"]}

    assert shaping.shaped(record, add=[name], remove=[name, "people.0", "people.9"]) == (record, [])


def test_who_stands_behind_somebody_who_goes_is_numbered_anew() -> None:
    record = {
        "people": [person(1, "driver"), person(2), person(3)],
        "searches": [{"of": "vehicle"}, {"of": 3}, {"of": 1}],
        "force_used": [{"person": 3, "tactics": [{}]}],
    }

    changed, _ = shaping.shaped(record, remove=["people.1"])

    assert [(one["number"], one["sde"]) for one in changed["people"]] == [(1, "W1"), (2, "W3")]
    assert [one["of"] for one in changed["searches"]] == ["vehicle", 2, 1]
    assert changed["force_used"][0]["person"] == 2


def test_somebody_who_was_searched_is_not_taken_out_first() -> None:
    record = {"people": [person(1, "driver"), person(2)], "searches": [{"of": 2}]}

    with pytest.raises(NotNow):
        shaping.shaped(record, remove=["people.1"])
    form = RecordForm(None, record=record, remove=["people.1"], **WORDS)
    assert "search" in form.refused and form.record == record
    both, _ = shaping.shaped(record, remove=["people.1", "searches.0"])
    assert (len(both["people"]), both["searches"]) == (1, [])


def test_what_was_offered_and_left_blank_is_left_out() -> None:
    record = {
        "force_used": [{"person": 1, "reasons": [], "tactics": [{"tactic": "x"}, {}, {}]}, {}]
    }

    assert shaping.without_blanks(record) == {
        "force_used": [{"person": 1, "reasons": [], "tactics": [{"tactic": "x"}]}]
    }


def test_differences_name_who_was_added_or_taken_out_and_nobody_behind_them() -> None:
    old = {"people": [person(1, "driver"), person(2), person(3)]}
    new = {"people": [person(1, "driver"), {**person(3), "number": 2}]}

    gone, came = differences(old, new), differences(new, old)

    assert {one["field"].rpartition(".")[0] for one in gone} == {"people.1"}
    assert all(one["new"] is None for one in gone) and all(one["old"] is None for one in came)
    assert {"field": "people.1.sde", "old": "W2", "new": None} in gone
    assert {"field": "people.1.sde", "old": None, "new": "W2"} in came
    number = differences({"people": [person(1), person(3)]}, {"people": [person(1), person(2)]})
    assert [one["field"] for one in number] == ["people.1.number", "people.1.sde"]
    same = {"people": [{**person(1), "number": 1}]}
    other = {"people": [{**person(1), "number": 4}]}
    assert differences(same, other) == [{"field": "people.0.number", "old": 1, "new": 4}]


def test_who_was_searched_is_chosen_of_those_who_were_there() -> None:
    record = {"people": [person(1, "driver"), person(2)]}

    (of,) = asking.questions(["searches.0.of"], record)
    (whom,) = asking.questions(["force_used.0.person"], record)

    assert [code for code, _ in of.choices] == ["vehicle", "1", "2"]
    assert [code for code, _ in whom.choices] == ["1", "2"]
    for said, value in (("vehicle", "vehicle"), ("2", 2), ("", None), ("nobody", "nobody")):
        changed = asking.answered({"searches": [{}]}, {of.field: [said]}, [of])
        assert changed["searches"][0].get("of") == value


@pytest.mark.django_db
def test_a_search_and_a_person_are_added_and_taken_out_and_every_version_stays() -> None:
    phone = Phone(officer("ada")).registered()
    stop = kept(phone)

    sent = typed({**PASSENGER, **ANSWERED})
    sent.setlist("add", ["people", "searches"])
    corrected(stop, phone.by, sent)
    stop.refresh_from_db()
    assert (stop.people, stop.searched, stop.versions) == (2, True, 2)
    second = corrected(stop, phone.by, typed({}, remove="people.1"))
    stop.refresh_from_db()
    assert (stop.people, stop.searched, stop.versions) == (1, True, 3)

    assert {one["field"].rpartition(".")[0] for one in second.changes} == {"people.1"}
    assert [len(json.loads(one.record)["people"]) for one in stop.all_versions.all()] == [1, 2, 1]
    assert second.by == phone.by.person and second.reason == "It was forgotten"
    month = timezone.localtime(stop.started_at).strftime("%Y-%m")
    made = returns(police="bedfordshire", month=month, by="x", now=NOW())
    (name,) = (one for one in made.files if "search-records" in one)
    assert len(list(csv.reader(io.StringIO(made.files[name])))) == 2, "the search is exported"
    stop.refresh_from_db()
    corrected(stop, phone.by, typed({"outcomes": "no_action"}, remove="searches.0"))
    assert returns(police="bedfordshire", month=month, by="x", now=NOW()).stops == 0
