"""Statements: what a learner did, in the shape of xAPI 1.0.3, and nothing more.

Builders give a statement without `id`, as only its finished content has one (`ids`). `check` is
the one door for statements from anywhere, our own too: what passes it can be kept and folded.

Whole numbers only. A response is at most 2,000 characters in Unicode's composed form (NFC).
Times are aware UTC and count in milliseconds.
"""

import json
import unicodedata
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, TypedDict, Unpack

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
from learning.xapi.extensions import ATTEMPT, EDITION, LATE, ORIGIN, SEQ
from learning.xapi.ids import NOT_CONTENT, content_of, id_of_content
from learning.xapi.interactions import Interaction
from learning.xapi.verbs import SCORED, Verb

MAX_STATEMENT = 16 * 1024  # bytes of canonical JSON
AT_HAND = 4_096  # statements of some 2 kB each
MAX_RESPONSE = 2_000  # characters
MAX_POINTS = 1_000_000  # products of two stay exact in JavaScript
CONTENT_KEYS = frozenset({"actor", "verb", "object", "result", "context", "timestamp"})


class Common(TypedDict):
    """What every statement says.

    actor: the learner; actor_home: IRI of the account's home page; edition: SHA-256, lower-case
    hex; origin: the store that writes; seq: its count, from 0; timestamp: aware.
    """

    actor: uuid.UUID
    actor_home: str
    course: uuid.UUID
    edition: str
    origin: uuid.UUID
    seq: int
    timestamp: datetime


@dataclass(frozen=True)
class Checked:
    """A statement that is whole and ours. Two with the same `id` are the same statement.

    activity: of a `voided` statement, the id of the statement it takes back.
    timestamp: aware UTC, whole milliseconds. raw, maximum: points. content: canonical bytes.
    """

    id: uuid.UUID
    actor: uuid.UUID
    actor_home: str
    verb: str
    activity: uuid.UUID
    parent: uuid.UUID | None
    course: uuid.UUID
    attempt: uuid.UUID | None
    origin: uuid.UUID
    seq: int
    timestamp: datetime
    success: bool | None
    completion: bool
    response: str
    raw: int | None
    maximum: int | None
    edition: str
    content: bytes
    is_late: bool = False


@dataclass(frozen=True)
class _Result:
    success: bool | None = None
    completion: bool = False
    response: str | None = None
    raw: int | None = None
    maximum: int | None = None


def registered(**common: Unpack[Common]) -> dict[str, Any]:
    """Say that the learner began the course."""
    return _statement(Verb.REGISTERED, _activity(common["course"]), common)


def answered(
    *,
    question: uuid.UUID,
    lesson: uuid.UUID,
    response: str,
    correct: bool | None,
    attempt: uuid.UUID | None = None,
    interaction: Interaction | None = None,
    is_late: bool = False,
    **common: Unpack[Common],
) -> dict[str, Any]:
    """Say that the learner answered: `correct` is None where nothing is right or wrong.

    lesson: the lesson or assessment the question stands in. is_late: after the attempt's time, so
    that it is kept and does not count. The response is cut, never refused.
    """
    result: dict[str, Any] = {"response": tidy(response)}
    if correct is None:
        result["completion"] = True
    else:
        result["success"] = correct
    what: dict[str, Any] = _activity(question)
    if interaction is not None:
        what["definition"] = interaction.definition
    made = _statement(Verb.ANSWERED, what, common, result=result, parent=lesson, attempt=attempt)
    if is_late:
        made["context"]["extensions"][LATE] = True
    return made


def scored(
    *,
    assessment: uuid.UUID,
    attempt: uuid.UUID,
    raw: int,
    maximum: int,
    pass_percent: int,
    **common: Unpack[Common],
) -> dict[str, Any]:
    """Say how a finished attempt went: passed with at least `pass_percent` of the points."""
    success = raw * 100 >= pass_percent * maximum
    result = {
        "score": {"raw": raw, "min": 0, "max": maximum},
        "success": success,
        "completion": True,
    }
    verb = Verb.PASSED if success else Verb.FAILED
    return _statement(verb, _activity(assessment), common, result=result, attempt=attempt)


def completed(**common: Unpack[Common]) -> dict[str, Any]:
    """Say that the learner did all that the course asks."""
    result = {"completion": True}
    return _statement(Verb.COMPLETED, _activity(common["course"]), common, result=result)


def voided(*, statement: uuid.UUID, **common: Unpack[Common]) -> dict[str, Any]:
    """Take a statement back (xAPI-Data §2.3.2). `actor` is who does so; a void is for ever."""
    reference = {"objectType": "StatementRef", "id": str(statement)}
    return _statement(Verb.VOIDED, reference, common)


def tidy(response: str) -> str:
    """Give a response as it is kept: trimmed, composed (NFC), no NUL, at most 2,000 characters."""
    return unicodedata.normalize("NFC", response.replace("\x00", "").strip())[:MAX_RESPONSE]


def written(moment: datetime) -> str:
    """Give a time as statements write it: `2026-11-22T12:00:00.000Z`.

    Raises: ValueError — the time has no zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a time without a zone")
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def check(statement: object) -> Checked:
    """Give a statement from anywhere as a value that can be trusted to be whole.

    An `id` in it must be the id of its content; without one, it gets that id. Who may say so
    is not asked here.
    Raises: AlteredStatement — the content is not what the id says; MalformedStatement.
    """
    if not isinstance(statement, dict):
        raise MalformedStatement(NOT_A_STATEMENT)
    content = _content(statement)
    identifier = id_of_content(content)
    if statement.get("id", str(identifier)) != str(identifier):
        raise AlteredStatement
    shape.expect(statement.keys() <= CONTENT_KEYS | NOT_CONTENT, "statement")
    return _checked(statement, identifier, content)


@lru_cache(maxsize=AT_HAND)
def check_kept(content: bytes, identifier: uuid.UUID) -> Checked:
    """Give a statement back that was kept as the canonical bytes of `check`.

    They are hashed as they are, for bytes that still fit their id need not be written again. The
    last ones stay at hand: who is at work answers often, and all earlier answers are folded again.
    Raises: AlteredStatement — they do not fit it; MalformedStatement.
    """
    if id_of_content(content) != identifier:
        raise AlteredStatement
    return _checked(json.loads(content), identifier, content)


def forget_at_hand() -> None:
    """Let go of the statements that `check_kept` has at hand in this process."""
    check_kept.cache_clear()


def _statement(
    verb: Verb,
    what: Mapping[str, Any],
    common: Common,
    *,
    result: dict[str, Any] | None = None,
    parent: uuid.UUID | None = None,
    attempt: uuid.UUID | None = None,
) -> dict[str, Any]:
    statement = {
        "actor": _agent(common),
        "verb": {"id": verb.value},
        "object": what,
        "context": _context(common, parent, attempt),
        "timestamp": written(common["timestamp"]),
    }
    return statement if result is None else {**statement, "result": result}


def _agent(common: Common) -> dict[str, Any]:
    account = {"homePage": common["actor_home"], "name": str(common["actor"])}
    return {"objectType": "Agent", "account": account}


def _activity(activity: uuid.UUID) -> dict[str, str]:
    return {"objectType": "Activity", "id": iri(activity)}


def _context(common: Common, parent: uuid.UUID | None, attempt: uuid.UUID | None) -> dict[str, Any]:
    activities = {"grouping": [_activity(common["course"])]}
    if parent is not None:
        activities["parent"] = [_activity(parent)]
    extensions: dict[str, str | int] = {
        ORIGIN: str(common["origin"]),
        SEQ: common["seq"],
        EDITION: common["edition"],
    }
    if attempt is not None:
        extensions[ATTEMPT] = str(attempt)
    return {"contextActivities": activities, "extensions": extensions}


def _content(statement: Mapping[str, Any]) -> bytes:
    try:
        content = content_of(statement)
    except CanonicalError as error:
        raise MalformedStatement(INEXACT, str(error)) from error
    shape.expect(len(content) <= MAX_STATEMENT, "statement", TOO_LONG)
    return content


def _checked(statement: dict[str, Any], identifier: uuid.UUID, content: bytes) -> Checked:
    actor, actor_home = _read_actor(statement)
    result = _read_result(statement)
    verb = _read_verb(statement)
    extensions = shape.member(statement, "context", "extensions")
    attempt = shape.optional(extensions, ATTEMPT)
    checked = Checked(
        id=identifier,
        actor=actor,
        actor_home=actor_home,
        verb=verb,
        activity=_read_object(statement, verb),
        parent=_read_parent(statement),
        course=_read_course(statement),
        attempt=attempt if attempt is None else shape.identifier(attempt, ATTEMPT),
        origin=shape.identifier(shape.member(extensions, ORIGIN), ORIGIN),
        seq=shape.whole_number(shape.member(extensions, SEQ), SEQ, least=0),
        timestamp=shape.moment(statement.get("timestamp"), "timestamp"),
        success=result.success,
        completion=result.completion,
        response=result.response or "",
        raw=result.raw,
        maximum=result.maximum,
        edition=shape.sha256_hex(shape.member(extensions, EDITION), EDITION),
        content=content,
        is_late=shape.truth(shape.optional(extensions, LATE), LATE) or False,
    )
    _expect_fitting(checked, has_response=result.response is not None)
    return checked


def _read_actor(statement: dict[str, Any]) -> tuple[uuid.UUID, str]:
    """Give the actor's id and home page; names and addresses of people have no place here."""
    actor = shape.member(statement, "actor")
    account = shape.member(statement, "actor", "account")
    shape.expect(actor == {"objectType": "Agent", "account": account}, "actor")
    shape.expect(isinstance(account, dict) and account.keys() == {"homePage", "name"}, "actor")
    home = shape.text(account["homePage"], "actor.account.homePage", most=200)
    shape.expect(home.startswith(("https://", "http://")), "actor.account.homePage")
    return shape.identifier(account["name"], "actor.account.name"), home


def _read_verb(statement: dict[str, Any]) -> Verb:
    try:
        return Verb(shape.text(shape.member(statement, "verb", "id"), "verb.id", most=200))
    except ValueError as error:
        raise MalformedStatement(UNKNOWN_VERB, "verb.id") from error


def _read_object(statement: dict[str, Any], verb: Verb) -> uuid.UUID:
    what = shape.member(statement, "object")
    if verb != Verb.VOIDED:
        return shape.activity(what, "object")
    shape.expect(shape.member(statement, "object", "objectType") == "StatementRef", "object")
    return shape.identifier(shape.member(statement, "object", "id"), "object.id")


def _read_course(statement: dict[str, Any]) -> uuid.UUID:
    grouping = shape.member(statement, "context", "contextActivities", "grouping")
    shape.expect(isinstance(grouping, list) and len(grouping) == 1, "grouping")
    return shape.activity(grouping[0], "grouping")


def _read_parent(statement: dict[str, Any]) -> uuid.UUID | None:
    parent = shape.optional(statement, "context", "contextActivities", "parent")
    if parent is None:
        return None
    shape.expect(isinstance(parent, list) and len(parent) == 1, "parent")
    return shape.activity(parent[0], "parent")


def _read_result(statement: dict[str, Any]) -> _Result:
    result = statement.get("result", {})
    shape.expect(isinstance(result, dict), "result")
    response = result.get("response")
    raw, maximum = _read_score(result)
    return _Result(
        success=shape.truth(result.get("success"), "result.success"),
        completion=shape.truth(result.get("completion"), "result.completion") or False,
        response=response
        if response is None
        else shape.text(response, "result.response", most=MAX_RESPONSE),
        raw=raw,
        maximum=maximum,
    )


def _read_score(result: dict[str, Any]) -> tuple[int | None, int | None]:
    if "score" not in result:
        return None, None
    most = shape.whole_number(
        shape.member(result, "score", "max"), "score.max", least=1, most=MAX_POINTS
    )
    least = shape.whole_number(shape.member(result, "score", "min"), "score.min", least=0, most=0)
    raw = shape.member(result, "score", "raw")
    return shape.whole_number(raw, "score.raw", least=least, most=most), most


def _expect_fitting(checked: Checked, *, has_response: bool) -> None:
    """Refuse a statement whose verb and parts contradict each other."""
    match checked.verb:
        case Verb.REGISTERED | Verb.COMPLETED:
            shape.expect(checked.activity == checked.course, "object")
        case Verb.ANSWERED:
            shape.expect(has_response, "result.response")
            shape.expect(checked.success is not None or checked.completion, "result")
            shape.expect(checked.parent is not None, "parent")
        case verb if verb in SCORED:
            shape.expect(checked.success is (verb == Verb.PASSED), "result.success")
            shape.expect(checked.raw is not None, "result.score")
            shape.expect(checked.attempt is not None, ATTEMPT)
