"""Web pages and Markdown: text files, with their pictures beside them."""

import re
from typing import Any

import yaml
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from toolkits.importing.errors import Refused, too_long
from toolkits.importing.packages import FAILURES, damaged
from toolkits.importing.pictures import Album
from toolkits.importing.sources import Beside, Limits, Source
from toolkits.importing.structuring import source_of

BOMS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(
    rb"<meta[^>]{0,200}charset=[\"']?([\w-]+)|<\?xml[^>]{0,200}encoding=[\"']([\w-]+)"
)
FRONT_MATTER = re.compile(r"\A---\n(.*?\n)---\n", re.DOTALL)
FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
NOTE_TEXT = re.compile(r" {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*)")
NOTE_MARK = re.compile(r"\[\^([^\]\s]+)\]")


def read_html(name: str, content: bytes, limits: Limits, beside: Beside, stem: str) -> Source:
    """Give what a web page says. Raises: Refused."""
    album = Album(name, limits=limits, beside=beside, inside={})
    return _source(_decoded(name, content, album), album, title=stem)


def read_markdown(name: str, content: bytes, limits: Limits, beside: Beside, stem: str) -> Source:
    """Give what a Markdown file says: CommonMark with tables and footnotes. Raises: Refused."""
    album = Album(name, limits=limits, beside=beside, inside={})
    text = _decoded(name, content, album).replace("\r\n", "\n")
    if len(text) > limits.text:
        raise Refused(name, _("It is too long to be read."), _("Split it, and import the parts."))
    title, text = _title(text)
    try:
        html = markdown_to_html(text)
    except RecursionError as error:
        raise too_long(name) from error
    except FAILURES as error:
        raise damaged(name) from error
    return _source(html, album, title=title or stem)


def _source(html: str, album: Album, *, title: str) -> Source:
    try:
        return source_of(html, album, fallback_title=title)
    except FAILURES as error:
        raise damaged(album.name) from error


def markdown_to_html(text: str) -> str:
    """Give unsanitised HTML, the notes at its end as web pages have them."""
    text, notes = _notes_apart(text)
    markdown = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    markdown.inline.ruler.before("link", "note", _note_rule)
    environment: dict[str, Any] = {"notes": {name: str(n) for n, name in enumerate(notes, start=1)}}
    body = markdown.render(text, environment)
    items = [
        f'<li id="fn{number}">{markdown.render(notes[name], environment)}</li>'
        for name, number in environment["notes"].items()
    ]
    return f"{body}\n<ol>{''.join(items)}</ol>" if items else body


def _note_rule(state: StateInline, silent: bool) -> bool:
    """Read `[^name]` as a pointer to a note, where there is a note of that name."""
    match = NOTE_MARK.match(state.src, state.pos)
    number = state.env.get("notes", {}).get(match[1]) if match else None
    if match is None or number is None:
        return False
    if not silent:
        token = state.push("html_inline", "", 0)
        token.content = f'<a href="#fn{number}">[{number}]</a>'
    state.pos = match.end()
    return True


def _notes_apart(text: str) -> tuple[str, dict[str, str]]:
    """Take the notes' texts out of `text`; code between fences is no note."""
    kept: list[str] = []
    notes: dict[str, list[str]] = {}
    fence, note = "", ""
    for line in text.split("\n"):
        opening = FENCE.match(line)
        if fence:
            fence = "" if opening and opening[1].startswith(fence) else fence
        elif opening:
            fence = opening[1]
        elif match := NOTE_TEXT.match(line):
            note = match[1]
            notes.setdefault(note, []).append(match[2])
            kept.append("")  # a note ends the paragraph above it
            continue
        elif note and (line.startswith(("    ", "\t")) or _goes_on(line, notes[note])):
            notes[note].append(line.strip())
            continue
        note = ""
        kept.append(line)
    return "\n".join(kept), {name: "\n".join(lines) for name, lines in notes.items()}


def _goes_on(line: str, so_far: list[str]) -> bool:
    """Say whether a line that is not indented belongs to the note above it, or is a gap in it."""
    starts_something = re.match(r"\s{0,3}(?:#|>|[-*+] |\d+[.)] |\|)", line)
    return not line.strip() or (bool(so_far[-1]) and not starts_something)


def _title(text: str) -> tuple[str, str]:
    """Give the title in the front matter, if there is one, and the text without it."""
    match = FRONT_MATTER.match(text)
    if match is None:
        return "", text
    try:
        fields = yaml.safe_load(match[1])
    except (yaml.YAMLError, ValueError, RecursionError):
        return "", text
    title = fields.get("title") if isinstance(fields, dict) else ""
    return title if isinstance(title, str) else "", text[match.end() :]


def _decoded(name: str, content: bytes, album: Album) -> str:
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(
            name,
            _("Its ending does not fit: inside it is no text."),
            _("Give it the ending of the program that made it."),
        )
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    album.warnings.append(
        _("The file is not in UTF-8. It was read as Windows-1252: look at letters with accents.")
    )
    return content.decode("cp1252", errors="replace")


def _encodings(content: bytes) -> list[str]:
    opening = [encoding for bom, encoding in BOMS.items() if content.startswith(bom)]
    declared = DECLARED.search(content[:2048])
    said = (declared[1] or declared[2]).decode("ascii") if declared else ""
    return [*opening, "utf-8", *([said] if said else [])]
