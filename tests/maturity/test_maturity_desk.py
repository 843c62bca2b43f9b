"""The workspace's pages of maturity: what is mine to assess, the form, the preview, others."""

import re
from typing import Any

import pytest
from crawling import Page, parsed
from django.test import Client
from made_maturity import STANDARD, WHO, People, judged, says, standing

from accounts.cast import signed_in
from evenhand.audit.models import Act, Entry
from evenhand.maturity import models
from evenhand.maturity.history import View

HOME = "/workspace/maturity/"
FORCE = f"{HOME}demoshire/"
FORM = f"{FORCE}{STANDARD}/"
SENT = {
    "level": "2",
    "rationale": "Each difference is answered for.",
    "kind1": "note",
    "title1": "Answers of 2026",
    "words1": "Twelve answers.",
    "expected": "0",
}


def page(answer: Any, status: int = 200) -> Page:
    assert answer.status_code == status
    return parsed(answer.content.decode())


def field(shown: Page, name: str) -> str:
    inputs = [one for one in shown.tree.all("input") if one.attributes.get("name") == name]
    return inputs[0].attributes["value"]


def test_who_gives_a_view_of_one_force_comes_to_its_standards_at_once(people: People) -> None:
    for person in people.may.values():
        answer = signed_in(person).get(HOME)
        assert (answer.status_code, answer.url) == (303, FORCE)


def test_who_may_assess_nothing_is_told_so(people: People) -> None:
    for person in people.may_not.values():
        text = page(signed_in(person).get(HOME)).main.text
        assert "There is nothing that you may assess." in text


def test_who_looks_at_several_forces_chooses(people: People, basis: models.Basis) -> None:
    from made_maturity import begun

    begun("fablesea", organisation="Fablesea Police")

    links = page(signed_in(people.overseer).get(HOME)).links
    assert FORCE in links
    assert f"{HOME}fablesea/" in links
    assert signed_in(people.chair).get(HOME).url == FORCE


def test_the_list_says_what_waits_and_what_others_say(people: People, basis: models.Basis) -> None:
    says(basis, View.INDEPENDENT, 2)
    empty = page(signed_in(people.manager).get(FORCE)).main.text
    assert "Your organisation has not assessed any standard yet." in empty
    assert "Independent assessment: National programme: Level 2 of 4: Under way" in empty
    says(basis, View.SELF, 3)
    shown = page(signed_in(people.manager).get(FORCE)).main.text
    assert "11 standards wait for your organisation’s first word." in shown
    assert "Level 3 of 4: In practice 3 March 2025" in shown
    for one in basis.framework.standards.exclude(key__in=[STANDARD, "joining"]):
        if one.key != "fair-joining":
            says(basis, View.SELF, 1, standard=one.key)
    assert "1 standard waits" in page(signed_in(people.manager).get(FORCE)).main.text
    says(basis, View.SELF, 1, standard="fair-joining")
    done = page(signed_in(people.manager).get(FORCE)).main.text
    assert "Your organisation has assessed every standard." in done


@pytest.mark.parametrize("name", ["manager", "chair", "member", "overseer"])
def test_nothing_is_recorded_before_the_public_text_was_shown(
    people: People, basis: models.Basis, name: str
) -> None:
    client = signed_in(getattr(people, name))
    assert "See what the public will read" in page(client.get(FORM)).main.text

    shown = page(client.post(FORM, SENT))
    assert "Nothing is recorded yet." in shown.main.text
    assert "Each difference is answered for." in shown.main.text
    assert not models.Assessment.objects.exists()
    kept = {one: field(shown, one) for one in SENT}
    assert kept == SENT
    done = client.post(FORM, {**kept, "stage": "save"})
    assert (done.status_code, done.url) == (303, FORCE)
    [made] = standing(basis).every
    assert (made.level, made.said.evidence[0].title) == (2, "Answers of 2026")
    assert "“Explain or reform” is assessed, in public." in page(client.get(FORCE)).main.text
    public = page(Client().get(f"/forces/demoshire/maturity/example/1/{STANDARD}/")).main.text
    assert "Each difference is answered for." in public


def test_the_preview_says_how_the_views_will_stand(people: People, basis: models.Basis) -> None:
    says(basis, View.INDEPENDENT, 1)
    says(basis, View.SELF, 1)

    shown = page(signed_in(people.manager).post(FORM, {**SENT, "expected": "1"})).main.text
    assert "says level 2, the independent assessment by National programme says level 1." in shown
    assert "Before, on 3 March 2025: Level 1 of 4: Starting." in shown
    assert "Programme manager, Demoshire Police" in shown


def test_going_back_from_the_preview_keeps_every_word(people: People) -> None:
    shown = page(signed_in(people.manager).post(FORM, {**SENT, "stage": "edit"}))

    assert "Each difference is answered for." in shown.main.text
    assert field(shown, "title1") == "Answers of 2026"
    checked = [one for one in shown.tree.all("input") if "checked" in one.attributes]
    assert [one.attributes["value"] for one in checked] == ["2"]
    assert not models.Assessment.objects.exists()


WRONG = [
    ({"level": ""}, "Choose a level, or that you cannot tell", "level"),
    ({"level": "9"}, "Choose a level, or that you cannot tell", "level"),
    ({"rationale": " "}, "Say why, in words that may be public", "rationale"),
    ({"rationale": "x" * 2001}, "Use 2,000 characters or fewer", "rationale"),
    ({"rationale": "Well\u202e"}, "a character in the text that nobody can see", "rationale"),
    ({"kind1": ""}, "Choose what it is", "kind1"),
    ({"kind1": "file"}, "Choose what it is", "kind1"),
    ({"title1": ""}, "Give it a title", "title1"),
    ({"title1": "x" * 121}, "Use 120 characters or fewer", "title1"),
    ({"kind1": "link"}, "beginning with https://", "address1"),
    ({"kind1": "link", "address1": "javascript:alert(1)"}, "beginning with", "address1"),
    ({"kind1": "figure", "address1": "soon"}, "Enter the reference of a figure", "address1"),
    ({"address1": "https://x.example"}, "A note has no address", "address1"),
    ({"kind2": "note"}, "Give it a title", "title2"),
    (
        {"kind1": "", "title1": "", "words1": ""},
        "A force shows evidence for any level above the first.",
        "kind1",
    ),
]


@pytest.mark.parametrize(("wrong", "sentence", "at"), WRONG)
@pytest.mark.parametrize("stage", ["", "save"])
def test_a_mistake_is_said_where_it_is_and_nothing_is_recorded(
    people: People, wrong: dict[str, str], sentence: str, at: str, stage: str
) -> None:
    shown = page(signed_in(people.manager).post(FORM, {**SENT, **wrong, "stage": stage}), 400)
    summary, *_ = shown.tree.all("div", "govuk-error-summary")

    assert sentence in summary.text
    assert f"#{at}" in [link.attributes["href"] for link in summary.all("a")]
    assert not models.Assessment.objects.exists()


def test_the_address_of_a_figures_page_is_taken_for_its_reference(
    people: People, basis: models.Basis
) -> None:
    reference = "search-rate/kent/2024-01--2024-12/five-groups/1"
    for number, typed in enumerate((reference, f"https://x.example/figures/{reference}/")):
        sent = {**SENT, "kind1": "figure", "address1": typed, "expected": str(number)}
        signed_in(people.manager).post(FORM, {**sent, "stage": "save"})

    addresses = [one.said.evidence[0].address for one in standing(basis).every]
    assert addresses == [reference, reference]


def test_who_was_slower_is_shown_what_was_said_and_keeps_their_words(
    people: People, basis: models.Basis
) -> None:
    says(basis, View.SELF, 1, rationale="Nobody answers for them yet.")

    shown = page(signed_in(people.manager).post(FORM, {**SENT, "stage": "save"}), 409)
    assert "Somebody else of your organisation assessed this while you" in shown.main.text
    assert "Nobody answers for them yet." in shown.main.text
    assert "Each difference is answered for." in shown.main.text
    assert field(shown, "expected") == "1"
    assert len(standing(basis).every) == 1
    again = signed_in(people.manager).post(FORM, {**SENT, "expected": "1", "stage": "save"})
    assert again.status_code == 303
    assert [one.level for one in standing(basis).every] == [1, 2]


@pytest.mark.parametrize("expected", ["", "-1", "x", "7", "9" * 30])
def test_a_form_that_has_seen_something_else_records_nothing(
    people: People, basis: models.Basis, expected: str
) -> None:
    says(basis, View.SELF, 1)

    sent = {**SENT, "expected": expected, "stage": "save"}
    assert signed_in(people.manager).post(FORM, sent).status_code in {400, 409}
    assert len(standing(basis).every) == 1


def test_fields_that_a_form_does_not_ask_for_change_nothing(
    people: People, basis: models.Basis
) -> None:
    more = {"view": "independent", "organisation": "National programme", "by": "Chief"}
    signed_in(people.manager).post(FORM, {**SENT, **more, "stage": "save"})

    [made] = standing(basis).every
    assert (made.view, made.organisation, made.by) == (
        View.SELF,
        "Demoshire Police",
        "Programme manager",
    )


@pytest.mark.parametrize("address", [FORCE, FORM])
def test_a_force_that_is_not_assessed_or_not_theirs_is_not_there(
    people: People, address: str
) -> None:
    elsewhere = address.replace("demoshire", "mockdale")
    assert signed_in(people.overseer).get(elsewhere).status_code == 404
    assert signed_in(people.elsewhere).get(address).status_code == 404
    assert signed_in(people.other_group).get(address).status_code == 404
    assert signed_in(people.manager).get(f"{FORCE}nothing/").status_code == 404


@pytest.mark.parametrize("address", [FORCE, FORM])
def test_a_role_that_may_not_is_refused_and_that_is_kept(people: People, address: str) -> None:
    for person in (people.owner, people.analyst):
        answer = signed_in(person).get(address)
        assert answer.status_code == 403
        kept = Entry.objects.filter(kind=Act.ACCESS, by=f"person/{person.pk}").last()
        assert kept is not None
        assert "maturity" in kept.body


def test_the_navigation_offers_it_to_those_alone_whose_role_allows_it(people: People) -> None:
    for name in ("manager", "chair", "member", "overseer", "elsewhere"):
        body = signed_in(getattr(people, name)).get("/workspace/what-i-may-do/").content.decode()
        assert f'href="{HOME}"' in body, name
    for name in ("owner", "analyst"):
        body = signed_in(getattr(people, name)).get("/workspace/what-i-may-do/").content.decode()
        assert f'href="{HOME}"' not in body, name


def test_what_was_typed_when_the_session_had_ended_is_not_lost(people: People) -> None:
    shown = page(Client().post(FORM, {**SENT, "stage": "save"}), 401)

    assert "Nothing was recorded" in shown.main.text
    assert "Each difference is answered for." in shown.main.text
    assert not models.Assessment.objects.exists()


@pytest.mark.parametrize("address", [HOME, FORCE, FORM])
def test_a_page_is_kept_by_nobody_and_holds_nothing_inline(people: People, address: str) -> None:
    answer = signed_in(people.overseer).get(address, follow=True)
    body = answer.content.decode()

    assert "no-store" in answer.headers["Cache-Control"]
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", body)


@pytest.mark.parametrize("address", [FORCE, FORM])
def test_a_page_asks_the_database_little(
    people: People, basis: models.Basis, django_assert_max_num_queries: Any, address: str
) -> None:
    says(basis, View.SELF, 2)
    client = signed_in(people.manager)
    client.get(address)

    with django_assert_max_num_queries(12):
        client.get(address)


def test_words_of_others_are_text_and_nothing_else(people: People, basis: models.Basis) -> None:
    bad = "<script>alert(1)</script>"
    says(
        basis,
        View.COMMUNITY,
        1,
        who={"by": bad, "organisation": f"Group {bad}"},
        rationale=bad,
        evidence=judged(2).evidence,
    )

    client = signed_in(people.manager)
    preview = client.post(FORM, {**SENT, "rationale": bad, "title1": bad})
    for answer in (client.get(FORCE), client.get(FORM), preview):
        assert bad not in answer.content.decode()
        assert "&lt;script&gt;" in answer.content.decode()
    assert WHO[View.SELF]["organisation"] in preview.content.decode()
