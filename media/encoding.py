"""AVIF at a speed that an author can wait for.

Pillow's own choice (6) took 1.5 s for the three widths of a picture, and 8 takes 0.25 s for files
that are a sixth larger, still smaller than WebP (libavif 1, one thread, charts of 1200 pixels).
"""

from typing import IO, Any

from willow.image import AvifImageFile
from willow.plugins.pillow import PillowImage
from willow.registry import registry

SPEED = 8  # of 0 to 10; the quality asked for stays


def save_as_avif(
    picture: Any,
    file: IO[bytes],
    quality: int = 80,
    lossless: bool = False,
    apply_optimizers: bool = True,
) -> Any:
    """Write `picture` as AVIF into `file`, as Willow's operation of this name does."""
    if lossless:
        return PillowImage.save_as_avif(picture, file, lossless=True)
    is_printed = picture.image.mode == "CMYK" and picture.get_icc_profile() is not None
    shown = picture.transform_colorspace_to_srgb() if is_printed else picture
    colours = {"icc_profile": profile} if (profile := shown.get_icc_profile()) else {}
    shown.image.save(file, "AVIF", quality=quality, speed=SPEED, **colours)
    return AvifImageFile(file)


def install() -> None:
    registry.register_operation(PillowImage, "save_as_avif", save_as_avif)
