from datetime import date
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from learning.accounts.choosing import choose
from learning.accounts.models import Purpose, User
from learning.cohorts.cascade import following, leading, pooling, teaching_log
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import facts_of, history
from learning.xapi.attestations import Kind
from tests.learning.accounts.people import PASSWORD, PIN, make_trainer, signed_in
from tests.learning.cohorts.moving.worlds import join
from tests.learning.cohorts.samples import COURSE

pytestmark = pytest.mark.django_db
LONG_AGO = date(2026, 1, 31)
ANSWER = {"courses": 2, "used": "The rubric", "planned": 4, "done": 3, "obstacle": "time"}
COURSE_TAUGHT = {
    "date": "2026-03-02",
    "place": "Ports",
    "topic": "Vision",
    "women": 7,
    "men": 5,
    "minutes": 90,
}


@pytest.fixture
def ended(cohort: Cohort, learner: User) -> Cohort:
    """A cohort of one learner that ended long ago."""
    join(cohort, learner)
    Cohort.objects.filter(pk=cohort.pk).update(starts=LONG_AGO, ends=LONG_AGO)
    return Cohort.objects.get(pk=cohort.pk)


@pytest.fixture
def member(ended: Cohort) -> Membership:
    return Membership.objects.get(cohort=ended)


def address(name: str, *parts: object) -> str:
    return reverse(f"cohorts:{name}", args=parts)


def certify(cohort: Cohort, learner: User, trainer: User, state: str = "met") -> None:
    place = register(cohort, Kind.CERTIFIED, learner=learner.pk)
    say([Saying(place, {"state": state})], author=trainer.pk)


def body(response: Any) -> str:
    return str(response.content.decode())


def test_a_participant_answers_a_follow_up_and_changes_it(ended: Cohort, learner: User) -> None:
    browser, page = signed_in(learner), address("my-follow-up", ended.code)
    assert "3 months have passed" in body(browser.get(page))
    assert browser.post(page, {**ANSWER, "month": 3}).status_code == 302
    assert "6 months have passed" in body(browser.get(page))
    browser.post(page, {**ANSWER, "month": 3, "courses": 5})
    (told,) = following.follow_ups_of(ended)
    assert (told.month, told.courses, told.done, told.author) == (3, 5, 3, learner.pk)
    assert len(history(following.place_of(ended, learner.pk, 3))) == 2


def test_nothing_is_asked_before_its_time(cohort: Cohort, learner: User) -> None:
    join(cohort, learner)
    Cohort.objects.filter(pk=cohort.pk).update(ends=date(2999, 1, 1))
    page = address("my-follow-up", cohort.code)
    browser = signed_in(learner)
    assert "nothing to answer yet" in body(browser.get(page))
    browser.post(page, {**ANSWER, "month": 3})
    assert following.follow_ups_of(cohort) == []


def test_more_lines_cannot_be_done_than_there_are(ended: Cohort, learner: User) -> None:
    page = address("my-follow-up", ended.code)
    response = signed_in(learner).post(page, {**ANSWER, "month": 3, "done": 9})
    assert "More lines are done" in body(response)


def test_a_trainer_enters_what_was_said_on_the_telephone(
    ended: Cohort, member: Membership, trainer: User
) -> None:
    page = address("afterwards-person", ended.code, member.pk)
    assert signed_in(trainer).post(page, {**ANSWER, "month": 6}).status_code == 302
    (told,) = following.follow_ups_of(ended)
    assert (told.month, told.author, told.learner) == (6, trainer.pk, member.learner_id)


def test_who_has_not_answered_or_taught_is_listed(
    ended: Cohort, member: Membership, trainer: User
) -> None:
    page = address("afterwards", ended.code)
    shown = body(signed_in(trainer).get(page))
    assert "1 person has not answered after 3 months" in shown
    assert "1 person has taught nobody yet" in shown
    following.answer(ended, member.learner_id, 3, ANSWER, author=trainer.pk)
    shown = body(signed_in(trainer).get(page))
    assert "1 person has not answered after 6 months" in shown
    assert "answered after 3 months</b>" not in shown
    assert "taught nobody" not in shown


def test_a_participant_writes_a_course_down_mends_it_and_takes_it_back(
    ended: Cohort, learner: User
) -> None:
    browser, page = signed_in(learner), address("my-teaching", ended.code)
    assert browser.post(page, COURSE_TAUGHT).status_code == 302
    (taught,) = teaching_log.taught_in(ended)
    assert (taught.reached, taught.minutes, taught.learner) == (12, 90, learner.pk)
    one = address("my-course", ended.code, taught.id)
    browser.post(one, {**COURSE_TAUGHT, "men": 6})
    assert teaching_log.taught_in(ended)[0].reached == 13
    browser.post(one, {"withdraw": "1"})
    assert teaching_log.taught_in(ended) == []
    assert len(teaching_log.history_of(ended, learner.pk, taught.id)) == 3
    assert browser.get(one).status_code == 404


def test_a_course_to_come_or_without_people_is_refused(ended: Cohort, learner: User) -> None:
    browser, page = signed_in(learner), address("my-teaching", ended.code)
    assert "still to come" in body(browser.post(page, {**COURSE_TAUGHT, "date": "2999-01-01"}))
    nobody = {**COURSE_TAUGHT, "women": 0, "men": ""}
    assert "Count at least one" in body(browser.post(page, nobody))
    assert teaching_log.taught_in(ended) == []


def test_a_trainer_writes_a_course_down_for_somebody_and_sees_its_history(
    ended: Cohort, member: Membership, trainer: User
) -> None:
    browser = signed_in(trainer)
    page = address("afterwards-person", ended.code, member.pk)
    sent = {f"course-{name}": each for name, each in COURSE_TAUGHT.items()}
    assert browser.post(page, {**sent, "course": "1"}).status_code == 302
    (taught,) = teaching_log.taught_in(ended)
    one = address("afterwards-course", ended.code, member.pk, taught.id)
    browser.post(one, {**COURSE_TAUGHT, "women": 1})
    shown = body(browser.get(one))
    assert "women 7" in shown
    assert "women 1" in shown
    browser.post(one, {"withdraw": "1"})
    assert teaching_log.taught_in(ended) == []


def test_what_two_people_wrote_apart_is_shown_and_settled(
    ended: Cohort, member: Membership, trainer: User
) -> None:
    key = teaching_log.write_down(ended, member.learner_id, {"women": 3}, author=trainer.pk)
    fact = facts_of(ended.pk, Kind.TAUGHT)[0]
    other = {"author": str(member.learner_id), "at": fact.at.isoformat(), "value": {"women": 9}}
    fact.others = [other]
    fact.save()
    one = address("afterwards-course", ended.code, member.pk, key)
    shown = body(signed_in(trainer).get(one))
    assert "Two people wrote this down differently" in shown
    assert "women 9" in shown


def test_the_slip_and_the_pin_make_a_participant_a_trainer_with_the_same_account(
    ended: Cohort, member: Membership, trainer: User, learner: User
) -> None:
    shown = signed_in(trainer).post(address("slip", ended.code, member.pk))
    page, stranger = shown.context["address"], Client()
    assert learner.name in body(stranger.get(page))
    form = {"password": PIN, "new_password": PASSWORD, "new_password_again": PASSWORD}
    assert "not your PIN" in body(stranger.post(page, {**form, "password": "9999"}))
    assert stranger.post(page, form).status_code == 302
    person = User.objects.get(pk=learner.pk)
    assert person.is_trainer
    assert not person.is_learner
    assert person.check_password(PASSWORD)
    assert Membership.objects.get(cohort=ended).learner_id == person.pk
    assert stranger.get(page).status_code == 410


def test_a_slip_without_the_fact_or_with_a_new_pin_is_none(
    ended: Cohort, member: Membership, trainer: User, learner: User
) -> None:
    token = leading.let_lead(member, by=trainer)
    page = address("become-trainer", token)
    assert Client().get(page).status_code == 200
    assert Client().get(page.replace(token[:8], "AAAAAAAA")).status_code == 410
    say([Saying(register(ended, Kind.LEADS, learner=learner.pk), None)], author=trainer.pk)
    assert Client().get(page).status_code == 410
    token = leading.let_lead(member, by=trainer)
    learner.set_password("2581")
    learner.save()
    assert Client().get(address("become-trainer", token)).status_code == 410


def test_passwords_that_differ_or_are_weak_are_refused(
    member: Membership, trainer: User, learner: User
) -> None:
    page = address("become-trainer", leading.let_lead(member, by=trainer))
    form = {"password": PIN, "new_password": PASSWORD, "new_password_again": "another"}
    assert "The two passwords differ" in body(Client().post(page, form))
    short = {**form, "new_password": "12345", "new_password_again": "12345"}
    assert Client().post(page, short).status_code == 200
    assert User.objects.get(pk=learner.pk).is_learner


def test_a_new_trainer_opens_a_cohort_below_the_one_they_were_trained_in(
    ended: Cohort, member: Membership, trainer: User, learner: User
) -> None:
    page = address("lead", ended.code)
    assert signed_in(learner).get(page).status_code == 404
    slip = leading.slip_of(leading.let_lead(member, by=trainer))
    person = leading.become_trainer(slip, PASSWORD)
    browser = signed_in(person)
    assert page in body(browser.get(address("my-teaching", ended.code)))
    fields = {"name": "Second", "course": COURSE, "starts": "2026-06-01", "ends": "2026-06-05"}
    assert browser.post(page, fields).status_code == 302
    opened = Cohort.objects.get(name="Second")
    assert (opened.parent, opened.led_by) == (ended.pk, person.pk)
    shown = body(signed_in(trainer).get(address("afterwards", ended.code)))
    assert "Second" in shown


def test_no_pin_replaces_a_trainers_password(
    ended: Cohort, member: Membership, trainer: User
) -> None:
    slip = leading.slip_of(leading.let_lead(member, by=trainer))
    leading.become_trainer(slip, PASSWORD)
    response = signed_in(trainer).post(address("new-pin", ended.code, member.pk))
    assert response.status_code == 404
    assert User.objects.get(pk=member.learner_id).check_password(PASSWORD)


OFFER = {
    "country": "",
    "languages": ["fr"],
    "more_languages": "Tuvaluan, Fijian",
    "topics": "Vision\nServices",
    "reach": "Telephone 20 100",
}


@pytest.fixture
def country(db: None) -> str:
    from toolkits.countries.models import Country

    made = Country.objects.create(
        iso3="TUV", iso2="TV", m49="798", name_en="Tuvalu", region="O", subregion="P",
        is_un_member=True,
    )  # fmt: skip
    return made.pk


def test_a_confirmed_trainer_is_found_until_they_wish_no_longer(
    ended: Cohort, learner: User, trainer: User, country: str
) -> None:
    browser, page = signed_in(learner), address("my-pool", ended.code)
    sent = {**OFFER, "country": country}
    assert "Only people whom their trainer confirmed" in body(browser.get(page))
    assert "Only people whom" in body(browser.post(page, sent))
    certify(ended, learner, trainer)
    assert browser.post(page, sent).status_code == 302
    (offer,) = pooling.offers()
    assert offer.languages == ("fr", "Tuvaluan", "Fijian")
    pool = address("pool")
    shown = body(signed_in(trainer).get(pool))
    assert "Telephone 20 100" in shown
    assert "Tuvalu" in shown
    assert "Telephone" not in body(signed_in(trainer).get(pool, {"topic": "money"}))
    assert "Telephone" in body(signed_in(trainer).get(pool, {"topic": "vis", "language": "fr"}))
    assert "Telephone" in body(signed_in(trainer).get(pool, {"as": "csv"}))
    certify(ended, learner, trainer, "taken-back")
    assert pooling.offers() == []
    certify(ended, learner, trainer)
    browser.post(page, {"withdraw": "1"})
    assert pooling.offers() == []


def test_nobody_puts_somebody_else_into_the_list(
    ended: Cohort, learner: User, trainer: User
) -> None:
    certify(ended, learner, trainer)
    place = register(ended, Kind.POOL, learner=learner.pk)
    say([Saying(place, {"country": "TUV", "reach": "?"})], author=trainer.pk)
    assert pooling.offers() == []


def test_the_pool_is_for_staff_unless_it_is_public(learner: User, settings: LazySettings) -> None:
    pool = address("pool")
    assert Client().get(pool).status_code == 302
    assert signed_in(learner).get(pool).status_code == 404
    settings.ATOLL_POOL_PUBLIC = True
    assert Client().get(pool).status_code == 200
    assert signed_in(learner).get(pool).status_code == 200


@pytest.mark.parametrize("name", ["afterwards", "follow-up-sheet", "move"])
def test_another_trainers_cohort_does_not_exist(ended: Cohort, name: str, learner: User) -> None:
    page = address(name, ended.code)
    assert signed_in(make_trainer("third", "Three")).get(page).status_code == 404
    assert signed_in(learner).get(page).status_code == 404
    assert Client().get(page).status_code == 302


@pytest.mark.parametrize("name", ["my-follow-up", "my-teaching", "my-pool", "lead"])
def test_who_is_not_in_the_cohort_has_no_page_of_it(ended: Cohort, name: str) -> None:
    stranger = User.objects.create_learner(name="Stranger", pin=PIN)
    assert signed_in(stranger).get(address(name, ended.code)).status_code == 404


@pytest.mark.parametrize("name", ["afterwards", "follow-up-sheet", "move", "cascade", "take"])
def test_every_page_opens_for_its_trainer(ended: Cohort, name: str, trainer: User) -> None:
    parts = [] if name in ("cascade", "take") else [ended.code]
    assert signed_in(trainer).get(address(name, *parts)).status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("name", ["afterwards", "cascade"])
def test_tables_are_files_too(ended: Cohort, name: str, trainer: User, form: str) -> None:
    parts = [ended.code] if name == "afterwards" else []
    response = signed_in(trainer).get(address(name, *parts), {"as": form})
    assert response["Content-Disposition"].endswith(f'.{form}"')


def test_two_hundred_people_fit_in_twelve_queries_and_sixty_kilobytes(
    ended: Cohort, trainer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    people = [
        User(username=f"P{place:07}", name=f"Participant Number {place}", signs_in_with="pin")
        for place in range(200)
    ]
    User.objects.bulk_create(people)
    Membership.objects.bulk_create(Membership(cohort=ended, learner=each) for each in people)
    for each in people[:50]:
        following.answer(ended, each.pk, 3, ANSWER, author=trainer.pk)
    browser, page = signed_in(trainer), address("afterwards", ended.code)
    browser.get(page)
    with django_assert_max_num_queries(12):
        response = browser.get(page)
    assert len(response.content) <= 60_000


def test_who_does_not_wish_to_be_asked_is_on_no_list_and_answers_unasked(
    ended: Cohort, member: Membership, trainer: User, learner: User
) -> None:
    choose(learner, Purpose.FOLLOW_UP, says_yes=False)
    browser = signed_in(trainer)
    shown = body(browser.get(address("afterwards", ended.code)))
    assert "1 person does not wish to be asked" in shown
    assert "has not answered after" not in shown
    assert "has taught nobody yet" not in shown
    own = address("afterwards-person", ended.code, member.pk)
    assert "does not wish to be asked" in body(browser.get(own))
    browser.post(own, {**ANSWER, "month": 6})
    assert following.follow_ups_of(ended) == []
    signed_in(learner).post(address("my-follow-up", ended.code), {**ANSWER, "month": 3})
    assert [each.author for each in following.follow_ups_of(ended)] == [learner.pk]


def test_two_who_use_one_slip_at_once_both_get_a_page(
    ended: Cohort, member: Membership, trainer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = leading.let_lead(member, by=trainer)
    page = address("become-trainer", token)
    proved = leading.has_proved

    def while_another_is_faster(request: HttpRequest, slip: leading.Slip, pin: str) -> bool:
        is_right = proved(request, slip, pin)
        leading.become_trainer(slip, PASSWORD)
        return is_right

    monkeypatch.setattr(leading, "has_proved", while_another_is_faster)
    other = "another horse battery staple"
    sent = {"password": PIN, "new_password": other, "new_password_again": other}
    answer = Client().post(page, sent)
    assert answer.status_code == 410
    assert "slip" in body(answer)
    person = User.objects.get(pk=member.learner_id)
    assert person.check_password(PASSWORD)
    assert person.is_trainer
