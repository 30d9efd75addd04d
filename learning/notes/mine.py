"""What this room keeps of a person: their notes."""

from learning.accounts.models import User
from learning.notes.models import Note


def of(learner: User) -> list[dict[str, object]]:
    """Give the notes as plain values."""
    return [
        {
            "course": note.course_title,
            "lesson": note.lesson_title,
            "lesson_activity": str(note.lesson),
            "text": note.text,
            "is_bookmarked": note.is_bookmarked,
            "key_points": list(note.points),
            "updated": note.updated.isoformat(),
        }
        for note in Note.objects.filter(learner=learner)
    ]


def erase(learner: User) -> None:
    """Delete the notes."""
    Note.objects.filter(learner=learner).delete()
