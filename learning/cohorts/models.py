import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.accounts.codes import COHORT_CODE_LENGTH, new_code, spaced
from learning.accounts.models import User


class CohortQuerySet(models.QuerySet["Cohort"]):
    def taught_by(self, person: User) -> "CohortQuerySet":
        """Give the person's own cohorts; an administrator's are all."""
        return self if person.is_superuser else self.filter(trainers=person)

    def with_size(self) -> "CohortQuerySet":
        """Add the number of members as `size`."""
        here = models.Q(memberships__left=None)
        return self.annotate(size=models.Count("memberships", filter=here, distinct=True))

    def free_code(self) -> str:
        """Make a code that no cohort has yet."""
        code = new_code(COHORT_CODE_LENGTH)
        while self.filter(code=code).exists():
            code = new_code(COHORT_CODE_LENGTH)
        return code


class Cohort(models.Model):
    """People who take one course together, and the trainers who see how they get on.

    `course` is the course's activity: it stays the same across editions and translations.
    `parent`: the cohort in which the one who leads this one was trained, wherever that was; it may
    be one of another server that is not known here (yet). `led_by`: that person.
    The row is what the facts of kind `cohort` say (`telling`), so that it can be asked.
    `former`: how many members had their data deleted; that they were here is all that is kept.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(_("name"), max_length=150)
    code = models.CharField(_("code"), max_length=COHORT_CODE_LENGTH, unique=True, editable=False)
    course = models.UUIDField(_("course"))
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    trainers = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="cohorts_taught", verbose_name=_("trainers")
    )
    parent = models.UUIDField(_("trained in"), null=True, blank=True, db_index=True)
    led_by = models.UUIDField(null=True, blank=True, editable=False)
    former = models.PositiveIntegerField(_("former participants"), default=0, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts", "name"]
        verbose_name = _("cohort")
        verbose_name_plural = _("cohorts")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends__gte=models.F("starts")),
                name="a_cohort_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cohorts:cohort", args=[self.code])

    @property
    def join_code(self) -> str:
        """The code as it is printed, in two halves."""
        return spaced(self.code)


class MembershipQuerySet(models.QuerySet["Membership"]):
    def present(self) -> "MembershipQuerySet":
        """Leave out those who left; what they did stays."""
        return self.filter(left=None)


class Membership(models.Model):
    """A learner in a cohort. `left`: since when no longer; the history stays.

    `name_key` is what a typed name is compared with. It is empty for somebody who came with a
    learner code although the name was taken: that person signs in by the code. `is_brought`:
    somebody else brought in an account that was here already, or let in who had left, and its
    person has not said yes to it; then this cohort's trainers may not change that account (decision
    0021).
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="memberships")
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    name_key = models.CharField(max_length=450, blank=True, editable=False)
    joined = models.DateTimeField(auto_now_add=True)
    left = models.DateTimeField(null=True, blank=True, editable=False)
    is_brought = models.BooleanField(default=False, editable=False)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["learner__name", "pk"]
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.UniqueConstraint(fields=["cohort", "learner"], name="a_learner_joins_once"),
            models.UniqueConstraint(
                fields=["cohort", "name_key"],
                condition=~models.Q(name_key=""),
                name="a_name_stands_for_one_member",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.cohort}"


class DayCodeTries(models.Model):
    """How many codes somebody has tried in the half day that is held now; of others none is kept.

    Whoever tries is signed in, so no other session, browser or address begins anew.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    learner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    half_day = models.UUIDField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tries of a day code")
        verbose_name_plural = _("tries of day codes")
        constraints = [
            models.UniqueConstraint(
                fields=["cohort", "learner"], name="tries_of_day_codes_stand_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.learner}, {self.cohort}: {self.tries}"


class RosterState(models.TextChoices):
    """How far a list of people has come."""

    DRAFT = "draft", _("looked at")
    TAKEN = "taken", _("taken in")
    UNDONE = "undone", _("taken back")


class Roster(models.Model):
    """A list of people that somebody brings: looked at, taken in, perhaps taken back.

    It is deleted a day after it was last of use, for `rows` hold names. `rows`: lines and what was
    decided of each, as `people.importing` writes them; none once they were taken in. `newcomers`:
    ids of the accounts that were made; `joined`: memberships of others who came in by it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="rosters")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="rosters")
    state = models.CharField(
        max_length=8, choices=RosterState.choices, default=RosterState.DRAFT, editable=False
    )
    since = models.DateTimeField(default=timezone.now)  # of the state
    rows = models.JSONField(default=list)
    newcomers = models.JSONField(default=list)
    joined = models.JSONField(default=list)

    class Meta:
        ordering = ["-since"]
        verbose_name = _("list of people")
        verbose_name_plural = _("lists of people")

    def __str__(self) -> str:
        return f"{self.cohort}, {self.since:%Y-%m-%d %H:%M}"
