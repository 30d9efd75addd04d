"""The editions that a page lists, each read only as far as its files are whole."""

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import get_language

from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.publishing.models import Edition

logger = logging.getLogger(__name__)


def offered() -> list[Edition]:
    """Give one edition of each course and toolkit, in the reader's language if there is one.

    Each knows all the languages it is offered in. One query.
    """
    twins: dict[object, list[Edition]] = defaultdict(list)
    for edition in Edition.objects.current().in_language(get_language() or "en"):
        twins[edition.activity].append(edition)
    for editions in twins.values():
        editions[0].languages = tuple(edition.language for edition in editions)
    return [editions[0] for editions in twins.values()]


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
