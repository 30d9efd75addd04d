"""The note at a lesson, for the page that player owns. One query."""

from typing import Any
from uuid import UUID

from django import template

from learning.accounts.models import User
from learning.bundles.manifest import Lesson
from learning.notes.drafts import draft_for, mark_of
from learning.notes.keeping import LONGEST, Sent
from learning.notes.models import Note
from learning.notes.places import Place
from learning.notes.points import digest
from learning.publishing.models import Edition

register = template.Library()


@register.inclusion_tag("notes/box.html", takes_context=True)
def note_at(context: dict[str, Any], edition: Edition, lesson: Lesson) -> dict[str, Any]:
    """Show what the person who is signed in keeps at this lesson."""
    request = context["request"]
    if not isinstance(request.user, User):
        return {}
    place, learner = Place(edition, lesson), request.user
    note = Note.objects.filter(learner=learner, lesson=UUID(lesson.activity)).first()
    note = note or Note(learner=learner)
    draft = draft_for(request, learner, place.note_address)
    sent = draft or Sent(note.text, note.is_bookmarked, note.points, note.state)
    points = list(dict.fromkeys([*place.points, *note.points]))
    return {
        "place": place,
        "note": note,
        "sent": sent,
        "is_draft": draft is not None,
        "points": [(digest(point), point, point in sent.points) for point in points],
        "longest": max(LONGEST, len(note.text)),
        "writer": mark_of(learner),
        "csrf_token": context.get("csrf_token"),
    }
