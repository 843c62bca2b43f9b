"""A person acting for one organisation: what every query and every write starts from."""

from dataclasses import dataclass
from functools import cached_property

from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.roles import May, OrganisationKind, Role, roles


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

    @property
    def needs_second_step(self) -> bool:
        """Whether a password alone is not enough for what they may do."""
        return any(roles().needs_second_step(role) for role in self.roles)

    @property
    def may_give(self) -> tuple[Role, ...]:
        """The roles they may give to others there."""
        return roles().given_by(self.roles, OrganisationKind(self.organisation.kind))
