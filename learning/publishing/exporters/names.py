"""Names of files that every system takes."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import lru_cache

from learning.bundles.manifest import Manifest
from learning.publishing.exporters.errors import NameTaken

NAME_LENGTH = 80  # characters; 240 bytes at most, where 255 is the limit of most file systems
# "index" is ours; the others are devices on Windows, with any ending.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)


@lru_cache(maxsize=4096)
def safe_name(slug: str) -> str:
    """Give `slug` as a file name that FAT32, Windows and a shell all take."""
    text = unicodedata.normalize("NFC", slug).lower()
    name = re.sub(r"[^\w-]+", "-", text)[:NAME_LENGTH].strip("-_") or "course"
    return f"{name}-course" if name in RESERVED else name


def names_of(
    manifests: Sequence[Manifest], taken: Mapping[str, tuple[str, str]] | None = None
) -> dict[tuple[str, str], str]:
    """Give each edition, by its activity and language, a file name of its own, without ending.

    The second language of a slug has its code added. `taken`: names in the folder, with whose.
    Raises: NameTaken — two courses ask for the same name.
    """
    owners = dict(taken or {})
    return {(each.activity, each.language): _name(each, owners) for each in manifests}


def _name(manifest: Manifest, owners: dict[str, tuple[str, str]]) -> str:
    owner = (manifest.activity, manifest.language)
    name = safe_name(manifest.slug)
    for candidate in (name, safe_name(f"{name}-{manifest.language}")):
        if owners.setdefault(candidate, owner) == owner:
            return candidate
    raise NameTaken(f"{name}.html")
