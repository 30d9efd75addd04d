import uuid
from typing import Any, NotRequired, TypedDict

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User
from learning.bundles.manifest import Manifest
from learning.credentials.codes import CODE_LENGTH, grouped, new_certificate_code
from learning.credentials.names import NAME_LENGTH
from learning.records.evidence import Evidence

REASON_LENGTH = 300  # characters
BY_HOLDER = "withdrawn-by-holder"  # kept as the reason; what people read is said by the pages


class Snapshot(TypedDict):
    """What the edition said of itself. minutes: study time; sdg_targets: codes such as 16.6.

    rule: of a programme's certificate, its lines: condition, figure and what was needed.
    """

    outcomes: list[str]
    minutes: int
    sdg_targets: list[str]
    rule: NotRequired[list[list[Any]]]


def snapshot_of(manifest: Manifest) -> Snapshot:
    return {
        "outcomes": list(manifest.outcomes),
        "minutes": manifest.minutes,
        "sdg_targets": list(manifest.sdg_targets),
    }


class AwardQuerySet(models.QuerySet["Award"]):
    def of(self, learner: User) -> "AwardQuerySet":
        return self.filter(learner=learner)

    def free_code(self) -> str:
        """Make a code that no certificate has yet."""
        code = new_certificate_code()
        while self.filter(code=code).exists():
            code = new_certificate_code()
        return code


class Award(models.Model):
    """A certificate: that a learner completed a course, as both were on the day of asking.

    `course` is the course's activity, or the cohort of a programme's certificate; `edition` the
    content id of the edition that was completed (SHA-256). What is printed stands here, so it
    outlives the course. `raw` and `maximum`: points in the final assessment, none where there was
    no such. Only the name's spelling may be mended, and the certificate revoked.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="awards",
        verbose_name=_("learner"),
    )
    course = models.UUIDField(_("course"))
    edition = models.CharField(_("edition"), max_length=64)
    title = models.CharField(_("title"), max_length=255)
    language = models.CharField(_("language"), max_length=10)
    snapshot = models.JSONField(_("outcomes, minutes and targets"))
    name = models.CharField(_("name as printed"), max_length=NAME_LENGTH)
    completed_at = models.DateTimeField(_("completed on"))
    evidence = models.CharField(_("kind of proof"), max_length=16, choices=Evidence.choices)
    raw = models.PositiveIntegerField(_("points"), null=True)
    maximum = models.PositiveIntegerField(_("points possible"), null=True)
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True)
    issued_at = models.DateTimeField(_("issued on"), default=timezone.now)
    revoked_at = models.DateTimeField(_("revoked on"), null=True)
    revoked_because = models.CharField(
        _("reason of the revocation"), max_length=REASON_LENGTH, blank=True
    )

    objects = AwardQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "pk"]
        verbose_name = _("certificate")
        verbose_name_plural = _("certificates")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "course"], name="one_certificate_a_learner_and_course"
            ),
            models.CheckConstraint(
                condition=models.Q(evidence__in=Evidence.values),
                name="a_certificates_proof_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at=None, revoked_because="")
                | models.Q(revoked_at__isnull=False) & ~models.Q(revoked_because=""),
                name="a_certificate_is_revoked_for_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("credentials:certificate", args=[self.pk])

    @property
    def is_revoked(self) -> bool:
        return self.revoked_at is not None

    @property
    def is_withdrawn(self) -> bool:
        """Whether the holder had it taken back, with all other data."""
        return self.revoked_because == BY_HOLDER

    @property
    def printed_code(self) -> str:
        """The code as it is printed, in three groups."""
        return grouped(self.code)

    @property
    def percent(self) -> int | None:
        """The share of the points, rounded down; none where there was no final assessment."""
        if self.raw is None or not self.maximum:
            return None
        return self.raw * 100 // self.maximum
