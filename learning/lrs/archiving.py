"""The archive of what other programs said, in months beside our own (`learning.records.parquet`).

Whom a statement speaks of is a key that only the same name gives again, and the actor if it is
somebody who learns here. The content is as it was sent, but without the names of people; addresses
of mail may be in it, where a program tells people apart by them.
What speaks of erased people, and of people who said no to the archive, is left out and taken out.
Nothing is deleted from the database: other programs may ask for it.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from learning.lrs.models import LrsStatement
from learning.lrs.naming import key_of_agent
from learning.records import parquet
from learning.records.archiving import to_be_gone
from learning.records.erasing import digest_of_actor
from learning.records.parquet import Archive, Archived, Table
from learning.records.partitioning import Month
from learning.xapi.conformance import parts
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version

ASKED = ("id", "stored", "content", "client__name", "target", "is_void")
AT_ONCE = 500  # rows held in memory; a program's may be long
KEPT = {
    "id": "VARCHAR",
    "stored": "TIMESTAMP",
    "timestamp": "TIMESTAMP",
    "client": "VARCHAR",
    "agent": "VARCHAR",
    "actor": "VARCHAR",
    "people": "VARCHAR[]",
    "verb": "VARCHAR",
    "activity": "VARCHAR",
    "voids": "VARCHAR",
    "content": "VARCHAR",
}
# Numbers are what programs write: not always numbers that a column can hold.
READ = """
    TRY_CAST(TRY_CAST(content AS JSON) ->> '$.result.success' AS BOOLEAN) AS success,
    TRY_CAST(TRY_CAST(content AS JSON) ->> '$.result.completion' AS BOOLEAN) AS completion,
    TRY_CAST(TRY_CAST(content AS JSON) ->> '$.result.score.scaled' AS DOUBLE) AS scaled,
    TRY_CAST(TRY_CAST(content AS JSON) ->> '$.context.registration' AS VARCHAR) AS registration
"""
GONE = """
    EXISTS (
        SELECT 1 FROM (SELECT unnest(people) AS named) AS those
        WHERE sha256(named) IN (SELECT digest FROM gone)
    )
"""
TABLE = Table("other-programs.parquet", KEPT, READ, GONE)


def months_before(moment: datetime) -> list[Month]:
    """Give the months in which something was stored before a moment, oldest first."""
    return parquet.months_before(LrsStatement.objects.all(), moment)


def stored_in(month: Month, moment: datetime) -> QuerySet[LrsStatement]:
    """Give what was stored in a month, before a moment."""
    return parquet.stored_in(LrsStatement.objects.all(), month, moment)


def archive(folder: Path, *, before: datetime) -> Iterator[Archived]:
    """Write what was stored before a moment, as `learning.records.archiving.archive` does.

    Raises: ArchiverMissing; ArchiveUnsound — a month could not be read back; the old file stays.
    """
    gone = to_be_gone()
    kept = Archive(folder, gone)
    for month in sorted({*months_before(before), *kept.months_with_gone(TABLE)}):
        pages = parquet.pages(stored_in(month, before), *ASKED, at_once=AT_ONCE)
        yield kept.write(TABLE, month, (_rows(page, gone) for page in pages))


def _rows(found: list[dict[str, Any]], gone: set[str]) -> list[dict[str, Any]]:
    rows = [_row(each) for each in found]
    return [row for row in rows if gone.isdisjoint(map(_digest, row["people"]))]


def _digest(actor: str) -> str:
    return digest_of_actor(UUID(actor))


def _row(found: dict[str, Any]) -> dict[str, Any]:
    said: Part = json.loads(found["content"])
    agent = key_of_agent(said["actor"])
    return {
        "id": found["id"],
        "stored": found["stored"],
        "timestamp": _when(said),
        "client": found["client__name"],
        "agent": agent and str(agent),
        "actor": _here(said["actor"]),
        "people": sorted(set(filter(None, map(_here, parts.actors(said, related=True))))),
        "verb": said["verb"]["id"],
        "activity": next((each["id"] for each in parts.activities(said)), None),
        "voids": found["target"] if found["is_void"] else None,
        "content": _nameless(found["content"], said),
    }


def _nameless(content: str, said: Part) -> str:
    """Give a statement without the names of people: as it was sent, if it has none."""
    people = [each for each in parts.actors(said, related=True) if not _is_group(each)]
    if not any("name" in each for each in people):
        return content
    without = parts.rewritten(said, parts.Changes(_unnamed, dict, dict))
    return json.dumps(without, ensure_ascii=False, separators=(",", ":"))


def _unnamed(agent: Part) -> Part:
    left = {name: each for name, each in agent.items() if name != "name" or _is_group(agent)}
    if "member" in left:
        left["member"] = [_unnamed(each) for each in left["member"]]
    return left


def _is_group(agent: Part) -> bool:
    return bool(agent.get("objectType") == "Group")


def _when(said: Part) -> datetime | None:
    try:
        return moment(said.get("timestamp"), Version.V1)
    except ValueError:
        return None


def _here(agent: Part) -> str | None:
    """Give the actor's id of somebody who learns here; None of anybody else."""
    account = agent.get("account", {})
    try:
        known = account.get("homePage") == settings.ATOLL_ACTOR_HOME
        return str(UUID(account["name"])) if known else None
    except (KeyError, ValueError):
        return None
