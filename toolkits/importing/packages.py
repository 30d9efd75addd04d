"""Word and PowerPoint files are zips of XML parts: this opens one, or refuses it.

The size is checked by the zip's directory before anything is unpacked, and again while unpacking,
because a directory can lie. What is left is a package of our own making, which alone the reading
libraries get to see: XML without DOCTYPE, pictures, and relationships that lead nowhere outside.
Format: ECMA-376, part 2.
"""

import html
import posixpath
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from xml.parsers import expat

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from toolkits.importing.errors import Refused, too_long
from toolkits.importing.sources import Limits

OLE_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# How the stream is named in the directory of an OLE file that holds an encrypted document.
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # a document's zip has no other
CHUNK = 64 * 1024  # bytes
SMALL = 16 * 1024 * 1024  # bytes; what unpacks to less is no bomb, whatever its ratio
MACRO_MARKS = (b"macroenabled", b"vbaproject", b"macrosheet")
PICTURE_OPENINGS = (
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"II*\x00",
    b"MM\x00*",
    b"RIFF",
    b"\x01\x00\x00\x00",  # EMF
    b"\xd7\xcd\xc6\x9a",  # WMF
)
WORD_MAIN = b"wordprocessingml.document.main+xml"
SLIDES_MAIN = b"presentationml.presentation.main+xml"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
WEB_LINK = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
LOCAL_TEMPLATE = re.compile(r"(?:file:/{2,3})?[A-Za-z]:|file:///(?!/)|[^/\\:]+$", re.IGNORECASE)
# Kinds of relationships. A chart has the workbook of its numbers as one; it is not missed.
OBJECTS = frozenset({"oleObject", "package", "control"})
NOWHERE = "about:blank"
# What the reading libraries raise on a document that is damaged; they have no error of their own.
FAILURES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    OSError,
    RuntimeError,
    SyntaxError,  # lxml's
    TypeError,
    ValueError,
    EOFError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Package:
    """The parts of a document that are safe to read. warnings: what was left out."""

    parts: dict[str, bytes]
    warnings: tuple[str, ...]

    def as_file(self) -> BytesIO:
        """Give a zip of the parts, for the libraries that want a file."""
        made = BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
            for name, content in self.parts.items():
                archive.writestr(name, content)
        made.seek(0)
        return made


def open_package(name: str, content: bytes, *, main: bytes, limits: Limits) -> Package:
    """Open the document. main: content type of its main part, WORD_MAIN or SLIDES_MAIN.

    Raises: Refused — not such a document, damaged, locked, too large, or with something active.
    """
    return _Opening(name, content, main, limits).package()


class _Opening:
    def __init__(self, name: str, content: bytes, main: bytes, limits: Limits) -> None:
        self.name = name
        self.content = content
        self.main = main
        self.limits = limits
        self.elements = 0
        self.left_out: Counter[str] = Counter()

    def package(self) -> Package:
        try:
            with zipfile.ZipFile(BytesIO(self.content)) as archive:
                parts = self._parts(archive)
        except FAILURES as error:
            raise self._damaged() from error
        self._check_content_types(parts)
        for part in [name for name in parts if name.endswith(".rels")]:
            parts[part] = self._relationships(part, parts)
        return Package(parts, tuple(self._warnings()))

    def _parts(self, archive: zipfile.ZipFile) -> dict[str, bytes]:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        self._check_directory(entries)
        budget = self.limits.unpacked
        parts: dict[str, bytes] = {}
        for entry in entries:
            if not self._is_wanted(entry.filename):
                continue
            content = self._unpacked(archive, entry, budget)
            budget -= len(content)
            if _is_xml(entry.filename):
                self._check_xml(content)
            elif not content.startswith(PICTURE_OPENINGS):
                continue  # nothing that could be XML under another name
            parts[entry.filename] = content
        return parts

    def _check_directory(self, entries: list[zipfile.ZipInfo]) -> None:
        """Refuse by what the directory says, before anything is unpacked."""
        if any(entry.flag_bits & 0x1 for entry in entries):
            raise locked(self.name)
        if any(entry.compress_type not in PACKED for entry in entries):
            raise self._unsafe(_("It is packed in a way that no office program uses."))
        unpacked = sum(entry.file_size for entry in entries)
        too_dense = unpacked > max(SMALL, len(self.content) * self.limits.ratio)
        if unpacked > self.limits.unpacked or len(entries) > self.limits.entries or too_dense:
            raise self._bomb()
        names = [entry.filename for entry in entries]
        if len({name.lower() for name in names}) < len(names) or not all(map(_is_plain, names)):
            raise self._unsafe(_("The names of its parts are not those of an honest document."))
        if any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
            raise macros(self.name)

    def _is_wanted(self, name: str) -> bool:
        folder = name.lower()
        if "/embeddings/" in folder or "/activex/" in folder:
            return False
        if folder.endswith((".mp4", ".m4v", ".mov", ".avi", ".wmv", ".mp3", ".m4a", ".wav")):
            self.left_out["film"] += 1
            return False
        return not folder.startswith("customxml/")

    def _unpacked(self, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: int) -> bytes:
        """Unpack in small pieces, so that a lying directory cannot fill the memory."""
        pieces = []
        with archive.open(entry) as opened:
            while piece := opened.read(CHUNK):
                budget -= len(piece)
                if budget < 0:
                    raise self._bomb()
                pieces.append(piece)
        return b"".join(pieces)

    def _check_xml(self, content: bytes) -> None:
        """Refuse DOCTYPE and entities, too deep nesting, too many elements, broken XML."""
        parser = expat.ParserCreate()
        depth = 0

        def start(_name: str, _attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self.elements += 1
            if depth > self.limits.depth or self.elements > self.limits.elements:
                raise too_long(self.name)

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1

        def doctype(*_declared: object) -> None:
            raise self._unsafe(_("It declares entities (DOCTYPE), which no office program writes."))

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.StartDoctypeDeclHandler = doctype
        try:
            parser.Parse(content, True)
        except expat.ExpatError as error:
            raise self._damaged() from error

    def _check_content_types(self, parts: dict[str, bytes]) -> None:
        types = parts.get("[Content_Types].xml", b"")
        if any(mark in types.lower() for mark in MACRO_MARKS):
            raise macros(self.name)
        if self.main in types:
            return
        other = {WORD_MAIN: ".pptx", SLIDES_MAIN: ".docx"}[self.main]
        if (SLIDES_MAIN if self.main == WORD_MAIN else WORD_MAIN) in types:
            what = _("Its ending does not fit: inside it is a %s file.") % other
            raise Refused(self.name, what, _("Give it the ending %s and import it again.") % other)
        raise Refused(
            self.name,
            _("Its ending does not fit: it is a zip, but no document of that kind."),
            _("Open it in the program that made it, and save it as .docx or .pptx."),
        )

    def _relationships(self, part: str, parts: dict[str, bytes]) -> bytes:
        """Give the relationships again, with all that lead out or to what was left out cut."""
        folder = posixpath.dirname(posixpath.dirname(part))
        lines = []
        for found in _entries(parts[part]):
            if self._is_cut(found, folder, parts):
                found = {**found, "Target": NOWHERE, "TargetMode": "External"}
            attributes = " ".join(f'{key}="{html.escape(value)}"' for key, value in found.items())
            lines.append(f"<Relationship {attributes}/>")
        text = f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'
        return text.encode()

    def _is_cut(self, found: dict[str, str], folder: str, parts: dict[str, bytes]) -> bool:
        kind = found.get("Type", "").rsplit("/", 1)[-1]
        target = found.get("Target", "")
        if "vbaproject" in kind.lower():
            raise macros(self.name)
        if found.get("TargetMode") == "External":
            return self._is_cut_outside(kind, target)
        path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        if path not in parts and kind in OBJECTS and not folder.endswith("/charts"):
            self.left_out["object"] += 1
        return path not in parts

    def _is_cut_outside(self, kind: str, target: str) -> bool:
        if kind == "attachedTemplate" and not LOCAL_TEMPLATE.match(target):
            raise Refused(
                self.name,
                _("It loads a template from another computer, which can carry a program."),
                _("Save a copy as .docx with the template taken off, and import the copy."),
            )
        if kind == "hyperlink":
            return not WEB_LINK.match(target)
        self.left_out["template" if kind == "attachedTemplate" else "outside"] += 1
        return True

    def _warnings(self) -> Iterator[str]:
        if number := self.left_out["object"]:
            told = ngettext(
                "%d embedded object was left out. Put in a picture or table of it.",
                "%d embedded objects were left out. Put in pictures or tables of them.",
                number,
            )
            yield told % number
        if number := self.left_out["film"]:
            told = ngettext(
                "%d film or sound was left out. Upload it with captions, and add it to its unit.",
                "%d films or sounds were left out. Upload them with captions, and add them.",
                number,
            )
            yield told % number
        if number := self.left_out["outside"]:
            told = ngettext(
                "%d thing that the file would load from elsewhere was not fetched.",
                "%d things that the file would load from elsewhere were not fetched.",
                number,
            )
            yield told % number

    def _bomb(self) -> Refused:
        return Refused(
            self.name,
            _("It unpacks to far more than a document holds (a “zip bomb”)."),
            _("If it is a real document, split it or make its pictures smaller."),
        )

    def _damaged(self) -> Refused:
        return damaged(self.name)

    def _unsafe(self, what: str) -> Refused:
        return Refused(self.name, what, _("Save it again in an office program, and import that."))


def damaged(name: str) -> Refused:
    return Refused(
        name,
        _("It is damaged or was cut short."),
        _("Open it in the program that made it, save it again, or copy it again."),
    )


def locked(name: str) -> Refused:
    return Refused(
        name,
        _("It is locked with a password."),
        _("Save a copy without a password, and import the copy."),
    )


def macros(name: str) -> Refused:
    return Refused(
        name,
        _("It holds macros, which are programs."),
        _("Save a copy as .docx or .pptx, which keeps the text and drops the macros."),
    )


def _is_xml(name: str) -> bool:
    return name.lower().endswith((".xml", ".rels"))


def _is_plain(name: str) -> bool:
    odd = name.startswith("/") or "\\" in name or ":" in name or "\0" in name
    return not odd and ".." not in name.split("/")


def _entries(content: bytes) -> list[dict[str, str]]:
    """Give the attributes of each relationship of a part that was checked."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rsplit(":", 1)[-1] == "Relationship":
            found.append({key: value for key, value in attributes.items() if ":" not in key})

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(content, True)
    return found
