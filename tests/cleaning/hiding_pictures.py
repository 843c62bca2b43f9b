"""Pictures that hide the word beside or under their pixels; what is seen in each is a red field."""

import io
import struct
import zlib

from hiding import WORD, case
from PIL import Image, ImageCms, PngImagePlugin

SIZE = (64, 64)
TOLD_EXIF, TOLD_XMP = "EXIF", "XMP"
OTHER = "Parts that no picture needs"
AFTER = "after the end of the picture"


def red() -> Image.Image:
    """What is seen."""
    return Image.new("RGB", SIZE, (200, 0, 0))


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """A picture's file."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def exif(*, small: bool = False) -> Image.Exif:
    """Data of a camera that say the word."""
    found = Image.Exif()
    found[0x013B if small else 0x010E] = WORD
    return found


def xmp() -> bytes:
    """Data in XML."""
    return f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><a>{WORD}</a></x:xmpmeta>'.encode()


def profile() -> bytes:
    """A description of colours whose copyright is the word, in UTF-16."""
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    wide, old = WORD.encode("utf-16-be"), "No copy".encode("utf-16-be")[: 2 * len(WORD)]
    assert old in plain
    return plain.replace(old, wide, 1)


def chunk(name: bytes, content: bytes) -> bytes:
    """A part of a PNG."""
    whole = name + content
    return struct.pack(">I", len(content)) + whole + struct.pack(">I", zlib.crc32(whole))


def with_chunk(name: bytes, content: bytes) -> bytes:
    """A PNG with one more part before its pixels."""
    plain = saved(red(), "PNG")
    return plain[:33] + chunk(name, content) + plain[33:]


@case("png", "Texts beside the pixels")
def _text() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", WORD)
    return saved(red(), "PNG", pnginfo=texts)


@case("png", "Texts beside the pixels")
def _packed_text() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Comment", f"{WORD} " * 30, zip=True)
    return saved(red(), "PNG", pnginfo=texts)


@case("png", TOLD_XMP)
def _xmp() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", xmp().decode())
    return saved(red(), "PNG", pnginfo=texts)


@case("png", TOLD_EXIF)
def _exif() -> bytes:
    return saved(red(), "PNG", exif=exif())


@case("png", "ICC profile")
def _profile() -> bytes:
    return saved(red(), "PNG", icc_profile=profile())


@case("png", OTHER)
def _own_part() -> bytes:
    return with_chunk(b"prVt", WORD.encode())


@case("png", AFTER)
def _after_the_end() -> bytes:
    return saved(red(), "PNG") + WORD.encode()


@case("png", "colours that are not used")
def _palette_that_is_not_used() -> bytes:
    colours = [200, 0, 0] + [0] * 9 + list((WORD * 2).encode())
    picture = Image.new("P", SIZE, 0)
    picture.putpalette(colours)
    return saved(picture, "PNG")


@case("png", "transparent")
def _transparent_pixels() -> bytes:
    picture = red().convert("RGBA")
    for place in range(2):
        first = place * 3
        picture.putpixel((place, 0), (*WORD.encode()[first : first + 3], 0))
    return saved(picture, "PNG")


@case("png", "2 frames")
def _second_frame() -> bytes:
    secret = Image.frombytes("RGB", SIZE, (WORD.encode() * 2048)[: 64 * 64 * 3])
    return saved(red(), "PNG", save_all=True, append_images=[secret])


@case("jpg", TOLD_EXIF)
def _exif_of_a_photograph() -> bytes:
    return saved(red(), "JPEG", exif=exif())


@case("jpg", TOLD_EXIF)
def _small_copy_in_exif() -> bytes:
    found = exif(small=True)
    found.get_ifd(0x8769)[0x9286] = WORD.encode()
    return saved(red(), "JPEG", exif=found)


@case("jpg", "comment")
def _comment() -> bytes:
    return saved(red(), "JPEG", comment=WORD)


@case("jpg", TOLD_XMP)
def _xmp_of_a_photograph() -> bytes:
    return saved(red(), "JPEG", xmp=xmp())


@case("jpg", "ICC profile")
def _profile_of_a_photograph() -> bytes:
    return saved(red(), "JPEG", icc_profile=profile())


@case("jpg", OTHER)
def _captions_of_a_press_agency() -> bytes:
    part = (
        b"Photoshop 3.0\x008BIM\x04\x04\x00\x00\x00\x00\x00\x0b\x1c\x02\x78\x00\x06"
        + WORD.encode()
        + b"\0"
    )
    plain = saved(red(), "JPEG")
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(part) + 2) + part + plain[2:]


@case("jpg", OTHER)
def _own_part_of_a_photograph() -> bytes:
    plain = saved(red(), "JPEG")
    return plain[:2] + b"\xff\xeb" + struct.pack(">H", len(WORD) + 2) + WORD.encode() + plain[2:]


@case("jpg", AFTER)
def _after_the_end_of_a_photograph() -> bytes:
    return saved(red(), "JPEG") + WORD.encode()


@case("webp", TOLD_EXIF)
def _exif_of_a_webp() -> bytes:
    return saved(red(), "WEBP", exif=exif())


@case("webp", TOLD_XMP)
def _xmp_of_a_webp() -> bytes:
    return saved(red(), "WEBP", xmp=xmp())


@case("webp", OTHER)
def _own_part_of_a_webp() -> bytes:
    plain = saved(red(), "WEBP", exif=exif())
    own = b"prVt" + struct.pack("<I", len(WORD)) + WORD.encode()
    return plain[:4] + struct.pack("<I", len(plain) - 8 + len(own)) + plain[8:] + own


@case("webp", "2 frames")
def _second_frame_of_a_webp() -> bytes:
    secret = Image.new("RGB", SIZE, "blue")
    return saved(red(), "WEBP", save_all=True, append_images=[secret], exif=exif())
