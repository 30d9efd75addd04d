"""What a request for statements asks for (Communication 2.1.3), read and held against the rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from learning.lrs.errors import BadRequest
from learning.lrs.models import Kind
from learning.lrs.naming import key_of_agent, key_of_iri
from learning.xapi.conformance import strict_json
from learning.xapi.conformance.agents import ACTOR, identifiers
from learning.xapi.conformance.formats import Format
from learning.xapi.conformance.iris import is_iri, is_uuid
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.tables import Place
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version

CLAUSE = "Communication 2.1.3"
ONE = ("statementId", "voidedStatementId")
SHOWN = frozenset({"format", "attachments"})
FILTERS = frozenset(
    {
        "agent",
        "verb",
        "activity",
        "registration",
        "related_activities",
        "related_agents",
        "since",
        "until",
        "limit",
        "ascending",
    }
)
PARAMETERS = frozenset({*ONE, *SHOWN, *FILTERS})
MOST = 500  # statements on a page
MOST_WITH_ATTACHMENTS = 20  # as each may have 10 MB beside it
MOST_DIGITS = 9


@dataclass(frozen=True)
class Asked:
    """What is asked for. since: stored after it; until: at it or before. limit: of one page."""

    agent: Part | None = None
    verb: str | None = None
    activity: str | None = None
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: datetime | None = None
    until: datetime | None = None
    limit: int = MOST
    ascending: bool = False

    def wanted(self) -> list[tuple[Kind, UUID]]:
        """Give what a statement must mention, the rarest first."""
        found: list[tuple[Kind, UUID]] = []
        if self.registration:
            found.append((Kind.REGISTRATION, self.registration))
        if self.agent and (key := key_of_agent(self.agent)):
            found.append((Kind.RELATED_AGENT if self.related_agents else Kind.AGENT, key))
        if self.activity:
            kind = Kind.RELATED_ACTIVITY if self.related_activities else Kind.ACTIVITY
            found.append((kind, key_of_iri(self.activity)))
        if self.verb:
            found.append((Kind.VERB, key_of_iri(self.verb)))
        return found


@dataclass(frozen=True)
class Shown:
    """How statements are given."""

    format: Format = Format.EXACT
    attachments: bool = False


def single(parameters: Mapping[str, str]) -> tuple[UUID, bool] | None:
    """Give the one statement that is asked for, and whether it must have been taken back.

    Raises: BadRequest — with another parameter than format and attachments, or no UUID.
    """
    named = [name for name in ONE if name in parameters]
    if not named:
        return None
    if parameters.keys() - SHOWN - {named[0]}:
        raise BadRequest(f"With {named[0]} only format and attachments may be sent ({CLAUSE}).")
    return _uuid(parameters, named[0]), named[0] == "voidedStatementId"


def shown(parameters: Mapping[str, str]) -> Shown:
    """Raises: BadRequest."""
    name = parameters.get("format", Format.EXACT)
    if name not in list(Format):
        raise BadRequest(f"format must be ids, exact or canonical ({CLAUSE}).")
    return Shown(Format(name), _truth(parameters, "attachments"))


def asked(parameters: Mapping[str, str], version: Version) -> Asked:
    """Read the filters. Raises: BadRequest, ConformanceError."""
    most = MOST_WITH_ATTACHMENTS if _truth(parameters, "attachments") else MOST
    return Asked(
        agent=_agent(parameters, version),
        verb=_iri(parameters, "verb"),
        activity=_iri(parameters, "activity"),
        registration=_uuid(parameters, "registration") if "registration" in parameters else None,
        related_agents=_truth(parameters, "related_agents"),
        related_activities=_truth(parameters, "related_activities"),
        since=_moment(parameters, "since", version),
        until=_moment(parameters, "until", version),
        limit=min(_number(parameters, "limit") or most, most),
        ascending=_truth(parameters, "ascending"),
    )


def _agent(parameters: Mapping[str, str], version: Version) -> Part | None:
    if "agent" not in parameters:
        return None
    found = strict_json.parse(parameters["agent"].encode("utf-8", "surrogatepass"))
    for fault in ACTOR(found, Place(version, "agent", CLAUSE)):
        raise fault
    if not isinstance(found, dict) or not identifiers(found):
        raise BadRequest(f"agent must be an Agent or an identified Group ({CLAUSE}).")
    return found


def _iri(parameters: Mapping[str, str], name: str) -> str | None:
    if name not in parameters:
        return None
    if not is_iri(parameters[name]):
        raise BadRequest(f"{name} must be an IRI ({CLAUSE}).")
    return parameters[name]


def _uuid(parameters: Mapping[str, str], name: str) -> UUID:
    if not is_uuid(parameters[name]):
        raise BadRequest(f"{name} must be a UUID ({CLAUSE}).")
    return UUID(parameters[name])


def _moment(parameters: Mapping[str, str], name: str, version: Version) -> datetime | None:
    if name not in parameters:
        return None
    try:
        return moment(parameters[name], version)
    except ValueError as error:
        raise BadRequest(f"{name} must be a timestamp ({CLAUSE}; Data 4.5).") from error


def _number(parameters: Mapping[str, str], name: str) -> int:
    text = parameters.get(name, "0")
    if not (text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS):
        raise BadRequest(f"{name} must be a whole number from 0 on ({CLAUSE}).")
    return int(text)


def _truth(parameters: Mapping[str, str], name: str) -> bool:
    text = parameters.get(name, "false")
    if text not in ("true", "false"):
        raise BadRequest(f"{name} must be true or false ({CLAUSE}).")
    return text == "true"
