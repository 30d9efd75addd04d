"""Links from lesson to lesson, as one page needs them."""

import re
from collections.abc import Callable

# An attribute's value may hold ">", so a tag ends at the first one outside quotes.
ANCHOR = re.compile(r"<a\b(?:[^>\"']|\"[^\"]*\"|'[^']*')*>", re.IGNORECASE)
LESSON = re.compile(r"\sdata-lesson=(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
HREF = re.compile(r"\shref=(?:\"[^\"]*\"|'[^']*')", re.IGNORECASE)


def relink(html: str, address: Callable[[str], str]) -> str:
    """Give `html` with each link to a lesson leading to `address(slug)`.

    Such a link carries the slug in `data-lesson`; all others stay as they are.
    """

    def anchor(match: re.Match[str]) -> str:
        tag = match.group()
        if not (lesson := LESSON.search(tag)):
            return tag
        href = f' href="{address(lesson.group(1) or lesson.group(2) or "")}"'
        return HREF.sub(lambda _: href, tag, count=1)

    return ANCHOR.sub(anchor, html)


def linked_lessons(html: str) -> set[str]:
    """Give the slugs of all lessons that `html` links to."""
    tags = (LESSON.search(tag) for tag in ANCHOR.findall(html))
    return {lesson.group(1) or lesson.group(2) or "" for lesson in tags if lesson}
