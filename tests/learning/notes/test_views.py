from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.notes.drafts import KEY, mark_of
from learning.notes.keeping import LONGEST
from learning.notes.models import Note
from learning.notes.points import digest
from learning.publishing.models import Edition
from tests.learning.accounts.people import PIN, signed_in
from tests.learning.player.test_views import words

LESSON = "/courses/small-course/count-the-visits"
POINT = "A visit that nobody needs is the cheapest to take away."


def save(browser: Client, text: str = "", lesson: str = LESSON, **more: object) -> HttpResponse:
    return browser.post(f"{lesson}/note", {"text": text, **more})  # type: ignore[return-value]


def page_of(browser: Client, address: str = LESSON) -> str:
    return browser.get(address).content.decode()


def test_a_note_a_bookmark_and_a_key_point_are_kept_at_the_lesson(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    assert f'value="{digest(POINT)}"' in page_of(browser)

    sent = save(browser, "Ask the clerk.", bookmark="on", point=digest(POINT))

    assert sent["Location"] == f"{LESSON}#note"
    assert Note.objects.get().points == [POINT]
    page = page_of(browser)
    assert "Ask the clerk.</textarea>" in page
    assert f'value="{digest(POINT)}" checked' in page
    assert "Your note is saved" in page


def test_a_toolkits_unit_has_a_note_too(learner: User, small_toolkit: Edition) -> None:
    unit = small_toolkit.manifest.lessons[0]
    address = f"/toolkits/small-toolkit/{unit.slug}"
    browser = signed_in(learner)
    save(browser, "Our line.", address)
    assert "Our line.</textarea>" in page_of(browser, address)


def test_strangers_see_no_note(small_course: Edition) -> None:
    assert 'id="note"' not in page_of(Client())


def test_another_person_sees_nothing_of_it(
    learner: User, outsider: User, administrator: User, small_course: Edition
) -> None:
    save(signed_in(learner), "Only mine.")
    note = Note.objects.get()
    for person in (outsider, administrator):
        other = signed_in(person)
        assert "Only mine." not in page_of(other)
        assert "Only mine." not in page_of(other, "/me/notes/")
        assert "Only mine." not in page_of(other, "/me/notes/notes.txt")
        assert other.post(f"/me/notes/{note.pk}/delete").status_code == 404
    assert Note.objects.get() == note


@pytest.mark.parametrize(
    "address",
    [
        "/courses/small-course/nothing",
        "/courses/nothing/x",
        "/toolkits/small-course/one-visit-less",
    ],
)
def test_there_is_no_note_where_there_is_no_lesson(
    learner: User, small_course: Edition, address: str
) -> None:
    assert save(signed_in(learner), "x", address).status_code == 404


def test_a_forged_key_point_is_not_kept(learner: User, small_course: Edition) -> None:
    save(signed_in(learner), "x", point=["forged", "<b>", digest("another")])
    assert Note.objects.get().points == []


def test_a_point_that_left_the_lesson_stays_until_it_is_taken_out(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    save(browser, "x")
    Note.objects.update(points=["An older point."])
    assert "An older point." in page_of(browser)
    shown = Note.objects.get().state

    save(browser, "y", point=digest("An older point."), shown=shown)
    assert Note.objects.get().points == ["An older point."]

    save(browser, "y", shown=Note.objects.get().state)
    assert Note.objects.get().points == []


def test_two_tabs_are_told_that_both_texts_are_kept(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    save(browser, "One.")
    save(browser, "Two.")
    page = words(browser.get(LESSON))
    assert "Both texts are kept" in page
    assert "One. ——— Two." in page


def test_too_long_a_note_is_shown_again_and_can_be_shortened(
    learner: User, small_course: Edition
) -> None:
    browser = signed_in(learner)
    text = "x" * (LONGEST + 1)
    answer = save(browser, text, bookmark="on", point=digest(POINT))
    assert answer.status_code == 400
    page = answer.content.decode()
    assert text in page
    assert f'name="point" value="{digest(POINT)}"' in page
    assert "Shorten it to 5000" in page
    assert not Note.objects.exists()


def test_what_was_written_comes_back_after_signing_in(learner: User, small_course: Edition) -> None:
    browser = Client()
    sent = save(browser, "Not lost.", writer=mark_of(learner), bookmark="on")
    assert sent.status_code == 403
    assert "It is kept for you" in words(sent)
    assert f'href="/in/?next={LESSON}%23note"' in sent.content.decode()

    browser.post("/in/", {"code": learner.learner_code, "password": PIN})
    page = browser.get(LESSON).content.decode()

    assert "Not lost.</textarea>" in page
    assert "This is not saved yet" in page
    assert '<details class="card note" id="note" open>' in page
    save(browser, "Not lost.")
    assert KEY not in browser.session
    assert "This is not saved yet" not in page_of(browser)


def test_somebody_else_who_signs_in_never_sees_it(
    learner: User, outsider: User, small_course: Edition
) -> None:
    browser = Client()
    save(browser, "Mine alone.", writer=mark_of(learner))
    session = browser.session
    other = signed_in(outsider)
    kept = other.session
    kept[KEY] = session[KEY]
    kept.save()

    assert "Mine alone." not in page_of(other)
    assert KEY not in other.session


@pytest.mark.parametrize("writer", ["", "forged", "x:y"])
def test_a_form_that_does_not_say_who_wrote_it_is_shown_to_be_copied(
    small_course: Edition, writer: str
) -> None:
    browser = Client()
    answer = save(browser, "Copy <me>.", writer=writer)
    assert answer.status_code == 403
    assert "Copy &lt;me&gt;." in answer.content.decode()
    assert KEY not in browser.session


def test_my_notes_stand_by_course_in_its_order_with_links(
    learner: User, small_course: Edition, small_toolkit: Edition
) -> None:
    browser = signed_in(learner)
    save(browser, "Second lesson.")
    save(browser, "First lesson.", "/courses/small-course/one-visit-less", bookmark="on")
    save(browser, "A unit.", f"/toolkits/small-toolkit/{small_toolkit.manifest.lessons[0].slug}")

    page = browser.get("/me/notes/").content.decode()

    found = [page.index(text) for text in ("A small course", "First l", "Second l", "A small tool")]
    assert found == sorted(found)
    assert f'href="{LESSON}#note"' in page
    text = browser.get("/me/notes/notes.txt")
    assert text["Content-Disposition"] == 'attachment; filename="notes.txt"'
    assert "One visit less [bookmark]\n" in text.content.decode()


@pytest.mark.parametrize("asked", ["CLERK", "cafe", "nobody needs", "count visits"])
def test_notes_are_searched_in_words_points_and_titles(
    learner: User, small_course: Edition, asked: str
) -> None:
    browser = signed_in(learner)
    save(browser, "The clerk at the Café.", point=digest(POINT))
    save(browser, "Else.", "/courses/small-course/write-it-down")
    page = words(browser.get("/me/notes/", {"q": asked}))
    assert "The clerk at the Café." in page
    assert "Else." not in page
    assert "No note holds these words" in words(browser.get("/me/notes/", {"q": "zebra"}))


def test_what_was_kept_outlives_its_lesson(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    save(browser, "Still here.")
    Edition.objects.update(is_current=False)
    page = words(browser.get("/me/notes/"))
    assert "Still here." in page
    assert "Count the visits" in page
    assert "no longer offered" in page


def test_a_note_can_be_deleted(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    save(browser, "Away.")
    address = f"/me/notes/{Note.objects.get().pk}/delete"
    assert "The note is deleted" in words(browser.post(address, follow=True))
    assert browser.post(address).status_code == 404
    assert browser.post(f"/me/notes/{uuid4()}/delete").status_code == 404
    assert "You keep nothing yet" in words(browser.get("/me/notes/"))


def test_hostile_text_stays_text(learner: User, small_course: Edition) -> None:
    browser = signed_in(learner)
    save(browser, "</textarea><script>alert(1)</script>")
    for address in (LESSON, "/me/notes/"):
        assert "<script>alert" not in page_of(browser, address)


@pytest.mark.parametrize("address", ["/me/notes/", "/me/notes/notes.txt"])
def test_the_list_needs_an_account(db: None, address: str) -> None:
    assert Client().get(address)["Location"].startswith("/in/")


def test_a_long_list_asks_the_database_no_more(
    learner: User, small_course: Edition, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(learner)
    for lesson in small_course.manifest.lessons:
        save(browser, "x", f"/courses/small-course/{lesson.slug}")
    browser.get("/me/notes/")
    with django_assert_max_num_queries(5):
        browser.get("/me/notes/")
