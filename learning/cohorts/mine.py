"""What cohorts keep about a person: where they are a member, and what they teach."""

from typing import Any

from django.db.models import F

from learning.accounts.models import User
from learning.cohorts.models import Cohort
from learning.cohorts.people.importing import forget_person
from learning.cohorts.work.keeping_files import delete_files


def of(learner: User) -> dict[str, Any]:
    memberships = learner.memberships.select_related("cohort")
    return {
        "member_of": [
            {
                "cohort": each.cohort.name,
                "course": str(each.cohort.course),
                "joined": each.joined.isoformat(),
                "from": each.cohort.starts.isoformat(),
                "to": each.cohort.ends.isoformat(),
            }
            for each in memberships
        ],
        "trainer_of": [each.name for each in learner.cohorts_taught.all()],
        "lists_brought": [
            {"cohort": each.cohort.name, "since": each.since.isoformat()}
            for each in learner.rosters.select_related("cohort")
        ],
    }


def erase(learner: User) -> int:
    """Take the person out of every cohort, which keeps only that one more was here.

    So every figure of a cohort is one of the people who are in it, and how many took part stays
    true. A cohort goes on without this trainer; an administrator gives it another.
    """
    forget_person(learner)
    delete_files(learner.pk)
    joined = list(learner.memberships.values_list("cohort", flat=True))
    Cohort.objects.filter(pk__in=joined).update(former=F("former") + 1)
    learner.cohorts_taught.clear()
    return learner.memberships.all().delete()[0]
