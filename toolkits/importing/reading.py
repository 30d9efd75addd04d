"""The door for files: by its ending and its first bytes each goes to its reader, or back."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from django.utils.translation import gettext as _

from toolkits.importing import slides, web, word
from toolkits.importing.errors import ImportFault, ManyFaults, Refused
from toolkits.importing.packages import ENCRYPTED_STREAM, OLE_FILE, locked, macros
from toolkits.importing.sources import MEGABYTE, Beside, Limits, Source

Reader = Callable[[str, bytes, Limits, Beside, str], Source]
READERS: Mapping[str, Reader] = {
    ".docx": word.read,
    ".pptx": slides.read,
    ".md": web.read_markdown,
    ".markdown": web.read_markdown,
    ".html": web.read_html,
    ".htm": web.read_html,
}
ZIPPED = (".docx", ".pptx")
WITH_MACROS = (".docm", ".dotm", ".pptm", ".potm", ".ppsm")
SAVE_AS = {
    ".doc": ".docx",
    ".dot": ".docx",
    ".dotx": ".docx",
    ".rtf": ".docx",
    ".odt": ".docx",
    ".pages": ".docx",
    ".pdf": ".docx",
    ".ppt": ".pptx",
    ".pps": ".pptx",
    ".ppsx": ".pptx",
    ".potx": ".pptx",
    ".odp": ".pptx",
    ".key": ".pptx",
}
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".bmp", ".tif", ".tiff")


def nothing_beside(_path: str) -> bytes | None:
    return None


@dataclass(frozen=True)
class Incoming:
    """A file to import. beside: gives the files of its folder."""

    name: str
    content: bytes = field(repr=False)
    beside: Beside = nothing_beside


def read(incoming: Incoming, limits: Limits) -> Source:
    """Give what the file says. Raises: Refused — with what is wrong and what to do."""
    check_size(incoming.name, len(incoming.content), limits)
    path = PurePosixPath(incoming.name)
    reader = _reader(incoming.name, path.suffix.lower())
    _check_opening(incoming, path.suffix.lower())
    stem = re.sub(r"[\s_-]+", " ", path.stem).strip() or path.name
    return reader(incoming.name, incoming.content, limits, incoming.beside, stem)


def check_size(name: str, size: int, limits: Limits) -> None:
    """Refuse a file by its size, in bytes, before it is read. Raises: Refused."""
    if size > limits.file:
        what = _("It is larger than %d MB.") % (limits.file // MEGABYTE)
        raise Refused(name, what, _("Make its pictures smaller, or split it."))
    if not size:
        raise Refused(name, _("It is empty."), _("Copy it again from where it came."))


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Give the files to import: those named, and those in the folders named, in natural order.

    Raises: ManyFaults — a path does not exist, or a folder holds nothing to import.
    """
    found: list[Path] = []
    faults: list[ImportFault] = []
    for path in paths:
        inside = _documents(path) if path.is_dir() else [path]
        if not path.exists() or not inside:
            faults.append(_nothing_at(path))
        found += inside
    if faults:
        raise ManyFaults(faults)
    return list(dict.fromkeys(found))


def open_file(path: Path, limits: Limits) -> Incoming:
    """Give a file of this machine, with its folder. Raises: Refused."""
    _reader(path.name, path.suffix.lower())
    try:
        check_size(path.name, path.stat().st_size, limits)
        content = path.read_bytes()
    except OSError as error:
        what = _("It could not be read (%s).") % error.strerror
        raise Refused(path.name, what, _("Look at the path and who may read it.")) from error
    return Incoming(path.name, content, _folder(path.parent, limits))


def uploads_beside(files: Mapping[str, Callable[[], bytes]]) -> Beside:
    """Give the pictures that were uploaded together with a document, by their names alone."""
    by_name = {name.lower(): content for name, content in files.items()}

    def beside(path: str) -> bytes | None:
        content = by_name.get(PurePosixPath(path).name.lower())
        return content() if content else None

    return beside


def is_picture(name: str) -> bool:
    return name.lower().endswith(PICTURES)


def natural(path: Path) -> list[tuple[int, str | int]]:
    """Give a key that puts `2` before `10`."""
    pieces = re.split(r"([0-9]+)", path.name.lower())
    return [(0, int(piece)) if piece.isdecimal() else (1, piece) for piece in pieces]


def _documents(folder: Path) -> list[Path]:
    taken = (*READERS, *WITH_MACROS, *SAVE_AS)  # the last two are refused by name, not passed over
    files = [
        path
        for path in folder.iterdir()
        if path.is_file() and path.suffix.lower() in taken and not path.name.startswith((".", "~$"))
    ]
    return sorted(files, key=natural)


def _nothing_at(path: Path) -> Refused:
    if path.is_dir():
        what = _("No file in this folder can be imported.")
    else:
        what = _("There is no such file or folder.")
    return Refused(str(path), what, _("Name .docx, .pptx, .md or .html files, or their folder."))


def _folder(folder: Path, limits: Limits) -> Beside:
    """Give the files in and below `folder`; nothing outside it, links included."""

    def beside(path: str) -> bytes | None:
        try:
            target = (folder / path).resolve()
            if not target.is_relative_to(folder.resolve()) or not target.is_file():
                return None
            return target.read_bytes() if target.stat().st_size <= 2 * limits.picture else None
        except (OSError, ValueError):
            return None

    return beside


def _reader(name: str, ending: str) -> Reader:
    if ending in READERS:
        return READERS[ending]
    if ending in WITH_MACROS:
        raise macros(name)
    if better := SAVE_AS.get(ending):
        what = _("Files of the kind %s cannot be imported.") % ending
        remedy = _("Open it in the program that made it, save it as %s, and import that.") % better
        raise Refused(name, what, remedy)
    raise Refused(
        name,
        _("Its ending says nothing that can be imported."),
        _("Import .docx, .pptx, .md or .html files."),
    )


def _check_opening(incoming: Incoming, ending: str) -> None:
    """Refuse a file that is not what its ending says."""
    content = incoming.content
    if content.startswith(OLE_FILE):
        if ENCRYPTED_STREAM in content:
            raise locked(incoming.name)
        what = _("It is a file of an old program under a new ending.")
        remedy = _("Open it in an office program, save it as .docx or .pptx, and import that.")
        raise Refused(incoming.name, what, remedy)
    is_zip = content.startswith(b"PK")
    if is_zip != (ending in ZIPPED):
        what = _("Its ending %s does not fit what is inside.") % ending
        remedy = _("Open it in the program that made it, and save it again with the right ending.")
        raise Refused(incoming.name, what, remedy)
