"""The straight line on the hub: author → publish → learner → completion → trainer's page.

Once with JavaScript and once without: the words on the pages must be the same.
"""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from learning.accounts.models import User
from learning.cohorts.enrolling import open_cohort
from learning.publishing.models import Edition
from tests.factories.snapshots import Snapshot
from tests.learning.accounts.people import PASSWORD, make_trainer

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
PIN = "2580"


@pytest.fixture
def course(committed_site: None, small_snapshot: Snapshot) -> Edition:
    small_snapshot.put()
    return Edition.objects.current().get(slug="small-course")


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without JavaScript"])
def learner_page(request: pytest.FixtureRequest, browser: Browser) -> Page:
    context = browser.new_context(
        java_script_enabled=request.param, viewport={"width": 360, "height": 640}
    )
    context.set_default_timeout(10_000)  # ms
    request.addfinalizer(context.close)
    return context.new_page()


def answer(page: Page, question: str, *choices: str) -> None:
    """Choose `choices` in the check that asks `question`, and check the answer."""
    form = page.locator("form.check", has_text=question)
    for box in form.locator("input[type=checkbox]:checked").all():
        box.uncheck()
    for choice in choices:
        form.get_by_label(choice, exact=True).check()
    form.get_by_role("button").click()


def take_assessment(page: Page, edition: Edition, *, rightly: bool) -> None:
    questions = edition.frozen().questions
    for field in page.locator("main fieldset.check").all():
        id_ = (field.get_attribute("id") or "").removeprefix("q-")
        for option in questions[id_].options:
            box = field.get_by_label(option.text, exact=True)
            if option.correct is rightly:
                box.check()
                if not rightly:
                    break
    page.get_by_role("button", name="Hand in").click()


def test_a_newcomer_learns_the_course_and_the_trainer_sees_it(
    live_server: object, course: Edition, learner_page: Page, browser: Browser
) -> None:
    address = str(live_server)
    trainer = make_trainer("trainer", "Trainer")
    cohort = open_cohort(
        name="Island class",
        course=course.activity,
        starts=course.frozen_at.date(),
        ends=course.frozen_at.date(),
        trainer=trainer,
    )
    page = learner_page
    page.goto(f"{address}/join/")
    page.get_by_label("Cohort code").fill(cohort.join_code)
    page.get_by_label("Your name").fill("Learner of the test")
    page.get_by_label("PIN", exact=True).fill(PIN)
    page.get_by_role("main").get_by_role("button").first.click()
    learner = User.objects.learners().get()

    page.goto(f"{address}/courses/small-course/")
    page.get_by_role("button", name="Start").click()
    for lesson in course.manifest.lessons:
        page.goto(f"{address}/courses/small-course/{lesson.slug}")
        for id_ in lesson.questions:
            question = course.frozen().questions[id_]
            prompt = re.sub("<[^>]+>", "", question.prompt).strip()
            if question.is_reflection:
                form = page.locator("form.check", has_text=prompt)
                form.get_by_role("textbox").fill("The land register.")
                form.get_by_role("button").click()
                expect(page.get_by_text("Saved.")).to_be_visible()
                continue
            wrong = next(o for o in question.options if not o.correct)
            answer(page, prompt, wrong.text)
            expect(page.get_by_text("✗ Not quite")).to_be_visible()
            expect(page.get_by_text(wrong.feedback)).to_be_visible()
            answer(page, prompt, *[o.text for o in question.options if o.correct])
            expect(
                page.locator("form.check", has_text=prompt).get_by_text("✓ Right")
            ).to_be_visible()
        if lesson.questions:
            expect(page.get_by_text("✓ Lesson done")).to_be_visible()

    page.goto(f"{address}/courses/small-course/assessment")
    take_assessment(page, course, rightly=False)
    expect(page.get_by_role("heading", name="Not passed yet")).to_be_visible()
    page.get_by_role("link", name="New attempt").click()
    take_assessment(page, course, rightly=True)
    expect(page.get_by_role("heading", name="Passed")).to_be_visible()
    page.goto(f"{address}/me/")
    expect(page.get_by_text("100%").last).to_be_visible()

    call_command("refold", "--check")
    trainers = browser.new_context().new_page()
    trainers.goto(f"{address}/staff/")
    trainers.locator("#id_username").fill(trainer.username)
    trainers.locator("#id_password").fill(PASSWORD)
    trainers.get_by_role("main").get_by_role("button").click()
    trainers.goto(f"{address}{cohort.get_absolute_url()}")
    row = trainers.get_by_role("row", name=re.compile(learner.name))
    expect(row).to_contain_text("4/4")
    trainers.context.close()
