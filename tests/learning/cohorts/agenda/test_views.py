from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.cohorts.agenda import planning
from learning.cohorts.agenda.opening import open_with_agenda
from learning.cohorts.agenda.sessions import sessions_of
from learning.cohorts.agenda.templates import Template
from learning.cohorts.models import Cohort
from learning.publishing.models import Edition
from tests.learning.accounts.people import make_trainer, signed_in
from tests.learning.cohorts.samples import COURSE, member_of

KEY = "00000000-0000-4000-8000-000000000063"
FORM = {"key": KEY, "title": "A talk", "day": "2026-11-02", "at": "09:00", "minutes": "60"}


@pytest.fixture
def planned(trainer: User, programme: Edition) -> Cohort:
    return open_with_agenda(
        name="Lands",
        course=COURSE,
        starts=date(2026, 11, 2),
        ends=date(2026, 11, 2),
        trainer=trainer,
    )


def page(cohort: Cohort, room: str = "sessions/") -> str:
    return f"/teach/{cohort.code}/{room}"


def test_opening_a_cohort_puts_the_chosen_agenda_into_it(trainer: User, edition: Edition) -> None:
    form = {
        "name": "Lands",
        "course": str(COURSE),
        "starts": "2026-11-02",
        "ends": "2026-11-06",
        "template": "face",
    }
    signed_in(trainer).post("/teach/", form)
    assert len(sessions_of(Cohort.objects.get())) == 20


def test_the_agenda_may_be_left_as_it_is_proposed(trainer: User, programme: Edition) -> None:
    form = {"name": "A", "course": str(COURSE), "starts": "2026-11-02", "ends": "2026-11-06"}
    signed_in(trainer).post("/teach/", form)
    assert len(sessions_of(Cohort.objects.get())) == 3


def test_sessions_are_shown_by_day_with_their_pages_in_few_queries(
    planned: Cohort, trainer: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    browser = signed_in(trainer)
    with django_assert_max_num_queries(12):
        answer = browser.get(page(planned))
    shown = answer.content.decode()
    assert "Monday, 2 November 2026" in shown
    assert "/s-1" in shown
    assert "1 session lies after the last day" in shown


def test_a_cohort_without_sessions_begins_with_an_agenda(cohort: Cohort, trainer: User) -> None:
    browser = signed_in(trainer)
    assert "Begin with this agenda" in browser.get(page(cohort)).content.decode()
    browser.post(page(cohort, "sessions/plan"), {"template": Template.ONLINE.value})
    assert len(sessions_of(cohort)) == 4


def test_a_session_is_added_once_however_often_the_form_is_sent(
    cohort: Cohort, trainer: User
) -> None:
    for _time in range(2):
        signed_in(trainer).post(page(cohort, "sessions/new/"), FORM)
    assert [each.title for each in sessions_of(cohort)] == ["A talk"]


def test_a_form_with_faults_changes_nothing(cohort: Cohort, trainer: User) -> None:
    answer = signed_in(trainer).post(page(cohort, "sessions/new/"), {**FORM, "minutes": "0"})
    assert answer.status_code == 200
    assert sessions_of(cohort) == []


def test_a_session_is_changed_cancelled_and_taken_up_again(planned: Cohort, trainer: User) -> None:
    browser, session = signed_in(trainer), sessions_of(planned)[0]
    here = page(planned, f"sessions/{session.id}/")
    browser.post(here, {**FORM, "place": "Room 3"})
    assert "Room 3" in browser.get(here).content.decode()
    browser.post(f"{here}cancel")
    assert "Cancelled" in browser.get(page(planned)).content.decode()
    browser.post(f"{here}cancel")
    assert "Cancelled" not in browser.get(page(planned)).content.decode()


def test_a_day_is_moved_and_a_place_is_set_for_all(planned: Cohort, trainer: User) -> None:
    browser = signed_in(trainer)
    browser.post(page(planned, "sessions/move-day"), {"day": "2026-11-02", "to": "2026-11-09"})
    browser.post(page(planned, "sessions/place"), {"place": "Hall"})
    assert {(each.starts.day, each.place) for each in sessions_of(planned)} == {
        (3, "Hall"),
        (9, "Hall"),
    }
    answer = browser.post(
        page(planned, "sessions/move-day"), {"day": "2026-11-09", "to": "?"}, follow=True
    )
    assert "That is no date" in answer.content.decode()


def test_facilitators_are_added_and_removed(cohort: Cohort, trainer: User) -> None:
    second, browser = make_trainer("second", "Trainer Two"), signed_in(trainer)
    browser.post(page(cohort, "facilitators/"), {"username": "second"})
    assert "Trainer Two" in browser.get(page(cohort, "facilitators/")).content.decode()
    browser.post(page(cohort, f"facilitators/{second.pk}/remove"))
    answer = browser.post(page(cohort, f"facilitators/{trainer.pk}/remove"), follow=True)
    assert "at least one facilitator" in answer.content.decode()
    unknown = browser.post(page(cohort, "facilitators/"), {"username": "who"})
    assert "No trainer has this user name" in unknown.content.decode()


def test_who_leaves_a_cohort_comes_back_to_their_own(cohort: Cohort, trainer: User) -> None:
    second = make_trainer("second", "Trainer Two")
    cohort.trainers.add(second)
    answer = signed_in(trainer).post(page(cohort, f"facilitators/{trainer.pk}/remove"))
    assert answer.headers["Location"] == "/teach/"


def test_institutions_that_sent_one_person_are_named(
    cohort: Cohort, trainer: User, learner: User
) -> None:
    User.objects.filter(pk=learner.pk).update(organisation="Ministry")
    member_of(cohort, learner)
    shown = signed_in(trainer).get(page(cohort, "institutions/")).content.decode()
    assert "1 institution sent one person only" in shown


def test_the_calendar_counts_changes(planned: Cohort, trainer: User) -> None:
    planning.meet_at(planned, "Hall", author=trainer.pk)
    answer = signed_in(trainer).get(page(planned, "sessions/calendar.ics"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.content.decode().count("SEQUENCE:1\r\n") == 3
    assert "DTSTART:20261102T090000" in answer.content.decode()


def test_a_learner_takes_the_calendar_of_their_own_cohort_only(
    planned: Cohort, learner: User
) -> None:
    here = f"/me/cohorts/{planned.code}/calendar.ics"
    assert signed_in(learner).get(here).status_code == 404
    member_of(planned, learner)
    assert signed_in(learner).get(here).status_code == 200


@pytest.mark.parametrize(
    "room",
    ["sessions/", "sessions/new/", f"sessions/{KEY}/", "facilitators/", "institutions/", "paper/"],
)
def test_another_trainers_cohort_does_not_exist(cohort: Cohort, room: str) -> None:
    other = make_trainer("other", "Trainer Two")
    assert signed_in(other).get(page(cohort, room)).status_code == 404


def test_the_poster_says_when_and_where(planned: Cohort, trainer: User) -> None:
    planning.meet_at(planned, "Hall", author=trainer.pk)
    shown = signed_in(trainer).get(page(planned, "poster/")).content.decode()
    assert "We begin on Monday, 2 November at 09:00." in shown
    assert "Hall" in shown


def test_marks_without_a_session_are_told(planned: Cohort, trainer: User, learner: User) -> None:
    member = member_of(planned, learner)
    half_day = sessions_of(planned)[0].half_day
    browser = signed_in(trainer)
    browser.post(page(planned, f"attendance/{half_day.id}/"), {str(member.pk): "p"})
    browser.post(page(planned, "sessions/move-day"), {"day": "2026-11-02", "to": "2026-11-09"})
    assert "Attendance without a session" in browser.get(page(planned)).content.decode()
