"""Pictures: decoded to what is seen and encoded again, so that nothing else comes along."""

import io
import warnings
from collections.abc import Callable

from PIL import Image, ImageCms, ImageOps

from evenhand.cleaning import limits
from evenhand.cleaning.cleaned import Made
from evenhand.cleaning.picture_parts import others
from evenhand.cleaning.words import Told, refuse, told

FORMATS = {"png": "PNG", "jpg": "JPEG", "webp": "WEBP"}
HOW: dict[str, dict[str, object]] = {
    "png": {"optimize": True},
    "jpg": {"quality": 90, "optimize": True},
    "webp": {"quality": 90, "method": 4},
}
PAPER = (255, 255, 255)
CARRIERS: dict[str, Callable[[], Told]] = {
    "exif": lambda: told("Data about the picture (EXIF): camera, place, time, a small copy."),
    "xmp": lambda: told("Data about the picture (XMP)."),
    "icc_profile": lambda: told("The description of its colours (ICC profile)."),
    "comment": lambda: told("A comment inside the picture."),
}


def again(content: bytes, ending: str) -> Made:
    """The same pixels in a new file, upright, on white, in sRGB.

    Raises
    ------
    Refused
        If it is broken, too large or moves: later frames are seen for a moment only.
    """
    Image.MAX_IMAGE_PIXELS = limits.PIXELS
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        try:
            return _again(content, ending)
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise refuse(
                "This picture has more than {most} million pixels. Make it smaller.",
                most=str(limits.PIXELS // 1_000_000),
            ) from error
        except (OSError, SyntaxError, ValueError, EOFError, OverflowError) as error:
            raise refuse("This picture is damaged. Save it once more and try again.") from error


def _again(content: bytes, ending: str) -> Made:
    with Image.open(io.BytesIO(content), formats=[FORMATS[ending]]) as opened:
        frames = getattr(opened, "n_frames", 1)
        if frames > 1:
            raise refuse(
                "This picture has {count} frames, of which only the first is always seen. Add one "
                "picture that stands still.",
                count=str(frames),
            )
        opened.load()
        left_out = _left_out(opened)
        seen = flat(opened)
    return encoded(seen, ending), [*left_out, *others(content, ending)]


def flat(picture: Image.Image) -> Image.Image:
    """Only what is seen: upright, on white, in sRGB, without a palette and without notes."""
    upright = ImageOps.exif_transpose(picture)
    coloured = _in_srgb(upright)
    if coloured.has_transparency_data:
        layer = coloured.convert("RGBA")
        paper = Image.new("RGBA", layer.size, (*PAPER, 255))
        coloured = Image.alpha_composite(paper, layer)
    grey = coloured.mode in {"1", "L"}
    plain = coloured.convert("L" if grey else "RGB")
    return Image.frombytes(plain.mode, plain.size, plain.tobytes())


def encoded(picture: Image.Image, ending: str) -> bytes:
    """A picture's bytes with nothing beside its pixels."""
    out = io.BytesIO()
    picture.save(out, FORMATS[ending], **HOW[ending])
    return out.getvalue()


def _in_srgb(picture: Image.Image) -> Image.Image:
    """Colours as most screens show them: the profile that says otherwise does not come along."""
    profile = picture.info.get("icc_profile")
    if not profile or picture.mode not in {"RGB", "RGBA"}:
        return picture
    try:
        own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        told_anew = ImageCms.profileToProfile(picture, own, ImageCms.createProfile("sRGB"))
    except (ImageCms.PyCMSError, OSError, ValueError):
        return picture
    return told_anew or picture


def _left_out(picture: Image.Image) -> list[Told]:
    found = [say() for name, say in CARRIERS.items() if picture.info.get(name)]
    texts = getattr(picture, "text", None)
    if texts:
        found.append(told("Texts beside the pixels of the picture."))
    if picture.has_transparency_data:
        found.append(told("What was transparent is white now."))
    if picture.mode == "P" and _has_unused_colours(picture):
        found.append(told("Entries of its palette: colours that are not used."))
    return found


def _has_unused_colours(picture: Image.Image) -> bool:
    used = picture.getcolors() or []
    return picture.palette is not None and len(picture.palette.colors) > len(used)
