"""What is to be told, in the order in which it was stored.

What was taken back before it was told is not told; the void that took it back is. What a store sets
itself, `stored` and `authority`, is left to the other store: there, we vouch for it.
"""

from collections.abc import Collection
from datetime import datetime

from learning.lrs import finding
from learning.lrs.asking import Asked
from learning.lrs.attaching import attachments_in
from learning.lrs.finding import Found
from learning.lrs.forwarding.delivering import Waiting
from learning.lrs.models import Client
from learning.lrs.scopes import Scope
from learning.records import handing_out
from learning.records.handing_out import Place, Wanted
from learning.xapi.conformance.versions import Version

SET_BY_STORES = ("stored", "authority")
MOST_BYTES = 8 * 1024 * 1024  # of attachments in one batch; a single one may be larger


def own_after(since: datetime | None, after: Place | None, *, most: int) -> list[Waiting]:
    """Give what people did here, stored after a moment and a place."""
    wanted = Wanted(since=since)
    found = handing_out.found(wanted, most=most, after=after, ascending=True)
    return [
        Waiting(each.id, each.stored, {**each.said(), "version": Version.V1.value})
        for each in found
    ]


def all_after(since: datetime | None, after: Place | None, *, most: int) -> list[Waiting]:
    """Give that, and what other programs reported, with its attachments."""
    asked = Asked(since=since, limit=most, ascending=True)
    reader = Client(name="forwarding", scopes=Scope.ALL_READ)
    found = _light(finding.page(asked, by=reader, after=after).found)
    contents = {each.sha2: bytes(each.content) for each in finding.attachments_of(found)}
    return [_waiting(each, contents) for each in found]


def _light(found: Collection[Found]) -> list[Found]:
    """Give the first of them, as many as do not weigh too much; at least one."""
    taken: list[Found] = []
    weight = 0
    for each in found:
        weight += sum(int(file["length"]) for file in attachments_in(each.statement))
        if taken and weight > MOST_BYTES:
            break
        taken.append(each)
    return taken


def _waiting(found: Found, contents: dict[str, bytes]) -> Waiting:
    said = {name: part for name, part in found.statement.items() if name not in SET_BY_STORES}
    named = {file["sha2"].lower() for file in attachments_in(found.statement)}
    files = {sha2: content for sha2, content in contents.items() if sha2 in named}
    return Waiting(found.id, found.stored, said, files)
