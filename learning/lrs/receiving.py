"""Taking statements in: all of a request, or nothing of it (Communication 2.1.1, 2.1.2, 3.2).

What is ours by its shape names itself by its content: it goes to the records, where it counts, if
the client may bring such, and a forged copy is refused by its id. All else is kept whole.

The writers' lock is held while anything is stored, so statements come to be seen in the order of
their times of storing.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from learning.lrs.attaching import attachments_in, expect_attachments
from learning.lrs.authority import authority_of, brought_by, own_authority
from learning.lrs.errors import BadRequest, Contradiction, NotAllowed, TooMany
from learning.lrs.mentioning import Mentions, mentions_of
from learning.lrs.models import Attachment, Client, LrsStatement
from learning.lrs.referring import keep_mentions, surroundings_of
from learning.lrs.scopes import RECORDING
from learning.lrs.voiding import taken_back
from learning.records.batches import parts as batches
from learning.records.counting import locked_origin
from learning.records.erasing import erased_among
from learning.records.evidence import Evidence
from learning.records.handing_out import Kept, kept_among
from learning.records.inserting import insert_new
from learning.records.recording import record
from learning.records.revoking import revoked_among
from learning.xapi import statements as ours
from learning.xapi.conformance import parts
from learning.xapi.conformance.equality import same
from learning.xapi.conformance.parts import Part
from learning.xapi.conformance.validating import validate
from learning.xapi.conformance.versions import Version
from learning.xapi.errors import AlteredStatement, MalformedStatement
from learning.xapi.extensions import ORIGIN
from learning.xapi.statements import Checked
from learning.xapi.verbs import Verb

MOST = 1_000  # statements in one request
MOST_MENTIONS = 50_000  # of persons and things in one request, each kept to be found by
UNSAID = {Version.V1: "1.0.0", Version.V2: "2.0.0"}  # the version of one that names none (2.4.10)
SET_HERE = ("stored", "authority")
TICK = timedelta(microseconds=1)  # between two of a request, so that they keep their order
REVOKED = "A record of this comes from a place whose word no longer counts here."
ERASED = "A person in this had their records erased here. Leave the statement out."


@dataclass(frozen=True)
class Taken:
    """What became of a request. ids: in its order. is_new: something was not here before."""

    ids: list[str]
    is_new: bool


@dataclass(frozen=True)
class _Given:
    """What counts here, and what is only kept, by its id."""

    own: dict[UUID, Checked]
    others: dict[UUID, Part]


def receive(
    sent: Sequence[Part], attached: Mapping[str, bytes], *, by: Client, version: Version
) -> Taken:
    """Store statements; twice is safe. attached: sha2 in lower-case hex → bytes.

    Raises: ConformanceError, BadRequest — a rule is broken; Contradiction — an id is known with
    another content; NotAllowed; TooMany. Nothing is stored then.
    """
    if len(sent) > MOST:
        raise TooMany(MOST, "statements")
    for statement in sent:
        validate(statement, version=version)
    expect_attachments(sent, attached, version)
    whole = [_completed(each, version) for each in sent]
    given = _told_apart(whole)
    if given.own and not by.may(RECORDING):
        raise NotAllowed("Records of this hub's own learners need the scope records/write.")
    with transaction.atomic():
        is_new = _store(given, attached, by)
    return Taken([each["id"] for each in whole], is_new)


def _completed(statement: Part, version: Version) -> Part:
    """Give a statement with id and version, and without what is set here."""
    said = {name: found for name, found in statement.items() if name not in SET_HERE}
    said.setdefault("version", UNSAID[version])
    if "id" in said:
        return said
    own = _own(said)
    return {"id": str(own.id if own else uuid4()), **said}


def _own(statement: Part) -> Checked | None:
    """Give a statement that is ours by its shape; one of a newer kind is kept and cannot count.

    Raises: BadRequest — it was changed after it was written.
    """
    if ORIGIN not in statement.get("context", {}).get("extensions", {}):
        return None
    try:
        return ours.check(statement)
    except AlteredStatement as error:
        sentence = "This says it is a record of ours, but its id is not made of its content."
        raise BadRequest(sentence) from error
    except MalformedStatement:
        return None


def _told_apart(statements: Sequence[Part]) -> _Given:
    """Raises: BadRequest — an id is there twice (IEEE 9274.1.1 §4.1.6.1)."""
    given = _Given({}, {})
    for statement in statements:
        identifier = UUID(statement["id"])
        if identifier in given.own or identifier in given.others:
            raise BadRequest(f"The id {identifier} is there twice.")
        if own := _own(statement):
            given.own[identifier] = own
        else:
            given.others[identifier] = statement
    return given


def _store(given: _Given, attached: Mapping[str, bytes], by: Client) -> bool:
    """Store what is not here yet, and tell whether there was anything."""
    locked_origin()
    is_new = bool(given.own) and _record(given.own.values(), by)
    fresh = _unknown(given.others)
    if fresh:
        _keep(fresh, attached, by)
    return is_new or bool(fresh)


def _record(statements: Collection[Checked], by: Client) -> bool:
    """Raises: NotAllowed — of a revoked origin, or of somebody who had their records erased."""
    if revoked_among({each.origin for each in statements}):
        raise NotAllowed(REVOKED)
    receipt = record(list(statements), evidence=Evidence.OBSERVED, authority=brought_by(by))
    if receipt.refused:
        raise NotAllowed(ERASED)
    return bool(receipt.stored)


def _unknown(statements: Mapping[UUID, Part]) -> dict[UUID, Part]:
    """Leave out what is here already. Raises: Contradiction — one is, but says something else."""
    known: dict[UUID, LrsStatement] = {}
    for part in batches(statements):
        known.update(LrsStatement.objects.in_bulk(part))
    for identifier, row in known.items():
        if not same(row.said(), statements[identifier]):
            raise Contradiction(f"{identifier} is kept already and says something else.")
    return {key: found for key, found in statements.items() if key not in known}


def _keep(fresh: Mapping[UUID, Part], attached: Mapping[str, bytes], by: Client) -> None:
    _expect_nobody_erased(fresh.values())
    own = _own_records(fresh)
    now = timezone.now()
    rows = [_row(each, by) for each in fresh.values()]
    for count, row in enumerate(rows):
        row.stored = now + count * TICK
    around = surroundings_of(rows)
    back = taken_back(rows, around, own, by=by)
    for row in rows:
        row.is_voided = row.pk in back
    insert_new(rows)
    _mark(back & around.targets.keys())
    keep_mentions(rows, _said(fresh, own, by), around)
    _keep_attachments(rows, fresh, attached)


def _row(statement: Part, by: Client) -> LrsStatement:
    what = statement["object"]
    is_about_one = what.get("objectType") == "StatementRef"
    return LrsStatement(
        id=UUID(statement["id"]),
        content=json.dumps(statement, ensure_ascii=False, separators=(",", ":")),
        client=by,
        target=UUID(what["id"]) if is_about_one else None,
        is_void=statement["verb"]["id"] == Verb.VOIDED,
    )


def _own_records(fresh: Mapping[UUID, Part]) -> dict[UUID, Kept]:
    """Give records of ours that these are about. Raises: Contradiction — one has the id of one."""
    about = {UUID(what["id"]) for what in _references(fresh)}
    found: dict[UUID, Kept] = {}
    for part in batches(about | fresh.keys()):
        found.update(kept_among(part))
    if twice := found.keys() & fresh.keys():
        raise Contradiction(f"{min(twice)} is a record of this hub and says something else.")
    return found


def _references(fresh: Mapping[UUID, Part]) -> Iterator[Part]:
    for statement in fresh.values():
        if statement["object"].get("objectType") == "StatementRef":
            yield statement["object"]


def _said(fresh: Mapping[UUID, Part], own: Mapping[UUID, Kept], by: Client) -> dict[UUID, Mentions]:
    """Give by what each can be found: what comes now, and records of ours that it is about.

    Raises: TooMany.
    """
    authority = authority_of(by)
    said = {key: mentions_of({**each, "authority": authority}) for key, each in fresh.items()}
    if sum(map(len, said.values())) > MOST_MENTIONS:
        raise TooMany(MOST_MENTIONS, "persons and things")
    for key, kept in own.items():
        said[key] = mentions_of({**kept.said(), "authority": own_authority()})
    return said


def _mark(identifiers: Collection[UUID]) -> None:
    for part in batches(identifiers):
        LrsStatement.objects.filter(pk__in=part).update(is_voided=True)


def _keep_attachments(
    rows: Sequence[LrsStatement], fresh: Mapping[UUID, Part], attached: Mapping[str, bytes]
) -> None:
    if not attached:
        return
    contents = [Attachment(sha2=sha2, content=content) for sha2, content in attached.items()]
    Attachment.objects.bulk_create(contents, ignore_conflicts=True)
    links = {
        (row.pk, each["sha2"].lower())
        for row in rows
        for each in attachments_in(fresh[row.pk])
        if each["sha2"].lower() in attached
    }
    through = Attachment.statements.through
    through.objects.bulk_create(
        [through(lrsstatement_id=pk, attachment_id=sha2) for pk, sha2 in links]
    )


def _expect_nobody_erased(statements: Collection[Part]) -> None:
    """Refuse what names a person who had their records erased here. Raises: NotAllowed."""
    actors = set()
    for statement in statements:
        for agent in parts.actors(statement, related=True):
            actors |= learners_named(agent)
    if actors and erased_among(actors):
        raise NotAllowed(ERASED)


def learners_named(agent: Part) -> set[UUID]:
    """Give the learner of ours that an Agent is by its account, if it is one."""
    account = agent.get("account", {})
    if account.get("homePage") != settings.ATOLL_ACTOR_HOME:
        return set()
    try:
        return {UUID(account["name"])}
    except ValueError:
        return set()
