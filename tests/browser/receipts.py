"""A site with a few stops, and the codes of their slips in a file beside it."""

import json
from datetime import timedelta
from pathlib import Path

CODES = "codes.json"


def make(folder: Path) -> None:
    """Stops that came some hours ago, and one that is to be completed."""
    from evenhand.config import server

    server.migrate()
    from django.utils import timezone

    from encounters.phones import Phone, officer
    from evenhand.accounts.models import Organisation
    from evenhand.accounts.roles import OrganisationKind
    from evenhand.encounters.receipts import slips
    from evenhand.encounters.stop_log import STOPS
    from evenhand.ledger.log.sequencing import sequence
    from evenhand.ledger.log.signing import signing_key

    phone, codes = Phone(officer("ada")).registered(), []
    Organisation.objects.create(
        id="panel", kind=OrganisationKind.SCRUTINY_PANEL, name="Panel", force_id="bedfordshire"
    )
    for outcomes in (["no_action"], ["advice"], []):
        phone.send(phone.sealed(phone.stop(outcomes=outcomes)))
        codes.append(slips.code(phone.secret))
    sequence(STOPS, key=signing_key(STOPS), now=timezone.now() - timedelta(hours=2))
    (folder / CODES).write_text(json.dumps(codes), encoding="utf-8")
