import json
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

LONGEST = 1_000  # characters of each text


class Score(models.IntegerChoices):
    """How good a course was, from 1 to 5."""

    POOR = 1, _("1: it did not help me")
    WEAK = 2, _("2: it helped me a little")
    FAIR = 3, _("3: it was all right")
    GOOD = 4, _("4: it helped me")
    VERY_GOOD = 5, _("5: it helped me a lot")


class RatingQuerySet(models.QuerySet["Rating"]):
    def shown(self) -> "RatingQuerySet":
        """Give those whose words learners read: the writer allows it and an author chose them."""
        return self.filter(may_show=True, is_shown=True)


class Rating(models.Model):
    """What one person thinks of one course. `course` is its activity; `title` its title then.

    `may_show`: the writer allows the words to be shown, without a name. `is_shown`: an author lets
    them be shown; that ends when the words are changed.
    """

    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="ratings")
    course = models.UUIDField(_("course"))
    title = models.CharField(_("course"), max_length=255)
    language = models.CharField(_("language"), max_length=10)
    score = models.PositiveSmallIntegerField(_("How was the course?"), choices=Score.choices)
    helped = models.TextField(_("What helped you?"), max_length=LONGEST, blank=True)
    hard = models.TextField(_("What was hard, or missing?"), max_length=LONGEST, blank=True)
    may_show = models.BooleanField(
        _("You may show my words to other learners, without my name"), default=False
    )
    is_shown = models.BooleanField(_("shown on the course page"), default=False)
    updated = models.DateTimeField(_("last changed"), auto_now=True)

    objects: ClassVar[RatingQuerySet] = RatingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["-updated", "pk"]
        verbose_name = _("rating")
        verbose_name_plural = _("ratings")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], name="a_learner_rates_a_course_once"
            ),
            models.CheckConstraint(
                condition=Q(score__in=Score.values), name="a_score_is_from_one_to_five"
            ),
        ]
        indexes = [models.Index(fields=["course"], name="rating_course")]

    def __str__(self) -> str:
        return f"{self.title}: {self.score}"

    @property
    def words(self) -> list[str]:
        """Give what was written."""
        return [text for text in (self.helped, self.hard) if text]

    @property
    def words_sha256(self) -> str:
        """Tell what was written from what is written later."""
        return sha256(json.dumps([self.helped, self.hard]).encode()).hexdigest()
