"""A person acting for one organisation: what every query and every write starts from."""

from dataclasses import dataclass
from functools import cached_property

from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.roles import May, OrganisationKind, Role, roles

GROUPS = frozenset({OrganisationKind.SCRUTINY_PANEL, OrganisationKind.ADVISORY_GROUP})
"""Organisations of a force's community, which look at that force alone."""


@dataclass(frozen=True)
class Acting:
    """Who acts, for which organisation, by which memberships of theirs."""

    person: Person
    organisation: Organisation
    memberships: tuple[Membership, ...]

    @cached_property
    def roles(self) -> frozenset[Role]:
        """The roles they hold there now."""
        return frozenset(Role(one.role) for one in self.memberships)

    def may(self, what: May) -> bool:
        """Whether one of the roles allows it."""
        return any(what in roles().roles[role].may for role in self.roles)

    def is_of(self, force_id: str) -> bool:
        """Whether they act for the force itself."""
        own = self.organisation
        return bool(own.kind == OrganisationKind.FORCE and own.force_id == force_id)

    def looks_at(self, force_id: str) -> bool:
        """Whether they act for a body that looks at a force's work from outside."""
        own = self.organisation
        if own.kind in GROUPS:
            return bool(own.force_id == force_id)
        if own.kind == OrganisationKind.FORCE:
            return False
        return not self.overseen or force_id in self.overseen

    @cached_property
    def overseen(self) -> frozenset[str]:
        """The forces that an oversight body was named for; empty where it looks at all of them."""
        if self.organisation.kind != OrganisationKind.OVERSIGHT_BODY:
            return frozenset()
        return frozenset(self.organisation.oversees.values_list("pk", flat=True))

    def called(self, what: May) -> str:
        """What the public reads of who they are: the role that lets them, never their name."""
        data = roles().roles
        able = [role for role in sorted(self.roles) if what in data[role].may]
        return data[able[0]].name

    @property
    def needs_second_step(self) -> bool:
        """Whether a password alone is not enough for what they may do."""
        return any(roles().needs_second_step(role) for role in self.roles)

    @property
    def may_give(self) -> tuple[Role, ...]:
        """The roles they may give to others there."""
        return roles().given_by(self.roles, OrganisationKind(self.organisation.kind))
