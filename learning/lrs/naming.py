"""One key for each thing that statements can be asked for, whatever it is called.

Identifiers can be of any length, so what is compared is the first half of their SHA-256: as no
database indexes more than some 2,700 bytes. An Agent and a Group with the same identifier are two.
"""

import hashlib
import json
from uuid import UUID

from learning.xapi.conformance.agents import identifiers
from learning.xapi.conformance.parts import Part


def key_of_iri(iri: str) -> UUID:
    """Give the key of an activity or a verb. IRIs are told apart by every character."""
    return UUID(bytes=hashlib.sha256(iri.encode("utf-8", "surrogatepass")).digest()[:16])


def key_of_agent(agent: Part) -> UUID | None:
    """Give the key of an Agent or identified Group; None of a Group that nothing identifies."""
    for name in identifiers(agent):
        value = agent[name].lower() if name == "mbox_sha1sum" else agent[name]
        if name == "account":
            value = [value["homePage"], value["name"]]
        said = [agent.get("objectType", "Agent"), name, value]
        return key_of_iri(json.dumps(said, ensure_ascii=False))
    return None
