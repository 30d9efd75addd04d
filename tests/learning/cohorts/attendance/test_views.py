import uuid
from datetime import datetime

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.cohorts.agenda import planning
from learning.cohorts.agenda.sessions import HalfDay, half_days_of
from learning.cohorts.attendance.marking import day_code, mark
from learning.cohorts.attendance.marks import State, attendance_of
from learning.cohorts.models import Cohort, Membership
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.samples import member_of

DURING = "2026-11-02T09:30:00Z"
DAYS = range(2, 7)


@pytest.fixture
def half_days(cohort: Cohort, trainer: User) -> list[HalfDay]:
    """Ten half days, with a session in each."""
    for day in DAYS:
        for hour in (9, 14):
            starts = datetime(2026, 11, day, hour)  # noqa: DTZ001  # of the clock on the wall
            key = uuid.UUID(int=day * 100 + hour, version=4)
            fields = {"title": "A talk", "starts": starts, "minutes": 90, "place": ""}
            planning.put(cohort, key, author=trainer.pk, **fields)  # type: ignore[arg-type]
    return half_days_of(cohort)


@pytest.fixture
def crowd(cohort: Cohort) -> list[Membership]:
    """Two hundred members."""
    people = User.objects.bulk_create(
        User(username=f"0000{place:04}", name=f"Participant Number {place}", signs_in_with="pin")
        for place in range(200)
    )
    return Membership.objects.bulk_create(
        Membership(cohort=cohort, learner=each, name_key=each.name.lower()) for each in people
    )


def page(cohort: Cohort, room: str = "") -> str:
    return f"/teach/{cohort.code}/attendance/{room}"


def test_two_hundred_people_are_marked_and_shown_in_few_queries_and_bytes(
    cohort: Cohort,
    trainer: User,
    half_days: list[HalfDay],
    crowd: list[Membership],
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    browser = signed_in(trainer)
    states = {each.learner_id: State.PRESENT for each in crowd}
    mark(cohort, half_days[0], states, author=trainer.pk)
    for room in ("", f"{half_days[0].id}/", "paper/"):
        with django_assert_max_num_queries(12):
            answer = browser.get(page(cohort, room))
        assert len(answer.content) <= 60_000, room


def test_those_who_are_absent_are_chosen_and_all_others_are_present(
    cohort: Cohort, trainer: User, learner: User, half_days: list[HalfDay]
) -> None:
    absent = member_of(cohort, learner)
    other = member_of(cohort, User.objects.create_learner(name="Other", pin="2580"))
    form = {str(absent.pk): "a", "rest": "p"}
    signed_in(trainer).post(page(cohort, f"{half_days[0].id}/"), form)
    found = attendance_of(cohort, datetime(2026, 11, 1))  # noqa: DTZ001
    assert (found[absent.learner_id].present, found[other.learner_id].present) == (0, 1)


def test_the_table_is_a_file_too(
    cohort: Cohort, trainer: User, learner: User, half_days: list[HalfDay]
) -> None:
    User.objects.filter(pk=learner.pk).update(name="=1+1")
    member_of(cohort, learner)
    mark(cohort, half_days[0], {learner.pk: State.PRESENT}, author=trainer.pk)
    told = signed_in(trainer).get(page(cohort), {"as": "csv"}).content.decode("utf-8-sig")
    assert "2026-11-02 am" in told
    assert "'=1+1" in told
    assert "Present" in told
    assert signed_in(trainer).get(page(cohort), {"as": "xlsx"}).status_code == 200


def test_a_persons_page_tells_who_marked_what(
    cohort: Cohort, trainer: User, learner: User, half_days: list[HalfDay]
) -> None:
    member = member_of(cohort, learner)
    for state in (State.ABSENT, State.EXCUSED):
        mark(cohort, half_days[0], {learner.pk: state}, author=trainer.pk)
    shown = signed_in(trainer).get(page(cohort, f"{member.pk}/")).content.decode()
    assert shown.count("Trainer One") >= 2
    assert "Absent (" in shown


def test_a_half_day_that_the_cohort_has_not_does_not_exist(cohort: Cohort, trainer: User) -> None:
    assert signed_in(trainer).get(page(cohort, f"{uuid.UUID(int=1)}/")).status_code == 404


def test_without_sessions_the_way_to_them_is_shown(cohort: Cohort, trainer: User) -> None:
    for room in ("", "paper/"):
        assert (
            "Begin with the sessions" in signed_in(trainer).get(page(cohort, room)).content.decode()
        )


@pytest.mark.parametrize("room", ["", "paper/", "1/", f"{uuid.UUID(int=1)}/code/"])
def test_the_attendance_of_another_trainers_cohort_does_not_exist(
    cohort: Cohort, room: str
) -> None:
    other = make_trainer("other", "Trainer Two")
    assert signed_in(other).get(page(cohort, room)).status_code == 404


@time_machine.travel(DURING, tick=False)
def test_a_learner_checks_in_by_the_code_on_the_wall(
    cohort: Cohort, trainer: User, learner: User, half_days: list[HalfDay]
) -> None:
    member_of(cohort, learner)
    shown = signed_in(trainer).get(page(cohort, f"{half_days[0].id}/code/")).content.decode()
    code = day_code(half_days[0])
    assert code in shown
    browser = signed_in(learner)
    assert "I am here" in browser.get(f"/me/cohorts/{cohort.code}/").content.decode()
    answer = browser.post(f"/me/cohorts/{cohort.code}/attendance/", {"code": code}, follow=True)
    assert "You are marked present" in answer.content.decode()
    assert attendance_of(cohort)[learner.pk].present == 1
    sheet = signed_in(trainer).get(page(cohort, f"{half_days[0].id}/")).content.decode()
    assert "checked in" in sheet


@time_machine.travel(DURING, tick=False)
def test_who_guesses_too_often_is_sent_to_the_trainer(
    cohort: Cohort, learner: User, half_days: list[HalfDay]
) -> None:
    member_of(cohort, learner)
    browser, here = signed_in(learner), f"/me/cohorts/{cohort.code}/attendance/"
    right = day_code(half_days[0])
    wrong = f"{(int(right) + 1) % 100_000:05}"
    for _time in range(5):
        assert "not the code" in browser.post(here, {"code": wrong}).content.decode()
        browser = signed_in(learner)  # another session, and another device
    assert "too many wrong codes" in browser.post(here, {"code": right}).content.decode()
    assert attendance_of(cohort)[learner.pk].present == 0


@time_machine.travel(DURING, tick=False)
def test_a_neighbour_who_guesses_shuts_nobody_else_out(
    cohort: Cohort, learner: User, half_days: list[HalfDay]
) -> None:
    member_of(cohort, learner)
    other = User.objects.create_learner(name="Other One", pin="2580")
    member_of(cohort, other)
    browser, here = signed_in(learner), f"/me/cohorts/{cohort.code}/attendance/"
    for _time in range(6):
        browser.post(here, {"code": "00000"})
    answer = signed_in(other).post(here, {"code": day_code(half_days[0])}, follow=True)
    assert "You are marked present" in answer.content.decode()


def test_another_cohorts_page_is_not_there_for_a_learner(cohort: Cohort, learner: User) -> None:
    for room in ("", "attendance/"):
        assert signed_in(learner).get(f"/me/cohorts/{cohort.code}/{room}").status_code == 404


def test_a_stranger_is_asked_to_sign_in(cohort: Cohort) -> None:
    answer = signed_in(None).get(f"/me/cohorts/{cohort.code}/attendance/?code=12345")
    assert answer.status_code == 302


def test_my_learning_leads_to_my_cohorts(cohort: Cohort, learner: User) -> None:
    member_of(cohort, learner)
    assert f"/me/cohorts/{cohort.code}/" in signed_in(learner).get("/me/").content.decode()
