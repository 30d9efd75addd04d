"""What the person said yes and no to, and who of the staff looked."""

from typing import Any

from learning.accounts.access_log import accesses_about
from learning.accounts.models import Access, Choice, User


def of(learner: User) -> dict[str, Any]:
    return {
        "choices": [
            {
                "purpose": each.get_purpose_display(),
                "said_yes": each.says_yes,
                "wording": each.version,
                "at": each.at.isoformat(),
            }
            for each in Choice.objects.of(learner)
        ],
        "looked_at_by": [
            {
                "day": each.day.isoformat(),
                "who": str(each.by) if each.by else None,
                "what": each.get_what_display(),
            }
            for each in looks_at(learner)
        ],
    }


def brief(learner: User) -> dict[str, Any]:
    """Leave out who looked: the page has a table of its own for that."""
    return {"choices": of(learner)["choices"]}


def looks_at(learner: User) -> list[Access]:
    """Give what staff looked at of the person and of the cohorts they are in, the latest first."""
    cohorts = learner.memberships.values_list("cohort", flat=True)
    return list(accesses_about([learner.pk, *cohorts]))


def erase(learner: User) -> int:
    """Delete the choices. What was noted of looks goes with the account."""
    return Choice.objects.of(learner).delete()[0]
