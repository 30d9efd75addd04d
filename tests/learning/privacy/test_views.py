import io
import zipfile

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import Access, User
from learning.cohorts.models import Cohort
from learning.cohorts.people.transferring import let_go
from learning.credentials.models import Award
from learning.records.models import Statement
from learning.records.recording import record
from tests.learning.accounts.people import PASSWORD, PIN, signed_in
from tests.learning.cohorts.samples import COURSE, member_of, work_of

DELETE = "/me/data/delete/"


def confirmed(person: User) -> dict[str, str]:
    secret = PIN if person.is_learner else PASSWORD
    return {"typed": person.username, "password": secret}


def may_act(trainer: User) -> User:
    trainer.user_permissions.add(Permission.objects.get(codename="act_for_learners"))
    return User.objects.get(pk=trainer.pk)


def test_what_is_kept_is_told_to_everybody_and_says_whom_to_ask(
    db: None, settings: "pytest.FixtureRequest"
) -> None:
    settings.ATOLL_CONTACT = "Data officer, room 7"  # type: ignore[attr-defined]
    page = Client().get("/privacy/")
    assert b"Data officer, room 7" in page.content
    assert b'href="/privacy/"' in Client().get("/").content


def test_a_person_sees_all_that_is_kept(whole_life: None, learner: User) -> None:
    page = signed_in(learner).get("/me/data/").content.decode()
    for told in ("Foundations", "Lands ToT", "Alone", "Trainer One", "gave a new PIN"):
        assert told in page, told
    assert "7 records" in page


def test_the_page_asks_as_much_of_the_database_however_much_there_is(
    whole_life: None, learner: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(learner)
    with django_assert_max_num_queries(50):
        browser.get("/me/data/")


def test_every_record_of_a_course_can_be_read(whole_life: None, learner: User) -> None:
    browser = signed_in(learner)
    page = browser.get(f"/me/data/records/{COURSE}/").content.decode()
    assert page.count("<tr>") == 8
    assert "passed the test" in page
    assert browser.get("/me/data/records/c0000000-0000-4000-8000-00000000ffff/").status_code == 404


def test_a_person_takes_it_along(whole_life: None, learner: User) -> None:
    file = signed_in(learner).get("/me/data/file")
    assert file["Content-Type"] == "application/zip"
    assert "attachment" in file["Content-Disposition"]
    assert zipfile.ZipFile(io.BytesIO(file.content)).testzip() is None


def test_the_loss_is_named_and_the_file_offered_first(whole_life: None, learner: User) -> None:
    page = signed_in(learner).get(DELETE).content.decode()
    assert "Records of learning: 7" in page
    assert "Certificates: 1" in page
    assert page.index("/me/data/file") < page.index("Delete it for good")


def test_a_person_deletes_everything_and_is_signed_out(whole_life: None, learner: User) -> None:
    browser = signed_in(learner)
    code = Award.objects.get().printed_code
    answer = browser.post(DELETE, confirmed(learner), follow=True)
    assert answer.redirect_chain == [("/privacy/gone/", 302)]
    assert b"Your data was deleted" in answer.content
    assert not User.objects.filter(pk=learner.pk).exists()
    assert browser.get("/me/").status_code == 302
    told = Client().get(f"/verify/{code}").content.decode()
    assert "withdrawn at the holder’s request" in told
    assert "Learner One" not in told


@pytest.mark.parametrize(
    ("typed", "secret", "status"),
    [("", PIN, 400), ("wrong", PIN, 400), (None, "1357", 400), (None, "", 400)],
)
def test_nothing_is_deleted_without_code_and_pin(
    learner: User, typed: str | None, secret: str, status: int
) -> None:
    form = {"typed": learner.username if typed is None else typed, "password": secret}
    page = signed_in(learner).post(DELETE, form)
    assert page.status_code == status
    assert User.objects.filter(pk=learner.pk).exists()
    assert secret == "" or secret.encode() not in page.content


def test_guessing_the_pin_there_is_slowed_too(learner: User) -> None:
    browser = signed_in(learner)
    form = {"typed": learner.username, "password": "1357"}
    answers = [browser.post(DELETE, form).status_code for _try in range(6)]
    assert answers[-1] == 429
    assert User.objects.filter(pk=learner.pk).exists()


def test_the_only_administrator_is_told_what_to_do_first(administrator: User) -> None:
    page = signed_in(administrator).post(DELETE, confirmed(administrator))
    assert page.status_code == 400
    assert b"Make another person an administrator first" in page.content


def test_staff_delete_their_own_account(trainer: User) -> None:
    signed_in(trainer).post(DELETE, confirmed(trainer))
    assert not User.objects.filter(pk=trainer.pk).exists()


OWN = [
    "/me/data/",
    "/me/agree/",
    f"/me/data/records/{COURSE}/",
    "/me/data/file",
    DELETE,
    "/people/",
]


@pytest.mark.parametrize("address", OWN)
def test_strangers_are_asked_to_sign_in(db: None, address: str) -> None:
    assert Client().get(address).status_code == 302


def people(person: User) -> list[str]:
    names = ("privacy:person", "privacy:person-delete")
    return [reverse(name, args=[person.pk]) for name in names]


def test_nobody_acts_for_others_without_being_allowed(
    whole_life: None, learner: User, second: User, trainer: User, outsider: User
) -> None:
    for other in (second, trainer, outsider):
        browser = signed_in(other)
        for address in ["/people/", *people(learner)]:
            assert browser.get(address).status_code == 404
            assert browser.post(address, confirmed(other)).status_code in (404, 405)
        file = reverse("privacy:person-download", args=[learner.pk])
        assert browser.post(file).status_code == 404
    assert User.objects.filter(pk=learner.pk).exists()


def test_a_trainer_who_is_allowed_acts_for_members_only(
    whole_life: None, learner: User, second: User, trainer: User
) -> None:
    browser = signed_in(may_act(trainer))
    group = Cohort.objects.get()
    assert b"/people/" in browser.get(group.get_absolute_url()).content
    found = browser.post("/people/", {"code": learner.learner_code})
    assert found.status_code == 302
    assert b"Lands ToT" in browser.get(found.url).content
    assert b"act for nobody" in browser.post("/people/", {"code": second.username}).content
    assert b"no learner code" in browser.post("/people/", {"code": "1"}).content
    assert browser.get(people(second)[0]).status_code == 404
    assert browser.get(people(trainer)[0]).status_code == 404


def test_a_trainer_acts_no_more_for_who_left_the_cohort(
    cohort: Cohort, learner: User, trainer: User
) -> None:
    other = User.objects.create_learner(name="Learner Two", pin="2580")
    members = [member_of(cohort, each) for each in (learner, other)]
    browser = signed_in(may_act(trainer))
    assert browser.get(f"/people/{learner.pk}/").status_code == 200
    let_go(members[:1], author=trainer.pk)
    assert browser.get(f"/people/{learner.pk}/").status_code == 404
    assert browser.get(f"/people/{other.pk}/").status_code == 200


def test_that_somebody_looked_and_took_the_file_is_noted_once_a_day(
    whole_life: None, learner: User, administrator: User
) -> None:
    browser = signed_in(administrator)
    for _time in range(2):
        browser.get(people(learner)[0])
        file = browser.post(reverse("privacy:person-download", args=[learner.pk]))
    assert zipfile.ZipFile(io.BytesIO(file.content)).testzip() is None
    noted = Access.objects.filter(by=administrator, about=learner.pk)
    assert sorted(noted.values_list("what", flat=True)) == ["data", "export"]
    assert b"Administrator One" in signed_in(learner).get("/me/data/").content


def test_an_administrator_deletes_for_somebody_with_their_own_password(
    whole_life: None, learner: User, administrator: User
) -> None:
    browser, address = signed_in(administrator), people(learner)[1]
    wrong = browser.post(address, {"typed": learner.username, "password": "wrong"})
    assert wrong.status_code == 400
    answer = browser.post(address, {"typed": learner.learner_code, "password": PASSWORD})
    assert answer.status_code == 302
    assert not User.objects.filter(pk=learner.pk).exists()
    assert Access.objects.filter(by=administrator, what="erasure").count() == 1


def test_the_editors_button_for_deleting_a_user_leads_here(
    learner: User, administrator: User
) -> None:
    browser = signed_in(administrator)
    answer = browser.get(reverse("wagtailusers_users:delete", args=[learner.pk]))
    assert answer.status_code == 302
    assert answer.url == people(learner)[1]
    browser.get(reverse("wagtailusers_users:edit", args=[learner.pk]))
    assert Access.objects.get(what="account").about == learner.pk


def test_looking_at_a_certificate_in_the_editor_is_noted(
    whole_life: None, learner: User, administrator: User
) -> None:
    award = Award.objects.get()
    page = signed_in(administrator).get(reverse("certificates:inspect", args=[award.pk]))
    assert page.status_code == 200
    assert Access.objects.get(what="certificate").about == learner.pk


def test_a_page_of_a_long_record_is_one_of_many(whole_life: None, learner: User) -> None:
    for _more in range(1):
        record(work_of(learner.pk, lessons=1), evidence="observed", authority="test")
    assert Statement.objects.filter(actor=learner.pk).count() >= 4
    page = signed_in(learner).get(f"/me/data/records/{COURSE}/?page=99")
    assert page.status_code == 200


def in_bulk(*people: User) -> str:
    chosen = "&".join(f"id={person.pk}" for person in people)
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "delete"])
    return f"{address}?{chosen}&next=/"


def test_the_editors_list_deletes_nobody_without_their_records(
    learner: User, second: User, administrator: User
) -> None:
    record(work_of(learner.pk), evidence="observed", authority="test")
    browser = signed_in(administrator)
    assert browser.post(in_bulk(learner)).headers["Location"] == people(learner)[1]
    answer = browser.post(in_bulk(learner, second), follow=True)
    assert answer.redirect_chain == [(reverse("wagtailusers_users:index"), 302)]
    assert "Nothing was deleted. Delete people one at a time" in answer.content.decode()
    assert User.objects.filter(pk__in=[learner.pk, second.pk]).count() == 2
    assert Statement.objects.filter(actor=learner.pk).exists()


def test_the_editors_list_still_does_everything_else(learner: User, administrator: User) -> None:
    address = reverse("wagtail_bulk_action", args=["accounts", "user", "set_active_state"])
    sent = {"mark_as_active": "False"}
    signed_in(administrator).post(f"{address}?id={learner.pk}&next=/", sent)
    learner.refresh_from_db()
    assert not learner.is_active


def test_deleting_ones_data_clears_the_browser_and_nothing_less_does(
    learner: User, second: User, administrator: User
) -> None:
    browser = signed_in(learner)
    wrong = browser.post(DELETE, {**confirmed(learner), "typed": "wrong"})
    gone = browser.post(DELETE, confirmed(learner))
    form = {"typed": second.username, "password": PASSWORD}
    anothers = signed_in(administrator).post(people(second)[1], form)
    assert gone.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert anothers.status_code == 302
    assert "Clear-Site-Data" not in {**wrong.headers, **anothers.headers}


def test_staff_type_their_name_as_it_stands_and_learners_in_any_digits(
    learner: User, administrator: User
) -> None:
    nora = User.objects.create_user("نورا٢", password=PASSWORD, name="Nora")
    signed_in(nora).post(DELETE, {"typed": " نورا2", "password": PASSWORD})
    assert User.objects.filter(pk=nora.pk).exists()
    signed_in(nora).post(DELETE, {"typed": " نورا٢", "password": PASSWORD})
    assert not User.objects.filter(pk=nora.pk).exists()
    arabic = learner.username.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    signed_in(learner).post(DELETE, {"typed": arabic, "password": PIN})
    assert not User.objects.filter(pk=learner.pk).exists()
