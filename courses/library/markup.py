"""Markdown to sanitised HTML: CommonMark with tables, without raw HTML."""

import html
import re
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

from media.sanitising import sanitise, sanitise_inline

MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable("table")
LESSON_ADDRESS = re.compile(r"lesson:[a-z0-9-]+")
LESSON_LINK = re.compile(r'<a href="lesson:([a-z0-9-]+)"[^>]*>')
LESSON_MARK = re.compile(r'<a href="#lesson-([a-z0-9-]+)">')


class MarkupError(ValueError):
    """The Markdown holds something that the library does not take. `line` counts from 0."""

    def __init__(self, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line


def to_html(text: str) -> str:
    """Give the sanitised HTML of `text`. Raises: MarkupError."""
    return _finish(_render(_tokens(text)))


def to_inline_html(text: str) -> str:
    """Give the sanitised inline HTML of one line."""
    return sanitise_inline(MARKDOWN.renderInline(html.escape(text, quote=False)))


def to_plain(text: str) -> str:
    """Give `text` without its markup."""
    return without_markup(to_inline_html(text))


def without_markup(text: str) -> str:
    """Give the words of `text`, which is sanitised HTML."""
    return html.unescape(strip_tags(text)).strip()


def list_items(text: str) -> list[str]:
    """Give the HTML of each item of the one numbered list that `text` is. Raises: MarkupError."""
    tokens = _tokens(text)
    if not _is_one(tokens, "ordered_list_open"):
        raise MarkupError(_("write one numbered list here, and nothing else"))
    items: list[str] = []
    start = 0
    for place, token in enumerate(tokens):
        if token.level == 1 and token.type == "list_item_open":
            start = place + 1
        elif token.level == 1 and token.type == "list_item_close":
            items.append(_finish(_render(tokens[start:place])))
        elif token.level == 2 and token.type in {"paragraph_open", "paragraph_close"}:
            token.hidden = False  # each item stands alone, so its text is a paragraph
    return items


def table_cells(text: str) -> tuple[list[str], list[list[str]]]:
    """Give the heading row and the rows of the one table that `text` is. Raises: MarkupError."""
    tokens = _tokens(text, tables=True)
    if not _is_one(tokens, "table_open"):
        raise MarkupError(_("write one Markdown table here, and nothing else"))
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            cell = _render([token])
            if LESSON_LINK.search(cell):
                line = token.map[0] if token.map else 0
                raise MarkupError(_("link to lessons in the text, not in a table"), line)
            rows[-1].append(sanitise_inline(cell))
    return rows[0], rows[1:]


def _tokens(text: str, *, tables: bool = False) -> list[Token]:
    tokens = MARKDOWN.parse(text)
    for token in tokens:
        line = token.map[0] if token.map else 0
        nested = token.children or []
        if token.type == "html_block" or any(part.type == "html_inline" for part in nested):
            raise MarkupError(_("raw HTML is not taken; use Markdown or a directive"), line)
        if token.type == "heading_open" and token.tag not in {"h2", "h3"}:
            raise MarkupError(_("use ## and ### headings only; the title is the first"), line)
        if any(_is_broken_link(part) for part in nested):
            raise MarkupError(_("link to a lesson with [text](lesson:its-file-name)"), line)
        if any(part.type == "image" for part in nested):
            raise MarkupError(_("put pictures in a :::figure directive"), line)
        if token.type in {"fence", "code_block"} or (token.type == "table_open" and not tables):
            raise MarkupError(_("put tables in a :::table directive; code is not taken"), line)
    return tokens


def _is_broken_link(token: Token) -> bool:
    address = str(token.attrGet("href") or "") if token.type == "link_open" else ""
    return address.startswith("lesson:") and not LESSON_ADDRESS.fullmatch(address)


def _is_one(tokens: list[Token], opening: str) -> bool:
    openings = [token for token in tokens if token.level == 0 and token.nesting >= 0]
    return [token.type for token in openings] == [opening]


def _render(tokens: list[Token]) -> str:
    environment: dict[str, Any] = {}
    rendered: str = MARKDOWN.renderer.render(tokens, MARKDOWN.options, environment)
    return rendered.strip()


def _finish(rendered: str) -> str:
    marked = LESSON_LINK.sub(r'<a href="#lesson-\1">', rendered)
    return sanitise(marked).strip()
