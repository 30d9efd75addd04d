"""The key points of a lesson, as plain text: what its “Remember” blocks say."""

from functools import lru_cache
from html.parser import HTMLParser

from learning.bundles.store import sha256

VOID = frozenset({"br", "hr", "img", "wbr", "input", "source", "track", "col"})
BREAKS = frozenset({"p", "li", "br", "div"})
MOST_POINTS = 30  # of one lesson
LONGEST_POINT = 600  # characters
DIGEST_LENGTH = 16  # hex digits


class _Reader(HTMLParser):
    """Gathers the text of each element of the class block-key, without its label."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[list[str]] = []
        self._depth = 0  # within a key point; 0 outside
        self._label = 0  # the depth of its label; 0 outside

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self._text(" " if tag in BREAKS else "")
            return
        classes = (dict(attrs).get("class") or "").split()
        if self._depth:
            self._depth += 1
            if "block-label" in classes and not self._label:
                self._label = self._depth
        elif "block-key" in classes:
            self._depth = 1
            self.found.append([])

    def handle_endtag(self, tag: str) -> None:
        if not self._depth or tag in VOID:
            return
        if self._label == self._depth:
            self._label = 0
        self._depth -= 1
        if tag in BREAKS:
            self._text(" ")

    def handle_data(self, data: str) -> None:
        self._text(data)

    def _text(self, text: str) -> None:
        if self._depth and not self._label:
            self.found[-1].append(text)


@lru_cache(maxsize=256)
def key_points(html: str) -> tuple[str, ...]:
    """Give the key points in a lesson's sanitised `html`, each once, in their order."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    texts = (" ".join("".join(pieces).split())[:LONGEST_POINT] for pieces in reader.found)
    return tuple(dict.fromkeys(text for text in texts if text))[:MOST_POINTS]


def digest(point: str) -> str:
    """Give what a form calls a key point."""
    return sha256(point.encode())[:DIGEST_LENGTH]
