"""A goal for the week: on how many days to learn. Nothing is lost when it is not reached.

A day counts when something was answered or written on it, here or on a USB copy. Days are those of
the site's time zone, and a week begins as it does where the reader's language is spoken.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from babel import Locale, UnknownLocaleError
from django.db import transaction
from django.utils import timezone

from learning.accounts.models import User
from learning.recap.models import Days, Goal
from learning.records.reading import Answer


@dataclass(frozen=True)
class Standing:
    """The days of a week on which somebody learned. goal: days a week, 0 for none."""

    goal: int
    done: int

    @property
    def is_reached(self) -> bool:
        return 0 < self.goal <= self.done


def standing(learner: User, answers: Iterable[Answer], *, language: str) -> Standing:
    """Give how the week goes. One query."""
    goal = Goal.objects.filter(learner=learner).first()
    first = week_begins(timezone.localdate(), language)
    return Standing(goal.days if goal else 0, len(days_learned(answers, since=first)))


def days_learned(answers: Iterable[Answer], *, since: date) -> set[date]:
    """Give the days from `since` until now on which something was answered."""
    now = timezone.now()
    days = {_day(each.at) for each in answers if each.at <= now}
    return {day for day in days if day >= since}


def week_begins(day: date, language: str) -> date:
    """Give the first day of the week around `day`; Monday where CLDR names no other."""
    try:
        first = Locale.parse(language, sep="-").first_week_day
    except (UnknownLocaleError, ValueError):
        first = 0
    return day - timedelta(days=(day.weekday() - first) % 7)


@transaction.atomic
def choose(learner: User, days: int) -> None:
    """Keep the goal of `days` a week; 0 keeps none. Raises: ValueError — no such goal."""
    if days == 0:
        Goal.objects.filter(learner=learner).delete()
        return
    Goal.objects.update_or_create(learner=learner, defaults={"days": Days(days)})


def _day(moment: datetime) -> date:
    return timezone.localtime(moment, timezone.get_default_timezone()).date()
