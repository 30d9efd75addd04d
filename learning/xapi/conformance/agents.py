"""Agents and Groups (Data 2.4.2), and who may be the authority (Data 2.4.9)."""

from collections.abc import Iterator
from typing import Any

from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.iris import is_mailbox, is_sha1
from learning.xapi.conformance.tables import (
    IRI,
    STRING,
    Check,
    Member,
    Place,
    Shape,
    array,
    constant,
    value,
)

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
AUTHORITY_MEMBERS = 2  # the program and the person it acts for (Data 2.4.9)


def identifiers(actor: dict[str, Any]) -> list[str]:
    """Give the names of the inverse functional identifiers an Agent or Group has."""
    return [name for name in IDENTIFIERS if name in actor]


def _one_identifier(found: object, place: Place) -> Iterator[StatementFault]:
    if isinstance(found, dict) and len(identifiers(found)) != 1:
        yield place.fault(f"must have exactly one of {', '.join(IDENTIFIERS)}.", "Data 2.4.2.1")


def _one_identifier_or_members(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict):
        return
    if len(identifiers(found)) > 1:
        yield place.fault(f"must have at most one of {', '.join(IDENTIFIERS)}.", "Data 2.4.2.2")
    if not identifiers(found) and not found.get("member"):
        yield place.fault("needs members, as nothing identifies it.", "Data 2.4.2.2")


ACCOUNT = Shape(
    {
        "homePage": Member(IRI, "Data 2.4.2.4", required=True),
        "name": Member(STRING, "Data 2.4.2.4", required=True),
    }
)
IDENTITY = {
    "name": Member(STRING, "Data 2.4.2.1"),
    "mbox": Member(value(is_mailbox, "must be mailto: and one address."), "Data 2.4.2.3"),
    "mbox_sha1sum": Member(value(is_sha1, "must be 40 hexadecimal digits."), "Data 2.4.2.3"),
    "openid": Member(IRI, "Data 2.4.2.3"),
    "account": Member(ACCOUNT, "Data 2.4.2.4"),
}
AGENT = Shape(
    {"objectType": Member(constant("Agent"), "Data 2.4.2.1"), **IDENTITY},
    between=(_one_identifier,),
)
GROUP = Shape(
    {
        "objectType": Member(constant("Group"), "Data 2.4.2.2", required=True),
        **IDENTITY,
        "member": Member(array(AGENT), "Data 2.4.2.2"),
    },
    between=(_one_identifier_or_members,),
)


def _actor(found: object, place: Place) -> Iterator[StatementFault]:
    """Judge an Agent or a Group; without objectType it is an Agent (Data 2.4.2.1)."""
    is_group = isinstance(found, dict) and found.get("objectType") == "Group"
    yield from (GROUP if is_group else AGENT)(found, place)


def _authority(found: object, place: Place) -> Iterator[StatementFault]:
    yield from _actor(found, place)
    if not isinstance(found, dict) or found.get("objectType") != "Group":
        return
    members = found.get("member")
    if identifiers(found):
        yield place.fault("must not identify a Group.", "Data 2.4.9")
    if not isinstance(members, list) or len(members) != AUTHORITY_MEMBERS:
        yield place.fault("must have exactly two members, as it is a Group.", "Data 2.4.9")


ACTOR: Check = _actor
AUTHORITY: Check = _authority
