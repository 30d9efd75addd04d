import gzip
import re
from html import unescape
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client

from courses.models import HomePage
from learning.accounts.models import User
from learning.player import ranges
from learning.player.marking import draw
from learning.publishing.freezing import freeze
from learning.publishing.models import Edition
from learning.records import reading
from media.models import Picture
from tests.learning.accounts.people import signed_in
from tests.learning.player.sitting import attempt_form
from tests.learning.player.test_answering import right, wrong
from toolkits.models import ChapterPage, GuidePage, ToolkitPage

COLD, NEXT = 40_000, 15_000  # bytes over the wire
QUERIES = 8
ANSWERING = 18  # on PostgreSQL, with the beginnings and ends of transactions


def words(response: HttpResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", text))


def lesson_address(edition: Edition, slug: str) -> str:
    return f"/courses/{edition.slug}/{slug}"


def test_the_first_page_and_the_lists_show_what_is_published(small_course: Edition) -> None:
    for address in ("/", "/courses/"):
        assert small_course.title in words(Client().get(address))
    assert "A small toolkit" in words(Client().get("/toolkits/"))


@pytest.mark.parametrize("address", ["/", "/courses/", "/toolkits/"])
def test_an_empty_hub_says_so_kindly(db: None, address: str) -> None:
    assert Client().get(address).status_code == 200


def test_the_landing_page_says_what_is_given_and_asked(small_course: Edition) -> None:
    page = words(Client().get("/courses/small-course/"))

    for expected in (small_course.summary, "All public servants", "50 %", "16.6", "Start"):
        assert expected in page


def test_reading_needs_no_account(small_course: Edition) -> None:
    for lesson in small_course.manifest.lessons:
        page = Client().get(lesson_address(small_course, lesson.slug))
        assert lesson.title in words(page)


@pytest.mark.parametrize(
    "address",
    [
        "/courses/nothing/",
        "/courses/small-course/nothing",
        "/courses/small-toolkit/",
        "/toolkits/small-course/",
        "/courses/small-course/media/../../secret",
        "/courses/small-course/media/questions.json",
    ],
)
def test_an_unknown_address_is_a_kind_404(small_course: Edition, address: str) -> None:
    response = Client().get(address)

    assert response.status_code == 404
    assert "Nothing that you did is lost" in words(response)


def test_a_withdrawn_course_is_no_longer_offered(small_course: Edition) -> None:
    Edition.objects.update(is_current=False)

    assert Client().get("/courses/small-course/").status_code == 404


def test_feedback_is_given_without_an_account_and_nothing_is_saved(small_course: Edition) -> None:
    lesson = small_course.manifest.lesson("one-visit-less")
    question = small_course.frozen().questions[lesson.questions[0]]

    response = Client().post(
        lesson_address(small_course, lesson.slug),
        {"question": question.id, "option": wrong(question)},
    )

    assert "✗ Not quite" in words(response)
    assert "Not saved" in words(response)


def test_an_answer_is_saved_and_its_feedback_shown_again(
    learner: User, small_course: Edition
) -> None:
    lesson = small_course.manifest.lesson("one-visit-less")
    question = small_course.frozen().questions[lesson.questions[0]]
    browser = signed_in(learner)
    address = lesson_address(small_course, lesson.slug)

    sent = browser.post(address, {"question": question.id, "option": right(question)})

    assert sent.status_code == 302
    assert sent["Location"] == f"{address}#q-{question.id}"
    page = words(browser.get(address))
    assert "✓ Right" in page
    assert "✓ Lesson done" in page
    assert "1 of 4 done" in page


@pytest.mark.parametrize("chosen", [[], ["not-an-option"]])
def test_checking_without_an_answer_asks_for_one(
    learner: User, small_course: Edition, chosen: list[str]
) -> None:
    lesson = small_course.manifest.lesson("one-visit-less")
    response = signed_in(learner).post(
        lesson_address(small_course, lesson.slug),
        {"question": lesson.questions[0], "option": chosen},
    )

    assert response.status_code == 400
    assert "Choose an answer first" in words(response)
    assert reading.progress_of(learner.pk, small_course.activity) == {}


@pytest.mark.parametrize(("text", "expected"), [("  ", "a few words"), ("x" * 2001, "too long")])
def test_a_reflection_that_is_empty_or_too_long_is_not_lost(
    learner: User, small_course: Edition, text: str, expected: str
) -> None:
    lesson = small_course.manifest.lesson("write-it-down")
    response = signed_in(learner).post(
        lesson_address(small_course, lesson.slug),
        {"question": lesson.questions[0], "text": text},
    )

    assert response.status_code == 400
    assert expected in words(response)
    assert text.strip() in response.content.decode()


def test_a_question_that_left_the_lesson_is_explained(learner: User, small_course: Edition) -> None:
    lesson = small_course.manifest.lesson("write-it-down")
    response = signed_in(learner).post(
        lesson_address(small_course, lesson.slug), {"question": str(uuid4())}, follow=True
    )

    assert "no longer in the lesson" in words(response)


def test_an_answer_needs_the_token_of_the_page(learner: User, small_course: Edition) -> None:
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(lesson_address(small_course, "one-visit-less"), {"question": "x"})

    assert response.status_code == 403
    assert "send it again" in words(response)


def test_an_unfinished_assessment_keeps_the_answers_and_names_what_is_missing(
    learner: User, small_course: Edition
) -> None:
    assessment = small_course.manifest.assessment
    assert assessment
    browser, address = signed_in(learner), lesson_address(small_course, assessment.slug)
    form = attempt_form(browser, address)
    first, _second = draw(assessment, str(form["attempt"]))
    chosen = right(small_course.frozen().questions[first])

    response = browser.post(address, {**form, first: chosen})

    assert response.status_code == 400
    assert "1 question has no answer yet" in words(response)
    assert response.content.decode().count(" checked") == len(chosen)


def test_a_result_says_what_to_read_again_and_can_be_reloaded(
    learner: User, small_course: Edition
) -> None:
    assessment = small_course.manifest.assessment
    assert assessment
    questions = small_course.frozen().questions
    browser = signed_in(learner)
    address = lesson_address(small_course, assessment.slug)
    form = attempt_form(browser, address)
    attempt = str(form["attempt"])
    answers = {q: wrong(questions[q]) for q in draw(assessment, attempt)}

    response = browser.post(address, {**form, **answers}, follow=True)

    page = words(response)
    assert "Not passed yet" in page
    assert "0 of 2 right" in page
    review = {questions[q].review for q in answers}
    assert all(small_course.manifest.lesson(slug).title in page for slug in review)
    assert words(browser.get(f"{address}?attempt={attempt}")) == page
    assert browser.get(f"{address}?attempt={uuid4()}").status_code == 404
    assert "0 of 2" in words(browser.get(address))


def test_practice_without_an_account_shows_the_result_and_saves_nothing(
    small_course: Edition,
) -> None:
    assessment = small_course.manifest.assessment
    assert assessment
    address = lesson_address(small_course, assessment.slug)
    form = attempt_form(Client(), address)
    questions = small_course.frozen().questions
    answers = {q: right(questions[q]) for q in draw(assessment, str(form["attempt"]))}

    page = words(Client().post(address, form | answers))

    assert "2 of 2 right" in page
    assert "This was practice" in page


def test_my_learning_goes_on_where_i_stopped(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    started = browser.post("/courses/small-course/start")
    assert started["Location"] == "/courses/small-course/one-visit-less"
    lesson = small_course.manifest.lesson("one-visit-less")
    question = small_course.frozen().questions[lesson.questions[0]]
    browser.post(started["Location"], {"question": question.id, "option": right(question)})

    page = browser.get("/me/")

    assert "Continue: Count the visits" in words(page)
    assert learner.learner_code in words(page)
    assert "Continue" in words(browser.get("/"))
    assert browser.post("/courses/small-course/start")["Location"].endswith("/count-the-visits")


def test_starting_without_an_account_only_goes_to_the_first_lesson(small_course: Edition) -> None:
    started = Client().post("/courses/small-course/start")

    assert started["Location"] == "/courses/small-course/one-visit-less"


def test_my_learning_needs_an_account(db: None) -> None:
    assert Client().get("/me/").status_code == 302


def test_a_toolkit_is_read_like_a_book(small_toolkit: Edition) -> None:
    landing = Client().get("/toolkits/small-toolkit/")
    assert all(lesson.title in words(landing) for lesson in small_toolkit.manifest.lessons)
    for lesson in small_toolkit.manifest.lessons:
        page = words(Client().get(f"/toolkits/small-toolkit/{lesson.slug}"))
        assert "Sources" in page


def test_pictures_come_from_the_edition_and_may_be_kept_for_good(small_course: Edition) -> None:
    picture = small_course.manifest.media[0]

    response = Client().get(f"/courses/small-course/{picture.path}")

    assert response.status_code == 200
    assert response["Content-Type"] == picture.media_type
    assert "immutable" in response["Cache-Control"]
    assert len(b"".join(response)) == picture.length  # type: ignore[arg-type]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_learners_page_speaks_the_language_and_reads_from_its_side(
    learner: User, small_course: Edition, language: str
) -> None:
    browser = signed_in(learner)
    browser.cookies["django_language"] = language
    direction = "rtl" if language == "ar" else "ltr"
    for address in (
        "/",
        "/courses/",
        "/toolkits/",
        "/courses/small-course/",
        "/courses/small-course/one-visit-less",
        "/courses/small-course/assessment",
        "/me/",
        "/toolkits/small-toolkit/",
    ):
        page = browser.get(address).content.decode()
        assert f'<html lang="{language}" dir="{direction}">' in page
    assert (
        '<article class="content" lang="en" dir="ltr">'
        in browser.get("/courses/small-course/one-visit-less").content.decode()
    )


def test_a_lesson_is_light_on_the_wire(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    page = browser.get(
        lesson_address(small_course, "one-visit-less"), headers={"Accept-Encoding": "gzip"}
    )
    assert page["Content-Encoding"] == "gzip"
    assets = 0
    for name in ("learning/atoll.css", "learning/check.js", "learning/mark.svg"):
        path = finders.find(name)
        assert isinstance(path, str)
        assets += len(gzip.compress(Path(path).read_bytes(), 6))

    assert len(page.content) + assets <= COLD
    assert len(page.content) <= NEXT


def test_a_signed_in_lesson_asks_the_database_little(
    learner: User, small_course: Edition, django_assert_max_num_queries: object
) -> None:
    browser = signed_in(learner)
    browser.post("/courses/small-course/start")
    address = lesson_address(small_course, "one-visit-less")
    browser.get(address)

    with django_assert_max_num_queries(QUERIES):  # type: ignore[operator]
        browser.get(address)


def test_an_answer_asks_the_database_little_however_many_came_before(
    learner: User, small_course: Edition, django_assert_max_num_queries: object
) -> None:
    browser = signed_in(learner)
    browser.post("/courses/small-course/start")
    address = lesson_address(small_course, "one-visit-less")
    question = small_course.manifest.lesson("one-visit-less").questions[0]
    chosen = wrong(small_course.frozen().questions[question])

    for seen in range(4):
        with django_assert_max_num_queries(ANSWERING):  # type: ignore[operator]
            browser.post(address, {"question": question, "option": chosen, "seen": seen})

    states = reading.progress_of(learner.pk, UUID(small_course.manifest.activity))
    assert states[UUID(question)].answers == 4


def test_a_page_that_did_not_change_is_not_sent_again(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    address = lesson_address(small_course, "one-visit-less")
    first = browser.get(address)
    again = browser.get(address, headers={"If-None-Match": first["ETag"]})
    question = small_course.manifest.lesson("one-visit-less").questions[0]
    browser.post(
        address,
        {"question": question, "option": right(small_course.frozen().questions[question])},
    )
    changed = browser.get(address, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 304
    assert again.content == b""
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_a_page_asks_only_its_own_origin(small_course: Edition) -> None:
    response = Client().get(lesson_address(small_course, "one-visit-less"))

    assert "default-src 'self'" in response["Content-Security-Policy"]
    for address in re.findall(r'(?:src|srcset|action)="([^"]*)"', response.content.decode()):
        assert "//" not in address


def test_the_health_check_answers(db: None) -> None:
    assert Client().get("/healthz").json()["saving"] is True


def test_what_breaks_says_that_nothing_saved_is_lost(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_arguments: object, **_fields: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("learning.player.views.find_edition", breaks)
    browser = Client(raise_request_exception=False)
    browser.cookies["django_language"] = "ar"

    response = browser.get("/courses/small-course/")

    assert response.status_code == 500
    assert 'dir="rtl"' in response.content.decode()


def test_originals_and_files_are_not_served_by_their_path(small_course: Edition) -> None:
    picture = Picture.objects.get()
    rendition = picture.get_rendition("width-480|format-webp|webpquality-70")

    shown = Client().get(rendition.url)
    assert b"".join(shown)  # type: ignore[arg-type]
    shown.close()
    assert Client().get(f"/uploads/{picture.file.name}").status_code == 404
    assert Client().get("/uploads/images/../original_images/").status_code == 400


def test_chapters_of_two_toolkits_lead_to_each_other(small_toolkit: Edition) -> None:
    local = ToolkitPage(title="Local", slug="local", level="local", summary="Local.")
    HomePage.objects.get().add_child(instance=local)
    chapter = ChapterPage(title="Ground", slug="ground", code="L9", outcome="Do it")
    chapter.implements = small_toolkit.manifest.units[0].code
    local.add_child(instance=chapter)
    guide = GuidePage(title="A guide", slug="a-guide", summary="How.", minutes=3)
    chapter.add_child(instance=guide)
    freeze(local)
    national = small_toolkit.manifest.units[0]

    above = Client().get("/toolkits/small-toolkit/").content.decode()
    below = Client().get("/toolkits/local/").content.decode()

    assert '<a href="/toolkits/local/#ground">L9 · Ground</a>' in above
    assert f'<a href="/toolkits/small-toolkit/#{national.slug}">{national.title}</a>' in below


def test_a_toolkit_is_looked_things_up_in_so_it_claims_no_minutes(small_toolkit: Edition) -> None:
    assert "minutes" not in words(Client().get("/toolkits/"))
    assert "minutes" in words(Client().get("/courses/"))


def test_a_file_of_an_edition_that_a_browser_might_run_is_saved(
    small_course: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = small_course.manifest.media[0]
    address = f"/courses/small-course/{picture.path}"
    shown = Client().get(address)
    monkeypatch.setattr(ranges, "SHOWN", re.compile("nothing"))
    saved = Client().get(address)

    name = picture.path.removeprefix("media/")
    assert not shown["Content-Disposition"].startswith("attachment")
    assert saved["Content-Disposition"] == f'attachment; filename="{name}"'
    assert b"".join(shown) == b"".join(saved)  # type: ignore[arg-type]
