"""Whether a statement that comes again is the one that is kept (Data 2.3.1; 409 if it is not).

Not compared: what a store sets (id, stored, authority, version, and timestamp where one of the
two has none), what verbs and activities are called, the order of names in objects, of members, of
context activities and of context agents and groups, whether one context activity stands in an
array, the case of hexadecimal digits, seconds beyond two decimals of a duration, and how a number
or the zone of a timestamp is written.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from learning.xapi.conformance.durations import comparable
from learning.xapi.conformance.parts import Changes, Part, rewritten
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version

SET_BY_STORES = frozenset({"id", "stored", "authority", "version", "timestamp"})


def same(first: Part, second: Part) -> bool:
    """Tell whether two valid statements say the same, whatever their ids are."""
    moments = [_moment(each["timestamp"]) for each in (first, second) if "timestamp" in each]
    return len(set(moments)) < 2 and content(first) == content(second)


def content(statement: Part) -> str:
    """Give all that is compared of a valid statement but its timestamp, as text to hash or keep."""
    kept = {name: found for name, found in statement.items() if name not in SET_BY_STORES}
    return _text(_said(kept))


def _said(statement: Part) -> Part:
    """Give a statement or sub-statement in the one way to write it."""
    said = rewritten(statement, CHANGES)
    ways = {"object": _object, "context": _context, "result": _result}
    return {name: ways[name](found) if name in ways else found for name, found in said.items()}


def _object(what: Part) -> Part:
    if what["objectType"] == "StatementRef":
        return {**what, "id": what["id"].lower()}
    if what["objectType"] != "SubStatement":
        return what
    said = _said(what)
    if "timestamp" in said:
        said["timestamp"] = _moment(said["timestamp"]).isoformat()
    return said


def _context(context: Part) -> Part:
    found = dict(context)
    if "registration" in found:
        found["registration"] = found["registration"].lower()
    if "statement" in found:
        found["statement"] = _object(found["statement"])
    for name in ("contextAgents", "contextGroups"):
        if name in found:
            found[name] = sorted(found[name], key=_text)
    found["contextActivities"] = {
        kind: sorted(each, key=_text)
        for kind, each in found.get("contextActivities", {}).items()
        if each
    }
    return found


def _result(result: Part) -> Part:
    if "duration" not in result:
        return result
    return {**result, "duration": [str(part) for part in comparable(result["duration"])]}


def _actor(actor: Part) -> Part:
    found = {"objectType": "Agent", **actor}
    if "mbox_sha1sum" in found:
        found["mbox_sha1sum"] = found["mbox_sha1sum"].lower()
    if "member" in found:
        found["member"] = sorted((_actor(each) for each in found["member"]), key=_text)
    return found


def _verb(verb: Part) -> Part:
    return {"id": verb["id"]}


def _activity(activity: Part) -> Part:
    return {"objectType": "Activity", "id": activity["id"]}


CHANGES = Changes(actor=_actor, verb=_verb, activity=_activity)


def _moment(text: str) -> datetime:
    """Read a timestamp by either version: what was taken by one may come again by the other."""
    try:
        return moment(text, Version.V1)
    except ValueError:
        return moment(text, Version.V2)


def _text(found: object) -> str:
    return json.dumps(_plain(found), sort_keys=True)


def _plain(found: Any) -> Any:
    """Write whole numbers one way: 1.0 is 1, though true is not."""
    if isinstance(found, Mapping):
        return {name: _plain(inner) for name, inner in found.items()}
    if isinstance(found, list):
        return [_plain(inner) for inner in found]
    return int(found) if isinstance(found, float) and found.is_integer() else found
