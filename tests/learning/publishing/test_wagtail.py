import errno
import logging
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page

from courses.models import CoursePage, LessonPage
from learning.accounts.models import User
from learning.publishing.models import Edition
from learning.publishing.releasing import find


@pytest.fixture
def author(db: None) -> Client:
    user = User.objects.create_superuser("author", password="correct horse battery", name="Author")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_publishing_in_wagtail_freezes_an_edition(small_course: Edition) -> None:
    page = CoursePage.objects.get(slug="small-course")
    page.summary = "A better summary."

    page.save_revision().publish()

    edition = Edition.objects.current().get(slug="small-course")
    assert (edition.version, edition.summary) == (2, "A better summary.")


def test_unpublishing_in_wagtail_withdraws_the_edition(small_course: Edition) -> None:
    CoursePage.objects.get(slug="small-course").unpublish()

    assert not Edition.objects.current().filter(slug="small-course").exists()


def test_publishing_a_lesson_waits_for_its_course(small_course: Edition) -> None:
    lesson = LessonPage.objects.get(slug="one-visit-less")
    lesson.title = "One visit fewer"

    lesson.save_revision().publish()
    assert Edition.objects.current().get(slug="small-course") == small_course
    page = find("small-course")[0]
    page.save_revision().publish()
    assert Edition.objects.current().get(slug="small-course").version == 2


def test_what_cannot_be_frozen_on_a_date_is_logged_and_the_old_edition_stays(
    small_course: Edition, caplog: pytest.LogCaptureFixture
) -> None:
    LessonPage.objects.update(live=False)
    with caplog.at_level(logging.WARNING):
        CoursePage.objects.get(slug="small-course").save_revision().publish()

    assert "not frozen" in caplog.text
    assert Edition.objects.current().get(slug="small-course") == small_course


def publish_as(author: Client, page: CoursePage) -> str:
    """Publish `page` with another summary from its editor, and give what the author reads."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    fields = {
        "title": page.title,
        "slug": page.slug,
        "kind": page.kind,
        "code": page.code,
        "summary": "Changed.",
        "audience": page.audience,
        "outcomes": page.outcomes,
        "licence": page.licence,
        "sdg_targets": page.sdg_targets,
        "sources": page.sources,
        "body-count": "0",
        "action-publish": "action-publish",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
    }

    return author.post(address, fields, follow=True).content.decode()


def test_an_author_reads_which_edition_learners_see(small_course: Edition, author: Client) -> None:
    assert "Learners see edition 2." in publish_as(author, CoursePage.objects.get())
    assert Edition.objects.current().get(slug="small-course").summary == "Changed."


def test_an_author_reads_that_a_full_disk_kept_the_edition_from_learners(
    small_course: Edition, author: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object, _content: bytes) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("learning.bundles.store.ObjectStore.add", full)
    told = publish_as(author, CoursePage.objects.get())

    assert "Learners still see the edition before this one." in told
    assert "No space left" in told
    assert Edition.objects.current().get(slug="small-course") == small_course


def test_an_author_is_told_what_is_missing_before_publishing(
    small_course: Edition, author: Client
) -> None:
    LessonPage.objects.update(live=False)

    assert "no live lesson" in publish_as(author, CoursePage.objects.get())
    assert Edition.objects.current().get(slug="small-course") == small_course


def test_a_page_of_wagtail_sends_its_reader_to_the_edition(small_course: Edition) -> None:
    lesson = LessonPage.objects.get(slug="one-visit-less")
    course = CoursePage.objects.get(slug="small-course")

    assert Client().get(lesson.url)["Location"] == "/courses/small-course/one-visit-less"
    assert Client().get(course.url)["Location"] == "/courses/small-course/"
    assert Client().get(course.get_parent().url)["Location"] == "/"


@pytest.mark.parametrize(
    "slug",
    [
        "one-visit-less",
        "small-course",
        "assessment",
        "small-toolkit",
        "guide-read-the-line",
        "case-fiji-one-desk",
        "instrument-visit-counter",
    ],
)
def test_an_author_previews_every_kind_of_page(published: Path, author: Client, slug: str) -> None:
    page = Page.objects.get(slug=slug).specific

    response = page.make_preview_request()

    assert page.title in response.content.decode()


def test_the_editor_opens_on_every_kind_of_page(published: Path, author: Client) -> None:
    for page in Page.objects.filter(depth__gte=3):
        assert author.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
