"""What this room keeps of a person: the goal for the week. Recap answers are statements."""

from learning.accounts.models import User
from learning.recap.models import Goal


def of(learner: User) -> list[dict[str, object]]:
    """Give the goal as plain values, or nothing."""
    return [{"days_a_week": goal.days} for goal in Goal.objects.filter(learner=learner)]


def erase(learner: User) -> None:
    """Forget the goal."""
    Goal.objects.filter(learner=learner).delete()
