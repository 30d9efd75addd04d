"""The brand as pages show it: read from a file, never from the database.

Every page of every worker process shows the brand, and no page may cost a query for it. So whoever
saves it writes the file (learning.display.showing), and each process looks at the file's stamp: one
`stat`, about two microseconds, and another worker's change is seen with the next page. A cache with
a lifetime would show two brands by turns for as long; a signal alone reaches one process only.
"""

import json
import logging
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from learning.display.hues import style_sheet
from learning.display.preferences import preferences_of
from learning.display.tokens import Theme, colours

logger = logging.getLogger(__name__)

DIGEST_LENGTH = 12  # hex digits of the SHA-256 of the rules, in their address


@dataclass(frozen=True)
class Brand:
    """`names`: by language, "" for all others; hues as #rrggbb or empty; `crest`: WebP, base64."""

    names: Mapping[str, str] = field(default_factory=dict)
    primary: str = ""
    accent: str = ""
    crest: str = ""
    crest_words: str = ""

    @property
    def name(self) -> str:
        """What the centre is called in the reader's language; empty: as Atoll calls it."""
        return self.names.get(get_language() or "") or self.names.get("", "")

    @cached_property
    def rules(self) -> str:
        """The brand's own style sheet; empty if it has neither colours nor crest."""
        found = style_sheet(self.primary, self.accent, colours(Theme.DARK))
        if self.crest:
            # Within the sheet, so that a crest costs no request of its own.
            found += f'.crest{{background-image:url("data:image/webp;base64,{self.crest}")}}\n'
        return found

    @cached_property
    def digest(self) -> str:
        """What the address of `rules` carries; empty if there are none."""
        return sha256(self.rules.encode()).hexdigest()[:DIGEST_LENGTH] if self.rules else ""

    def to_bytes(self) -> bytes:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2).encode()


def encoded(picture: bytes) -> str:
    return b64encode(picture).decode()


def brand() -> Brand:
    """Give the brand that is to be shown now."""
    path = Path(settings.BRANDING_FILE)
    try:
        stamp = path.stat()
    except FileNotFoundError:
        return Brand()
    return _read(path, stamp.st_mtime_ns, stamp.st_ino, stamp.st_size)


def shown(request: HttpRequest) -> dict[str, object]:
    """Tell every template about the brand and about what the visitor chose."""
    return {"brand": brand(), "display": preferences_of(request)}


@lru_cache(maxsize=1)
def _read(path: Path, *_stamp: int) -> Brand:
    try:
        return Brand(**json.loads(path.read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        logger.warning("The brand in %s cannot be read; pages show none: %s", path, error)
        return Brand()
