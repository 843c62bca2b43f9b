"""For which acts this site asks why: the choice of who runs it (EVENHAND_REASONS)."""

from django.conf import settings

from evenhand.audit.models import Act


def asked_for(act: Act) -> bool:
    """Whether somebody who does this must say why. Erasing and redacting always ask."""
    return act.value in settings.REASONS_FOR
