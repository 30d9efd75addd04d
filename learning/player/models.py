import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.accounts.uptime import Reading

GRACE = 60  # seconds that a slow line is given after the time is over


class Draft(models.Model):
    """An attempt at a test that is not handed in: what is filled in so far, and since when.

    `attempt` draws the questions (learning.player.marking). `entries`: by the question's id.
    `minutes`: what the attempt may take, 0 without a limit; `begun`: seconds of the hub's own clock
    (learning.accounts.uptime), which stands still while the hub is off. It is gone once the
    attempt is handed in.
    """

    attempt = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts"
    )
    course = models.UUIDField()
    assessment = models.UUIDField()
    entries = models.JSONField(default=dict)
    minutes = models.PositiveSmallIntegerField(default=0)
    begun = models.FloatField(null=True)
    began_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("draft of an attempt")
        verbose_name_plural = _("drafts of attempts")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "assessment"], name="one_open_attempt_a_learner_and_test"
            ),
            models.CheckConstraint(
                condition=models.Q(minutes=0) | models.Q(begun__isnull=False),
                name="a_timed_attempt_has_begun",
            ),
        ]

    def __str__(self) -> str:
        return str(self.attempt)

    def seconds_left(self, clock: Reading) -> int | None:
        """Give the seconds that are left, below 0 when it is over; None without a limit."""
        if not self.minutes or self.begun is None:
            return None
        return int(self.begun + self.minutes * 60 - clock.seconds)

    def is_over(self, clock: Reading) -> bool:
        left = self.seconds_left(clock)
        return left is not None and left <= 0

    def is_late(self, clock: Reading) -> bool:
        """Tell whether what comes now no longer counts."""
        left = self.seconds_left(clock)
        return left is not None and left < -GRACE
