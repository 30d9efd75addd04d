import uuid
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import LEARNER_CODE_LENGTH, new_code, spaced

TRAINERS = "Trainers"  # the name of the group


class SignIn(models.TextChoices):
    PIN = "pin", _("code and PIN")
    PASSWORD = "password", _("user name and password")
    FORMER = "former", _("nothing: a former participant")


class AccountManager(UserManager["User"]):
    def create_learner(self, *, name: str, pin: str, **fields: Any) -> "User":
        """Make a learner with a fresh learner code; the PIN is kept only as a hash."""
        code = new_code(LEARNER_CODE_LENGTH)
        while self.filter(username=code).exists():
            code = new_code(LEARNER_CODE_LENGTH)
        return self.create_user(
            username=code, password=pin, name=name, signs_in_with=SignIn.PIN, **fields
        )

    def create_former(self) -> "User":
        """Make somebody without a name, for what must stay when a person's data is deleted."""
        return self.create_user(
            username=f"former-{uuid.uuid4().hex}", is_active=False, signs_in_with=SignIn.FORMER
        )

    def learners(self) -> models.QuerySet["User"]:
        return self.filter(signs_in_with=SignIn.PIN)


class User(AbstractUser):  # type: ignore[django-manager-missing]  # Wagtail has no types
    """A person. `id` is the random UUID that stands for them in statements; names stay here.

    A learner's user name is the learner code, printed on their card. Staff choose theirs. Of a
    former participant nothing is known: the id is new and means nobody.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(
        _("name"), max_length=150, help_text=_("As it should stand on a certificate.")
    )
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    signs_in_with = models.CharField(
        max_length=8, choices=SignIn.choices, default=SignIn.PASSWORD, editable=False
    )

    objects: ClassVar[AccountManager] = AccountManager()

    def __str__(self) -> str:
        if self.is_former:
            return gettext("a former participant")
        return self.name or self.username

    @property
    def is_learner(self) -> bool:
        return self.signs_in_with == SignIn.PIN

    @property
    def is_former(self) -> bool:
        return self.signs_in_with == SignIn.FORMER

    @cached_property
    def is_trainer(self) -> bool:
        """Whether this person may open cohorts; administrators may."""
        return self.is_superuser or self.groups.filter(name=TRAINERS).exists()

    @property
    def learner_code(self) -> str:
        """The code as it is printed, in two halves; empty for staff."""
        return spaced(self.username) if self.is_learner else ""

    def get_full_name(self) -> str:
        return str(self) if self.is_former else self.name or super().get_full_name()

    def get_short_name(self) -> str:
        return str(self)


class Run(models.Model):
    """A run of a machine that serves: what `uptime` counts the hub's own seconds from.

    `offset` plus the machine's seconds since its start are the hub's; `reached` is the last reading
    that was kept, and where the next run goes on. Both in seconds.
    """

    name = models.CharField(max_length=64, unique=True, editable=False)
    offset = models.FloatField()
    reached = models.FloatField()

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")

    def __str__(self) -> str:
        return self.name


class GuessQuerySet(models.QuerySet["Guess"]):
    def about(self, learner: User | None, slot: str) -> "GuessQuerySet":
        """Give the tries at one account; for a code that nobody has, at its `slot`."""
        return self.filter(account=learner, slot="" if learner else slot)

    def on_new_devices(self) -> "GuessQuerySet":
        return self.filter(is_known=False)

    def wrong(self) -> int:
        """Give the number of wrong tries in a row, all devices together."""
        total: int | None = self.aggregate(total=models.Sum("tries"))["total"]
        return total or 0


class Guess(models.Model):
    """The wrong PINs in a row for one account on one device.

    `device` is a keyed digest. `is_known`: the account was signed in to there before. Codes that
    nobody has are counted too, in one of a few thousand slots, so that they are answered the same.
    """

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="guesses")
    slot = models.CharField(max_length=3, blank=True)
    device = models.CharField(max_length=64)
    tries = models.PositiveIntegerField(default=0)
    opens_at = models.FloatField(default=0)  # seconds of the hub's own clock
    is_known = models.BooleanField(default=False)

    objects = GuessQuerySet.as_manager()

    class Meta:
        verbose_name = _("guess")
        verbose_name_plural = _("guesses")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "device"],
                condition=models.Q(account__isnull=False),
                name="an_accounts_guesses_stand_once_a_device",
            ),
            models.UniqueConstraint(
                fields=["slot", "device"],
                condition=models.Q(account__isnull=True),
                name="a_slots_guesses_stand_once_a_device",
            ),
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) ^ models.Q(slot=""),
                name="a_guess_is_at_an_account_or_a_slot",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account or self.slot}: {self.tries}"


class Seen(models.TextChoices):
    """What a member of staff looked at, or did."""

    COHORT = "cohort", _("the progress of the whole cohort")
    CARDS = "cards", _("the learner cards of the whole cohort")
    PIN = "pin", _("gave a new PIN")
    ACCOUNT = "account", _("the account")
    CERTIFICATE = "certificate", _("the certificate")
    DATA = "data", _("all data of the person")
    EXPORT = "export", _("took a file with all data of the person")
    ERASURE = "erasure", _("deleted all data of a person, on request")


class Access(models.Model):
    """That a member of staff looked at records of others, on a day: shown to those they are about.

    `about`: a person's id, or a cohort's for a page that shows all its members.
    """

    by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    about = models.UUIDField(db_index=True)
    what = models.CharField(max_length=12, choices=Seen.choices)
    day = models.DateField(default=timezone.localdate)

    class Meta:
        ordering = ["-day", "pk"]
        verbose_name = _("access")
        verbose_name_plural = _("accesses")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "about", "what", "day"], name="an_access_is_noted_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.by} {self.what}"


class Purpose(models.TextChoices):
    """What a person may say yes or no to. Doing a course needs no such word.

    What each means for people: `learning.accounts.purposes`.
    """

    POOL = "pool", _("being listed among the trainers whom other organisations may ask")
    FOLLOW_UP = "follow-up", _("being asked about the course three and six months later")
    FORWARD = "forward", _("telling another store of records what I do here")
    ARCHIVE = "archive", _("keeping a copy of my records for statistics")


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def of(self, person: User) -> "ChoiceQuerySet":
        return self.filter(person=person)


class Choice(models.Model):
    """That a person said yes or no to a purpose, when, and which wording they read.

    Never changed: the latest by its number is what holds, so that no clock decides.
    """

    person = models.ForeignKey(User, models.CASCADE, related_name="choices")
    purpose = models.CharField(max_length=12, choices=Purpose.choices)
    version = models.PositiveSmallIntegerField()
    says_yes = models.BooleanField()
    at = models.DateTimeField(default=timezone.now)

    objects = ChoiceQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        indexes = [models.Index(fields=["purpose", "person"], name="choices_of_a_purpose")]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_purpose_display()}: {self.says_yes}"
