"""Releasing: publishing a course or toolkit to learners, from the command line or by Wagtail."""

import logging
from contextvars import ContextVar
from typing import Any

from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.signals import page_published, page_unpublished

from courses.models import CoursePage
from learning.publishing.errors import NotReady, PublishingError, UnknownSlug
from learning.publishing.freezing import Frozen, Publishable, freeze, withdraw
from toolkits.models import ToolkitPage

logger = logging.getLogger(__name__)
_released_by_hand: ContextVar[bool] = ContextVar("released_by_hand", default=False)


def publishable() -> list[Publishable]:
    """Give every course and toolkit, draft or live."""
    return [*ToolkitPage.objects.order_by("path"), *CoursePage.objects.order_by("path")]


def find(slug: str) -> list[Publishable]:
    """Give the course or toolkit at `slug`, in each language it has. Raises: UnknownSlug."""
    pages = publishable()
    if found := [page for page in pages if page.slug == slug]:
        return found
    known = ", ".join(dict.fromkeys(page.slug for page in pages)) or _("none yet")
    message = _("There is no course or toolkit “%(slug)s”. There are: %(known)s. Nothing changed.")
    raise UnknownSlug(message % {"slug": slug, "known": known})


def release(page: Publishable) -> Frozen:
    """Publish the latest revision of `page` and freeze it. Safe to repeat.

    Raises: NotReady, CannotStore — the edition that was current still is.
    """
    token = _released_by_hand.set(True)
    try:
        if page.has_unpublished_changes or not page.live:
            revision = page.get_latest_revision()
            if revision is None:
                raise NotReady(_("It has no revision to publish. Save it in the editor first."))
            revision.publish()
            page = type(page).objects.get(pk=page.pk)
        return freeze(page)
    finally:
        _released_by_hand.reset(token)


@receiver(page_published)
def freeze_when_published(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Hear Wagtail publish a course or toolkit, and freeze it."""
    if _released_by_hand.get() or not issubclass(sender, CoursePage | ToolkitPage):
        return
    try:
        freeze(instance)
    except PublishingError as error:
        # The editor was told before publishing (wagtail_hooks); this is for publishing on a date.
        logger.warning("%s was published, but not frozen: %s", instance, error)


@receiver(page_unpublished)
def withdraw_when_unpublished(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    """Hear Wagtail unpublish a course or toolkit, and stop offering it."""
    if issubclass(sender, CoursePage | ToolkitPage):
        withdraw(instance)
