import time
import uuid
from datetime import datetime

import pytest

from learning.accounts.models import User
from learning.cohorts.agenda.calendar import calendar
from learning.cohorts.agenda.forms import SessionForm
from learning.cohorts.agenda.sessions import sessions_of
from learning.cohorts.attendance.marks import register_of
from learning.cohorts.dialogue.office_hours import office_hours_in
from learning.cohorts.models import Cohort
from learning.cohorts.telling import register
from learning.records.attesting import Saying, say
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind
from tests.learning.cohorts.agenda.test_calendar import an_event

END_OF_TIME = {"title": "Maps", "starts": "9999-12-31T23:00", "minutes": 600, "topic": "Maps"}


@pytest.mark.django_db
def test_a_session_at_the_end_of_time_breaks_no_page(cohort: Cohort, trainer: User) -> None:
    for kind in (Kind.SESSION, Kind.OFFICE_HOUR):
        say([Saying(register(cohort, kind, uuid.uuid4()), END_OF_TIME)], author=trainer.pk)
    assert sessions_of(cohort) == []
    assert register_of(cohort).half_days == ()
    assert office_hours_in(facts_of(cohort.pk, Kind.OFFICE_HOUR)) == []


def test_a_slip_of_the_hand_in_the_year_is_told_at_once() -> None:
    form = SessionForm(
        {"key": uuid.uuid4(), "title": "Maps", "day": "9999-12-31", "at": "23:00", "minutes": 600}
    )
    assert set(form.errors) == {"day"}


def test_a_calendar_over_two_centuries_takes_no_time() -> None:
    far = [
        an_event(starts=datetime(2000, 1, 1, 9)),  # noqa: DTZ001
        an_event(starts=datetime(2199, 12, 31, 9)),  # noqa: DTZ001
    ]
    began = time.process_time()
    calendar("Lands", far, "Europe/Paris")
    assert time.process_time() - began < 5
