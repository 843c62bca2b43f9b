"""The picture of an authenticator’s key, drawn in the page itself, where a policy lets it be."""

import qrcode
from markupsafe import Markup

from evenhand.measures.words.messages import say

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


def picture(text: str) -> Markup:
    """A QR code as inline SVG, one path for all dark squares."""
    code = qrcode.QRCode(border=0)
    code.add_data(text)
    code.make(fit=True)
    dark = "".join(
        f"M{x + MARGIN} {y + MARGIN}h1v1h-1z"
        for y, row in enumerate(code.get_matrix())
        for x, is_dark in enumerate(row)
        if is_dark
    )
    size = code.modules_count + 2 * MARGIN
    return Markup(
        '<svg class="eh-qr" viewBox="0 0 {size} {size}" role="img" aria-label="{label}">'
        '<path d="{dark}" fill="#000"/></svg>'
    ).format(size=size, dark=dark, label=say("Picture of the key below, for the app’s camera"))
