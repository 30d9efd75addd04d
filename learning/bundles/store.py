"""A content-addressed store: each file once, under the SHA-256 of its content.

A file appears whole or not at all (written beside, flushed, renamed), is never changed, and is
checked each time it is read, so rot is found before it spreads. Nothing is ever deleted here.
"""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from learning.bundles.errors import ObjectDamaged, ObjectMissing


def sha256(content: bytes) -> str:
    """Give the SHA-256 of `content` in lower-case hex."""
    return hashlib.sha256(content).hexdigest()


@dataclass(frozen=True)
class ObjectStore:
    root: Path

    def path(self, digest: str) -> Path:
        return self.root / digest[:2] / digest

    def add(self, content: bytes) -> str:
        """Keep `content` and give its SHA-256. Adding twice is safe.

        Raises: OSError — the disk is full or cannot be written; nothing half-written stays.
        """
        digest = sha256(content)
        path = self.path(digest)
        if not self._holds(path, content):
            write_whole(path, content)
        return digest

    def read(self, digest: str) -> bytes:
        """Give the content stored under `digest`.

        Raises: ObjectMissing, ObjectDamaged.
        """
        try:
            content = self.path(digest).read_bytes()
        except FileNotFoundError as error:
            raise ObjectMissing(digest) from error
        if sha256(content) != digest:
            raise ObjectDamaged(digest)
        return content

    def _holds(self, path: Path, content: bytes) -> bool:
        # A damaged copy is written anew, so that freezing again repairs the store.
        return path.is_file() and path.read_bytes() == content


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that a reader, or a power cut, meets the old file or the new.

    Raises: OSError — nothing half-written stays behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(descriptor, "wb") as part:
            part.write(content)
            part.flush()
            os.fsync(part.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
