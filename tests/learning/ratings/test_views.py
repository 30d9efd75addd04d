from uuid import uuid4

import pytest
from django.test import Client

from learning.accounts.models import User
from learning.player import answering
from learning.publishing.models import Edition
from learning.ratings.forms import RatingForm
from learning.ratings.models import LONGEST, Rating
from tests.learning.accounts.people import signed_in
from tests.learning.player.test_answering import do_lesson, take
from tests.learning.player.test_views import words
from tests.learning.ratings.test_counting import rate

HOSTILE = "<script>alert('x')</script>"
COURSE = "/courses/small-course/"


@pytest.fixture
def address(learner: User, small_course: Edition) -> str:
    """Give where the learner, who has begun the course, rates it."""
    answering.start(learner, small_course.frozen())
    return f"/me/ratings/{small_course.activity}/"


def test_who_has_begun_a_course_is_asked_how_it_was(learner: User, address: str) -> None:
    browser = signed_in(learner)
    assert "Tell us how it was" in words(browser.get(COURSE))
    assert "Tell us how it was" not in words(Client().get(COURSE))

    sent = browser.post(address, {"score": "4", "helped": "The sheet.", "hard": ""}, follow=True)

    assert "Thank you" in words(sent)
    rating = Rating.objects.get()
    assert (rating.score, rating.helped, rating.may_show) == (4, "The sheet.", False)
    assert rating.title == "A small course"


def test_it_is_given_once_and_can_be_changed(learner: User, address: str) -> None:
    browser = signed_in(learner)
    browser.post(address, {"score": "4", "helped": "The sheet."})
    page = browser.get(address).content.decode()
    assert "The sheet.</textarea>" in page
    assert "Save again" in page
    browser.post(address, {"score": "2", "helped": "The sheet."})
    assert Rating.objects.get().score == 2


def test_words_that_changed_are_looked_at_again_before_they_are_shown(
    learner: User, address: str
) -> None:
    browser = signed_in(learner)
    form = {"score": "4", "helped": "The sheet.", "may_show": "on"}
    browser.post(address, form)
    Rating.objects.update(is_shown=True)
    browser.post(address, {**form, "score": "5"})
    assert Rating.objects.get().is_shown
    browser.post(address, {**form, "helped": "Something else."})
    assert not Rating.objects.get().is_shown


@pytest.mark.parametrize(
    "form",
    [
        {},
        {"score": "0"},
        {"score": "6"},
        {"score": "x"},
        {"score": "3", "hard": "x" * (LONGEST + 1)},
    ],
)
def test_what_cannot_be_taken_is_said_and_kept_in_the_form(
    learner: User, address: str, form: dict[str, str]
) -> None:
    answer = signed_in(learner).post(address, {"helped": "Keep me.", **form})
    assert answer.status_code == 400
    assert "Keep me." in words(answer)
    assert not Rating.objects.exists()


def test_before_it_is_begun_a_course_is_not_rated(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    address = f"/me/ratings/{small_course.activity}/"
    answer = browser.post(address, {"score": "5"}, follow=True)
    assert "Begin the course first" in words(answer)
    assert not Rating.objects.exists()
    assert "Tell us how it was" not in words(browser.get(COURSE))


def test_an_unknown_course_is_a_404(learner: User) -> None:
    assert signed_in(learner).get(f"/me/ratings/{uuid4()}/").status_code == 404


def test_a_stranger_signs_in_and_loses_nothing(address: str) -> None:
    assert Client().get(address)["Location"].startswith("/in/")
    answer = Client().post(address, {"score": "5", "helped": "Long <words>."})
    assert answer.status_code == 403
    assert "Long &lt;words&gt;." in answer.content.decode()


def test_the_course_page_tells_the_average_from_five_on(
    learner: User, small_course: Edition
) -> None:
    rate(5, 4, 4, 3, course=small_course.activity)
    assert "of 5 from" not in words(Client().get(COURSE))
    rate(5, course=small_course.activity)
    assert "4.2 of 5 from 5 learners" in words(Client().get(COURSE))
    browser = Client()
    browser.cookies["django_language"] = "fr"
    assert "4,2" in words(browser.get(COURSE))


@pytest.mark.parametrize(("may_show", "is_shown"), [(True, False), (False, True), (False, False)])
def test_words_are_shown_only_if_the_writer_and_an_author_let_them(
    small_course: Edition, may_show: bool, is_shown: bool
) -> None:
    rate(5, 5, 5, 5, 5, course=small_course.activity)
    Rating.objects.update(helped="My words.", may_show=may_show, is_shown=is_shown)
    assert "My words." not in words(Client().get(COURSE))


def test_shown_words_have_no_name_and_are_inert(small_course: Edition) -> None:
    rate(5, 5, 5, 5, 5, course=small_course.activity)
    Rating.objects.update(helped=HOSTILE, may_show=True, is_shown=True)
    page = Client().get(COURSE).content.decode()
    assert "&lt;script&gt;alert" in page
    assert HOSTILE not in page
    assert "Somebody" not in page


def test_who_has_completed_a_course_is_asked_on_their_own_page(learner: User, address: str) -> None:
    edition = Edition.objects.current().get(slug="small-course")
    for lesson in edition.manifest.required_lessons:
        do_lesson(learner, edition, lesson)
    take(learner, edition, rightly=True)
    assert f'href="{address}"' in signed_in(learner).get("/me/").content.decode()


def test_a_button_pressed_twice_saves_one_rating(
    learner: User, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_valid = RatingForm.is_valid

    def overtaken(form: RatingForm) -> bool:
        monkeypatch.setattr(RatingForm, "is_valid", is_valid)
        course = form.instance.course
        Rating.objects.create(
            learner=learner, course=course, score=3, helped="The", may_show=True, is_shown=True
        )
        return is_valid(form)

    monkeypatch.setattr(RatingForm, "is_valid", overtaken)
    sent = signed_in(learner).post(address, {"score": "4", "helped": "The sheet."}, follow=True)

    assert "Thank you" in words(sent)
    rating = Rating.objects.get()
    assert (rating.score, rating.helped, rating.is_shown) == (4, "The sheet.", False)
    assert rating.title == "A small course"
