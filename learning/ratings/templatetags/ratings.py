"""How learners found a course, for the page that player owns."""

from typing import Any

from django import template

from learning.publishing.models import Edition
from learning.ratings.counting import average_of
from learning.ratings.models import Rating

register = template.Library()

MOST_SHOWN = 3  # ratings whose words stand on a course page


@register.inclusion_tag("ratings/on_course.html")
def ratings_of(edition: Edition, may_rate: bool) -> dict[str, Any]:
    """Show the average from five ratings on, and words that may be shown. At most two queries."""
    tally = average_of(edition.activity)
    shown = Rating.objects.shown().filter(course=edition.activity, language=edition.language)
    words = [rating.words for rating in shown[:MOST_SHOWN]] if tally else []
    return {"edition": edition, "tally": tally, "words": words, "may_rate": may_rate}
