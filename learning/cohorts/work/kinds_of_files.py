"""What a file that somebody hands in really is, by its content and never by its name. Pure.

Texts, pictures, PDF, office documents, sound and film. Everything else is refused: a page or a
program could do harm on the facilitator's computer.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

from media.errors import NotPlayable
from media.recognising import recognise as recognise_recording

STARTS: Mapping[bytes, str] = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
OFFICE = "application/vnd.openxmlformats-officedocument."
IN_ZIP: Mapping[str, str] = {  # a name that only this kind of document has
    "word/document.xml": f"{OFFICE}wordprocessingml.document",
    "xl/workbook.xml": f"{OFFICE}spreadsheetml.sheet",
    "ppt/presentation.xml": f"{OFFICE}presentationml.presentation",
}
OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
SUFFIXES: Mapping[str, str] = {
    "application/pdf": ".pdf",
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "image/webp": ".webp",
    f"{OFFICE}wordprocessingml.document": ".docx",
    f"{OFFICE}spreadsheetml.sheet": ".xlsx",
    f"{OFFICE}presentationml.presentation": ".pptx",
    f"{OPEN_DOCUMENT}text": ".odt",
    f"{OPEN_DOCUMENT}spreadsheet": ".ods",
    f"{OPEN_DOCUMENT}presentation": ".odp",
    "text/plain": ".txt",
    "video/mp4": ".mp4",
    "video/webm": ".webm",
    "audio/mp4": ".m4a",
    "audio/webm": ".weba",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/wav": ".wav",
}
MARKUP = (b"<!doctype", b"<html", b"<svg", b"<?xml", b"<script", b"#!")


def media_type_of(content: bytes) -> str:
    """Give the media type of a file, or an empty text for what is not taken."""
    by_start = (kind for start, kind in STARTS.items() if content.startswith(start))
    if found := next(by_start, ""):
        return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content.startswith(b"PK"):
        return _of_zip(content)
    return _of_recording(content) or _of_text(content)


def suffix_of(media_type: str) -> str:
    """Give the ending of a file's name; of an unknown type one that opens as nothing."""
    return SUFFIXES.get(media_type, ".bin")


def _of_zip(content: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            declared = _declared(archive) if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError):
        return ""
    if any(name.casefold().endswith("vbaproject.bin") for name in names):
        return ""  # a document with a program in it
    if declared.startswith(OPEN_DOCUMENT):
        return declared if declared in SUFFIXES else ""
    return next((kind for name, kind in IN_ZIP.items() if name in names), "")


def _declared(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace")


def _of_recording(content: bytes) -> str:
    try:
        found: str = recognise_recording(BytesIO(content), name="").media_type
    except NotPlayable:
        return ""
    return found if found in SUFFIXES else ""


def _of_text(content: bytes) -> str:
    start = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not content or b"\x00" in content or any(mark in start for mark in MARKUP):
        return ""
    try:
        content.decode()
    except UnicodeDecodeError:
        return ""
    return "text/plain"
