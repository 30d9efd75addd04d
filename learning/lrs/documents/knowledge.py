"""What statements said of an activity or of a person, to be told together (Communication 2.4, 2.5).

An activity that many thousand statements speak of is not read through each time: what was said up
to some moment is kept folded. That can be thrown away; it is made again when somebody asks.
"""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

from django.db.models import QuerySet

from learning.lrs.documents.models import KnownActivity
from learning.lrs.models import Client, Kind, LrsStatement
from learning.lrs.naming import key_of_agent, key_of_iri
from learning.lrs.scopes import READING, READING_ALL
from learning.records import handing_out
from learning.records.handing_out import Wanted
from learning.xapi.activities import uuid_of
from learning.xapi.conformance import parts
from learning.xapi.conformance.merging import with_definition
from learning.xapi.conformance.parts import Part
from learning.xapi.errors import ActivityError

OVERLAP = timedelta(minutes=5)  # a transaction that began earlier may end later
WORTH_KEEPING = 200  # statements read since it was kept
MOST_NAMED = 1_000  # statements looked through for a person's names, the latest


def definition_of(activity: str) -> Part:
    """Give the definition of an activity, of all statements; empty if none had one."""
    return {**_own_definition(activity), **_reported_definition(activity)}


def agents_known(agent: Part, *, to: Client) -> Iterator[Part]:
    """Give the agent as statements wrote it that the client may read, the latest first."""
    key = key_of_agent(agent)
    if key is None:
        return
    rows = _visible(to).filter(mentions__kind=Kind.RELATED_AGENT, mentions__key=key)
    for row in rows.order_by("-mentions__stored", "-id")[:MOST_NAMED]:
        said = parts.actors(row.said(), related=True)
        yield from (each for each in said if key_of_agent(each) == key)


def _visible(to: Client) -> QuerySet[LrsStatement]:
    rows = LrsStatement.objects.filter(is_voided=False)
    if to.may(READING_ALL):
        return rows
    return rows.filter(client=to) if to.may(READING) else rows.none()


def _own_definition(activity: str) -> Part:
    """Give what our own statements say: all of them the same, so the latest."""
    try:
        wanted = Wanted(activity=uuid_of(activity))
    except ActivityError:
        return {}
    objects = (kept.said()["object"] for kept in handing_out.found(wanted, most=2))
    return next((each["definition"] for each in objects if "definition" in each), {})


def _reported_definition(activity: str) -> Part:
    """Fold what was said since it was kept, and keep it where that was much."""
    key = key_of_iri(activity)
    known = KnownActivity.objects.filter(key=key).first()
    definition: Part = known.definition if known else {}
    read, reached = 0, None
    for row in _speaking_of(key, known).iterator(chunk_size=500):
        read, reached = read + 1, row.stored
        for said in _definitions_in(row, activity):
            definition = with_definition(definition, said)
    if reached and read >= WORTH_KEEPING:
        kept = {"definition": definition, "reached": reached}
        KnownActivity.objects.update_or_create(key=key, defaults=kept)
    return definition


def _speaking_of(key: UUID, known: KnownActivity | None) -> QuerySet[LrsStatement]:
    rows = LrsStatement.objects.filter(
        is_voided=False, mentions__kind=Kind.RELATED_ACTIVITY, mentions__key=key
    )
    if known is not None:
        rows = rows.filter(stored__gt=known.reached - OVERLAP)
    return rows.order_by("mentions__stored", "id")


def _definitions_in(row: LrsStatement, activity: str) -> Iterator[Part]:
    for each in parts.activities(row.said(), related=True):
        if each["id"] == activity and "definition" in each:
            yield each["definition"]
