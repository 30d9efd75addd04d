from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.models import User


class Purpose(models.TextChoices):
    """What is done only with people whom it was asked of. Learning itself needs no consent."""

    POOL = "pool", _("being listed among the trainers whom other organisations may ask")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> "ConsentQuerySet":
        """Give the consents that were not withdrawn."""
        return self.filter(withdrawn=None)

    def of(self, person: User) -> "ConsentQuerySet":
        return self.filter(person=person)


class Consent(models.Model):
    """That a person agreed to one purpose, when, and since when no more. It is kept."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    given = models.DateTimeField(default=timezone.now)
    withdrawn = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        ordering = ["-given", "pk"]
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        permissions = [("act_for_learners", _("Can show and delete a learner's data on request"))]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "purpose"],
                condition=models.Q(withdrawn=None),
                name="a_consent_stands_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}"
