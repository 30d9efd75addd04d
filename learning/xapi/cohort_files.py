"""Cohort files: how a cohort travels from one server to another, with or without a network.

UTF-8 text, one JSON object a line: a heading, people, what was said of the cohorts, what their
members did in the course, and `{"end":N}`. N counts the lines between.

    {"format":"atoll-cohort/1","server":"…","cohorts":[{"id":"…","name":"…"}],"lines":N}  (one line)
    {"person":{"id":"…","name":"…","code":"…","organisation":"…","language":"…",
      "is_trainer":false,"copies":["…"]}}                                               (one line)
    {…an attestation, with its id…}
    {"evidence":"observed","statement":{…with its id…}}

Names stand in the lines about people and nowhere else; no PIN, password or digest of one is ever in
such a file. Each line that is still whole is kept and the rest is handed back as it stands, as in a
progress file. Reading several files is a union: order, repetition and how they were split do not
matter. Who may bring one is not asked here.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from learning.xapi import shape
from learning.xapi.attestations import (
    Attested,
    check_attestation,
    is_attestation,
    statement_of,
)
from learning.xapi.canonical import canonical_bytes
from learning.xapi.errors import (
    BAD_HEADER,
    UNREADABLE,
    WRONG_PART,
    CohortFileTooLarge,
    MalformedStatement,
    NotACohortFile,
    StatementError,
)
from learning.xapi.progress_files import BYTE_ORDER_MARK, DECODER, MAX_CODE, MAX_NAME, Damaged, cut
from learning.xapi.statements import Checked, check

FORMAT = "atoll-cohort/1"
MAX_BYTES = 50 * 1024 * 1024
MAX_LINES = 200_000
MAX_COHORTS = 5_000
MAX_COPIES = 50  # of one person
MAX_ORGANISATION = 200  # characters
MAX_LANGUAGE = 10  # characters
MAX_SERVER = 100  # characters
EVIDENCE = frozenset({"self-reported", "observed", "attested"})


@dataclass(frozen=True)
class Heading:
    """What the file says it is. server: the name of the one that wrote it; cohorts: id → name."""

    server: str
    cohorts: Mapping[uuid.UUID, str]


@dataclass(frozen=True)
class Person:
    """A participant or trainer. code: the learner code, if it is one; copies: ids of USB copies."""

    id: uuid.UUID
    name: str
    code: str = ""
    organisation: str = ""
    language: str = ""
    is_trainer: bool = False
    copies: tuple[uuid.UUID, ...] = ()


@dataclass(frozen=True)
class Done:
    """What a member did, and how far the server that wrote the file believed it."""

    statement: Checked
    evidence: str


@dataclass(frozen=True)
class CohortFile:
    """What could be read. missing: lines announced but not found.

    is_complete: everything announced is here and nothing is damaged.
    """

    heading: Heading | None
    people: list[Person]
    attestations: list[Attested]
    done: list[Done]
    damaged: list[Damaged]
    missing: int
    is_complete: bool

    @property
    def cohorts(self) -> set[uuid.UUID]:
        """The cohorts it speaks of, whatever became of its heading."""
        named = set(self.heading.cohorts) if self.heading else set()
        return named | {each.register.cohort for each in self.attestations}


def write(
    heading: Heading,
    people: Iterable[Person],
    attestations: Iterable[Attested],
    done: Iterable[Done],
) -> bytes:
    """Give the file that carries all this; the same thing twice is written once."""
    lines = [canonical_bytes(_person_line(each)) for each in {p.id: p for p in people}.values()]
    said = {each.id: each for each in attestations}
    lines += [canonical_bytes(statement_of(each)) for each in said.values()]
    told = {each.statement.id: each for each in done}
    lines += [canonical_bytes(_done_line(each)) for each in told.values()]
    first, last = _heading_line(heading, len(lines)), canonical_bytes({"end": len(lines)})
    return b"".join(line + b"\n" for line in [first, *lines, last])


def read(file: bytes) -> CohortFile:
    """Give all that is whole in a cohort file, and what is not.

    Raises: CohortFileTooLarge — more than 50 MiB or 200,000 lines; NotACohortFile — no heading, and
    nothing said of any cohort. No damage raises anything.
    """
    if len(file) > MAX_BYTES or file.count(b"\n") > MAX_LINES:
        raise CohortFileTooLarge
    reading = _Reading()
    for number, line in enumerate(file.split(b"\n"), start=1):
        text = line.decode(errors="backslashreplace")
        reading.take_line(number, text.removeprefix(BYTE_ORDER_MARK).strip())
    return reading.result()


def together(files: Sequence[CohortFile]) -> CohortFile:
    """Give the union of several files, as if it had been one."""
    cohorts = {key: name for each in files if each.heading for key, name in _cohorts(each).items()}
    server = next((each.heading.server for each in files if each.heading), "")
    return CohortFile(
        heading=Heading(server, cohorts) if cohorts else None,
        people=list({each.id: each for file in files for each in file.people}.values()),
        attestations=list({each.id: each for file in files for each in file.attestations}.values()),
        done=list({each.statement.id: each for file in files for each in file.done}.values()),
        damaged=[each for file in files for each in file.damaged],
        missing=sum(file.missing for file in files),
        is_complete=all(file.is_complete for file in files),
    )


def _cohorts(file: CohortFile) -> Mapping[uuid.UUID, str]:
    return file.heading.cohorts if file.heading else {}


@dataclass
class _Reading:
    """What was found so far."""

    heading: Heading | None = None
    people: dict[uuid.UUID, Person] = field(default_factory=dict)
    attestations: dict[uuid.UUID, Attested] = field(default_factory=dict)
    done: dict[uuid.UUID, Done] = field(default_factory=dict)
    damaged: list[Damaged] = field(default_factory=list)
    announced: set[int] = field(default_factory=set)  # by the heading and by the last line
    has_end: bool = False

    def take_line(self, number: int, line: str) -> None:
        """Take the objects of a line: a lost line break must not lose two of them."""
        place = 0
        while place < len(line):
            try:
                found, end = DECODER.raw_decode(line, place)
                self._take(found)
            except (ValueError, RecursionError):
                self.damaged.append(Damaged(number, UNREADABLE, line[place:]))
                return
            except StatementError as error:
                self.damaged.append(Damaged(number, error.reason, line[place:]))
                return
            place = self._after_junk(number, line, end)

    def _after_junk(self, number: int, line: str, end: int) -> int:
        """Give the place of the next object; what stands before it is damaged."""
        start = line.find("{", end)
        start = len(line) if start < 0 else start
        if junk := line[end:start].strip():
            self.damaged.append(Damaged(number, UNREADABLE, junk))
        return start

    def _take(self, found: Any) -> None:
        """Take one object. Raises: StatementError — it is none of this format's."""
        if not isinstance(found, dict):
            raise MalformedStatement(UNREADABLE)
        if "format" in found:
            self._take_heading(found)
        elif found.keys() == {"end"}:
            self.has_end = True
            self._announce(found["end"])
        elif found.keys() == {"person"}:
            person = _read_person(found["person"])
            self.people[person.id] = person
        elif is_attestation(found):
            self._take_attestation(found)
        else:
            self._take_done(found)

    def _take_heading(self, found: dict[str, Any]) -> None:
        try:
            heading = _read_heading(found)
        except StatementError as error:
            raise MalformedStatement(BAD_HEADER) from error
        shape.expect(self.heading in (None, heading), "format", BAD_HEADER)
        self.heading = heading
        self._announce(found.get("lines"))

    def _take_attestation(self, found: dict[str, Any]) -> None:
        attested = check_attestation(found)
        shape.expect("id" in found, "id")
        self.attestations[attested.id] = attested

    def _take_done(self, found: dict[str, Any]) -> None:
        shape.expect(found.keys() == {"evidence", "statement"}, "statement")
        shape.expect(found["evidence"] in EVIDENCE, "evidence")
        statement = check(found["statement"])
        shape.expect("id" in found["statement"], "id")
        self.done[statement.id] = Done(statement, found["evidence"])

    def _announce(self, number: object) -> None:
        self.announced.add(shape.whole_number(number, "lines", least=0, most=MAX_LINES))

    def result(self) -> CohortFile:
        if self.heading is None and not self.attestations:
            raise NotACohortFile
        found = len(self.people) + len(self.attestations) + len(self.done)
        is_whole = self.heading is not None and self.has_end and not self.damaged
        return CohortFile(
            heading=self.heading,
            people=list(self.people.values()),
            attestations=list(self.attestations.values()),
            done=list(self.done.values()),
            damaged=self.damaged,
            missing=max(0, max(self.announced, default=0) - found),
            is_complete=is_whole and self.announced == {found},
        )


def _heading_line(heading: Heading, count: int) -> bytes:
    cohorts = [
        {"id": str(key), "name": cut(name, MAX_NAME)} for key, name in heading.cohorts.items()
    ]
    server = cut(heading.server, MAX_SERVER)
    line = {"format": FORMAT, "server": server, "cohorts": cohorts, "lines": count}
    return json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode()


def _person_line(person: Person) -> dict[str, Any]:
    return {
        "person": {
            "id": str(person.id),
            "name": cut(person.name, MAX_NAME),
            "code": cut(person.code, MAX_CODE),
            "organisation": cut(person.organisation, MAX_ORGANISATION),
            "language": cut(person.language, MAX_LANGUAGE),
            "is_trainer": person.is_trainer,
            "copies": sorted(map(str, person.copies))[:MAX_COPIES],
        }
    }


def _done_line(done: Done) -> dict[str, Any]:
    statement = {**json.loads(done.statement.content), "id": str(done.statement.id)}
    return {"evidence": done.evidence, "statement": statement}


def _read_heading(found: dict[str, Any]) -> Heading:
    """Read the heading. Raises: MalformedStatement — damaged, or of a format not known here."""
    shape.expect(found["format"] == FORMAT, "format")
    listed = found.get("cohorts")
    if not isinstance(listed, list) or len(listed) > MAX_COHORTS:
        raise MalformedStatement(WRONG_PART, "cohorts")
    cohorts = {
        shape.identifier(shape.optional({"each": each}, "each", "id"), "cohorts"): cut(
            shape.optional({"each": each}, "each", "name"), MAX_NAME
        )
        for each in listed
    }
    return Heading(cut(found.get("server"), MAX_SERVER), cohorts)


def _read_person(found: object) -> Person:
    if not isinstance(found, dict):
        raise MalformedStatement(WRONG_PART, "person")
    copies = found.get("copies", [])
    shape.expect(isinstance(copies, list) and len(copies) <= MAX_COPIES, "person.copies")
    return Person(
        id=shape.identifier(found.get("id"), "person.id"),
        name=cut(found.get("name"), MAX_NAME),
        code=cut(found.get("code"), MAX_CODE),
        organisation=cut(found.get("organisation"), MAX_ORGANISATION),
        language=cut(found.get("language"), MAX_LANGUAGE),
        is_trainer=found.get("is_trainer") is True,
        copies=tuple(shape.identifier(each, "person.copies") for each in copies),
    )
