"""A course kept on a phone: fetched once, learned without a line, its answers home exactly once."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, Request, Route, expect

from courses.models import CoursePage
from learning.accounts.models import User
from learning.keeping.copies import Packing, copy_of
from learning.player import answering
from learning.publishing.models import Edition
from learning.publishing.releasing import release
from learning.records.models import Statement
from learning.records.reading import progress_of
from tests.factories.snapshots import Snapshot
from tests.learning.accounts.people import signed_in

pytestmark = [pytest.mark.browser, pytest.mark.thorough, pytest.mark.usefixtures("committed_site")]
PATIENCE = 20_000  # ms
# What the browser left with the worker, and how many files of courses it holds.
OUTBOX = "caches.open('atoll-keep-outbox').then((all) => all.keys())"
HELD = "caches.open('atoll-keep-files').then((all) => all.keys()).then((keys) => keys.length)"


@pytest.fixture
def course(committed_site: None, small_snapshot: Snapshot) -> Edition:
    small_snapshot.put()
    return Edition.objects.current().get(slug="small-course")


@pytest.fixture
def learner(committed_site: None) -> User:
    return User.objects.create_learner(name="Sina", pin="2580")


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext) -> Iterator[Page]:
    page = phone.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []


@pytest.fixture
def address(live_server: object) -> str:
    return str(live_server)


def sign_in(context: BrowserContext, address: str, learner: User) -> None:
    cookie = signed_in(learner).cookies[django_settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": address}])


def sign_out(context: BrowserContext) -> None:
    context.clear_cookies(name=django_settings.SESSION_COOKIE_NAME)


def keep(page: Page, address: str) -> None:
    """Keep the course from its page, and wait until it is here."""
    page.goto(f"{address}/courses/small-course/")
    page.get_by_role("button", name="Keep this course on my phone").click()
    expect(page.get_by_text("✓ Kept on this phone")).to_be_visible(timeout=PATIENCE)


def rightly(edition: Edition, id_: str) -> list[str]:
    return [option.text for option in edition.frozen().questions[id_].options if option.correct]


def answer(page: Page, edition: Edition, id_: str) -> None:
    card = page.locator(f'[data-question="{id_}"]')
    if edition.frozen().questions[id_].is_reflection:
        card.get_by_role("textbox").fill("The land register.")
    for text in rightly(edition, id_):
        card.get_by_label(text, exact=True).check()
    card.get_by_role("button").click()


def learn_everything(page: Page, edition: Edition) -> None:
    """Do the whole of the kept course that is open."""
    for lesson in edition.manifest.lessons:
        page.evaluate(f"location.hash = '#{lesson.slug}'")
        for id_ in lesson.questions:
            answer(page, edition, id_)
    page.evaluate("location.hash = '#assessment'")
    page.get_by_role("button", name="Begin").click()
    for card in page.locator("#atoll-attempt fieldset").all():
        prompt = card.inner_text()
        for question in edition.frozen().questions.values():
            if re.sub("<[^>]+>", "", question.prompt).strip() in prompt:
                for option in question.options:
                    if option.correct:
                        card.get_by_label(option.text, exact=True).check()
    page.get_by_role("button", name="Hand in my answers").click()
    expect(page.get_by_text("✓ Passed")).to_be_visible()


def all_sent(page: Page) -> None:
    expect(page.locator('[data-keep-state="sent"]')).to_contain_text(
        "All answers are on the server", timeout=PATIENCE
    )


def test_a_course_is_learned_without_a_line_and_comes_home_once(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina: on this phone only 0, on the server 0")).to_be_visible()

    phone.set_offline(True)
    page.goto(f"{address}/keep/small-course/")
    learn_everything(page, course)
    expect(page.get_by_text("They are sent when there is a network.").first).to_be_visible()
    assert Statement.objects.count() == 0
    page.goto(f"{address}/me/")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.get_by_role("link", name=course.title).click()
    expect(page.get_by_role("heading", name="You have completed this course")).to_be_visible()

    phone.set_offline(False)
    all_sent(page)
    page.reload()
    all_sent(page)
    state = progress_of(learner.pk, course.activity)[course.activity]
    assert state.completed_at
    asked = sum(len(lesson.questions) for lesson in course.manifest.lessons)
    # registered, an answer to each, two of the assessment, its score; completed is the server's
    assert Statement.objects.count() == 1 + asked + 2 + 1 + 1
    assert set(Statement.objects.values_list("evidence", flat=True)) == {"self-reported"}
    page.goto(f"{address}/courses/small-course/")
    expect(page.get_by_text("✓ You have completed this course")).to_be_visible()


def test_the_size_that_is_said_first_is_what_travels(
    address: str, course: Edition, phone: BrowserContext, page: Page
) -> None:
    fetched: list[int] = []

    def weigh(request: Request) -> None:
        if "/files/" in request.url:
            fetched.append(request.sizes()["responseBodySize"])

    page.on("requestfinished", weigh)
    keep(page, address)
    copy = copy_of(course, Packing.BROTLI)
    assert (sum(fetched), len(fetched)) == (copy.wire, len(copy.files))


def test_a_download_that_breaks_off_goes_on_where_it_stopped(
    address: str, course: Edition, phone: BrowserContext, page: Page
) -> None:
    asked: list[str] = []

    def break_off(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) == 3:
            route.abort()
        else:
            route.continue_()

    phone.route("**/keep/small-course/files/**", break_off)
    page.goto(f"{address}/courses/small-course/")
    page.get_by_role("button", name="Keep this course on my phone").click()
    expect(page.get_by_text("The network broke off.")).to_be_visible()
    assert page.evaluate("Atoll.keeper.isKept('small-course')") is None
    page.reload()
    expect(page.get_by_text("Part of this course is here already.")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("✓ Kept on this phone")).to_be_visible()
    assert len(asked) == len(copy_of(course).files) + 1
    assert len(set(asked)) == len(copy_of(course).files)


def test_where_there_is_no_room_nothing_is_half_installed(
    address: str, course: Edition, page: Page
) -> None:
    page.goto(f"{address}/courses/small-course/")
    page.evaluate("""() => {
        const put = Cache.prototype.put;
        let files = 0;
        Cache.prototype.put = function (key, response) {
            if (String(key).includes("/files/") && ++files > 2) {
                throw new DOMException("full", "QuotaExceededError");
            }
            return put.call(this, key, response);
        };
    }""")
    page.get_by_role("button", name="Keep this course on my phone").click()
    expect(page.get_by_text("There is not enough room on this phone.")).to_be_visible()
    assert page.evaluate(HELD) == 0
    expect(page.get_by_role("button", name="Keep this course on my phone")).to_be_visible()


def test_a_newer_edition_is_offered_with_only_what_changed_and_a_course_can_be_removed(
    address: str, course: Edition, phone: BrowserContext, page: Page
) -> None:
    keep(page, address)
    changed = CoursePage.objects.get(slug="small-course")
    changed.summary = "Count again."
    changed.save_revision()
    release(CoursePage.objects.get(pk=changed.pk))
    page.goto(f"{address}/keep/")
    expect(page.get_by_text("There is a newer edition.")).to_be_visible()
    page.get_by_role("button", name=re.compile(r"Update – \d+ kB, files: 1$")).click()
    expect(page.get_by_text("✓ Kept on this phone")).to_be_visible()
    phone.set_offline(True)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Count again.")).to_be_visible()

    page.goto(f"{address}/keep/")
    expect(page.get_by_text("You are offline.")).to_be_visible()
    page.get_by_role("button", name="Remove from this phone").click()
    expect(page.get_by_text("Removed, and its room is free again.")).to_be_visible()
    assert page.evaluate(HELD) == 0


def test_answers_go_under_the_name_of_who_gave_them_and_no_other(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    phone.set_offline(True)
    first = course.manifest.lessons[0]
    page.evaluate(f"location.hash = '#{first.slug}'")
    answer(page, course, first.questions[0])
    sign_out(phone)
    phone.set_offline(False)
    expect(page.locator('[data-keep-state="signed-out"]')).to_contain_text("Your answers stay here")
    sign_in(phone, address, User.objects.create_learner(name="Tomasi", pin="1357"))
    page.reload()
    expect(page.get_by_text("Tomasi: on this phone only 0")).to_be_visible()
    expect(page.get_by_text("never under your name").first).to_be_visible()
    assert Statement.objects.count() == 0
    sign_out(phone)
    sign_in(phone, address, learner)
    page.reload()
    all_sent(page)
    assert {each.actor for each in Statement.objects.all()} == {learner.pk}
    assert Statement.objects.count() == 2


def test_a_captive_portal_is_no_receipt(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    page.goto(f"{address}/keep/small-course/")
    all_known = page.get_by_text("Sina: on this phone only 0, on the server 0")
    expect(all_known).to_be_visible()
    phone.route("**/keep/statements", portal)
    first = course.manifest.lessons[0]
    page.evaluate(f"location.hash = '#{first.slug}'")
    answer(page, course, first.questions[0])
    expect(page.locator('[data-keep-state="failed"]')).to_be_visible()
    expect(page.get_by_text("Sina: on this phone only 1, on the server 0")).to_be_visible()
    phone.unroute("**/keep/statements")
    page.evaluate("location.hash = '#atoll-progress'")
    page.get_by_role("button", name="Send now").click()
    all_sent(page)
    assert Statement.objects.count() == 2


def test_what_was_learned_elsewhere_is_on_the_phone_too(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    frozen = course.frozen()
    lesson = course.manifest.lessons[0]
    question = frozen.questions[lesson.questions[0]]
    right = [option.id for option in question.options if option.correct]
    answering.start(learner, frozen)
    answering.answer(learner, frozen, question, lesson.activity, right)
    sign_in(phone, address, learner)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina: on this phone only 0, on the server 1")).to_be_visible()
    expect(page.locator("#atoll-bar-text")).to_have_text("1 of 4 done")
    assert Statement.objects.count() == 2


def test_an_answer_given_while_the_network_is_cut_is_sent_when_it_is_back(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    first, last = course.manifest.lessons[0], course.manifest.lessons[-1]
    page.goto(f"{address}/courses/small-course/{first.slug}")
    phone.set_offline(True)
    card = page.locator("form.check").first
    card.get_by_label(rightly(course, first.questions[0])[0], exact=True).check()
    card.get_by_role("button").click()
    expect(page.get_by_text("No network. Your answer is kept on this device")).to_be_visible()
    assert Statement.objects.count() == 0
    phone.set_offline(False)
    page.goto(f"{address}/courses/small-course/{last.slug}")
    expect(page.get_by_text("✓ Your answer has been sent.")).to_be_visible()
    page.goto(f"{address}/courses/small-course/{first.slug}")
    expect(page.get_by_text("✓ Lesson done")).to_be_visible()
    assert Statement.objects.filter(verb__endswith="answered").count() == 1
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_what_is_being_written_survives_a_reload_and_a_portal_says_nothing(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    last = course.manifest.lessons[-1]
    page.goto(f"{address}/courses/small-course/{last.slug}")
    page.get_by_role("textbox").fill("The second visit.")
    page.reload()
    expect(page.get_by_role("textbox")).to_have_value("The second visit.")
    phone.route(f"**/{last.slug}", portal)
    card = page.locator("form.check")
    card.get_by_role("button").click()
    expect(page.get_by_text("No network. Your answer is kept on this device")).to_be_visible()
    phone.unroute(f"**/{last.slug}")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("✓ Lesson done")).to_be_visible()
    assert Statement.objects.filter(verb__endswith="answered").count() == 1


def test_signing_out_names_what_would_be_lost_and_then_leaves_nothing_behind(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    page.goto(f"{address}/courses/small-course/{course.manifest.lessons[-1].slug}")
    phone.set_offline(True)
    page.locator("form.check").get_by_role("textbox").fill("Said without a line.")
    page.locator("form.check").get_by_role("button").click()
    expect(page.get_by_text("No network. Your answer is kept on this device")).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    page.once("dialog", stay)
    page.get_by_role("button", name="Sign out").click()
    assert asked == ["An answer has not been sent yet. Sign out and lose it?"]
    assert page.evaluate("localStorage.length") == 2  # the answer, and what is being written
    phone.set_offline(False)
    expect(page.get_by_text("✓ Your answer has been sent.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()
    assert page.evaluate("localStorage.length") == 0
    assert Statement.objects.filter(verb__endswith="answered").count() == 1


def test_on_a_shared_pc_nothing_is_kept_beyond_the_tab(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    phone.add_cookies([{"name": "atoll_shared", "value": "1", "url": address}])
    sign_in(phone, address, learner)
    page.goto(f"{address}/courses/small-course/")
    expect(page.get_by_role("link", name="Take this course along on a USB stick")).to_be_visible()
    expect(page.get_by_text("Keep this course on my phone")).to_have_count(0)
    page.goto(f"{address}/courses/small-course/{course.manifest.lessons[0].slug}")
    phone.set_offline(True)
    card = page.locator("form.check").first
    card.get_by_role("radio").first.check()
    card.get_by_role("button").click()
    expect(page.get_by_text("No network. Your answer is kept on this device")).to_be_visible()
    assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 1]


def test_a_worker_is_switched_off_by_the_server(
    address: str, course: Edition, page: Page, settings: Any
) -> None:
    keep(page, address)
    settings.ATOLL_KEEPING = False
    page.evaluate("navigator.serviceWorker.getRegistration().then((each) => each.update())")
    until(page, "navigator.serviceWorker.getRegistrations().then((all) => all.length === 0)")
    page.goto(f"{address}/keep/")
    expect(page.get_by_text("Keeping courses is switched off on this server")).to_be_visible()


def test_the_worker_sends_what_waits_after_the_page_is_closed(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    phone.route("**/keep/me", portal)
    first = course.manifest.lessons[0]
    page.evaluate(f"location.hash = '#{first.slug}'")
    answer(page, course, first.questions[0])
    expect(page.locator('[data-keep-state="failed"]')).to_be_visible()
    until(page, f"{OUTBOX}.then((keys) => keys.length === 1)")
    # The system may end a page without a word: nothing goes out on the way.
    page.evaluate("addEventListener('pagehide', (event) => event.stopImmediatePropagation(), true)")
    page.goto("about:blank")
    assert Statement.objects.count() == 0
    phone.unroute_all()
    other = phone.new_page()
    other.goto(f"{address}/courses/")
    chrome = phone.new_cdp_session(other)
    registrations: list[str] = []
    chrome.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda said: registrations.extend(e["registrationId"] for e in said["registrations"]),
    )
    chrome.send("ServiceWorker.enable")
    other.wait_for_timeout(300)  # ms
    chrome.send(
        "ServiceWorker.dispatchSyncEvent",
        {
            "origin": address,
            "registrationId": registrations[-1],
            "tag": "atoll-send",
            "lastChance": True,
        },
    )
    until(other, f"{OUTBOX}.then((keys) => keys.length === 0)")
    assert Statement.objects.count() == 2
    page.goto(f"{address}/keep/small-course/")
    all_sent(page)
    assert Statement.objects.count() == 2


def until(page: Page, promise: str) -> None:
    """Wait until what the browser promises is true."""
    for _time in range(PATIENCE // 100):
        if page.evaluate(promise):
            return
        page.wait_for_timeout(100)  # ms
    raise AssertionError(promise)


def portal(route: Route) -> None:
    """Answer as a captive portal does: with success, and another page."""
    route.fulfill(status=200, content_type="text/html", body="<h1>Welcome to our network</h1>")


def press_sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in").first).to_be_visible()


def answer_first(page: Page, course: Edition) -> None:
    first = course.manifest.lessons[0]
    page.evaluate(f"location.hash = '#{first.slug}'")
    answer(page, course, first.questions[0])


def test_signing_out_at_a_lesson_leaves_the_answers_of_kept_courses_to_be_sent(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    phone.route("**/keep/statements", portal)
    answer_first(page, course)
    expect(page.get_by_text("Sina: on this phone only 1")).to_be_visible()
    page.goto(f"{address}/courses/small-course/{course.manifest.lessons[0].slug}")
    press_sign_out(page)
    assert page.evaluate("localStorage['atoll/1/keeping/person']") is None
    phone.unroute("**/keep/statements")
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Your answers stay here; sign in to send them.")).to_be_visible()
    sign_in(phone, address, learner)
    page.reload()
    all_sent(page)
    assert Statement.objects.filter(actor=learner.pk, verb__endswith="answered").count() == 1


@pytest.mark.parametrize("place", ["", "count-the-visits"], ids=["course", "lesson"])
def test_a_kept_course_goes_on_as_whoever_signed_in_last(
    place: str,
    address: str,
    course: Edition,
    learner: User,
    phone: BrowserContext,
    page: Page,
) -> None:
    assert "count-the-visits" in [lesson.slug for lesson in course.manifest.lessons]
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    sign_out(phone)
    tomasi = User.objects.create_learner(name="Tomasi", pin="1357")
    sign_in(phone, address, tomasi)
    page.goto(f"{address}/courses/small-course/{place}")
    expect(page.get_by_text("Tomasi").first).to_be_visible()
    phone.set_offline(True)
    page.goto(f"{address}/keep/small-course/")
    answer_first(page, course)
    expect(page.get_by_text("Tomasi: on this phone only 1")).to_be_visible()
    phone.set_offline(False)
    all_sent(page)
    assert {each.actor for each in Statement.objects.all()} == {tomasi.pk}


def test_after_signing_out_new_answers_are_nobodys(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    assert page.evaluate("JSON.parse(localStorage['atoll/1/keeping/person']).name") == "Sina"
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    sign_out(phone)
    page.reload()
    expect(page.get_by_text("Nobody has signed in on this phone yet.")).to_be_visible()
    answer_first(page, course)
    expect(page.get_by_role("heading", name="Who is learning?")).to_be_visible()
    page.goto(f"{address}/courses/small-course/")
    sign_in(phone, address, learner)
    page.reload()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()
    press_sign_out(page)
    phone.set_offline(True)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Nobody has signed in on this phone yet.")).to_be_visible()
    assert Statement.objects.count() == 0


WAITS = """([learner, path, id, number, fields]) => localStorage.setItem(
    `atoll-unsent/${learner}${path}#${id}`, JSON.stringify({number, fields}))"""


def test_an_answer_to_no_question_keeps_no_other_back_and_can_be_discarded(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    first, last = course.manifest.lessons[0], course.manifest.lessons[-1]
    page.goto(f"{address}/courses/small-course/{first.slug}")
    phone.set_offline(True)
    card = page.locator("form.check").first
    card.get_by_label(rightly(course, first.questions[0])[0], exact=True).check()
    card.get_by_role("button").click()
    expect(page.get_by_text("No network. Your answer is kept on this device")).to_be_visible()
    who = str(learner.pk)
    gone = ["/courses/small-course/gone", f"/courses/small-course/{first.slug}"]
    for path in gone:
        page.evaluate(WAITS, [who, path, "q-gone", 0, [["answer", "1"]]])
    phone.set_offline(False)
    page.goto(f"{address}/courses/small-course/{last.slug}")
    expect(page.get_by_text("This question is no longer in the lesson.")).to_be_visible()
    assert Statement.objects.filter(verb__endswith="answered").count() == 1
    assert page.evaluate("localStorage.length") == len(gone)
    page.get_by_role("button", name="Discard").click()
    expect(page.locator("[data-unsent]")).to_be_hidden()
    assert page.evaluate("localStorage.length") == 0


def test_an_older_answer_never_comes_after_a_newer_one(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    lesson = course.manifest.lessons[-1]
    sign_in(phone, address, learner)
    page.goto(f"{address}/courses/small-course/{lesson.slug}")
    [form] = page.locator("form.check").all()
    id_ = str(form.get_attribute("id"))
    said: list[str] = []

    def listen(route: Route) -> None:
        body = route.request.post_data or ""
        said.extend(each for each in ("first", "second") if f"The {each} visit." in body)
        route.continue_()

    held: list[Route] = []
    phone.route("**/waits-long", lambda route: held.append(route))
    phone.route(f"**/{lesson.slug}", listen)
    fields = page.evaluate("(id) => Array.from(new FormData(document.getElementById(id)))", id_)
    older = [[n, "The first visit." if n != "question" and not v else v] for n, v in fields]
    older = [pair for pair in older if pair[0] != "csrfmiddlewaretoken"]
    page.evaluate(WAITS, [str(learner.pk), "/courses/waits-long", "q-x", 1, [["answer", "1"]]])
    page.evaluate(WAITS, [str(learner.pk), f"/courses/small-course/{lesson.slug}", id_, 2, older])
    page.evaluate("dispatchEvent(new Event('online'))")
    form.get_by_role("textbox").fill("The second visit.")
    form.get_by_role("button").click()
    page.wait_for_timeout(500)  # ms
    whole = f'<link href="atoll"><p data-unsent data-learner="{learner.pk}" id="q-x"></p>'
    held[0].fulfill(status=200, content_type="text/html", body=whole)
    expect(page.get_by_text("✓ Lesson done")).to_be_visible()
    page.wait_for_timeout(500)  # ms
    assert said == ["second"]
    response = Statement.objects.filter(verb__endswith="answered").get()
    assert "The second visit." in response.content


def test_a_course_in_another_language_does_not_replace_the_one_that_is_kept(
    address: str, course: Edition, page: Page
) -> None:
    keep(page, address)
    asked = """async () => {
        const all = await caches.open("atoll-keep-courses");
        const plan = await (await all.match("/keep/small-course/kept")).json();
        Object.assign(plan, {language: "ar", mark: "other", title: "بالعربية"});
        await all.put("/keep/small-course/kept", new Response(JSON.stringify(plan)));
    }"""
    page.evaluate(asked)
    page.reload()
    expect(page.get_by_text("بالعربية – ✓ Kept on this phone")).to_be_visible()
    expect(page.get_by_role("button", name="Update")).to_have_count(0)
    expect(page.get_by_role("button", name="Remove from this phone")).to_be_visible()


def test_what_is_too_much_at_once_goes_in_smaller_parts(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    phone.set_offline(True)
    answer_first(page, course)
    sizes: list[int] = []

    def refuse_two(route: Route) -> None:
        sent = json.loads(route.request.post_data or "")["statements"]
        sizes.append(len(sent))
        if len(sent) > 1:
            route.fulfill(status=413, json={"format": "atoll-keeping/1", "error": "too much"})
        else:
            route.continue_()

    phone.route("**/keep/statements", refuse_two)
    phone.set_offline(False)
    all_sent(page)
    assert Statement.objects.count() == 2
    assert sizes[0] == 2


def test_a_part_beyond_the_end_of_a_kept_film_is_refused(
    address: str, course: Edition, page: Page
) -> None:
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    asked = """(range) => fetch("/keep/small-course/atoll/player.js", {headers: {Range: range}})
        .then((response) => [response.status, response.headers.get("Content-Range")])"""
    [status, part] = page.evaluate(asked, "bytes=0-9")
    length = part.rpartition("/")[2]
    assert (status, part) == (206, f"bytes 0-9/{length}")
    assert page.evaluate(asked, f"bytes={length}-") == [416, f"bytes */{length}"]
    assert page.evaluate(asked, f"bytes={int(length) - 1}-") == [
        206,
        f"bytes {int(length) - 1}-{int(length) - 1}/{length}",
    ]


def test_a_withdrawn_course_says_that_all_is_sent(
    address: str, course: Edition, learner: User, phone: BrowserContext, page: Page
) -> None:
    sign_in(phone, address, learner)
    keep(page, address)
    page.goto(f"{address}/keep/small-course/")
    expect(page.get_by_text("Sina:")).to_be_visible()
    Edition.objects.update(is_current=False)
    answer_first(page, course)
    all_sent(page)


def test_what_is_here_already_is_not_tidied_away_while_the_rest_is_fetched(
    address: str, course: Edition, page: Page
) -> None:
    keep(page, address)
    page.evaluate("""async () => {
        const { plan, keep } = Atoll.keeper;
        window.order = [];
        const [keys, put] = [Cache.prototype.keys, Cache.prototype.put];
        Cache.prototype.keys = function () { window.order.push("left"); return keys.call(this); };
        Cache.prototype.put = function (key, value) {
            window.order.push(String(key));
            return put.call(this, key, value);
        };
        await keep(await plan("small-course", "en"), undefined, () => {});
    }""")
    assert page.evaluate("window.order[0]") == "/keep/small-course/wanted"
