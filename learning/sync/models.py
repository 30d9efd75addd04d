from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.cohorts.models import Cohort
from learning.xapi.progress_files import MAX_NAME as MAX_TOLD_NAME

MAX_NAME = 255  # characters of a file's name, as file systems allow


class WaitingFile(models.Model):
    """A progress file that a trainer brought and that does not say whose it is.

    What it holds is recorded already. It waits until the trainer says whose it is.
    digest: SHA-256, lower-case hex. told_name: what its heading says, a hint and no more.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="waiting_files")
    name = models.CharField(max_length=MAX_NAME)
    told_name = models.CharField(max_length=MAX_TOLD_NAME, blank=True)
    digest = models.CharField(max_length=64, editable=False)
    content = models.BinaryField()
    brought_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("waiting progress file")
        verbose_name_plural = _("waiting progress files")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "digest"], name="a_file_waits_once_in_a_cohort"
            )
        ]

    def __str__(self) -> str:
        return self.name
