"""Who may read the private log, as `evenhand.audit` asks for it; and what its references name."""

from dataclasses import dataclass
from functools import cached_property

from evenhand.accounts.acting import Acting
from evenhand.accounts.models import Membership, Organisation, Person
from evenhand.accounts.noting import reference
from evenhand.accounts.roles import May


@dataclass(frozen=True)
class Investigator:
    """Somebody acting for an organisation, asking what was done there."""

    by: Acting

    @property
    def reference(self) -> str:
        """Who they are, as the log names them."""
        return reference(self.by.person)

    @property
    def organisation_reference(self) -> str:
        """For whom they ask."""
        return reference(self.by.organisation)

    @property
    def may_investigate(self) -> bool:
        """Whether a role of theirs lets them."""
        return self.by.may(May.READ_AUDIT)

    @cached_property
    def people(self) -> frozenset[str]:
        """Everybody who acts or acted for the organisation."""
        return frozenset(reference(one) for one in self.known)

    @cached_property
    def known(self) -> tuple[Person, ...]:
        """The same people, by name: those whom an investigator may choose and see named."""
        held = Membership.objects.filter(organisation=self.by.organisation)
        return tuple(Person.objects.filter(pk__in=held.values("person")).order_by("name", "pk"))

    @cached_property
    def held(self) -> dict[str, Person]:
        """Who holds or held each membership of the organisation, by its number."""
        rows = Membership.objects.filter(organisation=self.by.organisation)
        return {str(one.pk): one.person for one in rows.select_related("person")}

    @property
    def organisation(self) -> Organisation:
        """The organisation."""
        return self.by.organisation
