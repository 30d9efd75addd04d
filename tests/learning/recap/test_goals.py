import uuid
from datetime import UTC, date, datetime

import pytest
import time_machine

from learning.accounts.models import User
from learning.recap import goals, mine
from learning.recap.goals import Standing, choose, days_learned, standing, week_begins
from learning.recap.models import Goal
from learning.records.reading import Answer

THURSDAY = datetime(2026, 11, 26, 12, tzinfo=UTC)


def answer_on(day: int, hour: int = 9) -> Answer:
    at = datetime(2026, 11, day, hour, tzinfo=UTC)
    return Answer(uuid.uuid4(), uuid.uuid4(), uuid.uuid4(), None, at, None)


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("en", date(2026, 11, 23)),
        ("fr", date(2026, 11, 23)),
        ("ar-eg", date(2026, 11, 21)),
        ("ar-sa", date(2026, 11, 22)),
        ("en-us", date(2026, 11, 22)),
        ("tlh", date(2026, 11, 23)),
    ],
)
def test_a_week_begins_as_it_does_where_the_language_is_spoken(language: str, first: date) -> None:
    assert week_begins(THURSDAY.date(), language) == first


def test_a_week_begins_on_its_own_first_day() -> None:
    assert week_begins(date(2026, 11, 23), "fr") == date(2026, 11, 23)


def test_each_day_counts_once_and_none_of_the_future() -> None:
    answers = [answer_on(22), answer_on(23), answer_on(23, 20), answer_on(25), answer_on(29)]
    with time_machine.travel(THURSDAY, tick=False):
        found = days_learned(answers, since=date(2026, 11, 23))
    assert found == {date(2026, 11, 23), date(2026, 11, 25)}


def test_without_a_goal_nothing_is_asked(learner: User) -> None:
    with time_machine.travel(THURSDAY, tick=False):
        assert standing(learner, [answer_on(23)], language="en") == Standing(0, 1)
    assert not Standing(0, 1).is_reached


def test_a_goal_is_kept_changed_and_given_up(learner: User) -> None:
    choose(learner, 3)
    choose(learner, 1)
    with time_machine.travel(THURSDAY, tick=False):
        assert standing(learner, [answer_on(23)], language="en").is_reached
    assert mine.of(learner) == [{"days_a_week": 1}]
    choose(learner, 0)
    assert not Goal.objects.exists()


def test_other_goals_are_refused(learner: User) -> None:
    with pytest.raises(ValueError, match="2"):
        choose(learner, 2)
    assert not Goal.objects.exists()


def test_erasing_forgets_the_goal(learner: User, outsider: User) -> None:
    choose(learner, 5)
    choose(outsider, 5)
    mine.erase(learner)
    assert [goal.learner for goal in Goal.objects.all()] == [outsider]


def test_days_are_those_of_the_site(settings: object) -> None:
    settings.TIME_ZONE = "Pacific/Kiritimati"  # type: ignore[attr-defined]
    with time_machine.travel(THURSDAY, tick=False):
        found = goals.days_learned([answer_on(22, 13)], since=date(2026, 11, 23))
    assert found == {date(2026, 11, 23)}
