import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code, spaced

TRAINERS = "Trainers"  # the name of the group


class SignIn(models.TextChoices):
    PIN = "pin", _("code and PIN")
    PASSWORD = "password", _("user name and password")


class AccountManager(UserManager["User"]):
    def create_learner(self, *, name: str, pin: str, **fields: Any) -> "User":
        """Make a learner with a fresh learner code; the PIN is kept only as a hash."""
        code = new_code(LEARNER_CODE_LENGTH)
        while self.filter(username=code).exists():
            code = new_code(LEARNER_CODE_LENGTH)
        return self.create_user(
            username=code, password=pin, name=name, signs_in_with=SignIn.PIN, **fields
        )

    def learners(self) -> models.QuerySet["User"]:
        return self.filter(signs_in_with=SignIn.PIN)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A person. `id` is the random UUID that stands for them in statements; names stay here.

    A learner's user name is the learner code, printed on their card. Staff choose theirs.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"), max_length=150, help_text=_("As it should stand on a certificate.")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    signs_in_with = models.CharField(
        max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD, editable=False
    )

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        return self.name or self.username

    @property
    def is_learner(self) -> bool:
        return self.signs_in_with == SignIn.PIN

    @cached_property
    def is_trainer(self) -> bool:
        """Whether this person may open cohorts; administrators may."""
        return self.is_superuser or self.groups.filter(name=TRAINERS).exists()

    @property
    def learner_code(self) -> str:
        """The code as it is printed, in two halves; empty for staff."""
        return spaced(self.username) if self.is_learner else ""

    def get_full_name(self) -> str:
        return self.name or super().get_full_name()

    def get_short_name(self) -> str:
        return self.name or self.username
