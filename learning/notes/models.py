import json
import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.bundles.store import sha256

STATE_LENGTH = 16  # hex digits
TITLE_LENGTH = 255  # characters


class Note(models.Model):
    """What one person keeps at one lesson. Nobody else reads it, and no statement tells of it.

    `course` and `lesson` are activities; `course_title` and `lesson_title` are as they were when it
    was last saved, for when the lesson is gone. `points`: the texts of kept key points, in order.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notes")
    course = models.UUIDField(_("course"))
    lesson = models.UUIDField(_("lesson"))
    course_title = models.CharField(max_length=TITLE_LENGTH)
    lesson_title = models.CharField(max_length=TITLE_LENGTH)
    text = models.TextField(_("note"), blank=True)
    is_bookmarked = models.BooleanField(_("bookmark"), default=False)
    points = models.JSONField(_("key points"), default=list, blank=True)
    updated = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["Note"]] = models.Manager()

    class Meta:
        ordering = ["-updated"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "lesson"], name="a_learner_has_one_note_a_lesson"
            )
        ]

    def __str__(self) -> str:
        return self.lesson_title

    @property
    def state(self) -> str:
        """What tells these words, bookmark and points from others; of nothing, nothing."""
        if self.is_empty:
            return ""
        told = json.dumps([self.text, self.is_bookmarked, self.points])
        return sha256(told.encode())[:STATE_LENGTH]

    @property
    def is_empty(self) -> bool:
        return not (self.text or self.is_bookmarked or self.points)
