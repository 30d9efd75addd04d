import csv
from io import BytesIO, StringIO
from uuid import UUID

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.ratings import report
from learning.ratings.models import Rating
from tests.learning.accounts.people import signed_in
from tests.learning.player.test_views import words
from tests.learning.ratings.test_counting import COURSE, rate

REPORT = "/cms/reports/ratings/"


@pytest.fixture
def editor(db: None) -> User:
    """Somebody who writes, and may not publish."""
    person = User.objects.create_user("editor", password="x", name="Editor One")
    person.groups.add(Group.objects.get(name="Editors"))
    return person


def read(person: User, **asked: str) -> str:
    return words(signed_in(person).get(REPORT, asked))


def test_authors_read_numbers_and_words_and_no_name(administrator: User) -> None:
    rate(5, 4)
    Rating.objects.filter(score=4).update(helped="The <sheet>.", hard="The maths.")
    page = signed_in(administrator).get(REPORT).content.decode()
    assert "The &lt;sheet&gt;." in page
    assert "The maths." in page
    assert "4.5" in page
    assert "Somebody" not in page
    for rating in Rating.objects.select_related("learner"):
        assert str(rating.learner.pk) not in page
        assert rating.learner.username not in page


def test_it_is_filtered_by_course_score_language_and_leave(administrator: User) -> None:
    rate(5)
    rate(1, course=UUID(int=2), title="Another course")
    Rating.objects.filter(score=1).update(helped="Too long.", may_show=True, language="fr")
    for asked in ({"course": str(UUID(int=2))}, {"score": "1"}, {"may_show": "true"}):
        page = read(administrator, **asked)
        assert "Too long." in page
    assert "Too long." not in read(administrator, course=str(COURSE))
    assert "Too long." not in read(administrator, language="en")
    assert "No rating fits" in read(administrator, score="3")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tables_hold_no_formula_and_no_name(administrator: User, form: str) -> None:
    rate(3)
    Rating.objects.update(helped='=HYPERLINK("http://x","y")', hard="+1")
    answer = signed_in(administrator).get(REPORT, {"export": form})
    content = b"".join(answer)  # type: ignore[arg-type]
    if form == "csv":
        _heads, row = csv.reader(StringIO(content.decode()))
    else:
        sheet = load_workbook(BytesIO(content)).active
        assert sheet
        _heads, row = ([str(cell) for cell in line] for line in sheet.values)
    assert row[:4] == ["A course", "en", "3", '\'=HYPERLINK("http://x","y")']
    assert row[4] == "'+1"
    assert "Somebody" not in content.decode("latin-1")


def test_an_author_who_may_publish_lets_words_be_shown_and_hides_them(
    administrator: User,
) -> None:
    rate(5)
    Rating.objects.update(helped="Good.", may_show=True)
    pk = Rating.objects.get().pk
    before = Rating.objects.get().updated
    browser = signed_in(administrator)
    assert "Show" in words(browser.get(REPORT))
    browser.post(f"{REPORT}{pk}/show", {"show": "", "words": Rating.objects.get().words_sha256})
    assert Rating.objects.get().is_shown
    assert Rating.objects.get().updated == before
    browser.post(f"{REPORT}{pk}/show")
    assert not Rating.objects.get().is_shown


def test_what_the_writer_keeps_for_authors_is_never_shown(administrator: User) -> None:
    rate(5)
    pk, words_sha256 = Rating.objects.get().pk, Rating.objects.get().words_sha256
    signed_in(administrator).post(f"{REPORT}{pk}/show", {"show": "", "words": words_sha256})
    assert not Rating.objects.get().is_shown


def test_an_editor_reads_and_lets_nothing_be_shown(editor: User) -> None:
    rate(5)
    Rating.objects.update(helped="Good.", may_show=True)
    browser = signed_in(editor)
    assert "Good." in words(browser.get(REPORT))
    browser.post(f"{REPORT}{Rating.objects.get().pk}/show", {"show": ""})
    assert not Rating.objects.get().is_shown


def test_learners_and_others_see_no_report(learner: User, outsider: User) -> None:
    rate(5)
    pk = Rating.objects.get().pk
    for browser in (Client(), signed_in(learner), signed_in(outsider)):
        assert browser.get(REPORT).status_code == 302
        assert browser.post(f"{REPORT}{pk}/show", {"show": ""}).status_code == 302


def test_a_longer_list_asks_no_more(
    administrator: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(administrator)
    rate(*[4] * 12)
    browser.get(REPORT)
    with django_assert_max_num_queries(20):
        browser.get(REPORT)


def test_words_that_changed_after_the_author_read_them_are_not_shown(
    administrator: User,
) -> None:
    rate(5)
    Rating.objects.update(helped="Good.", may_show=True)
    browser, rating = signed_in(administrator), Rating.objects.get()
    read_words = rating.words_sha256
    assert f'value="{read_words}"' in browser.get(REPORT).content.decode()
    Rating.objects.update(helped="Somebody is a thief.")

    for sent in ({"show": "", "words": read_words}, {"show": ""}):
        answer = browser.post(f"{REPORT}{rating.pk}/show", sent, follow=True)
        assert "Read them again, then choose." in words(answer)
        assert not Rating.objects.get().is_shown


def test_words_that_change_while_they_are_chosen_are_not_shown(
    administrator: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    rate(5)
    Rating.objects.update(helped="Good.", may_show=True)
    rating = Rating.objects.get()

    def read_then_changed(*_args: object, **_asked: object) -> Rating:
        Rating.objects.update(helped="Somebody is a thief.")
        return rating

    monkeypatch.setattr(report, "get_object_or_404", read_then_changed)
    sent = {"show": "", "words": rating.words_sha256}
    signed_in(administrator).post(f"{REPORT}{rating.pk}/show", sent)
    assert not Rating.objects.get().is_shown
