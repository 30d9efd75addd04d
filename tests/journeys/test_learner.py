"""A newcomer on a small phone: join by code, finish a course, recall it a week later.

The same way with JavaScript and without, with the line cut in the middle of a lesson, with nothing
but a keyboard, and in Arabic from right to left.
"""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from playwright.sync_api import Browser, Locator, Page, expect

from courses.library.loading import load_library
from learning.accounts.models import User
from learning.bundles.manifest import Question
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Cohort
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from learning.records import reading
from tests.factories.library import COURSE, write_library
from tests.learning.accounts.people import make_trainer

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("committed_site")]
FIRST_DAY = datetime(2027, 3, 1, 9, tzinfo=UTC)
WEEK = timedelta(days=8)
PIN = "2580"
MOST_TABS = 120  # presses of the Tab key from one control to any other on a page


@dataclass(frozen=True)
class Way:
    """How somebody goes through the journey."""

    name: str
    has_scripts: bool = True
    is_cut: bool = False
    has_mouse: bool = True
    language: str = "en"


WAYS = (
    Way("with JavaScript"),
    Way("without JavaScript", has_scripts=False),
    Way("with the line cut", is_cut=True),
)
OTHER_WAYS = (
    Way("by keyboard", has_mouse=False),
    Way("in Arabic", language="ar"),
)


@dataclass
class Learner:
    """Somebody with a phone."""

    page: Page
    way: Way

    def press(self, target: Locator) -> None:
        if self.way.has_mouse:
            target.click()
        else:
            self._reach(target)
            self.page.keyboard.press("Enter")

    def tick(self, box: Locator, *, on: bool = True) -> None:
        if box.is_checked() == on:
            return
        if self.way.has_mouse:
            box.set_checked(on)
            return
        self._reach(box)
        if not box.is_checked():
            self.page.keyboard.press("Space")

    def write(self, field: Locator, text: str) -> None:
        if self.way.has_mouse:
            field.fill(text)
            return
        self._reach(field)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def _reach(self, target: Locator) -> None:
        """Go to `target` with the Tab key, and with the arrows among the options of one choice."""
        for _press in range(MOST_TABS):
            if target.evaluate("each => each === document.activeElement"):
                return
            inside = target.evaluate(
                "each => each.type === 'radio' && document.activeElement.name === each.name"
                " && document.activeElement.form === each.form"
            )
            self.page.keyboard.press("ArrowDown" if inside else "Tab")
        pytest.fail(f"The Tab key does not lead to {target}.")


@pytest.fixture
def editions(committed_site: None, tmp_path: Path) -> dict[str, Edition]:
    """The small course in English and in Arabic, by language."""
    library = write_library(tmp_path / "library")
    shutil.copytree(library / COURSE, library / f"{COURSE}.ar")
    opening = library / f"{COURSE}.ar" / "course.md"
    opening.write_text(
        opening.read_text()
        .replace("title: A small course", "title: دورة صغيرة")
        .replace("kind: course\n", "kind: course\nlanguage: ar\n")
    )
    load_library(library)
    for page in publishable():
        release(page)
    return {edition.language: edition for edition in Edition.objects.filter(slug=COURSE)}


@pytest.fixture
def cohort(editions: dict[str, Edition]) -> Cohort:
    return open_cohort(
        name="Island class",
        course=editions["en"].activity,
        starts=FIRST_DAY.date(),
        ends=FIRST_DAY.date() + timedelta(days=4),
        trainer=make_trainer("trainer", "Trainer"),
    )


@pytest.fixture(
    params=[
        *(pytest.param(way, id=way.name) for way in WAYS),
        *(pytest.param(way, id=way.name, marks=pytest.mark.thorough) for way in OTHER_WAYS),
    ]
)
def learner(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Learner]:
    way: Way = request.param
    context = browser.new_context(
        java_script_enabled=way.has_scripts,
        viewport={"width": 360, "height": 640},
        extra_http_headers={"Accept-Language": way.language},
    )
    context.set_default_timeout(10_000)  # ms
    yield Learner(context.new_page(), way)
    context.close()


def test_a_newcomer_finishes_a_course_and_recalls_it_a_week_later(
    live_server: object, editions: dict[str, Edition], cohort: Cohort, learner: Learner
) -> None:
    address, page = str(live_server), learner.page
    edition = editions[learner.way.language]
    with time_machine.travel(FIRST_DAY):
        join(learner, address, cohort)
        learner.press(page.locator(f'main form[action$="/{COURSE}/start"] button'))
        learn(learner, address, edition)
        prove(learner, address, edition)
        page.goto(f"{address}/me/")
        expect(page.locator('main progress[value="100"]')).to_be_visible()
        if learner.way.language == "ar":
            expect(page.locator('html[dir="rtl"]')).to_be_visible()
    with time_machine.travel(FIRST_DAY + WEEK):
        recall(learner, address, edition)
    person = User.objects.learners().get()
    assert reading.progress_of(person.pk, edition.activity)[edition.activity].completed_at


def join(learner: Learner, address: str, cohort: Cohort) -> None:
    page = learner.page
    page.goto(f"{address}/join/")
    learner.write(page.locator('main [name="code"]'), cohort.join_code)
    learner.write(page.locator('main [name="name"]'), "Learner of the test")
    learner.write(page.locator('main [name="password"]'), PIN)
    learner.press(page.locator("main form button").first)
    expect(page.locator(".who")).to_be_visible()
    page.goto(f"{address}/courses/{COURSE}/")


def learn(learner: Learner, address: str, edition: Edition) -> None:
    page, questions = learner.page, edition.frozen().questions
    for place, lesson in enumerate(edition.manifest.lessons):
        page.goto(f"{address}/courses/{COURSE}/{lesson.slug}")
        for number, id_ in enumerate(lesson.questions):
            is_cut = learner.way.is_cut and (place, number) == (0, 0)
            answer(learner, questions[id_], is_cut=is_cut)
        if lesson.questions:
            expect(page.locator("[data-status] .tag.ok")).to_be_visible()


def answer(learner: Learner, question: Question, *, is_cut: bool) -> None:
    """Answer rightly; if the line `is_cut`, press without it, and have it back afterwards."""
    page = learner.page
    card = page.locator(f"#q-{question.id}")
    if question.is_reflection:
        learner.write(card.locator("textarea"), "The land register.")
    else:
        choose(learner, card, question)
    if is_cut:
        page.context.set_offline(True)
    learner.press(card.locator("button:not([type])"))
    if is_cut:
        expect(page.locator("[data-unsent]")).to_be_visible()
        page.context.set_offline(False)
    expect(card.locator(".fb.ok").first).to_be_visible()


def choose(learner: Learner, card: Locator, question: Question) -> None:
    for option in question.options:
        box = card.locator(f'input[value="{option.id}"]')
        if question.is_multiple or option.correct:
            learner.tick(box, on=option.correct)


def prove(learner: Learner, address: str, edition: Edition) -> None:
    page, questions = learner.page, edition.frozen().questions
    assessment = edition.manifest.assessment
    assert assessment is not None
    page.goto(f"{address}/courses/{COURSE}/{assessment.slug}")
    for field in page.locator("main fieldset.check").all():
        id_ = (field.get_attribute("id") or "").removeprefix("q-")
        choose(learner, field, questions[id_])
    learner.press(page.locator("main form:has(fieldset.check) button.btn:not(.q)").first)
    expect(page.locator("main .fb.ok").first).to_be_visible()


def recall(learner: Learner, address: str, edition: Edition) -> None:
    """Answer everything that the weekly recap asks."""
    page, questions = learner.page, edition.frozen().questions
    page.goto(f"{address}/me/recap/")
    asked = page.locator("main form.check").count()
    assert asked > 0
    for _question in range(asked):
        card = page.locator("main form.check").first
        id_ = (card.get_attribute("id") or "").removeprefix("q-")
        choose(learner, card, questions[id_])
        learner.press(card.locator("button:not([type])"))
        expect(page.locator(f"section#q-{id_} .fb.ok").first).to_be_visible()
    expect(page.locator("main > .fb.ok")).to_be_visible()
