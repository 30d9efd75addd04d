"""Keeping what somebody writes at a lesson.

A page that shows an older saving than the last never overwrites it: both texts are kept.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from django.db import transaction

from learning.accounts.models import User
from learning.notes.errors import TooLong
from learning.notes.models import TITLE_LENGTH, Note
from learning.notes.places import Place

LONGEST = 5_000  # characters that a form takes
LONGEST_KEPT = 20_000  # characters, with what was added to keep both
BETWEEN = "\n\n———\n\n"  # between two texts that are both kept


class Kept(Enum):
    """What became of a note that was sent."""

    SAVED = "saved"
    BOTH = "both"  # another saving came between; both texts are kept


@dataclass(frozen=True)
class Sent:
    """What a form sends. shown: the state of the note that its page showed; points: texts."""

    text: str
    is_bookmarked: bool
    points: Sequence[str]
    shown: str


def tidy(text: str) -> str:
    """Give `text` as it is kept: composed (NFC), plain line ends, nothing around it."""
    plain = text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", plain).strip()


@transaction.atomic
def keep(learner: User, place: Place, sent: Sent) -> Kept:
    """Keep what was sent at the lesson of `place`. Sending it twice is safe.

    Raises: TooLong — nothing is changed.
    """
    if len(sent.text) > LONGEST_KEPT:
        raise TooLong(len(sent.text), LONGEST)
    note = _held(learner, place)
    is_older = sent.shown != note.state
    text = _both(note.text, sent.text) if is_older else sent.text
    # A text that grew by keeping both may stay as long as it is, but not grow by hand.
    if len(sent.text) > max(LONGEST, len(note.text)) or len(text) > LONGEST_KEPT:
        raise TooLong(len(sent.text), LONGEST)
    became = Kept.SAVED if text in (sent.text, note.text) else Kept.BOTH
    note.text = text
    note.is_bookmarked = sent.is_bookmarked or (is_older and note.is_bookmarked)
    note.points = list(dict.fromkeys([*(note.points if is_older else ()), *sent.points]))
    _save(note, place)
    return became


def delete(learner: User, note: UUID) -> bool:
    """Delete a note of `learner`; tell whether there was one."""
    gone, _by_model = Note.objects.filter(learner=learner, pk=note).delete()
    return bool(gone)


def _held(learner: User, place: Place) -> Note:
    """Give the note at a lesson, held until the transaction ends; a fresh one if there is none."""
    lesson = UUID(place.lesson.activity)
    course = place.edition.activity
    Note.objects.get_or_create(learner=learner, lesson=lesson, defaults={"course": course})
    return Note.objects.select_for_update().get(learner=learner, lesson=lesson)


def _both(stored: str, sent: str) -> str:
    if sent in stored:
        return stored
    return sent if stored in sent else f"{stored}{BETWEEN}{sent}"


def _save(note: Note, place: Place) -> None:
    if note.is_empty:
        note.delete()
        return
    note.course = place.edition.activity
    note.course_title = place.edition.title[:TITLE_LENGTH]
    note.lesson_title = place.lesson.title[:TITLE_LENGTH]
    note.save()
