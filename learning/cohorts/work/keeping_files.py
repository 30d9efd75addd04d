"""Files that participants hand in: each person's under a folder of their own, by SHA-256.

Statements name a file and travel; the file itself stays on the server where it was handed in. A
person's folder is deleted with the person.
"""

import shutil
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from learning.bundles.errors import BundleError
from learning.bundles.store import ObjectStore
from learning.cohorts.errors import TooManyFiles, UnfitFile
from learning.cohorts.work.kinds_of_files import SUFFIXES, media_type_of, suffix_of

MOST_FILES = 5
LARGEST = 5 * 1024 * 1024  # bytes of one file
NAME_LENGTH = 80  # characters
DIGEST_LENGTH = 64  # hex digits of a SHA-256


@dataclass(frozen=True)
class HandedFile:
    """A file as a statement names it. size: bytes; sha256: lower-case hex."""

    name: str
    media_type: str
    size: int
    sha256: str

    @property
    def value(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "type": self.media_type,
            "size": self.size,
            "sha256": self.sha256,
        }


def check_files(uploads: Sequence["UploadedFile[Any]"], *, kept: int = 0) -> None:
    """Look at files before anything is kept. Raises: TooManyFiles, UnfitFile."""
    if len(uploads) + kept > MOST_FILES:
        raise TooManyFiles(MOST_FILES)
    for upload in uploads:
        _checked(upload)


def keep_files(owner: UUID, uploads: Iterable["UploadedFile[Any]"]) -> list[HandedFile]:
    """Keep files for their owner, and give what is said of them. Twice is once.

    Raises: UnfitFile; OSError — the disk is full or cannot be written.
    """
    return [_keep(owner, upload) for upload in uploads]


def _keep(owner: UUID, upload: "UploadedFile[Any]") -> HandedFile:
    content, media_type = _checked(upload)
    digest = _store(owner).add(content)
    return HandedFile(_named(upload.name or "", media_type), media_type, len(content), digest)


def _checked(upload: "UploadedFile[Any]") -> tuple[bytes, str]:
    """Give the content of an upload and what it is. Raises: UnfitFile."""
    name = _clean(upload.name or "")
    if (upload.size or 0) > LARGEST:
        raise UnfitFile.too_large(name, LARGEST // 1024 // 1024)
    upload.seek(0)
    content = upload.read()
    media_type = media_type_of(content)
    if not media_type:
        raise UnfitFile.of_unknown_kind(name)
    return content, media_type


def _named(name: str, media_type: str) -> str:
    """Give a name that ends as the content is: what calls itself a picture opens as what it is."""
    stem = PurePosixPath(_clean(name)).stem or "file"
    suffix = suffix_of(media_type)
    return stem[: NAME_LENGTH - len(suffix)] + suffix


def _clean(name: str) -> str:
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = (each for each in unicodedata.normalize("NFC", last) if each.isprintable())
    return "".join(shown).strip(' ."')[:NAME_LENGTH]


def files_from(value: Mapping[str, Any] | None) -> tuple[HandedFile, ...]:
    """Read the files that a statement names; what is not whole is left out."""
    said = (value or {}).get("files")
    if not isinstance(said, list):
        return ()
    read = (_read(each) for each in said[:MOST_FILES])
    return tuple(each for each in read if each)


def _read(said: object) -> HandedFile | None:
    if not isinstance(said, dict):
        return None
    name, media_type, size = said.get("name"), said.get("type"), said.get("size")
    digest = said.get("sha256")
    is_whole = (
        isinstance(name, str)
        and isinstance(media_type, str)
        and type(size) is int
        and isinstance(digest, str)
        and len(digest) == DIGEST_LENGTH
        and set(digest) <= set("0123456789abcdef")
    )
    if not is_whole:
        return None
    known = media_type if media_type in SUFFIXES else "application/octet-stream"
    return HandedFile(_clean(str(name)) or "file", str(known), int(size or 0), str(digest))


def content_of(owner: UUID, file: HandedFile) -> bytes | None:
    """Give a file's content; None where it was handed in on another server, or is damaged."""
    try:
        return _store(owner).read(file.sha256)
    except (BundleError, OSError):
        return None


def is_here(owner: UUID, file: HandedFile) -> bool:
    return _store(owner).path(file.sha256).is_file()


def delete_files(owner: UUID) -> None:
    """Delete everything that a person handed in; that there is nothing is fine."""
    shutil.rmtree(_folder(owner), ignore_errors=True)


def _store(owner: UUID) -> ObjectStore:
    return ObjectStore(_folder(owner))


def _folder(owner: UUID) -> Path:
    return Path(settings.WORK_ROOT) / str(owner)
