"""Fragments of HTML as a book can hold them: well-formed XHTML, nothing to open or to play.

What stands folded stands open. A film or a recording leaves its transcript; a picture is one file
that every reading system shows, or its words. Links lead into the book or out to the network; one
to a file that a book does not hold becomes text.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape

from learning.bundles.markup import VOID, Element, elements

# Core media types for pictures (EPUB 3.3, §3.2), by the ends of their names.
PICTURES: Mapping[str, str] = {
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
DROPPED = frozenset(
    {"audio", "iframe", "object", "script", "source", "style", "template", "track", "video"}
)
DROPPED_CLASSES = ("media-choice", "media-note")
RENAMED: Mapping[str, str] = {"details": "div", "summary": "p"}
KEPT_ATTRIBUTES = frozenset(
    {"abbr", "alt", "cite", "class", "colspan", "datetime", "dir", "headers", "height", "id"}
    | {"lang", "reversed", "rowspan", "scope", "src", "start", "title", "value", "width"}
)
NAME = re.compile(r"[a-z][a-z0-9]*")  # of an element of HTML
HEADING = re.compile(r"h[1-6]")
LOWEST_HEADING = 6
OUTSIDE = re.compile(r"(?:https?|mailto|tel):", re.IGNORECASE)
# What stands between elements and is no text: comments, and tags that close nothing.
NO_TEXT = re.compile(r"<!--.*?-->|</[^>]*>|<![^>]*>", re.DOTALL)
# What XML 1.0 cannot hold (§2.2).
NOT_XML = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
GROUP = re.compile(r"</?div\b[^>]*>")
SHOWN = re.compile(r'<img src="(media/[^"]+)"')

Address = Callable[[str], str]


def pictures_in(xhtml: str) -> Sequence[str]:
    """Give the paths of the pictures that `xhtml` shows, each once."""
    return list(dict.fromkeys(SHOWN.findall(xhtml)))


@dataclass
class Writer:
    """Writes the fragments of a chapter, one after the other.

    address: where a lesson stands, by its slug; empty if it is not in the book.
    below: the level of the chapter's own heading; no heading in it skips a level.
    without: classes of elements that are left out.
    """

    address: Address
    below: int = 1
    without: Sequence[str] = ()
    open: list[tuple[int, int]] = field(default_factory=list)  # headings: as written, as shown

    def write(self, html: str) -> str:
        """Give `html` as XHTML."""
        return _Fragment(self, html).between(elements(html), 0, len(html))

    def level(self, written: int) -> int:
        """Give the level at which a heading stands that was written as `written`."""
        while self.open and self.open[-1][0] >= written:
            self.open.pop()
        above = self.open[-1][1] if self.open else self.below
        shown = min(above + 1, LOWEST_HEADING)
        self.open.append((written, shown))
        return shown


@dataclass(frozen=True)
class _Fragment:
    writer: Writer
    html: str

    def between(self, found: Sequence[Element], start: int, end: int) -> str:
        return "".join(self._pieces(found, start, end))

    def _pieces(self, found: Sequence[Element], start: int, end: int) -> Iterator[str]:
        for element in found:
            yield self._text(start, element.start)
            yield self._element(element)
            start = element.end
        yield self._text(start, end)

    def _text(self, start: int, end: int) -> str:
        return _escaped(unescape(NO_TEXT.sub("", self.html[start:end])))

    def _element(self, element: Element) -> str:
        left_out = (*DROPPED_CLASSES, *self.writer.without)
        if element.tag in DROPPED or any(element.has_class(name) for name in left_out):
            return ""
        if element.tag == "picture":
            images = [each for each in element.walk() if each.tag == "img"]
            return _picture(images[0]) if images else ""
        if element.tag == "img":
            return _picture(element)
        return self._link(element) if element.tag == "a" else self._holding(element)

    def _holding(self, element: Element) -> str:
        tag, attributes = RENAMED.get(element.tag, element.tag), _kept(element.attributes)
        if HEADING.fullmatch(tag):
            tag = f"h{self.writer.level(int(tag[1]))}"
        if element.tag == "summary":
            attributes["class"] = "block-label"
        if not NAME.fullmatch(tag):
            return self._inside(element)
        if tag in VOID:
            return _tag(tag, attributes, "/>")
        inside = self._inside(element)
        if tag == "dl":  # PDF's lists know no groups
            inside = GROUP.sub("", inside)
        return f"{_tag(tag, attributes)}{inside}</{tag}>"

    def _inside(self, element: Element) -> str:
        return self.between(element.children, element.inner, element.inner_end)

    def _link(self, element: Element) -> str:
        href = element.attributes.get("href", "")
        if "data-lesson" in element.attributes:
            href = self.writer.address(element.attributes["data-lesson"])
        elif not OUTSIDE.match(href):
            href = ""
        inside = self._inside(element)
        if not href or "<img" in inside:
            return inside
        attributes = {"href": href, **_kept(element.attributes)}
        return f"{_tag('a', attributes)}{inside}</a>"


def _picture(image: Element) -> str:
    path, words = image.attributes.get("src", ""), image.attributes.get("alt", "").strip()
    if not path.startswith("media/") or not path.lower().endswith(tuple(PICTURES)):
        return f'<span class="picture-text">{_escaped(words)}</span>' if words else ""
    sizes = {name: image.attributes.get(name, "") for name in ("width", "height")}
    known = {name: size for name, size in sizes.items() if size.isdecimal()}
    return _tag("img", {"src": path, "alt": words, **known}, "/>")


def _kept(attributes: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in attributes.items() if name in KEPT_ATTRIBUTES}


def _tag(tag: str, attributes: Mapping[str, str], end: str = ">") -> str:
    written = "".join(f' {name}="{_escaped(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}{end}"


def _escaped(text: str) -> str:
    return escape(NOT_XML.sub("", text))
