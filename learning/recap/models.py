from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Days(models.IntegerChoices):
    ONE = 1, _("1 day a week")
    THREE = 3, _("3 days a week")
    FIVE = 5, _("5 days a week")


class Goal(models.Model):
    """On how many days a week a person wants to learn. Without a row there is no goal."""

    learner = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="weekly_goal", primary_key=True
    )
    days = models.PositiveSmallIntegerField(_("days a week"), choices=Days.choices)

    objects: ClassVar[models.Manager["Goal"]] = models.Manager()

    class Meta:
        verbose_name = _("weekly goal")
        verbose_name_plural = _("weekly goals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(days__in=Days.values), name="a_goal_is_one_three_or_five"
            )
        ]

    def __str__(self) -> str:
        return self.get_days_display()
