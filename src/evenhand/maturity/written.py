"""An assessment as text: what the public ledger keeps and the JSON file holds, and the way back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from evenhand.maturity.history import Assessed, View
from evenhand.maturity.terms import Judgement


def body(one: Assessed) -> dict[str, Any]:
    """What an assessment says, in text and whole numbers: one way to write it.

    Of which view it is, when, by whom and for whom stand in the ledger's entry itself.
    """
    return {"number": one.number, **one.said.model_dump(mode="json")}


def whole(one: Assessed) -> dict[str, Any]:
    """The same with view, when, by whom and for whom."""
    who = {"by": one.by, "organisation": one.organisation}
    return {"view": str(one.view), "at": one.at.isoformat(), **who, **body(one)}


def read(said: Mapping[str, Any]) -> Assessed:
    """The assessment that :func:`whole` wrote."""
    return Assessed(
        number=said["number"],
        view=View(said["view"]),
        said=Judgement.model_validate({name: said[name] for name in Judgement.model_fields}),
        at=datetime.fromisoformat(said["at"]),
        by=said["by"],
        organisation=said["organisation"],
    )
