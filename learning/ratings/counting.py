"""What many ratings come to. An average is told from five on, so that it names nobody."""

import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Max

from learning.ratings.models import Rating, RatingQuerySet, Score

FEWEST = 5  # ratings behind an average that learners are told


@dataclass(frozen=True)
class Tally:
    """The ratings of one course. counts: ratings by score, from 1 to 5; at least one in all."""

    course: uuid.UUID
    title: str
    counts: tuple[int, ...]

    @property
    def number(self) -> int:
        return sum(self.counts)

    @property
    def average(self) -> Decimal:
        """Give the mean score with one digit, halves rounded up."""
        total = sum(score * count for score, count in zip(Score.values, self.counts, strict=True))
        return Decimal((20 * total + self.number) // (2 * self.number)) / 10


def average_of(course: uuid.UUID) -> Tally | None:
    """Give the ratings of a course, if they are enough to be told. One query."""
    found = tallies(Rating.objects.filter(course=course))
    return found[0] if found and found[0].number >= FEWEST else None


def tallies(ratings: RatingQuerySet) -> list[Tally]:
    """Give the ratings of each course among `ratings`, by title. One query."""
    titles: dict[uuid.UUID, str] = {}
    counts: dict[uuid.UUID, Counter[int]] = defaultdict(Counter)
    rows = ratings.order_by().values("course", "score").annotate(n=Count("pk"), named=Max("title"))
    for row in rows:
        titles[row["course"]] = max(titles.get(row["course"], ""), row["named"])
        counts[row["course"]][row["score"]] += row["n"]
    found = [
        Tally(course, titles[course], tuple(counted[score] for score in Score.values))
        for course, counted in counts.items()
    ]
    return sorted(found, key=lambda tally: (tally.title, tally.course))
