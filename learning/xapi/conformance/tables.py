"""How the rules are written down: tables of members, each with its check and its clause.

A check is given a value and its place, and yields what is wrong. `Shape` is the table of an object;
`array`, `either` and `value` make the other checks. No table calls itself, so the depth of what is
checked is bounded whatever was sent.
"""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from learning.xapi.conformance.errors import StatementFault
from learning.xapi.conformance.iris import is_iri, is_uuid
from learning.xapi.conformance.language_tags import is_tag
from learning.xapi.conformance.timestamps import is_timestamp
from learning.xapi.conformance.versions import Version

MOST_SHOWN = 60  # characters of a name that somebody else chose, in a path
NULLS = "Data 2.2"
UNKNOWN = "Data 2.2"


@dataclass(frozen=True)
class Place:
    """Where a value stands, by which version it is judged, and by which clause."""

    version: Version
    path: str = ""
    clause: str = UNKNOWN

    def member(self, name: str, clause: str) -> "Place":
        step = name if name.isidentifier() else f"[{name[:MOST_SHOWN]!r}]"
        dot = "." if self.path and name.isidentifier() else ""
        return replace(self, path=f"{self.path}{dot}{step}", clause=clause)

    def item(self, index: int) -> "Place":
        return replace(self, path=f"{self.path}[{index}]")

    def fault(self, sentence: str, clause: str = "") -> StatementFault:
        return StatementFault(clause or self.clause, self.path, sentence)


Check = Callable[[object, Place], Iterator[StatementFault]]


@dataclass(frozen=True)
class Member:
    """One member of an object. since: the version that brought it."""

    check: Check
    clause: str
    required: bool = False
    since: Version = Version.V1


@dataclass(frozen=True)
class Shape:
    """An object: the members it may have, and what must hold between them."""

    members: Mapping[str, Member]
    between: tuple[Check, ...] = ()

    def __call__(self, found: object, place: Place) -> Iterator[StatementFault]:
        if not isinstance(found, dict):
            yield place.fault("must be an object.")
            return
        yield from self._strangers(found, place)
        for name, member in self.members.items():
            if name in found:
                yield from _checked(found[name], member, place.member(name, member.clause))
            elif member.required:
                yield place.member(name, member.clause).fault("is missing.")
        for rule in self.between:
            yield from rule(found, place)

    def _strangers(self, found: Mapping[str, object], place: Place) -> Iterator[StatementFault]:
        for name in found:
            member = self.members.get(name)
            if member is None or member.since > place.version:
                yield place.member(str(name), place.clause).fault(
                    "has no place here; names are told apart by case too."
                )


def _checked(found: object, member: Member, place: Place) -> Iterator[StatementFault]:
    if member.since > place.version:
        return  # said already: it is a stranger
    if found is None:
        yield place.fault("must not be null.", NULLS)
    else:
        yield from member.check(found, place)


def value(is_right: Callable[[object], bool], sentence: str) -> Check:
    """Make a check of one value."""

    def check(found: object, place: Place) -> Iterator[StatementFault]:
        if not is_right(found):
            yield place.fault(sentence)

    return check


def constant(text: str) -> Check:
    """Make a check for one exact text."""
    return value(lambda found: found == text, f'must be "{text}".')


def array(each: Check, *, least: int = 0) -> Check:
    """Make a check of an array with at least `least` items."""

    def check(found: object, place: Place) -> Iterator[StatementFault]:
        if not isinstance(found, list):
            yield place.fault("must be an array.")
            return
        if len(found) < least:
            yield place.fault("must not be empty.")
        for index, item in enumerate(found):
            yield from each(item, place.item(index))

    return check


def is_number(found: object) -> bool:
    """Tell a number from true, false, infinity and the rest."""
    if isinstance(found, bool) or not isinstance(found, (int, float)):
        return False
    return not isinstance(found, float) or math.isfinite(found)


def _timestamp(found: object, place: Place) -> Iterator[StatementFault]:
    if not is_timestamp(found, place.version):
        yield place.fault("must be a timestamp with a zone, such as 2026-11-22T12:00:00.000Z.")


def _language_map(found: object, place: Place) -> Iterator[StatementFault]:
    if not isinstance(found, dict) or not found:
        yield place.fault("must be an object with a text for at least one language.")
        return
    for tag, text in found.items():
        inner = place.member(str(tag), "Data 4.2")
        if not is_tag(tag):
            yield inner.fault("is not a language tag of RFC 5646.")
        if not isinstance(text, str):
            yield inner.fault("must be a string.", NULLS if text is None else "")


def _extensions(found: object, place: Place) -> Iterator[StatementFault]:
    """Look at the names alone: values may be anything, null too (Data 4.1)."""
    if not isinstance(found, dict):
        yield place.fault("must be an object.")
        return
    for name in found:
        if not is_iri(name):
            yield place.member(str(name), "Data 4.1").fault("must be named by an IRI.")


STRING = value(lambda found: isinstance(found, str), "must be a string.")
BOOLEAN = value(lambda found: isinstance(found, bool), "must be true or false.")
NUMBER = value(is_number, "must be a number.")
IRI = value(is_iri, "must be an absolute IRI.")
UUID = value(is_uuid, "must be a UUID, such as 39e24cc4-69af-4b01-a824-1fdc6ea8a3af.")
LANGUAGE = value(is_tag, "must be a language tag of RFC 5646.")
TIMESTAMP: Check = _timestamp
LANGUAGE_MAP: Check = _language_map
EXTENSIONS: Check = _extensions
