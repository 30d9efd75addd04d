"""Template tags that place pictures and files.

While an edition is frozen, the context holds `files`, a collector: it takes each file and gives
the relative address it will have in the edition. In a preview there is none, and Wagtail's own
addresses are used.
"""

import re
from typing import Any, Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from media.models import File, Picture, Rendition
from media.sanitising import sanitise_inline

register = template.Library()

WIDTHS = (480, 960)  # CSS pixels: a phone held upright; a phone on its side, a small laptop


class Collector(Protocol):
    def add(self, content: bytes, *, suffix: str) -> str:
        """Keep `content` and give its relative address."""


@register.simple_tag(takes_context=True)
def picture(context: template.Context, image: Picture, alt: str) -> SafeString:
    """Show `image` as WebP in two widths, with a JPEG for browsers that know no WebP."""
    fallback = _rendition(image, WIDTHS[0], "jpeg")
    sources = [_rendition(image, width, "webp") for width in WIDTHS]
    srcset = format_html_join(
        ", ", "{} {}w", ((_address(context, source), source.width) for source in sources)
    )
    return format_html(
        '<picture><source type="image/webp" srcset="{}" sizes="(min-width: 60rem) 42rem, 100vw">'
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async"></picture>',
        srcset,
        _address(context, fallback),
        alt,
        fallback.width,
        fallback.height,
    )


@register.simple_tag(takes_context=True)
def file_address(context: template.Context, file: File) -> str:
    """Give the address of a downloadable file, film or caption track."""
    collector: Collector | None = context.get("files")
    if collector is None:
        return str(file.url)
    with file.file.open("rb") as opened:
        return collector.add(opened.read(), suffix=_suffix(file.filename))


@register.filter
def inline(text: str) -> SafeString:
    """Show the inline markup of a caption or cell, sanitised."""
    return SafeString(sanitise_inline(text))


@register.filter
def with_links(text: str) -> SafeString:
    """Show a source line: its web addresses become links, everything else is escaped."""
    pieces = re.split(r"(https?://[^\s;,]+[^\s;,.)])", text)
    return format_html_join(
        "",
        "{}",
        (
            (format_html('<a href="{}">{}</a>', piece, _short(piece)) if place % 2 else piece,)
            for place, piece in enumerate(pieces)
        ),
    )


def _short(address: str) -> str:
    host = address.split("//", 1)[1].split("/", 1)[0]
    return host.removeprefix("www.")


def _rendition(image: Picture, width: int, form: str) -> Rendition:
    quality = "webpquality-70" if form == "webp" else "jpegquality-75"
    background = "|bgcolor-ffffff" if form == "jpeg" else ""
    rendition: Rendition = image.get_rendition(f"width-{width}|format-{form}|{quality}{background}")
    return rendition


def _address(context: template.Context, rendition: Rendition) -> str:
    collector: Collector | None = context.get("files")
    if collector is None:
        return str(rendition.url)
    with rendition.file.open("rb") as opened:
        return collector.add(opened.read(), suffix=_suffix(rendition.file.name))


def _suffix(name: Any) -> str:
    return "." + str(name).rsplit(".", 1)[-1].lower()
