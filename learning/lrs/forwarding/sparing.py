"""Leaving out whoever said no to another store: what they did here, and what others said of them.

A void is told all the same: what it takes back was told before, and would stand there for ever.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from learning.accounts.models import Purpose
from learning.lrs.forwarding.delivering import Waiting
from learning.records.sparing import spared_among
from learning.xapi.conformance.parts import actors
from learning.xapi.verbs import Verb


def without_spared(batch: Collection[Waiting]) -> list[Waiting]:
    """Give the statements that may be told, in their order."""
    named = {each.id: set(people_in(each.statement)) for each in batch if not _is_void(each)}
    refused = spared_among(Purpose.FORWARD, set().union(*named.values()))
    return [each for each in batch if not named.get(each.id, set()) & refused]


def people_in(statement: Mapping[str, Any]) -> Iterator[UUID]:
    """Give the people of this server whom a statement names anywhere, by their accounts here."""
    for agent in actors(dict(statement), related=True):
        account = agent.get("account", {})
        is_ours = account.get("homePage") == settings.ATOLL_ACTOR_HOME
        if is_ours and (key := _id(account["name"])):
            yield key


def _is_void(waiting: Waiting) -> bool:
    return bool(waiting.statement["verb"]["id"] == Verb.VOIDED)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
