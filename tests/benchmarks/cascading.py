"""The cascade over two thousand cohorts, beside reading the same rows and doing nothing."""

from collections.abc import Iterator

from learning.cohorts.cascade.tree import tree_of
from learning.cohorts.models import Cohort, Membership
from learning.records.models import Fact
from tests.benchmarks.measuring import Row, typical_pair
from tests.learning.cohorts.towers import tower

COHORTS, PEOPLE, COURSES = 2_000, 15, 5
TIMES = 5


def rows() -> Iterator[Row]:
    tower(cohorts=COHORTS, people=PEOPLE, courses=COURSES)
    took, reading = typical_pair(tree_of, read_all, times=TIMES)
    yield Row(
        f"the cascade of {COHORTS} cohorts, {COHORTS * PEOPLE} people",
        f"{took * 1000:.0f} ms",
        f"reading the rows, {reading * 1000:.0f} ms",
        took / reading,
    )


def read_all() -> int:
    """Read as many rows, as the database gives them."""
    return sum(
        len(found)
        for found in (
            Cohort.objects.values_list("pk", "parent"),
            Membership.objects.values_list("cohort", "learner"),
            Fact.objects.values_list("cohort", "value"),
        )
    )
