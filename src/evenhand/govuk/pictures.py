"""Pictures that a camera reads, as SVG in the page itself, where a policy lets them be."""

import qrcode
from markupsafe import Markup

MARGIN = 4  # modules of white around it, as ISO/IEC 18004 asks


def qr(text: str, *, label: str) -> Markup:
    """Draw a QR code, one path for all dark squares; a seventh of it may be lost or dirty.

    Parameters
    ----------
    label : what the picture is, for those who do not see it.
    """
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
    ).format(size=size, dark=dark, label=label)
