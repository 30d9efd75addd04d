import uuid
from datetime import date

import pytest
from pytest_django import DjangoAssertNumQueries

from learning.accounts.models import User
from learning.cohorts.cascade.teaching_log import withdraw, write_down
from learning.cohorts.cascade.tree import Level, Reach, Tree, tree_of
from learning.cohorts.models import Cohort, Membership
from tests.learning.cohorts.samples import COURSE, a_cohort
from tests.learning.cohorts.towers import tower

pytestmark = pytest.mark.django_db


def people(number: int) -> list[User]:
    made = [User(username=uuid.uuid4().hex, name="P", signs_in_with="pin") for _ in range(number)]
    return User.objects.bulk_create(made)


def below(parent: Cohort | None, trainer: User, members: list[User], name: str = "C") -> Cohort:
    cohort = a_cohort(trainer, name)
    Cohort.objects.filter(pk=cohort.pk).update(parent=parent.pk if parent else None)
    Membership.objects.bulk_create(Membership(cohort=cohort, learner=each) for each in members)
    return cohort


def levels(tree: Tree) -> list[tuple[int, int, int, int]]:
    return [
        (each.cohorts, each.trained, each.reach.courses, each.reach.people) for each in tree.levels
    ]


def test_levels_count_cohorts_people_and_courses(trainer: User) -> None:
    first, second, third = people(3), people(2), people(4)
    top = below(None, trainer, first, "Top")
    left = below(top, trainer, second, "Left")
    below(top, trainer, [*third, second[0]], "Right")
    write_down(top, first[0].pk, {"women": 3, "men": 4}, author=first[0].pk)
    write_down(left, second[0].pk, {"women": 1, "other": 1}, author=second[0].pk)
    tree = tree_of(top)
    # One person is in both cohorts of the second level, and counts once.
    assert levels(tree) == [(1, 3, 0, 0), (2, 6, 1, 7), (0, 0, 1, 2)]
    assert tree.levels[1] == Level(2, 2, 6, Reach(1, 3, 4, 0))
    (branch,) = tree.branches
    assert [each.name for each in branch.branches] == ["Left", "Right"]


def test_who_left_is_not_counted(trainer: User) -> None:
    cohort = below(None, trainer, people(2))
    member = cohort.memberships.first()
    assert member
    Membership.objects.filter(pk=member.pk).update(left="2026-11-22T12:00Z")
    assert levels(tree_of(cohort)) == [(1, 1, 0, 0)]


def test_a_course_that_was_taken_back_is_not_counted(trainer: User) -> None:
    (person,) = people(1)
    cohort = below(None, trainer, [person])
    key = write_down(cohort, person.pk, {"women": 3}, author=person.pk)
    withdraw(cohort, person.pk, key, author=person.pk)
    assert levels(tree_of(cohort)) == [(1, 1, 0, 0)]


def test_a_cohort_whose_parent_is_not_known_here_stands_on_top(trainer: User) -> None:
    cohort = below(None, trainer, [])
    Cohort.objects.filter(pk=cohort.pk).update(parent=uuid.uuid4())
    assert [branch.id for branch in tree_of().branches] == [cohort.pk]


def test_among_some_only_the_uppermost_stand_on_top(trainer: User) -> None:
    top = below(None, trainer, [])
    middle = below(top, trainer, [])
    bottom = below(middle, trainer, [])
    tree = tree_of(among=[bottom.pk, middle.pk])
    assert [branch.id for branch in tree.branches] == [middle.pk]
    assert levels(tree) == [(1, 0, 0, 0), (1, 0, 0, 0)]


def test_a_circle_is_shown_once_and_ends(trainer: User) -> None:
    first = below(None, trainer, [])
    second = below(first, trainer, [])
    Cohort.objects.filter(pk=first.pk).update(parent=second.pk)
    for tree in (tree_of(), tree_of(first), tree_of(second)):
        assert sum(level.cohorts for level in tree.levels) == 2
        assert len(tree.branches) == 1


def test_a_very_deep_cascade_is_counted_and_drawn_as_far_as_it_can_be_read(trainer: User) -> None:
    keys = [uuid.uuid4() for _ in range(1_500)]
    Cohort.objects.bulk_create(
        Cohort(
            pk=key,
            name=f"C{place}",
            code=f"{place:06}",
            course=COURSE,
            starts=date(2026, 1, 1),
            ends=date(2026, 1, 2),
            parent=keys[place - 1] if place else None,
        )
        for place, key in enumerate(keys)
    )
    assert len(tree_of().levels) == 1_500


def test_two_thousand_cohorts_take_three_queries(
    trainer: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    tower(cohorts=2_000, people=3, courses=2)
    with django_assert_num_queries(3):
        tree = tree_of()
    assert sum(level.cohorts for level in tree.levels) == 2_000
