"""Reading the packages that the tests of their exporters wrote."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree


def package(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tree(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)  # noqa: S314 — made by this very test
