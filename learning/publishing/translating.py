"""Translations and what they were made from.

The source of a course is its edition in the site's main language. A translation remembers the
source's edition that was current when its own words last changed: publishing it again unchanged
does not make it newer.
"""

from uuid import UUID

from django.conf import settings

from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.publishing.models import Edition


def translated_from(manifest: Manifest) -> str:
    """Give the content id of the source that a new edition of `manifest` is a translation of.

    Empty: it is in the main language itself, or there is nothing published in that.
    """
    if manifest.language == settings.LANGUAGE_CODE:
        return ""
    known = Edition.objects.filter(activity=manifest.activity, language=manifest.language)
    last = known.order_by("-version").first()
    if last and last.content_id == manifest.content_id():
        return _remembered(last)
    source = _source(manifest.activity)
    return source.content_id if source else ""


def newer_source(edition: Edition) -> Edition | None:
    """Give the current source if `edition` was translated from an older one, else None.

    No query for what is in the main language or was never noted.
    """
    if edition.language == settings.LANGUAGE_CODE or not (remembered := _remembered(edition)):
        return None
    source = _source(edition.activity)
    return source if source and source.content_id != remembered else None


def _remembered(edition: Edition) -> str:
    try:
        return edition.manifest.translated_from
    except (BundleError, OSError):
        return ""  # the page of the edition itself says what is wrong with it


def _source(activity: UUID | str) -> Edition | None:
    sources = Edition.objects.current().filter(language=settings.LANGUAGE_CODE)
    return sources.filter(activity=activity).first()
