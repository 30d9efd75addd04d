"""Word files (.docx) to HTML, by mammoth: styles become structure, looks are left behind."""

import re
from collections.abc import Iterator
from typing import Any, cast

import mammoth
from django.utils.translation import gettext as _

from toolkits.importing.packages import FAILURES, WORD_MAIN, Package, damaged, open_package
from toolkits.importing.pictures import Album
from toolkits.importing.sources import Beside, Limits, Picture, Source
from toolkits.importing.structuring import source_of

STYLES = """
p[style-name='Title'] => title:fresh
p[style-name='title'] => title:fresh
p[style-name='Caption'] => figcaption:fresh
p[style-name='caption'] => figcaption:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
p[style-name='TOC Heading'] => !
"""
MAIN_PART = "word/document.xml"


def read(name: str, content: bytes, limits: Limits, _beside: Beside, stem: str) -> Source:
    """Give what a Word file says. Raises: Refused."""
    package = open_package(name, content, main=WORD_MAIN, limits=limits)
    found: dict[str, Picture] = {}
    html = _html(name, package, found)
    album = Album(name, limits=limits, beside=lambda _path: None, inside=found)
    album.warnings += [*package.warnings, *_not_taken(package)]
    return source_of(html, album, fallback_title=stem)


def _html(name: str, package: Package, found: dict[str, Picture]) -> str:
    """Convert the package; put its pictures into `found` under the addresses the HTML uses."""

    @mammoth.images.img_element  # type: ignore[untyped-decorator]
    def keep(image: Any) -> dict[str, str]:
        address = f"import:{len(found)}"
        found[address] = Picture(f"picture-{len(found) + 1}", _picture_content(image))
        return {"src": address}

    try:
        result = mammoth.convert_to_html(
            package.as_file(),
            style_map=STYLES,
            include_embedded_style_map=False,
            convert_image=keep,
        )
    except FAILURES as error:
        raise damaged(name) from error
    return cast(str, result.value)


def _picture_content(image: Any) -> bytes:
    try:
        with image.open() as opened:
            return cast(bytes, opened.read())
    except KeyError:
        return b""  # left out when the package was opened; the album will say that it is damaged


def _not_taken(package: Package) -> Iterator[str]:
    """Warn of what mammoth passes over without a word."""
    text = package.parts.get(MAIN_PART, b"")
    if re.search(rb"<w:(?:ins|del|moveFrom)\b", text):
        yield _(
            "The file holds tracked changes: what was added is in, what was struck is out. "
            "Compare it with what you meant."
        )
    if b"<w:commentReference" in text:
        yield _("Comments in the margin were left out.")
    if b"<m:oMath" in text:
        yield _("Formulas were left out. Put in pictures of them with a text that says the same.")
    if re.search(rb"<(?:c:chart|dgm:relIds|cx:chart)\b", text):
        yield _("Charts and diagrams were left out. Put in a picture or a table of each.")
