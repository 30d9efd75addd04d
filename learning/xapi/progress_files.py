"""Progress files: how learning that was done from a USB stick travels to the hub.

UTF-8 text, one JSON object a line: a heading, the statements, each with its id, and `{"end":N}`.

    {"format":"atoll-progress/1","course":"urn:uuid:…","title":"…","edition":"…",
     "learner":{"actor":"…","name":"…","code":"…"},"statements":N}        (one line)

A stick is a hard place. Whatever happened to the file, each statement line that is still whole is
kept, and what is not is handed back as it stands, so that nothing is lost in silence. There is no
checksum over the file: each statement's id is one over its content.
What the heading says of the person is a claim, and is treated as such.
"""

import json
import unicodedata
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from learning.xapi import shape
from learning.xapi.activities import iri
from learning.xapi.canonical import canonical_bytes
from learning.xapi.errors import (
    BAD_HEADER,
    SECOND_HEADER,
    UNREADABLE,
    NotAProgressFile,
    StatementError,
    TooLarge,
)
from learning.xapi.statements import Checked, check

FORMAT = "atoll-progress/1"
MAX_BYTES = 10 * 1024 * 1024
MAX_LINES = 50_000
MAX_TITLE = 255  # characters, as for a page
MAX_NAME = 150  # characters
MAX_CODE = 20  # characters
BYTE_ORDER_MARK = "\ufeff"  # some editors put it in front


@dataclass(frozen=True)
class Header:
    """What the file says it is. actor: the stick's own id of the learner; edition: SHA-256, hex."""

    course: uuid.UUID
    title: str
    edition: str
    actor: uuid.UUID
    name: str
    code: str


@dataclass(frozen=True)
class Damaged:
    """What could not be used. line_number: from 1; reason: a sentence; text: as it stands."""

    line_number: int
    reason: str
    text: str


@dataclass(frozen=True)
class ProgressFile:
    """What could be read. missing: statements announced but not found.

    is_complete: everything announced is here and nothing is damaged.
    """

    header: Header | None
    statements: list[Checked]
    damaged: list[Damaged]
    missing: int
    is_complete: bool


def write(header: Header, statements: Sequence[Checked]) -> bytes:
    """Give the file that carries these statements; the same one twice is written once."""
    distinct = {statement.id: statement for statement in statements}
    lines = [_header_line(header, len(distinct))]
    lines += [_statement_line(statement) for statement in distinct.values()]
    lines.append(canonical_bytes({"end": len(distinct)}))
    return b"".join(line + b"\n" for line in lines)


def read(file: bytes) -> ProgressFile:
    """Give all that is whole in a progress file, and what is not.

    Raises: TooLarge — more than 10 MiB or 50,000 lines; NotAProgressFile — no heading and not one
    valid statement. No damage raises anything.
    """
    if len(file) > MAX_BYTES or file.count(b"\n") > MAX_LINES:
        raise TooLarge
    reading = _Reading()
    for number, line in enumerate(file.split(b"\n"), start=1):
        text = line.decode(errors="backslashreplace")
        reading.take_line(number, text.removeprefix(BYTE_ORDER_MARK).strip())
    return reading.result()


class _Reading:
    """What was found so far."""

    def __init__(self) -> None:
        self.header: Header | None = None
        self.statements: dict[uuid.UUID, Checked] = {}
        self.damaged: list[Damaged] = []
        self.announced: set[int] = set()  # by the heading and by the last line
        self.has_end = False

    def take_line(self, number: int, line: str) -> None:
        """Take the objects of a line: a lost line break must not lose two statements."""
        place = 0
        while place < len(line):
            try:
                found, end = DECODER.raw_decode(line, place)
                self._take(number, found, line[place:end])
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

    def _take(self, number: int, found: Any, text: str) -> None:
        if isinstance(found, dict) and "format" in found:
            self._take_header(number, found, text)
        elif isinstance(found, dict) and found.keys() == {"end"}:
            self._take_end(found["end"])
        else:
            statement = check(found)
            shape.expect("id" in found, "id")
            self.statements[statement.id] = statement

    def _take_header(self, number: int, found: dict[str, Any], text: str) -> None:
        try:
            header = _read_header(found)
        except StatementError:
            self.damaged.append(Damaged(number, BAD_HEADER, text))
            return
        if self.header not in (None, header):
            self.damaged.append(Damaged(number, SECOND_HEADER, text))
            return
        self.header = header
        self._announce(found.get("statements"))

    def _take_end(self, announced: object) -> None:
        self.has_end = True
        self._announce(announced)

    def _announce(self, number: object) -> None:
        self.announced.add(shape.whole_number(number, "statements", least=0, most=MAX_LINES))

    def result(self) -> ProgressFile:
        found = len(self.statements)
        if self.header is None and not found:
            raise NotAProgressFile
        announced = max(self.announced, default=0)
        is_whole = self.header is not None and self.has_end and not self.damaged
        return ProgressFile(
            header=self.header,
            statements=list(self.statements.values()),
            damaged=self.damaged,
            missing=max(0, announced - found),
            is_complete=is_whole and self.announced == {found},
        )


def _header_line(header: Header, count: int) -> bytes:
    heading = {
        "format": FORMAT,
        "course": iri(header.course),
        "title": cut(header.title, MAX_TITLE),
        "edition": header.edition,
        "learner": {
            "actor": str(header.actor),
            "name": cut(header.name, MAX_NAME),
            "code": cut(header.code, MAX_CODE),
        },
        "statements": count,
    }
    return json.dumps(heading, ensure_ascii=False, separators=(",", ":")).encode()


def _statement_line(statement: Checked) -> bytes:
    return canonical_bytes({**json.loads(statement.content), "id": str(statement.id)})


def _read_header(found: dict[str, Any]) -> Header:
    """Read the heading. Raises: MalformedStatement — damaged, or of a format not known here."""
    shape.expect(found["format"] == FORMAT, "format")
    return Header(
        course=shape.activity({"id": found.get("course")}, "course"),
        title=cut(shape.optional(found, "title"), MAX_TITLE),
        edition=shape.sha256_hex(found.get("edition"), "edition"),
        actor=shape.identifier(shape.member(found, "learner", "actor"), "learner.actor"),
        name=cut(shape.optional(found, "learner", "name"), MAX_NAME),
        code=cut(shape.optional(found, "learner", "code"), MAX_CODE),
    )


def cut(text: object, most: int) -> str:
    """Give at most `most` characters in composed form, without control and half characters."""
    if not isinstance(text, str):
        return ""
    kept = "".join(each for each in text if unicodedata.category(each) not in ("Cc", "Cs"))
    return unicodedata.normalize("NFC", kept).strip()[:most]


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse what two readers could understand differently."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


DECODER = json.JSONDecoder(object_pairs_hook=_no_key_twice)
