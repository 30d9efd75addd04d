"""Consents, and who of the staff looked."""

from typing import Any

from learning.accounts.access_log import accesses_about
from learning.accounts.models import Access, User
from learning.privacy.models import Consent


def of(learner: User) -> dict[str, Any]:
    return {
        "consents": [
            {
                "purpose": each.get_purpose_display(),
                "given": each.given.isoformat(),
                "withdrawn": each.withdrawn.isoformat() if each.withdrawn else None,
            }
            for each in Consent.objects.of(learner)
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
    return {"consents": of(learner)["consents"]}


def looks_at(learner: User) -> list[Access]:
    """Give what staff looked at of the person and of the cohorts they are in, the latest first."""
    cohorts = learner.memberships.values_list("cohort", flat=True)
    return list(accesses_about([learner.pk, *cohorts]))


def erase(learner: User) -> int:
    """Delete the consents. What was noted of looks goes with the account."""
    return Consent.objects.of(learner).delete()[0]
