"""Activity IRIs: `urn:uuid:<uuid>`, stable across editions, stations and translations.

Courses, lessons, questions, reflections and assessments each have one.
"""

import uuid

from learning.xapi.errors import ActivityError
from learning.xapi.ids import uuid_from

PREFIX = "urn:uuid:"


def iri(activity: uuid.UUID) -> str:
    """Give the IRI that stands for an activity in statements."""
    return f"{PREFIX}{activity}"


def uuid_of(text: str) -> uuid.UUID:
    """Give the activity an IRI stands for.

    Raises: ActivityError — anything but the one way `iri` writes it.
    """
    if not text.startswith(PREFIX):
        raise ActivityError(text)
    try:
        return uuid_from(text.removeprefix(PREFIX))
    except ValueError as error:
        raise ActivityError(text) from error
