from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from learning.accounts.models import User
from learning.ratings import mine
from learning.ratings.counting import FEWEST, Tally, average_of, tallies
from learning.ratings.models import Rating

COURSE = UUID(int=1)


def rate(*scores: int, course: UUID = COURSE, title: str = "A course") -> None:
    """Give a course ratings from people of their own."""
    for score in scores:
        person = User.objects.create(username=str(uuid4()), name="Somebody")
        Rating.objects.create(
            learner=person, course=course, title=title, language="en", score=score
        )


@pytest.mark.parametrize(
    ("counts", "average"),
    [
        ((0, 0, 0, 0, 5), "5"),
        ((1, 0, 0, 0, 0), "1"),
        ((0, 0, 0, 3, 1), "4.3"),
        ((0, 0, 9, 10, 1), "3.6"),
    ],
)
def test_the_average_has_one_digit_and_halves_go_up(counts: tuple[int, ...], average: str) -> None:
    assert Tally(COURSE, "", counts).average == Decimal(average)


def test_an_average_is_told_from_five_ratings_on(db: None) -> None:
    rate(5, 4, 4, 3)
    assert average_of(COURSE) is None
    rate(5)
    tally = average_of(COURSE)
    assert tally
    assert (tally.number, tally.average) == (FEWEST, Decimal("4.2"))


def test_each_course_has_its_own_line_by_title(db: None) -> None:
    rate(5, 1)
    rate(2, course=UUID(int=2), title="Another course")
    found = tallies(Rating.objects.all())
    assert [(each.title, each.counts) for each in found] == [
        ("A course", (1, 0, 0, 0, 1)),
        ("Another course", (0, 1, 0, 0, 0)),
    ]


def test_a_course_that_changed_its_title_is_one_course(db: None) -> None:
    rate(5)
    rate(3, title="The course, renamed")
    (only,) = tallies(Rating.objects.all())
    assert only.counts == (0, 0, 1, 0, 1)


def test_mine_lists_my_ratings_and_erases_only_them(learner: User) -> None:
    rate(5)
    Rating.objects.create(learner=learner, course=COURSE, title="T", language="en", score=2)
    assert [each["score"] for each in mine.of(learner)] == [2]
    mine.erase(learner)
    assert [each.score for each in Rating.objects.all()] == [5]
