"""What this room keeps of a person, for their data page: attempts that are not handed in."""

from typing import Any

from learning.accounts.models import User
from learning.player.models import Draft


def of(learner: User) -> list[dict[str, Any]]:
    """Give the drafts as plain values. Times: RFC 3339, UTC."""
    return [
        {
            "attempt": str(draft.attempt),
            "course": str(draft.course),
            "assessment": str(draft.assessment),
            "began_at": draft.began_at.isoformat(),
            "saved_at": draft.saved_at.isoformat(),
            "minutes": draft.minutes,
            "entries": draft.entries,
        }
        for draft in Draft.objects.filter(learner=learner).order_by("began_at")
    ]


def erase(learner: User) -> None:
    """Delete the drafts."""
    Draft.objects.filter(learner=learner).delete()
