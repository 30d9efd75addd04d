"""Translations that were made from an older version, and learners who are told so."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Locale

from courses.models import CoursePage
from learning.bundles.manifest import Manifest
from learning.publishing.freezing import freeze, withdraw
from learning.publishing.models import Edition
from learning.publishing.translating import newer_source
from tests.factories.manifests import make_manifest
from tests.factories.snapshots import Make, Snapshot

TOLD = "made from an older version"


@pytest.fixture(scope="module")
def translated_snapshot(made_once: Make, small_snapshot: Snapshot) -> Snapshot:
    def make(_folder: Path) -> None:
        small_snapshot.put()
        translate()

    return made_once(make)


def translate() -> None:
    """Translate the small course into French, and publish it."""
    french = Locale.objects.create(language_code="fr")
    source = CoursePage.objects.get(slug="small-course")
    page: CoursePage = source.copy_for_translation(french, copy_parents=True)
    for child in source.get_descendants():
        child.specific.copy_for_translation(french)
    for each in reversed([page, *(child.specific for child in page.get_descendants())]):
        each.save_revision().publish()


@pytest.fixture
def translated(db: None, translated_snapshot: Snapshot) -> CoursePage:
    """Give the French small course, a translation of the English one, live and frozen."""
    translated_snapshot.put()
    return CoursePage.objects.get(slug="small-course", locale__language_code="fr")


@pytest.fixture
def small_course(translated: CoursePage) -> Edition:
    return Edition.objects.current().get(slug="small-course", language="en")


@pytest.fixture
def french(translated: CoursePage) -> Edition:
    return Edition.objects.current().get(language="fr")


def renewed(title: str) -> Edition:
    """Publish another version of the source."""
    CoursePage.objects.filter(slug="small-course", locale__language_code="en").update(title=title)
    return freeze(CoursePage.objects.get(slug="small-course", locale__language_code="en")).edition


def test_a_translation_remembers_the_edition_it_was_made_from(
    small_course: Edition, french: Edition
) -> None:
    assert french.activity == small_course.activity
    assert french.manifest.translated_from == small_course.content_id
    assert small_course.manifest.translated_from == ""
    assert newer_source(french) is None


def test_a_newer_source_is_known_and_told_on_course_and_lesson(
    small_course: Edition, french: Edition
) -> None:
    newest = renewed("Renewed")
    browser = Client(headers={"Accept-Language": "fr"})
    lesson = french.manifest.lessons[0].slug
    told = "/i18n/setlang/"

    assert newer_source(french) == newest
    for address in (f"/courses/{french.slug}/", f"/courses/{french.slug}/{lesson}"):
        main = browser.get(address).text.split("<main")[1]
        assert told in main
        assert '<button class="ws-link" name="language" value="en">' in main
    assert told not in browser.get("/courses/small-course/").text.split("<main")[1] or (
        french.slug == "small-course"
    )


def test_the_source_itself_is_never_older(client: Client, french: Edition) -> None:
    renewed("Renewed")
    assert TOLD not in client.get("/courses/small-course/").text


def test_publishing_a_translation_unchanged_does_not_make_it_newer(
    translated: CoursePage, french: Edition
) -> None:
    newest = renewed("Renewed")

    assert freeze(translated).edition == french
    withdraw(translated)
    again = freeze(translated).edition

    assert again.version == french.version + 1
    assert again.manifest.translated_from == french.manifest.translated_from
    assert newer_source(again) == newest


def test_a_translation_that_was_changed_is_of_the_newest(
    translated: CoursePage, french: Edition
) -> None:
    newest = renewed("Renewed")
    CoursePage.objects.filter(pk=translated.pk).update(title="Renouvelé")

    again = freeze(CoursePage.objects.get(pk=translated.pk)).edition

    assert again.manifest.translated_from == newest.content_id
    assert newer_source(again) is None


def test_without_a_source_there_is_nothing_to_be_older_than(
    french: Edition, small_course: Edition
) -> None:
    withdraw(CoursePage.objects.get(slug="small-course", locale__language_code="en"))
    assert newer_source(french) is None


def test_asking_costs_nothing_in_the_main_language(
    small_course: Edition, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert newer_source(small_course) is None


def test_an_edition_whose_files_are_lost_is_not_called_older(french: Edition) -> None:
    for path in Path(settings.EDITIONS_ROOT).rglob(french.manifest_sha256):
        path.unlink()
    lost = Edition.objects.get(pk=french.pk)
    lost.manifest_sha256 = "0" * 64

    assert newer_source(lost) is None


def test_what_it_was_made_from_is_not_part_of_an_editions_id() -> None:
    before = make_manifest(language="fr")
    after = replace(before, translated_from="a" * 64)

    assert before.content_id() == after.content_id()
    kept = after.numbered(version=2, frozen_at="2026-01-01T00:00:00+00:00")
    assert Manifest.from_bytes(kept.to_bytes()).translated_from == "a" * 64


def test_a_manifest_from_before_translations_were_noted_still_loads() -> None:
    older = make_manifest().numbered(version=1, frozen_at="2026-01-01T00:00:00+00:00").to_bytes()

    assert b"translated_from" not in older
    assert Manifest.from_bytes(older).translated_from == ""
