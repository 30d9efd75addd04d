"""Whole statements and sub-statements (Data 2.4, 2.4.4.3), and voiding ones (Data 2.3.2).

`validate` is the one door. What a store must look up — whether a statement that is voided is
there, whether an attachment was sent along, whether a signature is good — is not asked here.
"""

from collections.abc import Iterator

from learning.xapi.conformance.activities import ACTIVITY
from learning.xapi.conformance.agents import ACTOR, AUTHORITY, GROUP
from learning.xapi.conformance.attachments import ATTACHMENTS
from learning.xapi.conformance.contexts import CONTEXT, STATEMENT_REF
from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.results import RESULT
from learning.xapi.conformance.tables import (
    IRI,
    LANGUAGE_MAP,
    TIMESTAMP,
    UUID,
    Check,
    Member,
    Place,
    Shape,
    constant,
)
from learning.xapi.conformance.versions import may_carry, spoken
from learning.xapi.verbs import Verb

ONLY_OF_ACTIVITIES = ("revision", "platform")


def validate(statement: object, *, version: str) -> None:
    """Hold a statement against all rules of a version of xAPI, as named in the version header.

    Raises: StatementFault — the first rule that is broken; UnknownVersion.
    """
    for fault in faults(statement, version=version):
        raise fault


def faults(statement: object, *, version: str) -> Iterator[StatementFault]:
    """Give every rule that a statement breaks, as an error that was not raised.

    Raises: UnknownVersion.
    """
    return STATEMENT(statement, Place(spoken(version), clause="Data 2.2"))


def _object(kinds: dict[str, Check]) -> Check:
    """Make the check of a statement's object: without objectType it is an Activity."""

    def check(found: object, place: Place) -> Iterator[StatementFault]:
        kind = found.get("objectType", "Activity") if isinstance(found, dict) else "Activity"
        if isinstance(kind, str) and kind in kinds:
            yield from kinds[kind](found, place)
        else:
            yield place.member("objectType", "Data 2.4.4").fault(
                f"must be one of {', '.join(kinds)}."
            )

    return check


def _of_activities_only(found: object, place: Place) -> Iterator[StatementFault]:
    """Refuse revision and platform where the object is something else (Data 2.4.6)."""
    if not isinstance(found, dict):
        return
    what, context = found.get("object"), found.get("context")
    if not isinstance(what, dict) or not isinstance(context, dict):
        return
    if what.get("objectType", "Activity") == "Activity":
        return
    for name in ONLY_OF_ACTIVITIES:
        if name in context:
            inner = place.member("context", "Data 2.4.6").member(name, "Data 2.4.6")
            yield inner.fault("is only for a statement about an Activity.")


def _void_names_a_statement(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict):
        return
    verb, what = found.get("verb"), found.get("object")
    if not isinstance(verb, dict) or verb.get("id") != Verb.VOIDED:
        return
    if not isinstance(what, dict) or what.get("objectType") != "StatementRef":
        yield place.member("object", "Data 2.3.2").fault(
            "must be a StatementRef, as the statement voids another."
        )


def _version(found: object, place: Place) -> Iterator[StatementFault]:
    if not may_carry(found, place.version):
        yield place.fault(f"is not one that can be sent as {place.version}.")


VERB = Shape(
    {
        "id": Member(IRI, "Data 2.4.3", required=True),
        "display": Member(LANGUAGE_MAP, "Data 2.4.3"),
    }
)
KINDS: dict[str, Check] = {
    "Activity": ACTIVITY,
    "Agent": ACTOR,
    "Group": GROUP,
    "StatementRef": STATEMENT_REF,
}
SAID = {  # in statements and sub-statements alike
    "actor": Member(ACTOR, "Data 2.4.2", required=True),
    "verb": Member(VERB, "Data 2.4.3", required=True),
    "result": Member(RESULT, "Data 2.4.5"),
    "context": Member(CONTEXT, "Data 2.4.6"),
    "timestamp": Member(TIMESTAMP, "Data 2.4.7"),
    "attachments": Member(ATTACHMENTS, "Data 2.4.11"),
}
SUB_STATEMENT = Shape(
    {
        "objectType": Member(constant("SubStatement"), "Data 2.4.4.3", required=True),
        **SAID,
        "object": Member(_object(KINDS), "Data 2.4.4", required=True),
    },
    between=(_of_activities_only,),
)
STATEMENT = Shape(
    {
        "id": Member(UUID, "Data 2.4.1"),
        **SAID,
        "object": Member(
            _object({**KINDS, "SubStatement": SUB_STATEMENT}), "Data 2.4.4", required=True
        ),
        "stored": Member(TIMESTAMP, "Data 2.4.8"),
        "authority": Member(AUTHORITY, "Data 2.4.9"),
        "version": Member(_version, "Data 2.4.10"),
    },
    between=(_of_activities_only, _void_names_a_statement),
)
