"""What certificates keep about a person."""

from typing import Any

from django.utils import timezone

from learning.accounts.models import User
from learning.credentials.models import BY_HOLDER, Award


def of(learner: User) -> list[dict[str, Any]]:
    return [
        {
            "code": award.printed_code,
            "course": award.title,
            "name": award.name,
            "completed": award.completed_at.isoformat(),
            "issued": award.issued_at.isoformat(),
            "proof": award.evidence,
            "points": award.raw,
            "points_possible": award.maximum,
            "revoked": award.revoked_at.isoformat() if award.revoked_at else None,
            "revoked_because": award.revoked_because,
        }
        for award in Award.objects.of(learner)
    ]


def erase(learner: User) -> int:
    """Take the name and the points off the person's certificates; give how many there were.

    Whoever verifies the code of one is told that its holder withdrew it; of one that was revoked,
    still that it was revoked.
    """
    own = Award.objects.of(learner)
    if not own.exists():
        return 0
    standing = own.filter(revoked_at=None)
    standing.update(revoked_at=timezone.now(), revoked_because=BY_HOLDER)
    own.exclude(revoked_because=BY_HOLDER).update(revoked_because="–")
    own.update(name="", raw=None, maximum=None)
    return hand_over(learner)


def hand_over(learner: User) -> int:
    """Part the certificates from their person, so that they stay valid without an account."""
    own = Award.objects.of(learner)
    return own.update(learner=User.objects.create_former()) if own.exists() else 0
