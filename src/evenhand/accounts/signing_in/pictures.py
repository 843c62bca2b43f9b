"""The picture of an authenticator’s key, drawn in the page itself."""

from markupsafe import Markup

from evenhand.govuk.pictures import qr
from evenhand.measures.words.messages import say


def picture(text: str) -> Markup:
    """A QR code as inline SVG."""
    return qr(text, label=say("Picture of the key below, for the app’s camera"))
