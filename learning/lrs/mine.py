"""What other programs said here of a person: statements that name the account they have here.

Who is named by an address or by an account elsewhere is not known here to be this person.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from learning.accounts.models import User
from learning.lrs.models import Attachment, Kind, LrsStatement
from learning.lrs.naming import key_of_agent
from learning.records.batches import parts
from learning.records.counting import locked_origin
from learning.records.projecting import actors_of


def of(learner: User) -> dict[str, Any]:
    """Give the statements, JSON-able, with who brought each and when."""
    found = _about(learner).select_related("client").order_by("stored", "id")
    return {"statements": [_told(each) for each in found.iterator(chunk_size=500)]}


def brief(learner: User) -> dict[str, Any]:
    """Give how many there are, and of which programs, for a page."""
    named = _about(learner).order_by("client__name").values_list("client__name", flat=True)
    return {"statements": count(learner), "from": list(named.distinct())}


def count(learner: User) -> int:
    return _about(learner).count()


@transaction.atomic
def erase(learner: User) -> int:
    """Delete the statements, with attachments that came only with them; give their number."""
    locked_origin()
    identifiers = list(_about(learner).values_list("pk", flat=True))
    for part in parts(identifiers):
        LrsStatement.objects.filter(pk__in=part).delete()
    Attachment.objects.filter(statements=None).delete()
    return len(identifiers)


def _about(learner: User) -> QuerySet[LrsStatement]:
    keys = [_key(str(actor)) for actor in actors_of([learner.pk])]
    mentions = LrsStatement.objects.filter(
        mentions__kind=Kind.RELATED_AGENT, mentions__key__in=keys
    )
    return LrsStatement.objects.filter(pk__in=mentions.values("pk"))


def _key(name: str) -> Any:
    return key_of_agent({"account": {"homePage": settings.ATOLL_ACTOR_HOME, "name": name}})


def _told(row: LrsStatement) -> dict[str, Any]:
    return {
        "statement": row.said(),
        "stored": row.stored.isoformat(),
        "brought_by": row.client.name,
    }
