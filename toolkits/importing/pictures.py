"""Pictures of a document: verified with Pillow before anything keeps them."""

import base64
import binascii
import hashlib
import re
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import PurePosixPath
from urllib.parse import unquote, unquote_to_bytes

from django.utils.translation import gettext as _
from PIL import Image, ImageFile, UnidentifiedImageError

from toolkits.importing.errors import Refused
from toolkits.importing.sources import Beside, Limits, Picture

KEPT = {
    "PNG": ".png",
    "JPEG": ".jpg",
    "MPO": ".jpg",
    "GIF": ".gif",
    "WEBP": ".webp",
    "AVIF": ".avif",
}
TURNED_INTO_PNG = ("BMP", "TIFF")
DATA_ADDRESS = re.compile(r"data:image/[\w.+-]+((?:;[\w=-]+)*),(.*)", re.DOTALL | re.IGNORECASE)
ELSEWHERE = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//|\\\\)", re.IGNORECASE)
SKETCH = (256, 256)  # pixels; a JPEG is decoded at about this size to see whether it is whole


class Unusable(ValueError):
    """The picture cannot be shown; the text says why, as the end of a sentence."""


class Album:
    """Collects the pictures of one document; the same picture twice is kept once.

    inside: pictures of the package by the address that its reader gave them.
    """

    def __init__(
        self, name: str, *, limits: Limits, beside: Beside, inside: dict[str, Picture]
    ) -> None:
        self.name = name
        self.limits = limits
        self.beside = beside
        self.inside = inside
        self.pictures: list[Picture] = []
        self.warnings: list[str] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._bytes = 0

    def add(self, address: str, alt: str) -> int | None:
        """Keep the picture at `address` and give its number; none, with a warning, if it is bad."""
        try:
            found = verified(self._found(address), self.limits)
        except Unusable as error:
            words = {"name": self._called(address), "reason": error}
            self.warnings.append(_("The picture %(name)s was left out: %(reason)s") % words)
            return None
        return self._number(replace(found, alt=alt.strip() or found.alt))

    def _called(self, address: str) -> str:
        if address in self.inside:
            return f"“{self.inside[address].name}”"
        name = "" if address.lower().startswith("data:") else address.rsplit("/", 1)[-1]
        return f"“{name[:60]}”" if name else _("in the text")

    def _number(self, picture: Picture) -> int:
        key = (hashlib.sha256(picture.content).hexdigest(), picture.alt)
        if key not in self._numbers:
            self._numbers[key] = len(self.pictures)
            self.pictures.append(picture)
            self._bytes += len(picture.content)
            self._check_size()
        return self._numbers[key]

    def _check_size(self) -> None:
        if len(self.pictures) > self.limits.pictures or self._bytes > 2 * self.limits.file:
            raise Refused(
                self.name,
                _("It holds too many or too large pictures."),
                _("Split it, or make its pictures smaller."),
            )

    def _found(self, address: str) -> Picture:
        if address in self.inside:
            return self.inside[address]
        if address.lower().startswith("data:"):
            return Picture("picture", _decoded(address))
        if not address or ELSEWHERE.match(address):
            raise Unusable(_("it lies on another computer, and nothing is fetched from there."))
        path = unquote(re.split(r"[?#]", address, maxsplit=1)[0])
        content = self.beside(path)
        if content is None:
            raise Unusable(_("it is not in the same folder. Import the file with its pictures."))
        return Picture(PurePosixPath(path).name, content)


def verified(picture: Picture, limits: Limits) -> Picture:
    """Give the picture in a form that browsers show. Raises: Unusable — and says why."""
    if len(picture.content) > limits.picture:
        megabytes = limits.picture // (1024 * 1024)
        raise Unusable(_("it is larger than %d MB. Make it smaller.") % megabytes)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _opened(picture, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Unusable(_("it has too many pixels. Make it smaller.")) from error
    except UnidentifiedImageError as error:
        raise Unusable(_unknown()) from error
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        if isinstance(error, Unusable):
            raise
        raise Unusable(_("it is damaged.")) from error


def _opened(picture: Picture, limits: Limits) -> Picture:
    with Image.open(BytesIO(picture.content)) as image:
        form = image.format or ""
        if form not in KEPT and form not in TURNED_INTO_PNG:
            raise Unusable(_unknown())
        if image.width * image.height * getattr(image, "n_frames", 1) > limits.picture_pixels:
            raise Unusable(_("it has too many pixels. Make it smaller."))
        if form in TURNED_INTO_PNG:
            return _as_png(picture, image)
        image.draft("RGB", SKETCH)
        image.load()
    return replace(picture, name=_named(picture.name, KEPT[form]))


def _as_png(picture: Picture, image: ImageFile.ImageFile) -> Picture:
    made = BytesIO()
    is_plain = image.mode in {"1", "L", "LA", "P", "RGB", "RGBA"}
    (image if is_plain else image.convert("RGB")).save(made, format="PNG")
    return replace(picture, name=_named(picture.name, ".png"), content=made.getvalue())


def _unknown() -> str:
    return _("browsers cannot show its kind. Save it as PNG or JPEG.")


def _named(name: str, ending: str) -> str:
    stem = re.sub(r"[^\w. -]", "", PurePosixPath(name).stem)[:80].strip(" .")
    return (stem or "picture") + ending


def _decoded(address: str) -> bytes:
    match = DATA_ADDRESS.fullmatch(address.strip())
    if match is None:
        raise Unusable(_unknown())
    try:
        if "base64" in match[1].lower():
            return base64.b64decode(unquote(match[2]), validate=False)
    except (binascii.Error, ValueError) as error:
        raise Unusable(_("it is damaged.")) from error
    return unquote_to_bytes(match[2])
