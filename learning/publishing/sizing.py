"""How large an export will be, said before it is made.

What was made once with the same editions, templates and country data has the same size again, to
the byte. What was never made is estimated from what its files have, and called so.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.cache import cache

from learning.bundles.profiles import Profile, in_profile
from learning.bundles.store import sha256
from learning.publishing.handing import made_by
from learning.publishing.models import Edition
from toolkits.countries.models import DataSet

PACKED = 0.3  # of a text's bytes are left in a zip file
SHELL = 150_000  # bytes of scripts, styles and words that a format adds


@dataclass(frozen=True)
class Size:
    """Bytes of the file to download. `is_exact`: it was made before, from the same things."""

    bytes: int
    is_exact: bool


def size_of(editions: Sequence[Edition], formats: Sequence[str], profile: Profile) -> Size:
    """Give the size of an export. Raises: BundleError — an edition is damaged."""
    manifests = [edition.manifest_sha256 for edition in editions]
    known = cache.get(_key(manifests, formats, profile))
    if known is not None:
        return Size(int(known), is_exact=True)
    contents = sum(_estimate(edition, profile) for edition in editions)
    return Size(len(formats) * (contents + SHELL), is_exact=False)


def remember(manifests: Sequence[str], formats: Sequence[str], profile: Profile, size: int) -> None:
    """Note how many bytes the finished file has."""
    cache.set(_key(manifests, formats, profile), size, timeout=None)


def _key(manifests: Sequence[str], formats: Sequence[str], profile: Profile) -> str:
    surveys = list(DataSet.objects.filter(is_current=True).values_list("sha256", flat=True))
    made_from = (made_by(), surveys, list(manifests), list(formats), profile.value)
    return f"export-size-{sha256(repr(made_from).encode())}"


def _estimate(edition: Edition, profile: Profile) -> int:
    manifest = in_profile(edition.frozen(), profile).manifest
    media = sum(file.length for file in manifest.media)
    return media + round(PACKED * (manifest.length - media))
