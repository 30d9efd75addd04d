"""Rendering what an edition holds: fragments of HTML with relative links only."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import get_language_bidi, override
from django.utils.translation import gettext as _

from learning.bundles.manifest import (
    TRIES,
    UNMARKED,
    FileEntry,
    Option,
    Question,
    QuestionType,
    Step,
)
from learning.bundles.store import ObjectStore, sha256
from toolkits.outline import OutlineOption, OutlineQuestion, Part

MEDIA_TYPES = {
    ".html": "text/html",
    ".json": "application/json",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".pdf": "application/pdf",
    ".mp4": "video/mp4",
    ".webm": "video/webm",
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".weba": "audio/webm",
    ".ogg": "audio/ogg",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
}
UNKNOWN = "application/octet-stream"
# A file to take along that a browser would open as a page of ours.
PAGES = frozenset({"text/html", "application/json"})
NAME_LENGTH = 20  # hex digits of a media file's SHA-256 in its name
PAGE_LINK = re.compile(r'<a\b[^>]*\bdata-page="(\d+)"[^>]*>(.*?)</a>', re.DOTALL)


@dataclass
class Files:
    """Collects the files of an edition into the store, each under a relative path."""

    store: ObjectStore
    entries: dict[str, FileEntry] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)

    def put(self, path: str, content: bytes) -> str:
        """Keep `content` as the edition's file at `path`."""
        suffix = "." + path.rsplit(".", 1)[-1]
        media_type = MEDIA_TYPES.get(suffix, UNKNOWN)
        if path.startswith("media/") and media_type in PAGES:
            media_type = UNKNOWN
        self.entries[path] = FileEntry(path, self.store.add(content), len(content), media_type)
        return path

    def add(self, content: bytes, *, suffix: str) -> str:
        """Keep a media file under a name made from its content, and give its relative path."""
        path = f"media/{sha256(content)[:NAME_LENGTH]}{suffix}"
        self.used.append(path)
        return self.put(path, content)

    def taken(self) -> tuple[str, ...]:
        """Give the media added since the last call, each once."""
        used, self.used = tuple(dict.fromkeys(self.used)), []
        return used


def render_parts(
    parts: Iterable[Part], *, files: Files, slugs: Mapping[int, str]
) -> tuple[str, tuple[Question, ...]]:
    """Give the fragment of `parts`, with a mark where a question stands, and the questions.

    `slugs`: the slug of each lesson of this edition by its page's id.
    """
    html: list[str] = []
    questions: list[Question] = []
    for part in parts:
        if isinstance(part, OutlineQuestion):
            questions.append(as_question(part))
            html.append(f"<!--item:{part.id}-->")
        else:
            html.append(part.render(context={"files": files}).strip())
    return relative_links("\n".join(html), slugs), tuple(questions)


def as_question(part: OutlineQuestion) -> Question:
    type_ = QuestionType(part.type)
    return Question(
        id=str(part.id),
        type=type_,
        prompt=part.prompt,
        options=_options(part.options),
        review=part.review,
        feedback={outcome: text for outcome, text in part.feedback.items() if text},
        lowest=part.lowest,
        highest=part.highest,
        decimals=part.decimals,
        unit=part.unit,
        accepted=part.accepted,
        ignores_accents=part.ignores_accents,
        steps=tuple(Step(step.id, step.text, _options(step.options)) for step in part.steps),
        tries=TRIES if part.tries is None or type_ in UNMARKED else part.tries,
    )


def _options(options: Iterable[OutlineOption]) -> tuple[Option, ...]:
    # The two options of a statement have no text of their own: it is in the edition's language.
    fixed = {"true": _("True"), "false": _("False")}
    return tuple(
        Option(o.id, o.text or fixed.get(o.id, ""), o.correct, o.feedback, o.match, o.goes)
        for o in options
    )


def relative_links(html: str, slugs: Mapping[int, str]) -> str:
    """Point links to lessons of this edition at them; links to other pages become plain text."""

    def replace(match: re.Match[str]) -> str:
        slug = slugs.get(int(match[1]))
        return f'<a href="{slug}" data-lesson="{slug}">{match[2]}</a>' if slug else match[2]

    return PAGE_LINK.sub(replace, html)


def render_in(language: str, template: str, context: Mapping[str, Any]) -> str:
    """Render `template` in `language`, with `direction` (ltr or rtl) in its context."""
    with override(language):
        direction = "rtl" if get_language_bidi() else "ltr"
        return render_to_string(template, {**context, "direction": direction})
