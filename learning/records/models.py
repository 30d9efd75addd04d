import json
import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from learning.records.evidence import Evidence
from learning.xapi.attestations import Attested, Register, Standing, check_attestation
from learning.xapi.folding import ActivityProgress
from learning.xapi.statements import Checked, check_kept
from learning.xapi.verbs import Verb


class Statement(models.Model):
    """What happened, once and for ever. Written by `recording.record` and by nothing else.

    `content` is the canonical text that `id` is the hash of; the columns beside it are read from
    it, so that they can be searched. `voids` is the statement that a void takes back.
    `authority` says who brought it: a user's id or a command.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    content = models.TextField()
    actor = models.UUIDField()
    verb = models.CharField(max_length=100)
    activity = models.UUIDField()
    voids = models.UUIDField(null=True)
    course = models.UUIDField()
    attempt = models.UUIDField(null=True)
    origin = models.UUIDField()
    seq = models.BigIntegerField()
    timestamp = models.DateTimeField()
    stored = models.DateTimeField(auto_now_add=True)
    evidence = models.CharField(max_length=16, choices=Evidence.choices)
    authority = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        indexes = [
            models.Index(fields=["actor", "activity"], name="statement_actor_activity"),
            models.Index(fields=["actor", "course"], name="statement_actor_course"),
            models.Index(fields=["actor", "attempt"], name="statement_actor_attempt"),
            models.Index(fields=["stored", "id"], name="statement_stored"),
            models.Index(
                fields=["voids"], name="statement_voids", condition=models.Q(voids__isnull=False)
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=models.Q(seq__gte=0), name="statement_seq_from_0"),
            models.CheckConstraint(
                condition=models.Q(evidence__in=Evidence.values), name="statement_evidence_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def of(cls, statement: Checked, *, evidence: Evidence, authority: str) -> "Statement":
        """Make the row that keeps a checked statement."""
        return cls(
            id=statement.id,
            content=statement.content.decode(),
            actor=statement.actor,
            verb=statement.verb,
            activity=statement.activity,
            voids=statement.activity if statement.verb == Verb.VOIDED else None,
            course=statement.course,
            attempt=statement.attempt,
            origin=statement.origin,
            seq=statement.seq,
            timestamp=statement.timestamp,
            evidence=evidence,
            authority=authority,
        )

    def checked(self) -> Checked:
        """Give the statement again from its stored content.

        Raises: StatementError — the row no longer holds what its id says.
        """
        return check_kept(self.content.encode(), self.id)


class ActorLink(models.Model):
    """The statements of this actor, a USB copy's own id, are this person's.

    An actor that is a user's id needs no link.
    """

    actor = models.UUIDField(primary_key=True, editable=False)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actor_links"
    )
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    linked_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("actor link")
        verbose_name_plural = _("actor links")

    def __str__(self) -> str:
        return str(self.actor)


class Progress(models.Model):
    """The fold of one learner's statements on one activity: a cache, rebuilt by `refold`.

    `learner` is a user's id, or the bare actor of statements that nobody claimed yet.
    The fields are those of `learning.xapi.folding.ActivityProgress`.
    """

    learner = models.UUIDField()
    activity = models.UUIDField()
    course = models.UUIDField()
    answers = models.PositiveIntegerField()
    succeeded = models.BooleanField()
    first_success = models.DateTimeField(null=True)
    last_response = models.TextField(blank=True)
    last_correct = models.BooleanField(null=True)
    last_at = models.DateTimeField()
    attempts = models.PositiveIntegerField()
    best_raw = models.PositiveIntegerField(null=True)
    best_maximum = models.PositiveIntegerField(null=True)
    last_raw = models.PositiveIntegerField(null=True)
    last_maximum = models.PositiveIntegerField(null=True)
    passed = models.BooleanField()
    registered = models.BooleanField()
    completed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("progress")
        verbose_name_plural = _("progress")
        constraints = [
            models.UniqueConstraint(
                fields=["learner", "activity"], name="progress_once_a_learner_and_activity"
            ),
        ]
        indexes = [
            models.Index(fields=["learner", "course"], name="progress_learner_course"),
            models.Index(fields=["course"], name="progress_course"),
        ]

    def __str__(self) -> str:
        return f"{self.learner} {self.activity}"

    @classmethod
    def of(cls, learner: uuid.UUID, progress: ActivityProgress) -> "Progress":
        """Make the row that caches a fold."""
        values: dict[str, Any] = {name: getattr(progress, name) for name in FOLDED}
        return cls(learner=learner, **values)

    def folded(self) -> ActivityProgress:
        """Give back the fold that this row caches."""
        return ActivityProgress(**{name: getattr(self, name) for name in FOLDED})


FOLDED = tuple(ActivityProgress.__dataclass_fields__)


class Attestation(models.Model):
    """What somebody said about a cohort, once and for ever. Written by `attesting` alone.

    `content` is the canonical text that `id` is the hash of; the columns are read from it.
    `register`: the id of the question it answers (`learning.xapi.attestations.Register`).
    `doubt`: why it does not count, told by all that was said of the cohort (`doubting`).
    """

    id = models.UUIDField(primary_key=True, editable=False)
    content = models.TextField()
    register = models.UUIDField(db_index=True)
    cohort = models.UUIDField()
    kind = models.CharField(max_length=40)
    learner = models.UUIDField(null=True, db_index=True)
    author = models.UUIDField()
    origin = models.UUIDField()
    seq = models.BigIntegerField()
    timestamp = models.DateTimeField()
    stored = models.DateTimeField(auto_now_add=True)
    authority = models.CharField(max_length=64)
    doubt = models.CharField(max_length=10, blank=True, default="")

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        indexes = [
            models.Index(fields=["cohort", "kind"], name="attestation_cohort_kind"),
            models.Index(fields=["origin", "seq"], name="attestation_origin_seq"),
        ]

    def __str__(self) -> str:
        return str(self.id)

    @classmethod
    def of(cls, attested: Attested, *, authority: str) -> "Attestation":
        """Make the row that keeps a checked attestation."""
        return cls(
            id=attested.id,
            content=attested.content.decode(),
            register=attested.register.id,
            cohort=attested.register.cohort,
            kind=attested.register.kind,
            learner=attested.register.learner,
            author=attested.author,
            origin=attested.origin,
            seq=attested.seq,
            timestamp=attested.timestamp,
            authority=authority,
        )

    def checked(self) -> Attested:
        """Give the attestation again from its stored content."""
        return check_attestation({**json.loads(self.content), "id": str(self.id)})


class Fact(models.Model):
    """What stands in a register: a cache of the fold, rebuilt by `refold`.

    `id`: the register's. `value`: what counts. `others`: what people said who did not see it, as
    [{"author", "at", "value"}]; empty unless the register is contested. `heads`: ids of all that
    nothing replaces. `author`, `at`: of what counts.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    cohort = models.UUIDField()
    kind = models.CharField(max_length=40)
    thing = models.UUIDField()
    part = models.CharField(max_length=80, blank=True)
    learner = models.UUIDField(null=True)
    value: "models.JSONField[Any, Any]" = models.JSONField(null=True)  # None: it was taken back
    others = models.JSONField(default=list)
    heads = models.JSONField(default=list)
    author = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("fact")
        verbose_name_plural = _("facts")
        indexes = [
            models.Index(fields=["cohort", "kind", "thing"], name="fact_cohort_kind_thing"),
            models.Index(fields=["learner", "kind"], name="fact_learner_kind"),
            models.Index(fields=["kind"], name="fact_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @classmethod
    def of(cls, standing: Standing) -> "Fact":
        """Make the row that caches what stands."""
        counts, register = standing.counts, standing.register
        return cls(
            id=register.id,
            cohort=register.cohort,
            kind=register.kind,
            thing=register.thing,
            part=register.part,
            learner=register.learner,
            value=counts.value,
            others=_others(standing),
            heads=[str(each.id) for each in standing.said],
            author=counts.author,
            at=counts.timestamp,
        )

    @property
    def register(self) -> Register:
        return Register(self.cohort, self.kind, self.thing, self.part, self.learner)

    @property
    def is_contested(self) -> bool:
        """Whether two people answered differently who had not seen each other's answer."""
        return bool(self.others)


def _others(standing: Standing) -> list[dict[str, Any]]:
    if not standing.is_contested:
        return []
    return [
        {"author": str(each.author), "at": each.timestamp.isoformat(), "value": each.value}
        for each in standing.said[:-1]
    ]


class Erased(models.Model):
    """That somebody had their records erased: what still comes of them is refused.

    `digest`: SHA-256, lower-case hex, of an actor's id or of a learner code (see `erasing`). `at`:
    when it came onto this server's list.
    """

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    at = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        verbose_name = _("entry of the erased list")
        verbose_name_plural = _("erased list")

    def __str__(self) -> str:
        return self.digest


class Quarantine(models.Model):
    """What came in and could not be used, kept as it stands. `digest`: SHA-256, lower-case hex."""

    digest = models.CharField(primary_key=True, max_length=64, editable=False)
    reason = models.CharField(max_length=300)
    text = models.TextField()
    source = models.CharField(max_length=200)
    received = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("quarantined text")
        verbose_name_plural = _("quarantine")

    def __str__(self) -> str:
        return self.digest


class Origin(models.Model):
    """A store that writes statements here, and how far it has counted.

    The row of the local origin is also the writers' lock (see `recording`).
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=50, unique=True)
    last_seq = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("origin")
        verbose_name_plural = _("origins")

    def __str__(self) -> str:
        return self.name


class RevokedOrigin(models.Model):
    """A station whose word no longer counts: what comes of it from then on is set aside."""

    origin = models.UUIDField(primary_key=True, editable=False)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("revoked origin")
        verbose_name_plural = _("revoked origins")

    def __str__(self) -> str:
        return str(self.origin)
