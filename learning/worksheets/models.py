import uuid
from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import new_code, spaced
from learning.accounts.models import User
from toolkits.instruments.definition import Kind

INVITE_CODE_LENGTH = 6  # characters, the check among them
TITLE_LENGTH, PLACE_LENGTH = 150, 120  # characters

Kept = Mapping[str, str]


class Role(models.TextChoices):
    FIRST = "first", _("first assessor")
    SECOND = "second", _("second assessor")


class WorksheetQuerySet(models.QuerySet["Worksheet"]):
    def of(self, person: User) -> "WorksheetQuerySet":
        """Give the worksheets that the person owns or assesses; to all others there are none."""
        assessed = Sheet.objects.filter(assessor=person).values("worksheet_id")
        return self.filter(Q(owner=person) | Q(pk__in=assessed))

    def free_code(self) -> str:
        """Make an invite code that no worksheet has."""
        code = new_code(INVITE_CODE_LENGTH)
        while self.filter(invite_code=code).exists():
            code = new_code(INVITE_CODE_LENGTH)
        return code


class Worksheet(models.Model):
    """An instrument that one person, or two together, fill in for one ministry or town.

    `activity` is the instrument's; `content_id` and `manifest_sha256` name the edition it is
    filled in against, with which it is shown for ever. `title` says what is assessed.
    `decisions` and `plan` are flat texts under names (see `answers`); `planned` is the day on
    which the plan was first saved. `version` counts savings of both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="worksheets", verbose_name=_("owner")
    )
    activity = models.UUIDField(_("instrument"))
    content_id = models.CharField(max_length=64, editable=False)
    manifest_sha256 = models.CharField(max_length=64, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=[(k.value, k.value) for k in Kind])
    assessors = models.PositiveSmallIntegerField(_("assessors"), default=1)
    language = models.CharField(_("language"), max_length=10)
    instrument = models.CharField(_("name of the instrument"), max_length=255)
    title = models.CharField(_("title"), max_length=TITLE_LENGTH)
    place = models.CharField(_("place"), max_length=PLACE_LENGTH, blank=True)
    invite_code = models.CharField(max_length=INVITE_CODE_LENGTH, blank=True, editable=False)
    invited_until = models.DateTimeField(null=True, blank=True, editable=False)
    decisions = models.JSONField(default=dict, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    planned = models.DateField(_("planned on"), null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)
    updated = models.DateTimeField(auto_now=True)

    objects = WorksheetQuerySet.as_manager()

    class Meta:
        ordering = ["-updated"]
        verbose_name = _("worksheet")
        verbose_name_plural = _("worksheets")
        constraints = [
            models.UniqueConstraint(
                fields=["invite_code"],
                condition=~Q(invite_code=""),
                name="an_invite_code_opens_one_worksheet",
            ),
            models.CheckConstraint(
                condition=Q(assessors__in=[1, 2]), name="one_or_two_people_assess"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("worksheets:worksheet", args=[self.pk])

    @property
    def needs_two(self) -> bool:
        return self.assessors == 2

    @property
    def shown_code(self) -> str:
        """The invite code as it is read aloud, in two halves."""
        return spaced(self.invite_code) if self.invite_code else ""

    @property
    def is_invitation_open(self) -> bool:
        return bool(self.invite_code and self.invited_until and self.invited_until > timezone.now())


class Sheet(models.Model):
    """One assessor's answers: flat texts under names (see `answers`). Personal work.

    `version` counts savings: a page says which one it shows.
    """

    worksheet = models.ForeignKey(Worksheet, models.CASCADE, related_name="sheets")
    # RESTRICT: a worksheet goes with its owner, but no answer goes with the second assessor.
    assessor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.RESTRICT, related_name="sheets", verbose_name=_("assessor")
    )
    role = models.CharField(_("role"), max_length=6, choices=Role.choices)
    answers = models.JSONField(default=dict, blank=True)
    version = models.PositiveIntegerField(default=0)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    updated = models.DateTimeField(auto_now=True)

    objects: ClassVar[models.Manager["Sheet"]] = models.Manager()

    class Meta:
        ordering = ["worksheet", "role"]
        verbose_name = _("sheet")
        verbose_name_plural = _("sheets")
        constraints = [
            models.UniqueConstraint(fields=["worksheet", "role"], name="a_role_is_filled_once"),
            models.UniqueConstraint(
                fields=["worksheet", "assessor"], name="a_person_assesses_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.worksheet_id} {self.role}"

    @property
    def is_handed_in(self) -> bool:
        return self.submitted_at is not None
