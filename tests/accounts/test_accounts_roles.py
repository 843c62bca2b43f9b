"""Roles are data that people read: complete, reasoned, and no way up for anybody."""

from importlib.resources import files

import pytest
import yaml
from pydantic import ValidationError

from evenhand.accounts.roles import May, OrganisationKind, Role, parse, roles

TEXT = (files("evenhand.accounts") / "data" / "roles.yaml").read_text(encoding="utf-8")


def changed(change) -> str:
    """The roles with something wrong in them."""
    data = yaml.safe_load(TEXT)
    change(data)
    return yaml.safe_dump(data)


def test_every_thing_that_can_be_allowed_is_allowed_to_somebody() -> None:
    allowed = {what for about in roles().roles.values() for what in about.may}

    assert allowed == set(May)


def test_every_role_that_writes_or_sees_something_personal_asks_for_a_second_step() -> None:
    without = {role for role in Role if not roles().needs_second_step(role)}

    assert without == set()


def test_a_role_that_only_reads_what_is_not_personal_would_need_no_second_step() -> None:
    def read_only(data) -> None:
        for what in data["roles"]["oversight-member"]["may"]:
            data["things"][what] |= {"writes": False, "personal": False}

    assert not parse(changed(read_only)).needs_second_step(Role.OVERSIGHT_MEMBER)


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["roles"].pop("analyst"),
        lambda data: data["things"].pop("publish"),
        lambda data: data["roles"]["analyst"]["may"].update({"load-data": ""}),
        lambda data: data["roles"]["analyst"]["may"].update({"fly": "Because"}),
        lambda data: data["roles"]["analyst"].update({"colour": "red"}),
        lambda data: data["roles"]["analyst"].update({"in": ["club"]}),
        lambda data: data["roles"]["analyst"].update({"may": {}}),
    ],
)
def test_roles_with_a_gap_are_refused(change) -> None:
    with pytest.raises(ValidationError):
        parse(changed(change))


def test_nobody_but_an_administrator_gives_roles_that_look_after_access_or_the_log() -> None:
    for role in (Role.ADMINISTRATOR, Role.INVESTIGATOR, Role.PUBLISHER, Role.PROGRAMME_MANAGER):
        assert roles().roles[role].given_by == (Role.ADMINISTRATOR,)


def test_who_may_invite_or_change_people_may_give_a_role_in_each_of_their_organisations() -> None:
    for role, about in roles().roles.items():
        if {May.INVITE_PEOPLE, May.CHANGE_PEOPLE} & set(about.may):
            for kind in about.kinds:
                assert roles().given_by(frozenset({role}), kind), f"{role} in a {kind}"


def test_an_administrator_sees_no_case_and_publishes_nothing() -> None:
    may = set(roles().roles[Role.ADMINISTRATOR].may)

    over_people = {May.SEE_PEOPLE, May.INVITE_PEOPLE, May.CHANGE_PEOPLE, May.ERASE_PEOPLE}
    assert may == over_people | {May.LET_SYSTEMS_IN}


def test_nobody_in_a_force_has_a_role_of_the_panel() -> None:
    for role in (Role.PANEL_CHAIR, Role.PANEL_MEMBER):
        assert OrganisationKind.FORCE not in roles().roles[role].kinds


def test_the_log_is_read_by_investigators_alone() -> None:
    readers = {role for role, about in roles().roles.items() if May.READ_AUDIT in about.may}

    assert readers == {Role.INVESTIGATOR}
