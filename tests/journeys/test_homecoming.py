"""The other half of the straight line: a USB copy of a published course, and its progress home.

The copy is opened from `file://` in a browser; its progress file is brought to the hub twice, and
the learner's and the trainer's page show the same completion, once.
"""

import re
from html import unescape
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import Page, expect

from learning.accounts.models import User
from learning.bundles.manifest import Question
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Membership
from learning.publishing.exporting import export_usb
from learning.publishing.models import Edition
from learning.records.models import Statement
from tests.learning.accounts.people import learner, make_trainer, signed_in
from tests.learning.published import published, small_course, small_library

__all__ = ["learner", "published", "small_course", "small_library"]

pytestmark = pytest.mark.browser


def words(client: Client, address: str) -> str:
    text = re.sub(r"<[^>]+>", " ", client.get(address).content.decode())
    return unescape(re.sub(r"\s+", " ", text))


def answer(page: Page, question: Question) -> None:
    card = page.locator(f'[data-question="{question.id}"]').first
    if question.is_reflection:
        card.get_by_role("textbox").fill("The visit to ask for the form.")
    for option in question.options:
        if option.correct:
            card.get_by_label(option.text, exact=True).check()
    card.get_by_role("button").click()


def learn_the_course(page: Page, edition: Edition, learner: User) -> None:
    frozen = edition.frozen()
    page.evaluate("location.hash = '#atoll-people'")
    page.get_by_label("Your name").fill(learner.name)
    page.get_by_label(re.compile("code")).fill(learner.learner_code)
    page.get_by_role("button", name="Start learning").click()
    for lesson in frozen.manifest.required_lessons:
        page.evaluate(f"location.hash = '#{lesson.slug}'")
        for question in lesson.questions:
            answer(page, frozen.questions[question])
    page.evaluate("location.hash = '#assessment'")
    page.get_by_role("button", name="Begin").click()
    for fieldset in page.locator("#atoll-attempt fieldset").all():
        for question in frozen.questions.values():
            for option in question.options:
                if option.correct and fieldset.get_by_label(option.text, exact=True).count():
                    fieldset.get_by_label(option.text, exact=True).check()
    page.get_by_role("button", name="Hand in my answers").click()


def test_progress_from_a_stick_counts_once_on_both_pages(
    page: Page,
    small_course: Edition,
    learner: User,
    tmp_path: Path,
) -> None:
    export_usb([small_course.slug], tmp_path / "stick")
    page.goto((tmp_path / "stick" / "small-course.html").as_uri())
    learn_the_course(page, small_course, learner)
    page.evaluate("location.hash = '#atoll-progress'")
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my progress file").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    expect(page.locator("body")).to_contain_text("4 of 4")

    trainer = make_trainer("trainer", "Trainer")
    cohort = open_cohort(
        name="Island class",
        course=small_course.activity,
        starts=small_course.frozen_at.date(),
        ends=small_course.frozen_at.date(),
        trainer=trainer,
    )
    Membership.objects.create(cohort=cohort, learner=learner, name_key=learner.name.casefold())
    pages = []
    for _time in range(2):
        call_command("import_progress", str(file))
        mine = words(signed_in(learner), "/me/")
        theirs = words(signed_in(trainer), cohort.get_absolute_url())
        pages.append((mine, theirs, Statement.objects.count()))

    (mine, theirs, count), again = pages
    assert again == (mine, theirs, count)
    assert "100%" in mine
    assert "Completed on" in mine
    assert "4/4" in theirs
    assert set(Statement.objects.values_list("evidence", flat=True)) == {"self-reported"}
    call_command("refold", "--check")
