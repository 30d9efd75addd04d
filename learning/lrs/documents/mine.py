"""What is kept here about a person: the documents that programs keep about their account.

A person is an agent with an account of this hub (`ATOLL_ACTOR_HOME`). Whom another platform's own
accounts mean is not known here.
"""

import base64
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from learning.accounts.models import User
from learning.lrs.documents.identities import key_of_account
from learning.lrs.documents.models import Document
from learning.records.projecting import actors_of


def of(learner: User) -> list[dict[str, Any]]:
    """Give the documents: texts as they are, all else in base 64."""
    return list(map(_told, _about(learner).order_by("updated", "id")))


def brief(learner: User) -> list[dict[str, Any]]:
    """Give which documents there are, for a page."""
    rows = _about(learner).order_by("updated", "id").defer("content")
    return [_heading(row) for row in rows]


def erase(learner: User) -> None:
    """Delete the documents."""
    _about(learner).delete()


def _about(learner: User) -> QuerySet[Document]:
    actors = {learner.pk, *actors_of([learner.pk])}
    home = settings.ATOLL_ACTOR_HOME
    return Document.objects.filter(agent__in=[key_of_account(home, str(each)) for each in actors])


def _heading(row: Document) -> dict[str, Any]:
    return {
        "name": row.name,
        "activity": row.activity,
        "type": row.content_type,
        "updated": row.updated.isoformat(),
    }


def _told(row: Document) -> dict[str, Any]:
    content = bytes(row.content)
    try:
        told = {"text": content.decode("utf-8")}
    except UnicodeDecodeError:
        told = {"base64": base64.b64encode(content).decode("ascii")}
    return {**_heading(row), **told}
