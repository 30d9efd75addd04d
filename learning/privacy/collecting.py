"""All that is kept about a person, put together: for a page, and as a file to take along."""

import io
import json
import zipfile
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from learning.accounts.models import User
from learning.privacy.rooms import rooms
from learning.privacy.showing import as_list, sections
from learning.records.mine import statements_of

FORMAT = "atoll-my-data/1"


def collect(person: User) -> dict[str, Any]:
    """Give everything that any room keeps, by room, JSON-able."""
    return {room.name: room.of(person) for room in reversed(list(rooms()))}


def collect_briefly(person: User) -> dict[str, Any]:
    """Give the same for a page: long lists are summed up."""
    return {room.name: room.brief(person) for room in reversed(list(rooms()))}


def export(person: User) -> bytes:
    """Give a ZIP file: all of it as JSON, the same to read in any browser, and the statements."""
    found, made = collect(person), timezone.now()
    heading = {"format": FORMAT, "server": settings.ATOLL_NAME, "made": made.isoformat()}
    page = {
        "person": person,
        "made": made,
        "sections": [(section.label, as_list(section)) for section in sections(found)],
        "name": settings.ATOLL_NAME,
    }
    files = {
        "data.json": _json({**heading, "data": found}),
        "data.html": render_to_string("privacy/file.html", page),
        "statements.json": _json(statements_of(person)),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return packed.getvalue()


def _json(value: object) -> str:
    # Indented, Python would write it itself, many times slower. People have the page.
    return json.dumps(value, ensure_ascii=False, default=str)
