"""The courses a cohort can take, read from their current editions."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import get_language

from learning.publishing.models import Edition, EditionQuerySet


def courses_on_offer() -> list[tuple[UUID, str]]:
    """Give each published course once, with its title in the reader's language if it has one."""
    titles: dict[UUID, str] = {}
    for activity, title in _editions().courses().values_list("activity", "title"):
        titles.setdefault(activity, title)
    return sorted(titles.items(), key=lambda course: course[1])


def current_edition(course: UUID) -> Edition:
    """Give the course as it is published now, in the reader's language if it can be had.

    Raises: Edition.DoesNotExist — the course is not published.
    """
    edition = _editions().filter(activity=course).first()
    if edition is None:
        raise Edition.DoesNotExist
    return edition


def _editions() -> EditionQuerySet:
    return Edition.objects.current().in_language(get_language() or settings.LANGUAGE_CODE)
