import re
from html import unescape
from uuid import uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.credentials import views
from learning.credentials.errors import NotComplete
from learning.credentials.issuing import revoke
from learning.credentials.models import Award
from learning.publishing.models import Edition
from learning.records.models import Progress, Statement
from tests.learning.accounts.people import signed_in
from tests.learning.cohorts.samples import COURSE, do_work, publish
from tests.learning.credentials.samples import (
    awarded,
    completed,
    completed_on_a_stick,
    course,
)
from tests.learning.player.test_answering import do_lesson, take

LIST, ASK = "/me/certificates/", f"/me/certificates/course/{COURSE}/"
UNKNOWN = "0000-0000-0000"
QUERIES = 9  # session, person, groups, certificates, five for the courses


def words(response: HttpResponse) -> str:
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return unescape(re.sub(r"\s+", " ", text))


def visible(response: HttpResponse) -> str:
    return words(response).replace(" ,", ",")


# The list


def test_the_list_says_what_is_there_ready_and_missing(learner: User, edition: Edition) -> None:
    browser = signed_in(learner)
    assert "not started a course yet" in words(browser.get(LIST))
    do_work(learner, lessons=1)
    assert "2 things are missing" in words(browser.get(LIST))
    completed(learner, edition)
    ready = browser.get(LIST)
    assert "Get the certificate" in words(ready)
    assert ASK in ready.content.decode()
    browser.post(ASK, {"name": "Learner One"})
    assert "Show and print" in words(browser.get(LIST))


def test_the_list_says_why_a_course_gives_none(learner: User) -> None:
    publish(course(units=(), assessment=None))
    do_work(learner, lessons=1)
    assert "it gives no certificate" in words(signed_in(learner).get(LIST))


@pytest.mark.parametrize("courses", [1, 5])
def test_the_list_asks_the_database_little(
    learner: User, courses: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(courses):
        manifest = course(activity=str(uuid4()), slug=f"c-{number}")
        edition = publish(manifest)
        Award.objects.create(
            learner=learner,
            course=edition.activity if number % 2 else uuid4(),
            edition=manifest.id,
            title="Foundations",
            language="en",
            snapshot={"outcomes": [], "minutes": 5, "sdg_targets": []},
            name=learner.name,
            completed_at=edition.frozen_at,
            evidence="observed",
            code=Award.objects.free_code(),
        )
    browser = signed_in(learner)
    browser.get(LIST)
    with django_assert_max_num_queries(QUERIES):
        assert browser.get(LIST).status_code == 200


# Asking


def test_the_name_is_confirmed_and_the_certificate_shown(learner: User, edition: Edition) -> None:
    completed(learner, edition)
    browser = signed_in(learner)
    assert 'value="Learner One"' in browser.get(ASK).content.decode()

    answer = browser.post(ASK, {"name": "  Amina   Diallo "}, follow=True)

    award = Award.objects.get()
    assert answer.redirect_chain == [(award.get_absolute_url(), 302)]
    page = visible(answer)
    for expected in (
        "Certificate of completion",
        "Amina Diallo",
        "Foundations",
        "Take one visit away",
        "15 minutes",
        "2 of 2 right, 100 %",
        "Observed",
        "16.6",
        "22 November 2026",
        award.printed_code,
        f"/verify/{award.printed_code}",
    ):
        assert expected in page, expected


@pytest.mark.parametrize("name", ["", "   ", "\u202eAmina", "x" * 151, "Amina\x00", "123"])
def test_an_unfit_name_is_explained_and_nothing_is_made(
    learner: User, edition: Edition, name: str
) -> None:
    completed(learner, edition)
    answer = signed_in(learner).post(ASK, {"name": name})
    assert answer.status_code == 400
    assert "Please look at this again" in words(answer)
    assert not Award.objects.exists()


def test_a_form_without_its_field_is_a_name_left_empty(learner: User, edition: Edition) -> None:
    completed(learner, edition)
    assert signed_in(learner).post(ASK).status_code == 400


def test_a_second_post_leads_to_the_first_certificate(award: Award, learner: User) -> None:
    browser = signed_in(learner)
    same = browser.post(ASK, {"name": "Learner One"}, follow=True)
    other = browser.post(ASK, {"name": "Somebody Else"}, follow=True)

    assert "was made before" not in words(same)
    assert "was made before, with the name Learner One" in words(other)
    assert Award.objects.get().name == "Learner One"


@pytest.mark.parametrize(("method", "status"), [("get", 200), ("post", 409)])
def test_what_is_not_complete_says_what_is_missing(
    learner: User, edition: Edition, method: str, status: int
) -> None:
    do_work(learner, lessons=1)
    fields = {"name": "Learner One", "is_complete": "1", "completed_at": "2020-01-01"}
    answer = getattr(signed_in(learner), method)(ASK, fields)
    assert answer.status_code == status
    assert "2 things are missing" in words(answer)
    assert not Award.objects.exists()


def test_what_was_taken_back_between_two_pages_is_told(
    learner: User, edition: Edition, monkeypatch: pytest.MonkeyPatch
) -> None:
    completed(learner, edition)

    def too_late(*_arguments: object, **_fields: object) -> None:
        raise NotComplete

    monkeypatch.setattr(views, "issue", too_late)
    assert signed_in(learner).post(ASK, {"name": "Learner One"}).status_code == 409


def test_a_course_that_was_not_begun_has_no_page(learner: User, edition: Edition) -> None:
    browser = signed_in(learner)
    assert browser.get(ASK).status_code == 404
    assert browser.get(f"/me/certificates/course/{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    "address", [LIST, ASK, "/me/certificates/0f6b3f0e-3a51-4b4e-9d7a-4f6f0f0f0f0f/"]
)
def test_certificates_need_an_account(db: None, client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/in/?next=")


# The page


def test_a_certificate_is_nobody_elses(
    award: Award, trainer: User, administrator: User, outsider: User
) -> None:
    other = User.objects.create_learner(name="Learner Two", pin="2580")
    for person in (other, trainer, administrator, outsider):
        assert signed_in(person).get(award.get_absolute_url()).status_code == 404


def test_a_certificate_outlives_its_course_and_its_records(award: Award, learner: User) -> None:
    Edition.objects.all().delete()
    Progress.objects.all().delete()
    Statement.objects.all().delete()
    browser = signed_in(learner)
    assert "Take one visit away" in words(browser.get(award.get_absolute_url()))
    assert "Show and print" in words(browser.get(LIST))


def test_what_came_from_a_stick_is_printed_as_self_reported(
    learner: User, edition: Edition
) -> None:
    completed_on_a_stick(learner, edition)
    page = words(signed_in(learner).post(ASK, {"name": "Learner One"}, follow=True))
    assert "Self-reported" in page
    assert "Observed" not in page


def test_a_revoked_certificate_tells_its_learner_why_and_is_not_printed(
    award: Award, learner: User
) -> None:
    revoke(award, reason="Given by mistake.")
    page = words(signed_in(learner).get(award.get_absolute_url()))
    assert "Given by mistake." in page
    assert "Certificate of completion" not in page
    assert "Revoked" in words(signed_in(learner).get(LIST))


def test_an_arabic_certificate_reads_from_the_right_on_an_english_page(learner: User) -> None:
    award = awarded(
        learner,
        name="أمينة <b>بنت</b> يوسف",
        manifest=course(language="ar", title="أسس الحكومة الرقمية", outcomes=("عدّ الزيارات",)),
    )
    html = signed_in(learner).get(award.get_absolute_url()).content.decode()

    assert '<html lang="en" dir="ltr">' in html
    assert re.search(r'<article class="cert roomy" lang="ar" dir="rtl">', html)
    assert "<bdi>أمينة &lt;b&gt;بنت&lt;/b&gt; يوسف</bdi>" in html
    assert f'<bdi dir="ltr">http://127.0.0.1:8000/verify/{award.printed_code}</bdi>' in html


def test_no_page_of_a_certificate_is_kept_or_styled_inline(award: Award, learner: User) -> None:
    answer = signed_in(learner).get(award.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert not re.search(r"\bstyle=|\bon[a-z]+=", answer.content.decode())


def test_my_learning_leads_to_the_certificates(learner: User, edition: Edition) -> None:
    browser = signed_in(learner)
    do_work(learner, lessons=1)
    assert ASK not in browser.get("/me/").content.decode()
    completed(learner, edition)
    page = browser.get("/me/").content.decode()
    assert ASK in page
    assert LIST in page


def test_the_course_and_its_result_lead_to_the_certificate(
    learner: User, small_course: Edition
) -> None:
    browser, attempt = signed_in(learner), uuid4()
    landing, asked = "/courses/small-course/", f"/course/{small_course.activity}/"
    for lesson in small_course.manifest.lessons:
        do_lesson(learner, small_course, lesson)
    assert asked not in browser.get(landing).content.decode()
    take(learner, small_course, rightly=True, attempt=attempt)

    for address in (landing, f"{landing}assessment?attempt={attempt}"):
        assert asked in browser.get(address).content.decode()
    page = words(browser.post(f"/me/certificates{asked}", {"name": "Amina"}, follow=True))
    assert "Count the visits of one service" in page
    assert "Observed" in page


# Verifying


def test_a_valid_certificate_shows_name_course_date_and_issuer_and_nothing_else(
    award: Award, client: Client
) -> None:
    answer = client.get(f"/verify/{award.printed_code}")
    page = visible(answer)

    for expected in ("✓ Valid", "Learner One", "Foundations", "22 November 2026", "Atoll"):
        assert expected in page
    for hidden in ("100 %", "Take one visit", "Observed", str(award.learner_id), str(award.pk)):
        assert hidden not in answer.content.decode()


def test_a_revoked_certificate_says_when_and_not_why(award: Award, client: Client) -> None:
    revoke(award, reason="Given by mistake.")
    page = words(client.get(f"/verify/{award.printed_code}"))
    assert "was revoked on" in page
    assert "Learner One" in page
    assert "✓" not in page
    assert "mistake" not in page


def test_an_unknown_code_is_unknown(award: Award, client: Client) -> None:
    answer = client.get(f"/verify/{UNKNOWN}")
    assert answer.status_code == 404
    assert "✗ Unknown" in words(answer)
    assert "Learner One" not in words(answer)


def test_a_code_is_read_however_it_is_typed(award: Award, client: Client) -> None:
    code = award.printed_code
    typed = code.lower().replace("-", " ").replace("0", "o").replace("1", "i")
    for answer in (client.get("/verify/", {"code": typed}), client.get(f"/verify/{typed}")):
        assert answer.headers["Location"] == f"/verify/{code}"


@pytest.mark.parametrize("typed", ["", "K7QX", "not a code at all", "0000-0000-0001"])
def test_a_mistyped_code_is_told_and_kept_in_the_form(db: None, client: Client, typed: str) -> None:
    answer = client.get("/verify/", {"code": typed})
    assert answer.status_code == 400
    assert f'value="{typed}"' in answer.content.decode() or not typed


def test_a_mistyped_code_in_the_address_leads_to_the_form(db: None, client: Client) -> None:
    answer = client.get("/verify/0000-0000-0001")
    assert answer.status_code == 404
    assert "a character is wrong or missing" in words(answer)


@pytest.mark.parametrize("address", ["/verify/", f"/verify/{UNKNOWN}", "/verify/nonsense"])
def test_no_page_of_verifying_is_indexed_or_kept(db: None, client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex,nofollow">' in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_guessing_is_slowed_for_that_address_only(award: Award, client: Client) -> None:
    for _time in range(6):
        assert client.get(f"/verify/{UNKNOWN}").status_code == 404
    slowed = client.get(f"/verify/{award.printed_code}")
    elsewhere = client.get(f"/verify/{award.printed_code}", REMOTE_ADDR="203.0.113.9")

    assert (slowed.status_code, elsewhere.status_code) == (429, 200)
    assert slowed.headers["Retry-After"] == "360"
    assert "No certificate was changed" in words(slowed)


def test_mistyping_slows_nobody(award: Award, client: Client) -> None:
    for _time in range(9):
        client.get("/verify/", {"code": "0000-0000-0001"})
        client.get("/verify/0000-0000-0001")
    assert client.get(f"/verify/{award.printed_code}").status_code == 200


def test_slowed_guessing_does_not_keep_anybody_from_signing_in(
    award: Award, client: Client, learner: User
) -> None:
    for _time in range(7):
        client.get(f"/verify/{UNKNOWN}")
    answer = client.post("/in/", {"code": learner.learner_code, "password": "2580"})
    assert answer.status_code == 302


def test_verifying_asks_the_database_twice(
    award: Award, client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        client.get(f"/verify/{award.printed_code}")


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_every_page_speaks_every_language(learner: User, award: Award, language: str) -> None:
    browser = signed_in(learner)
    addresses = (LIST, award.get_absolute_url(), "/verify/", f"/verify/{award.printed_code}")
    for address in addresses:
        answer = browser.get(address, headers={"accept-language": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.content.decode()


@pytest.mark.parametrize("address", [LIST, "/verify/", f"/verify/{UNKNOWN}"])
def test_what_only_shows_refuses_to_be_posted_to(learner: User, address: str) -> None:
    assert signed_in(learner).post(address).status_code == 405
