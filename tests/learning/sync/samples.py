"""Progress files as a USB copy of the course saves them, whole and harmed."""

import uuid

from learning.xapi.progress_files import Header, write
from tests.learning.cohorts.samples import COURSE, EDITION, work_of

STICK = uuid.UUID("50000000-0000-4000-8000-000000000001")
OTHER_STICK = uuid.UUID("50000000-0000-4000-8000-000000000002")


def progress_file(
    *, actor: uuid.UUID = STICK, code: str = "", name: str = "Learner One", lessons: int = 2
) -> bytes:
    header = Header(COURSE, "Foundations", EDITION, actor, name, code)
    return write(header, work_of(actor, lessons=lessons))


def cut_off(file: bytes) -> bytes:
    """Give the file without its end and half of its last statement."""
    lines = file.splitlines(keepends=True)
    return b"".join(lines[:-2]) + lines[-2][:40]


def altered(file: bytes) -> bytes:
    """Give the file with a better score than was made; the ids are the old ones."""
    return file.replace(b'"raw":1', b'"raw":2').replace(b'"response":"a"', b'"response":"b"', 1)


def without_heading(file: bytes) -> bytes:
    return b"".join(file.splitlines(keepends=True)[1:])
