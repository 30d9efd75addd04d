"""Saying whose statements a USB copy wrote."""

import uuid

from django.db import transaction

from learning.accounts.models import User
from learning.records.counting import locked_origin
from learning.records.errors import ActorTaken
from learning.records.models import ActorLink, Progress, Statement
from learning.records.projecting import project


@transaction.atomic
def link(actor: uuid.UUID, to_learner: User, *, by: User | None) -> bool:
    """Give the statements of `actor`, past and future, to a learner; tell whether that is new.

    by: who says so, none on the command line. Twice is safe.
    Raises: ActorTaken — they are another person's already; nothing was changed.
    """
    if actor == to_learner.pk:
        return False
    locked_origin()
    if User.objects.filter(pk=actor).exists():
        raise ActorTaken
    kept, is_new = ActorLink.objects.get_or_create(
        actor=actor, defaults={"learner": to_learner, "linked_by": by}
    )
    if kept.learner_id != to_learner.pk:
        raise ActorTaken
    if is_new:
        _merge(actor, to_learner)
    return is_new


def _merge(actor: uuid.UUID, learner: User) -> None:
    """Fold what the actor did into the learner's progress, and drop the actor's own."""
    Progress.objects.filter(learner=actor).delete()
    done = Statement.objects.filter(actor=actor, voids=None)
    if activities := set(done.values_list("activity", flat=True)):
        project({learner.pk: activities})
