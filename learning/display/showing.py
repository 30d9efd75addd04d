"""Showing the brand: what was saved goes into the file that pages read.

Written anew whenever the brand is saved, and after each migration: so also where the database came
home from a backup. The file is put in place in one step, so nobody reads half of it.
"""

import logging
import os
from pathlib import Path
from threading import get_ident
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_delete, post_migrate, post_save, pre_delete
from django.dispatch import receiver

from learning.display.brand import Brand, encoded
from learning.display.models import Branding, BrandName
from media.models import Picture

logger = logging.getLogger(__name__)

CREST_LENGTH = 4096  # bytes
CRESTS = (  # twice the pixels it is shown with, then less of everything until it is light enough
    "max-72x72|format-webp|webpquality-85",
    "max-72x72|format-webp|webpquality-50",
    "max-48x48|format-webp|webpquality-50",
    "max-36x36|format-webp|webpquality-25",
)


@transaction.atomic
def show() -> Brand:
    """Let every page show the brand as it is saved, and give it. Safe to repeat.

    It is read and written under a lock (on SQLite the transaction is one): of two processes that
    were told of a change at once, none puts an older brand over a newer one.
    Raises: OSError — the file cannot be written; pages still show the brand that was there.
    """
    saved = Branding.objects.select_for_update(of=("self",)).first()
    brand = _brand(saved) if saved else Brand()
    path = Path(settings.BRANDING_FILE)
    if brand == Brand():
        path.unlink(missing_ok=True)
        return brand
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.{get_ident()}.new")
    draft.write_bytes(brand.to_bytes())
    draft.replace(path)
    return brand


def _brand(saved: Branding) -> Brand:
    names = {each.language: each.name for each in saved.names.all()}
    crest = _crest(saved.crest) if saved.crest else ""
    return Brand(
        names={"": saved.name, **names} if saved.name else names,
        primary=saved.primary,
        accent=saved.accent,
        crest=crest,
        crest_words=saved.crest_words if crest else "",
    )


def _crest(picture: Picture) -> str:
    """Give the crest small, as base64; empty if its file is lost or it stays too heavy."""
    try:
        for specification in CRESTS:
            with picture.get_rendition(specification).file.open("rb") as opened:
                content = opened.read()
            if len(content) <= CREST_LENGTH:
                return encoded(content)
    except (OSError, ValueError) as error:
        logger.warning("The crest %s cannot be read; pages show none: %s", picture, error)
    return ""


@receiver([post_save, post_delete], sender=Branding)
@receiver([post_save, post_delete], sender=BrandName)
@receiver([post_save, pre_delete], sender=Picture)
def show_what_was_saved(sender: type[Any], instance: Any, **_others: Any) -> None:
    """Hear that the brand changed, or perhaps its crest."""
    if isinstance(instance, Picture) and not _is_crest(instance):
        return
    transaction.on_commit(_show_or_say_why_not)


@receiver(post_migrate)
def show_after_migrating(sender: Any, **_others: Any) -> None:
    is_ours = getattr(sender, "name", "") == "learning.display"
    if is_ours and Branding._meta.db_table in connection.introspection.table_names():
        _show_or_say_why_not()


def _is_crest(picture: Picture) -> bool:
    return Branding.objects.filter(crest=picture.pk).exists()


def _show_or_say_why_not() -> None:
    try:
        show()
    except (OSError, DatabaseError) as error:
        logger.error(
            "The brand is saved, but pages cannot show it yet: %s. Free some space or let the "
            "folder be written, then save the brand again.",
            error,
        )
