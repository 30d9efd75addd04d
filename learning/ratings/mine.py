"""What this room keeps of a person: their ratings."""

from learning.accounts.models import User
from learning.ratings.models import Rating


def of(learner: User) -> list[dict[str, object]]:
    """Give the ratings as plain values."""
    return [
        {
            "course": rating.title,
            "course_activity": str(rating.course),
            "score": rating.score,
            "helped": rating.helped,
            "hard": rating.hard,
            "may_show": rating.may_show,
            "is_shown": rating.is_shown,
            "updated": rating.updated.isoformat(),
        }
        for rating in Rating.objects.filter(learner=learner)
    ]


def erase(learner: User) -> None:
    """Delete the ratings."""
    Rating.objects.filter(learner=learner).delete()
