"""How pictures are written: AVIF at a speed that an author can wait for, and JPEG only once.

What a camera notes beside a picture, such as where it was and whose it is, is in none of them.

Pillow's own choice (6) took 1.5 s for the three widths of a picture, and 8 takes 0.25 s for files
that are a sixth larger, still smaller than WebP (libavif 1, one thread, charts of 1200 pixels).
"""

import re
from functools import cache
from io import BytesIO
from typing import IO, Any

from PIL import Image, UnidentifiedImageError
from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

SPEED = 8  # of 0 to 10; the quality asked for stays
JPEG = re.compile(r"width-(\d+)\|format-jpeg\|jpegquality-(\d+)\|bgcolor-[0-9a-f]+")
# Willow's own ways, before `install`.
WRITTEN = {
    name: getattr(PillowImage, name) for name in ("save_as_avif", "save_as_jpeg", "save_as_png")
}
# What is beside a picture, as Pillow calls it; in Exif also that it lies on its side.
NOTES = ("exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop")


def is_made_already(content: bytes, spec: str) -> bool:
    """Say whether a picture is the JPEG that `spec` asks for: no wider, of the same quality.

    Made again it would only lose, so it is kept as it is. Thus a picture of ours that comes back
    from another hub stays the same byte for byte.
    """
    asked = JPEG.fullmatch(spec)
    if not asked:
        return False
    try:
        with Image.open(BytesIO(content), formats=["JPEG"]) as picture:
            fits = picture.width <= int(asked[1]) and picture.mode in ("RGB", "L")
            is_bare = not any(name in picture.info for name in NOTES)
            tables: Any = getattr(picture, "quantization", None)
    except (UnidentifiedImageError, OSError, SyntaxError):
        return False
    return bool(fits and is_bare and tables == _tables(int(asked[2]), picture.mode))


@cache
def _tables(quality: int, mode: str) -> Any:
    """Give the quantisation tables that Pillow writes for this quality."""
    file = BytesIO()
    Image.new(mode, (16, 16)).save(file, "JPEG", quality=quality)
    with Image.open(file) as written:
        return getattr(written, "quantization", None)


def save_as_avif(
    picture: Any,
    file: IO[bytes],
    quality: int = 80,
    lossless: bool = False,
    apply_optimizers: bool = True,
) -> Any:
    """Write `picture` as AVIF into `file`, as Willow's operation of this name does."""
    if lossless:
        return WRITTEN["save_as_avif"](picture, file, lossless=True)
    is_printed = picture.image.mode == "CMYK" and picture.get_icc_profile() is not None
    shown = picture.transform_colorspace_to_srgb() if is_printed else picture
    colours = {"icc_profile": profile} if (profile := shown.get_icc_profile()) else {}
    shown.image.save(file, "AVIF", quality=quality, speed=SPEED, **colours)
    return AvifImageFile(file)


def save_as_jpeg(picture: Any, *args: Any, **options: Any) -> Any:
    """Write `picture` as Willow does, without notes."""
    return WRITTEN["save_as_jpeg"](_bare(picture), *args, **options)


def save_as_png(picture: Any, *args: Any, **options: Any) -> Any:
    """Write `picture` as Willow does, without notes."""
    return WRITTEN["save_as_png"](_bare(picture), *args, **options)


def _bare(picture: Any) -> Any:
    for name in NOTES:
        picture.image.info.pop(name, None)
    return picture


def install() -> None:
    """Have these ways of writing take the place of Willow's; doing it twice is safe."""
    for write in (save_as_avif, save_as_jpeg, save_as_png):
        # A picture that something was done to is asked itself, one just opened is looked up.
        setattr(PillowImage, write.__name__, write)
        registry.register_operation(PillowImage, write.__name__, write)
