"""Whom an `agent` parameter names: an Agent, or an identified Group (Communication 2.2, 2.3).

Only the identifier makes an identity; what else was said of the agent is not looked at. A Group and
an Agent with the same identifier are two: a group's state is nobody's own.
"""

import json

from learning.lrs.errors import BadRequest
from learning.xapi.conformance.agents import ACTOR, identifiers
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.strict_json import parse
from learning.xapi.conformance.tables import Place
from learning.xapi.conformance.versions import Version

MOST_BYTES = 16 * 1024  # of an agent in an address; servers before us take 8 kB of address
CLAUSE = "Communication 2.3"


def agent_in(text: str, version: Version) -> Part:
    """Give the agent in a parameter. Raises: BadRequest, ConformanceError — it is none."""
    found = parse(text.encode("utf-8", "surrogatepass"), most_bytes=MOST_BYTES)
    for fault in ACTOR(found, Place(version, "agent", CLAUSE)):
        raise fault
    if not isinstance(found, dict) or len(identifiers(found)) != 1:
        raise BadRequest(f"agent must be an Agent or an identified Group ({CLAUSE}).")
    return found


def key_of(agent: Part) -> str:
    """Give the one text for this identity: canonical JSON of what identifies it.

    (Data 2.4.2.3; SHA-1 in hexadecimal is the same in either case.)
    """
    [name] = identifiers(agent)
    value = agent[name].lower() if name == "mbox_sha1sum" else agent[name]
    said = {name: value, "objectType": agent.get("objectType", "Agent")}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def key_of_account(home: str, name: str) -> str:
    """Give the key of an Agent who is known by an account."""
    return key_of({"account": {"homePage": home, "name": name}})
