"""Attestations: what people say about a cohort, in the shape of xAPI 1.0.3, and nothing more.

Each sets one *register*: a question that has one answer, such as whether this learner was present
in this session. What is said again replaces what its author could see, and names it (`replaces`).
So no clock decides who was last; where two people answered and neither saw the other's answer, both
stand and the register is contested. Nothing that was ever said is lost.

Folding is a union over the set: order, repetition and the way files were split make no difference.
Values hold whole numbers, texts, lists and objects; people in them are UUIDs, never names.
"""

import json
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any

from learning.xapi import shape
from learning.xapi.activities import iri
from learning.xapi.errors import (
    INEXACT,
    NOT_A_STATEMENT,
    TOO_LONG,
    UNKNOWN_VERB,
    AlteredStatement,
    CanonicalError,
    MalformedStatement,
)
from learning.xapi.extensions import KIND, ORIGIN, PART, REPLACES, SEQ, VALUE
from learning.xapi.ids import NOT_CONTENT, content_of, id_of_content
from learning.xapi.statements import CONTENT_KEYS, MAX_STATEMENT, written

MAX_KIND = 40  # characters
MAX_PART = 80  # characters
MAX_REPLACED = 50  # statements
VERBS = "http://adlnet.gov/expapi/verbs/"
NAMESPACE = uuid.UUID("6a1c5b0e-6d0a-5c7e-9a55-0c8f5f0d7c11")  # of the ids of registers


class Kind(StrEnum):
    """What is told of a cohort. Kinds of a newer version are kept, and shown by none of ours."""

    COHORT = "cohort"
    TRAINER = "trainer"
    MEMBER = "member"
    SESSION = "session"
    RULE = "rule"
    ATTENDANCE = "attendance"
    ASSIGNMENT = "assignment"
    SUBMISSION = "submission"
    REVIEW = "review"
    TEACH_BACK = "teach-back"
    PLAN = "plan"
    ANNOUNCEMENT = "announcement"
    POST = "post"
    OFFICE_HOUR = "office-hour"
    REACTION = "reaction"
    FOLLOW_UP = "follow-up"
    TAUGHT = "taught"
    POOL = "pool"
    CERTIFIED = "certified"
    SEEN = "seen"
    ADDRESSED = "addressed"
    MODERATED = "moderated"
    SETTING = "setting"
    LEADS = "leads"
    ADMINISTRATOR = "administrator"


VERB_OF: Mapping[str, str] = {
    Kind.MEMBER: "registered",
    Kind.ATTENDANCE: "attended",
    Kind.REVIEW: "scored",
    Kind.TEACH_BACK: "scored",
    Kind.PLAN: "scored",
    Kind.SUBMISSION: "shared",
    Kind.POST: "commented",
    Kind.ANNOUNCEMENT: "commented",
    Kind.REACTION: "responded",
    Kind.FOLLOW_UP: "responded",
    Kind.CERTIFIED: "mastered",
    Kind.SEEN: "experienced",
}
OTHER_VERB = "shared"


@dataclass(frozen=True)
class Register:
    """One question about a cohort.

    thing: the session, sheet or log that it is about, or the cohort itself. part: which of several,
    e.g. an observer's id. learner: about whom, if anyone.
    """

    cohort: uuid.UUID
    kind: str
    thing: uuid.UUID
    part: str = ""
    learner: uuid.UUID | None = None

    @cached_property
    def id(self) -> uuid.UUID:
        """The same on every server (RFC 9562 §5.5, version 5)."""
        learner = self.learner or ""
        name = f"{self.cohort} {self.kind} {self.thing} {self.part} {learner}"
        return uuid.uuid5(NAMESPACE, name)


@dataclass(frozen=True)
class Attested:
    """An attestation that is whole and ours. Two with the same `id` are the same.

    value: None takes back what was said. timestamp: aware UTC, whole milliseconds. content:
    canonical bytes.
    """

    id: uuid.UUID
    register: Register
    value: Mapping[str, Any] | None
    author: uuid.UUID
    author_home: str
    origin: uuid.UUID
    seq: int
    timestamp: datetime
    replaces: tuple[uuid.UUID, ...]
    content: bytes


@dataclass(frozen=True)
class Standing:
    """What stands in a register. `said`: all that nothing replaces, the one that counts last.

    The one that counts is the latest by (timestamp, id); None as its value: nothing stands.
    """

    register: Register
    said: tuple[Attested, ...]

    @property
    def counts(self) -> Attested:
        return self.said[-1]

    @property
    def is_contested(self) -> bool:
        """Whether people say different things who have not seen each other's."""
        return any(each.value != self.counts.value for each in self.said)


def attest(
    register: Register,
    value: Mapping[str, Any] | None,
    *,
    author: uuid.UUID,
    home: str,
    origin: uuid.UUID,
    seq: int,
    timestamp: datetime,
    replaces: Sequence[uuid.UUID] = (),
) -> dict[str, Any]:
    """Give the statement, without `id`, that says `value` of the register."""
    extensions: dict[str, Any] = {ORIGIN: str(origin), SEQ: seq, KIND: register.kind}
    if register.part:
        extensions[PART] = register.part
    if replaces:
        extensions[REPLACES] = sorted(map(str, set(replaces)))
    context: dict[str, Any] = {
        "contextActivities": {"grouping": [_activity(register.cohort)]},
        "extensions": extensions,
    }
    if register.learner is not None:
        context["instructor"] = _agent(author, home)
    statement = {
        "actor": _agent(register.learner or author, home),
        "verb": {"id": VERBS + VERB_OF.get(register.kind, OTHER_VERB)},
        "object": _activity(register.thing),
        "context": context,
        "timestamp": written(timestamp),
    }
    return statement if value is None else {**statement, "result": {"extensions": {VALUE: value}}}


def is_attestation(statement: object) -> bool:
    """Tell by its kind that a statement, sound or not, wants to be an attestation."""
    return isinstance(statement, dict) and bool(
        shape.optional(statement, "context", "extensions", KIND)
    )


def check_attestation(statement: object) -> Attested:
    """Give an attestation from anywhere as a value that can be trusted to be whole.

    Who may say so is not asked here, nor what a kind's value must hold.
    Raises: AlteredStatement — the content is not what the id says; MalformedStatement.
    """
    if not isinstance(statement, dict):
        raise MalformedStatement(NOT_A_STATEMENT)
    content = _content(statement)
    identifier = id_of_content(content)
    if statement.get("id", str(identifier)) != str(identifier):
        raise AlteredStatement
    shape.expect(statement.keys() <= CONTENT_KEYS | NOT_CONTENT, "statement")
    return _attested(statement, identifier, content)


def fold_attestations(attestations: Iterable[Attested]) -> dict[Register, Standing]:
    """Give what stands in each register."""
    told: dict[Register, dict[uuid.UUID, Attested]] = defaultdict(dict)
    for each in attestations:
        told[each.register][each.id] = each
    return {register: _standing(register, found) for register, found in told.items()}


def _standing(register: Register, told: Mapping[uuid.UUID, Attested]) -> Standing:
    replaced = {identifier for each in told.values() for identifier in each.replaces}
    heads = [each for each in told.values() if each.id not in replaced]
    return Standing(register, tuple(sorted(heads, key=lambda each: (each.timestamp, each.id))))


def _agent(person: uuid.UUID, home: str) -> dict[str, Any]:
    return {"objectType": "Agent", "account": {"homePage": home, "name": str(person)}}


def _activity(activity: uuid.UUID) -> dict[str, str]:
    return {"objectType": "Activity", "id": iri(activity)}


def _content(statement: Mapping[str, Any]) -> bytes:
    try:
        content = content_of(statement)
    except CanonicalError as error:
        raise MalformedStatement(INEXACT, str(error)) from error
    shape.expect(len(content) <= MAX_STATEMENT, "statement", TOO_LONG)
    return content


def _attested(statement: dict[str, Any], identifier: uuid.UUID, content: bytes) -> Attested:
    actor, home = _read_agent(statement.get("actor"), "actor")
    context = shape.member(statement, "context")
    extensions = shape.member(statement, "context", "extensions")
    about = None
    author = actor
    if "instructor" in context:
        about = actor
        author, home = _read_agent(context["instructor"], "context.instructor")
    kind = shape.text(shape.member(extensions, KIND), KIND, most=MAX_KIND)
    expected = VERBS + VERB_OF.get(kind, OTHER_VERB)
    if kind in set(Kind):  # of a newer version's kinds nothing is known
        shape.expect(shape.member(statement, "verb", "id") == expected, "verb.id", UNKNOWN_VERB)
    return Attested(
        id=identifier,
        register=Register(
            cohort=_read_cohort(statement),
            kind=kind,
            thing=shape.activity(shape.member(statement, "object"), "object"),
            part=shape.text(extensions.get(PART, ""), PART, most=MAX_PART),
            learner=about,
        ),
        value=_read_value(statement),
        author=author,
        author_home=home,
        origin=shape.identifier(shape.member(extensions, ORIGIN), ORIGIN),
        seq=shape.whole_number(shape.member(extensions, SEQ), SEQ, least=0),
        timestamp=shape.moment(statement.get("timestamp"), "timestamp"),
        replaces=_read_replaces(extensions.get(REPLACES, [])),
        content=content,
    )


def _read_agent(agent: object, where: str) -> tuple[uuid.UUID, str]:
    """Give an agent's id and home page; names and addresses of people have no place here."""
    whole = agent if isinstance(agent, dict) else {}
    account = shape.member(whole, "account")
    shape.expect(whole == {"objectType": "Agent", "account": account}, where)
    shape.expect(isinstance(account, dict) and account.keys() == {"homePage", "name"}, where)
    home = shape.text(account["homePage"], f"{where}.account.homePage", most=200)
    shape.expect(home.startswith(("https://", "http://")), f"{where}.account.homePage")
    return shape.identifier(account["name"], f"{where}.account.name"), home


def _read_cohort(statement: dict[str, Any]) -> uuid.UUID:
    grouping = shape.member(statement, "context", "contextActivities", "grouping")
    shape.expect(isinstance(grouping, list) and len(grouping) == 1, "grouping")
    return shape.activity(grouping[0], "grouping")


def _read_value(statement: dict[str, Any]) -> Mapping[str, Any] | None:
    if "result" not in statement:
        return None
    value = shape.member(statement, "result", "extensions", VALUE)
    shape.expect(isinstance(value, dict), VALUE)
    shape.expect(not _has_nul(value), VALUE)  # which no database keeps
    return dict(value)


def _has_nul(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_nul(each) for pair in value.items() for each in pair)
    if isinstance(value, list):
        return any(map(_has_nul, value))
    return isinstance(value, str) and "\x00" in value


def _read_replaces(value: Any) -> tuple[uuid.UUID, ...]:
    shape.expect(isinstance(value, list), REPLACES)
    shape.expect(len(value) <= MAX_REPLACED, REPLACES, TOO_LONG)
    return tuple(shape.identifier(each, REPLACES) for each in value)


def statement_of(attested: Attested) -> dict[str, Any]:
    """Give the statement again, with its id, as it travels."""
    return {**json.loads(attested.content), "id": str(attested.id)}
