"""Roles as readable data: what each may do, and why. Read once from ``data/roles.yaml``."""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from importlib.resources import files

import yaml
from django.db import models
from pydantic import BaseModel, ConfigDict, Field, model_validator


class May(StrEnum):
    """Everything that a role can allow."""

    SEE_PEOPLE = "see-people"
    INVITE_PEOPLE = "invite-people"
    CHANGE_PEOPLE = "change-people"
    ERASE_PEOPLE = "erase-people"
    CHANGE_PLAN = "change-plan"
    CHANGE_WORKSTREAM = "change-workstream"
    UPDATE_ACTIONS = "update-actions"
    ADD_EVIDENCE = "add-evidence"
    ASSESS_MATURITY = "assess-maturity"
    ASSESS_INDEPENDENTLY = "assess-independently"
    COMMUNITY_VIEW = "community-view"
    LOAD_DATA = "load-data"
    ANSWER_ALERTS = "answer-alerts"
    JUDGE_EXPLANATIONS = "judge-explanations"
    SIGN_OFF = "sign-off"
    PREPARE_REPORTS = "prepare-reports"
    PUBLISH = "publish"
    DISPUTE = "dispute"
    RUN_PANEL = "run-panel"
    SEE_CASES = "see-cases"
    SCORE_CASES = "score-cases"
    ATTEND_DRAWS = "attend-draws"
    ANSWER_FINDINGS = "answer-findings"
    RECOMMEND = "recommend"
    ANSWER_SCRUTINY = "answer-scrutiny"
    COMMENT = "comment"
    READ_DIGEST = "read-digest"
    READ_AUDIT = "read-audit"
    RECORD_STOPS = "record-stops"
    REVIEW_STOPS = "review-stops"
    LET_SYSTEMS_IN = "let-systems-in"
    KEEP_TEAMS = "keep-teams"
    TAKE_WORDS_OUT = "take-words-out"
    KEEP_ANCHORS = "keep-anchors"


class Role(models.TextChoices):
    """The part a person plays in an organisation."""

    CHIEF_OFFICER = "chief-officer"
    PROGRAMME_MANAGER = "programme-manager"
    WORKSTREAM_LEAD = "workstream-lead"
    ACTION_OWNER = "action-owner"
    OFFICER = "officer"
    SUPERVISOR = "supervisor"
    ANALYST = "analyst"
    PUBLISHER = "publisher"
    PANEL_CHAIR = "panel-chair"
    PANEL_MEMBER = "panel-member"
    OVERSIGHT_MEMBER = "oversight-member"
    INVESTIGATOR = "investigator"
    ADMINISTRATOR = "administrator"


class OrganisationKind(models.TextChoices):
    """What kind of body acts here."""

    FORCE = "force"
    SCRUTINY_PANEL = "scrutiny panel"
    ADVISORY_GROUP = "advisory group"
    OVERSIGHT_BODY = "oversight body"
    NATIONAL_PROGRAMME = "national programme"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thing(_Strict):
    """One thing that a role can allow, as people read it."""

    words: str = Field(min_length=1)
    writes: bool = False
    personal: bool = False


class About(_Strict):
    """What one role is: where it exists, who gives it, what it may do and why."""

    name: str = Field(min_length=1)
    about: str = Field(min_length=1)
    kinds: tuple[OrganisationKind, ...] = Field(alias="in", min_length=1)
    given_by: tuple[Role, ...] = Field(min_length=1)
    may: Mapping[May, str] = Field(min_length=1)


class Roles(_Strict):
    """All roles, and all that they can allow; neither more nor fewer than the code knows."""

    things: Mapping[May, Thing]
    roles: Mapping[Role, About]

    @model_validator(mode="after")
    def _complete(self) -> "Roles":
        for named, known in ((self.things, May), (self.roles, Role)):
            if missing := set(known) - set(named):
                raise ValueError(f"nothing is said about {', '.join(sorted(missing))}")
        if not all(why for about in self.roles.values() for why in about.may.values()):
            raise ValueError("a reason is missing")
        return self

    def needs_second_step(self, role: Role) -> bool:
        """Whether a role writes or sees personal information, so that a password is not enough."""
        allowed = (self.things[what] for what in self.roles[role].may)
        return any(thing.writes or thing.personal for thing in allowed)

    def given_by(self, giver: frozenset[Role], kind: OrganisationKind) -> tuple[Role, ...]:
        """The roles of such an organisation that somebody in these roles may give."""
        return tuple(
            role
            for role, about in self.roles.items()
            if kind in about.kinds and giver & set(about.given_by)
        )


def parse(text: str) -> Roles:
    """Read roles from YAML.

    Raises
    ------
    pydantic.ValidationError
        If a role or a thing is missing, unknown, or has no reason.
    """
    return Roles.model_validate(yaml.safe_load(text))


@cache
def roles() -> Roles:
    """The roles of this site."""
    return parse((files("evenhand.accounts") / "data" / "roles.yaml").read_text(encoding="utf-8"))
