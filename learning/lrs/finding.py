"""Statements for whoever asks: others' and ours in one line, by the time of storing.

Two queries a page, whatever there is: one index of `Mention` both finds and orders.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from learning.lrs.asking import Asked
from learning.lrs.authority import authority_of, brought_by, own_authority
from learning.lrs.errors import NotFound
from learning.lrs.models import Attachment, Client, LrsStatement, Mention
from learning.lrs.receiving import learners_named
from learning.lrs.scopes import READING_ALL
from learning.records import handing_out
from learning.records.handing_out import Kept, Place, Wanted
from learning.xapi.activities import uuid_of
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.versions import Version
from learning.xapi.errors import ActivityError
from learning.xapi.statements import written

SETTLED = timedelta(seconds=5)  # longer than it takes to store what has its time of storing


@dataclass(frozen=True)
class Found:
    """One statement. is_own: of our records."""

    id: UUID
    stored: datetime
    statement: Part
    is_own: bool


@dataclass(frozen=True)
class Page:
    """Statements in order. place: where the next page goes on; None on the last."""

    found: list[Found]
    place: Place | None


def page(asked: Asked, *, by: Client, after: Place | None = None) -> Page:
    """Give the statements asked for that the client may read, and that were not taken back."""
    wanted = replace(asked, limit=asked.limit + 1)
    found = [*_others(wanted, by, after), *_own(wanted, by, after)]
    found.sort(key=lambda each: (each.stored, each.id), reverse=not asked.ascending)
    given = found[: asked.limit]
    has_more = len(found) > asked.limit
    return Page(given, Place(given[-1].stored, given[-1].id) if has_more else None)


def one(identifier: UUID, *, is_voided: bool, by: Client) -> Found:
    """Give one statement. Raises: NotFound — there is none, or not for this client."""
    rows = LrsStatement.objects.select_related("client")
    if not by.may(READING_ALL):
        rows = rows.filter(client=by)
    if row := rows.filter(pk=identifier, is_voided=is_voided).first():
        return _other(row)
    kept = handing_out.kept_among([identifier]).get(identifier)
    if kept and kept.is_voided == is_voided and _may_see(kept, by):
        return _of_ours(kept)
    state = "taken back" if is_voided else "in force"
    raise NotFound(f"There is no statement {identifier} here that is {state}.")


def attachments_of(found: Collection[Found]) -> list[Attachment]:
    """Give what came along with these statements, each content once."""
    links = Attachment.statements.through.objects
    others = links.filter(lrsstatement__in=[each.id for each in found if not each.is_own])
    return list(Attachment.objects.filter(pk__in=others.values("attachment")).order_by("sha2"))


def consistent_through() -> datetime:
    """Give a time up to which all that was stored can be seen now (Communication 2.1.3).

    Writers stand in line, so what was stored before the last that is seen, is seen too. Never a
    time to come, though a clock that was wrong may have stored one.
    """
    now = timezone.now()
    latest = LrsStatement.objects.order_by("-stored").values_list("stored", flat=True).first()
    seen = [now - SETTLED, latest, handing_out.last_stored()]
    return min(now, max(each for each in seen if each is not None))


def _may_see(kept: Kept, by: Client) -> bool:
    return by.may(READING_ALL) or kept.authority == brought_by(by)


def _others(asked: Asked, by: Client, after: Place | None) -> list[Found]:
    keys = asked.wanted()
    if not keys:
        rows = LrsStatement.objects.filter(_within(asked, by, after), is_voided=False)
        ordered = rows.select_related("client").order_by(*_order(asked, "id"))
        return [_other(row) for row in ordered[: asked.limit]]
    mentions = _mentioning(keys).filter(_within(asked, by, after, "statement_id", "statement__"))
    found = mentions.order_by(*_order(asked, "statement_id"))[: asked.limit]
    return [_other(each.statement) for each in found]


def _mentioning(keys: list[tuple[Any, UUID]]) -> QuerySet[Mention]:
    """Give the mentions of the first key in statements that mention all of them."""
    (kind, key), *rest = keys
    rows = Mention.objects.filter(kind=kind, key=key, statement__is_voided=False)
    for kind, key in rest:
        same = Mention.objects.filter(statement=OuterRef("statement"), kind=kind, key=key)
        rows = rows.filter(Exists(same))
    return rows.select_related("statement__client")


def _within(asked: Asked, by: Client, after: Place | None, key: str = "id", prefix: str = "") -> Q:
    within = Q()
    if not by.may(READING_ALL):
        within &= Q(**{f"{prefix}client": by})
    if asked.since:
        within &= Q(stored__gt=asked.since)
    if asked.until:
        within &= Q(stored__lte=asked.until)
    if after:
        side = "gt" if asked.ascending else "lt"
        beyond = Q(stored=after.stored, **{f"{key}__{side}": after.id})
        within &= Q(**{f"stored__{side}": after.stored}) | beyond
    return within


def _order(asked: Asked, key: str) -> tuple[str, str]:
    return ("stored", key) if asked.ascending else ("-stored", f"-{key}")


def _own(asked: Asked, by: Client, after: Place | None) -> list[Found]:
    wanted = _wanted(asked, by)
    if wanted is None:
        return []
    kept = handing_out.found(wanted, most=asked.limit, after=after, ascending=asked.ascending)
    return [_of_ours(each) for each in kept]


def _wanted(asked: Asked, by: Client) -> Wanted | None:
    """Say what is asked for in the words of the records; None where none of them can match."""
    if asked.registration:
        return None
    wanted = Wanted(verb=asked.verb, since=asked.since, until=asked.until)
    if not by.may(READING_ALL):
        wanted = replace(wanted, authority=brought_by(by))
    if asked.activity:
        try:
            activity = uuid_of(asked.activity)
        except ActivityError:
            return None
        wanted = replace(wanted, activity=activity, related=asked.related_activities)
    return _by_actor(wanted, asked)


def _by_actor(wanted: Wanted, asked: Asked) -> Wanted | None:
    if asked.agent is None or (asked.related_agents and _is_authority(asked.agent)):
        return wanted
    if asked.agent.get("objectType", "Agent") != "Agent":
        return None
    [*actors] = learners_named(asked.agent)
    return replace(wanted, actor=actors[0]) if actors else None


def _is_authority(agent: Part) -> bool:
    return agent.get("account") == own_authority()["account"]


def _other(row: LrsStatement) -> Found:
    statement = {**row.said(), "authority": authority_of(row.client)}
    return Found(row.pk, row.stored, _stamped(statement, row.stored), is_own=False)


def _of_ours(kept: Kept) -> Found:
    statement = {**kept.said(), "authority": own_authority(), "version": Version.V1.value}
    return Found(kept.id, kept.stored, _stamped(statement, kept.stored), is_own=True)


def _stamped(statement: Part, stored: datetime) -> Part:
    """Say when it was stored; that is also its timestamp if it has none (Data 2.4.7)."""
    at = written(stored)
    return {"timestamp": at, **statement, "stored": at}
