"""Template tags that place pictures and files.

While an edition is frozen, the context holds `files`, a collector: it takes each file and gives
the relative address it will have in the edition. In a preview there is none, and Wagtail's own
addresses are used.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from media.captions import written
from media.errors import MediaError
from media.models import File, Picture, Rendition
from media.playing import Playable, captions_of, ways
from media.recognising import Recording
from media.sanitising import sanitise_inline

register = template.Library()

# Device pixels. The text of a phone 360 pixels wide leaves 324 to a picture, and the widest column
# 756: so the first serves the plainest phone and those who save data, the second a phone of twice
# the density and a PC, the third a phone of three times. None is ever larger than the upload.
WIDTHS = (360, 760, 1080)
SIZES = "(min-width: 49em) 756px, 92vw"  # in the order of a browser's choice; see atoll.css
FORMS = {
    "avif": "avifquality-50",
    "webp": "webpquality-70",
    "jpeg": "jpegquality-75|bgcolor-ffffff",
}


class Collector(Protocol):
    def add(self, content: bytes, *, suffix: str) -> str:
        """Keep `content` and give its relative address."""


@dataclass(frozen=True)
class Choice:
    """One way to hear or see something."""

    address: str
    length: int  # bytes
    recording: Recording

    @property
    def clock(self) -> str:
        """How long it plays, as 4:05; empty if unknown."""
        minutes, seconds = divmod(round(self.recording.seconds), 60)
        return f"{minutes}:{seconds:02}" if minutes or seconds else ""


@register.simple_tag(takes_context=True)
def picture(context: template.Context, image: Picture, alt: str) -> SafeString:
    """Show `image` as AVIF, WebP or JPEG, in the width that the reader's screen needs."""
    made = image.get_renditions(*(_spec(width, form) for form in FORMS for width in WIDTHS))
    jpegs = _widths(made, "jpeg")
    largest = jpegs[-1]
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" alt="{}" width="{}" height="{}" '
        'loading="lazy" decoding="async"></picture>',
        format_html_join(
            "",
            '<source type="image/{}" srcset="{}" sizes="{}">',
            ((form, _srcset(context, _widths(made, form)), SIZES) for form in ("avif", "webp")),
        ),
        _address(context, jpegs[0]),
        _srcset(context, jpegs),
        SIZES,
        alt,
        largest.width,
        largest.height,
    )


@register.simple_tag(takes_context=True)
def choices(context: template.Context, **files: File | None) -> list[Choice]:
    """Give the ways to play `files` (media.playing.ways), the lightest first.

    While an edition is frozen, raises MediaError for a file that is not what it should be; a
    preview shows none instead.
    """
    try:
        return [_choice(context, found) for found in ways(**files)]
    except MediaError:
        if context.get("files") is not None:
            raise
        return []


@register.simple_tag(takes_context=True)
def captions_address(context: template.Context, file: File) -> str:
    """Give the address of captions, written anew with nothing but words and times."""
    collector: Collector | None = context.get("files")
    if collector is None:
        return str(file.url)
    return collector.add(written(captions_of(file)).encode(), suffix=".vtt")


@register.simple_tag(takes_context=True)
def file_address(context: template.Context, file: File) -> str:
    """Give the address of a file to take along."""
    return _kept(context, file, _suffix(file.filename))


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


def _spec(width: int, form: str) -> str:
    return f"width-{width}|format-{form}|{FORMS[form]}"


def _widths(made: Mapping[str, Rendition], form: str) -> list[Rendition]:
    """Give the renditions of one form, the narrowest first; a small picture has fewer."""
    by_width = {made[_spec(width, form)].width: made[_spec(width, form)] for width in WIDTHS}
    return [by_width[width] for width in sorted(by_width)]


def _srcset(context: template.Context, renditions: Iterable[Rendition]) -> SafeString:
    pairs = ((_address(context, each), each.width) for each in renditions)
    return format_html_join(", ", "{} {}w", pairs)


def _choice(context: template.Context, found: Playable) -> Choice:
    # The suffix comes from the content: a server tells browsers the type by it.
    address = _kept(context, found.file, found.recording.suffix)
    return Choice(address, found.length, found.recording)


def _kept(context: template.Context, file: File, suffix: str) -> str:
    collector: Collector | None = context.get("files")
    if collector is None:
        return str(file.url)
    with file.file.open("rb") as opened:
        return collector.add(opened.read(), suffix=suffix)


def _address(context: template.Context, rendition: Rendition) -> str:
    collector: Collector | None = context.get("files")
    if collector is None:
        return str(rendition.url)
    with rendition.file.open("rb") as opened:
        return collector.add(opened.read(), suffix=_suffix(rendition.file.name))


def _suffix(name: Any) -> str:
    return "." + str(name).rsplit(".", 1)[-1].lower()
