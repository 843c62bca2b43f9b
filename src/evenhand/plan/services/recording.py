"""How a change is written: checked against what it follows, kept as rows, said in the ledger."""

from evenhand.ledger.services import append
from evenhand.measures.words.messages import say
from evenhand.plan import goals, models
from evenhand.plan.errors import UnknownReference
from evenhand.plan.history import Change
from evenhand.plan.selectors import can_adopt, subject
from evenhand.plan.terms import Terms
from evenhand.plan.written import body


def record(action: models.Action, change: Change) -> models.Change:
    """Write one change with what belongs to it, and its entry in the ledger.

    It must be called in the transaction that checked it.
    """
    answers = (
        models.Change.objects.get(action=action, number=change.answers) if change.answers else None
    )
    row = models.Change.objects.create(
        action=action,
        number=change.number,
        kind=change.kind,
        recorded_at=change.at,
        by=change.by,
        organisation=change.organisation,
        words=change.words,
        milestone=change.milestone,
        says=change.says,
        answers=answers,
        stands=change.stands,
        redacts="\n".join(f"{number} {part}" for number, part in change.redacts),
    )
    if change.terms:
        models.Promise.objects.create(change=row, **_columns(change.terms))
    if change.proof:
        proof = change.proof
        models.Evidence.objects.create(
            change=row, kind=proof.kind, title=proof.title, address=proof.address
        )
    append(
        kind=f"plan-{change.kind}",
        subject=subject(action.plan, action.key),
        body=body(change),
        by=change.by,
        organisation=change.organisation,
        now=change.at,
    )
    return row


def _columns(terms: Terms) -> dict[str, object]:
    as_json = terms.model_dump(mode="json")
    return as_json | {"starts_on": terms.starts_on, "due_on": terms.due_on}


def check_references(plan: models.Plan, terms: Terms) -> None:
    """Refuse commitments, measures and actions to take up that there are not.

    Raises
    ------
    UnknownReference
        Naming the first one.
    """
    known = set(plan.framework.commitments.values_list("key", flat=True))
    for key in terms.commitments:
        if key not in known:
            raise UnknownReference(say("The framework has no commitment “{key}”.", key=key))
    for target in terms.targets:
        if wrong := goals.refusal(target):
            raise UnknownReference(wrong)
    if terms.adopts and not can_adopt(plan, terms.adopts):
        raise UnknownReference(
            say("No other force has the action “{address}” here.", address=terms.adopts)
        )
