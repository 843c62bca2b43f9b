"""Which of the people who sign in may take which step of a review, and as whom in public."""

from collections.abc import Mapping

from evenhand.accounts.acting import Acting
from evenhand.accounts.roles import May, OrganisationKind
from evenhand.accounts.services.writing import Signature
from evenhand.monitoring import models
from evenhand.monitoring.history import BY_THE_SITE, Kind

ANSWERS = frozenset(
    {
        *(Kind.OWNER, Kind.EXTENDED, Kind.ANALYSED, Kind.EXPLAINED, Kind.CONCLUDED),
        *(Kind.REOPENED, Kind.REFORMED, Kind.REPLIED),
    }
)
"""What who answers alerts of the force does."""
NEEDED: Mapping[Kind, tuple[May, ...]] = {
    **dict.fromkeys(ANSWERS, (May.ANSWER_ALERTS,)),
    Kind.SIGNED: (May.SIGN_OFF,),
    Kind.REDACTED: (May.PUBLISH,),
    Kind.JUDGED: (May.JUDGE_EXPLANATIONS,),
    Kind.COMMENTED: (May.COMMENT, May.RECOMMEND),
}
"""The permissions of which one is needed for a step."""


def needed(by: Acting, force_id: str, kind: Kind) -> May | None:
    """The permission by which somebody may take a step; None where none of theirs allows it."""
    if kind in BY_THE_SITE:
        return None
    if kind is Kind.JUDGED:
        here = _is_independent(by, force_id)
    elif kind is Kind.COMMENTED:
        here = by.looks_at(force_id)
    else:
        here = by.is_of(force_id)
    return next((may for may in NEEDED[kind] if here and by.may(may)), None)


def _is_independent(by: Acting, force_id: str) -> bool:
    """Of another force, or of a body that looks at this one from outside."""
    if by.organisation.kind == OrganisationKind.FORCE:
        return not by.is_of(force_id)
    return by.looks_at(force_id)


def steps(by: Acting, force_id: str) -> frozenset[Kind]:
    """Every kind of step that somebody may take with reviews of a force."""
    return frozenset(kind for kind in Kind if needed(by, force_id, kind))


def signature(by: Acting, review: models.Review, kind: Kind) -> Signature | None:
    """What the public reads of who takes a step; None where no role of theirs lets them."""
    force_id = review.alert.force_id
    may = needed(by, force_id, kind)
    if may is None:
        return None
    own = review.organisation if by.is_of(force_id) else str(by.organisation.name)
    return Signature(by.called(may), own)
