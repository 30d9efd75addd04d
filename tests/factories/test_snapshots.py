"""A snapshot is as good as the work that it stands for."""

from pathlib import Path

import pytest
from django.core.cache import cache
from django.core.files.storage import default_storage
from django.db import transaction
from wagtail.images import get_image_model

from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from tests.factories.library import COURSE, write_library
from tests.factories.snapshots import Snapshot, publish_all, take_rows

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {each.model._meta.label: len(each.written) for each in take_rows().tables}


def test_it_leaves_the_rows_that_publishing_leaves(
    small_snapshot: Snapshot, tmp_path: Path
) -> None:
    cache.clear()  # Wagtail keeps the renditions of pictures whose rows were taken back
    with transaction.atomic():
        publish_all(write_library(tmp_path))
        expected = counts()
        transaction.set_rollback(True)
    assert counts() != expected

    small_snapshot.put()

    assert counts() == expected


def test_nothing_is_new_to_freeze_and_new_rows_find_their_place(
    small_snapshot: Snapshot,
) -> None:
    small_snapshot.put()
    assert [release(page).is_new for page in publishable()] == [False, False]
    edition = Edition.objects.first()
    assert edition

    edition.pk, edition.version, edition.is_current = None, 2, False
    edition.save()

    assert Edition.objects.count() == 3


def test_files_that_were_damaged_or_deleted_are_whole_again(small_snapshot: Snapshot) -> None:
    small_snapshot.put()
    frozen = Edition.objects.get(slug=COURSE).frozen()
    frozen.store.path(frozen.manifest.files[0].sha256).write_bytes(b"rot")
    picture = get_image_model().objects.get()
    default_storage.delete(picture.file.name)

    small_snapshot.put_files()

    assert all(frozen.read(file.path) for file in frozen.manifest.files)
    assert default_storage.exists(picture.file.name)
