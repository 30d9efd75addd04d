from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class What(models.TextChoices):
    OWN = "own", _("what people did here")
    ALL = "all", _("also what other programs reported")


class Target(models.Model):
    """Another store that is told what happens here, and how far it has been told.

    endpoint: what stands before `/statements`. secret_from: `file:` and a path, or `variable:` and
    the name of an environment variable; the secret itself is never kept here. reached: when the
    last statement that was settled was stored here. failures: in a row. rounds_left: how many
    rounds it is left alone after them; rounds are counted, as clocks are wrong.
    """

    name = models.SlugField(_("name"), unique=True)
    endpoint = models.CharField(_("address"), max_length=500)
    key = models.CharField(_("key"), max_length=200)
    secret_from = models.CharField(_("where the secret is"), max_length=500)
    what = models.CharField(_("what is told"), max_length=8, choices=What.choices)
    is_active = models.BooleanField(_("active"), default=True)
    reached = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0)
    rounds_left = models.PositiveIntegerField(default=0)
    last_failure = models.TextField(blank=True)

    objects: ClassVar[models.Manager["Target"]] = models.Manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("target of forwarding")
        verbose_name_plural = _("targets of forwarding")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(what__in=What.values), name="lrs_target_what_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Settled(models.Model):
    """That a target need not be told a statement again, though the way back over it is not over.

    Only of the last moments before `Target.reached`: a transaction that began before others may end
    after them, so those moments are looked through again. `stored`: that of the statement.
    """

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="settled")
    statement = models.UUIDField()
    stored = models.DateTimeField()

    class Meta:
        verbose_name = _("statement that is settled")
        verbose_name_plural = _("statements that are settled")
        constraints = [
            models.UniqueConstraint(fields=["target", "statement"], name="lrs_settled_once"),
        ]
        indexes = [models.Index(fields=["target", "stored"], name="lrs_settled_stored")]

    def __str__(self) -> str:
        return str(self.statement)


class SetAside(models.Model):
    """A statement that a target will never take. status, reason: what the target answered."""

    target = models.ForeignKey(Target, on_delete=models.CASCADE, related_name="set_aside")
    statement = models.UUIDField()
    status = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("statement set aside")
        verbose_name_plural = _("statements set aside")
        constraints = [
            models.UniqueConstraint(fields=["target", "statement"], name="lrs_set_aside_once"),
        ]

    def __str__(self) -> str:
        return str(self.statement)
