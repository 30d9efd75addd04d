"""The editions that a page lists, each read only as far as its files are whole."""

import logging
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language

from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.publishing.models import Edition

logger = logging.getLogger(__name__)


def offered() -> list[Edition]:
    """Give one edition of each course and toolkit, in the reader's language if there is one."""
    first: dict[object, Edition] = {}
    for edition in Edition.objects.current().in_language(get_language() or "en"):
        first.setdefault(edition.activity, edition)
    return list(first.values())


def readable(editions: Iterable[Edition]) -> Iterator[tuple[Edition, Manifest]]:
    """Give each of `editions` with its manifest; one whose files are damaged is left out."""
    for edition in editions:
        if manifest := _manifest(edition):
            yield edition, manifest


def _manifest(edition: Edition) -> Manifest | None:
    try:
        return edition.manifest
    except (BundleError, OSError) as error:
        # One damaged edition must not take the lists of all the others down.
        logger.warning("The edition %s cannot be read: %s", edition, error)
        return None
