import zipfile
from io import BytesIO

import pytest

from learning.cohorts.work.kinds_of_files import media_type_of, suffix_of


def zipped(*names: str, mimetype: str = "") -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        if mimetype:
            archive.writestr("mimetype", mimetype)
        for name in names:
            archive.writestr(name, "x")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "suffix"),
    [
        (b"%PDF-1.7 ...", ".pdf"),
        (b"\x89PNG\r\n\x1a\n....", ".png"),
        (b"\xff\xd8\xff\xe0", ".jpg"),
        (b"RIFF0000WEBPVP8 ", ".webp"),
        (zipped("word/document.xml"), ".docx"),
        (zipped("xl/workbook.xml"), ".xlsx"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), ".odt"),
        ("Plan: مرحبا".encode(), ".txt"),
    ],
)
def test_a_file_is_known_by_its_content(content: bytes, suffix: str) -> None:
    assert suffix_of(media_type_of(content)) == suffix


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"\xef\xbb\xbf  <svg onload=x>",
        b"#!/bin/sh\nrm",
        b"MZ\x90\x00\x03",
        b"text\x00text",
        b"\xff\xfe\x41",
        b"PK\x03\x04 broken",
        zipped("word/document.xml", "word/vbaProject.bin"),
        zipped("anything.exe"),
        zipped(mimetype="application/epub+zip"),
    ],
)
def test_what_could_do_harm_or_is_unknown_is_not_taken(content: bytes) -> None:
    assert media_type_of(content) == ""
