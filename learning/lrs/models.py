import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.lrs.keys import hashed, is_secret
from learning.lrs.scopes import Scope


class Client(models.Model):
    """A program that may speak to /xapi/, by name and secret. `scopes`: see `scopes.in_order`.

    It is never deleted, as statements name it as who vouches for them: it is switched off.
    """

    name = models.CharField(_("name"), max_length=100, unique=True)
    key = models.CharField(_("key"), max_length=64, unique=True)
    secret_hash = models.CharField(max_length=64)
    scopes = models.CharField(_("scopes"), max_length=200)
    is_active = models.BooleanField(_("active"), default=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("client of the Experience API")
        verbose_name_plural = _("clients of the Experience API")

    def __str__(self) -> str:
        return self.name

    def may(self, scopes: frozenset[Scope]) -> bool:
        """Tell whether the client has one of these scopes."""
        return not scopes.isdisjoint(self.scopes.split())

    def set_secret(self, secret: str) -> None:
        self.secret_hash = hashed(self.key, secret)

    def knows(self, secret: str) -> bool:
        return is_secret(self.key, secret, self.secret_hash)


class LrsStatement(models.Model):
    """A statement of another program, as it came. It names itself, so its own id is not proof.

    `content`: JSON as sent, with id, version and timestamp where they were missing, and without
    stored and authority, which are the columns `stored` and `client`. `target`: the statement that
    is its object. `is_void`: it takes that one back. `is_voided`: it was taken back itself.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    content = models.TextField()
    client = models.ForeignKey(Client, on_delete=models.PROTECT, related_name="statements")
    stored = models.DateTimeField()
    target = models.UUIDField(null=True)
    is_void = models.BooleanField(default=False)
    is_voided = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("statement of another program")
        verbose_name_plural = _("statements of other programs")
        indexes = [
            models.Index(fields=["stored", "id"], name="lrs_statement_stored"),
            models.Index(fields=["client", "stored", "id"], name="lrs_statement_client"),
            models.Index(
                fields=["target"],
                name="lrs_statement_target",
                condition=models.Q(target__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(is_void=False) | models.Q(target__isnull=False),
                name="lrs_void_names_its_target",
            ),
            models.CheckConstraint(
                condition=models.Q(is_void=False) | models.Q(is_voided=False),
                name="lrs_void_is_never_voided",
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    def said(self) -> dict[str, Any]:
        """Give what was sent, without stored and authority."""
        found: dict[str, Any] = json.loads(self.content)
        return found


class Kind(models.IntegerChoices):
    """What of a statement can be asked for. RELATED_… hold all that AGENT and ACTIVITY hold."""

    AGENT = 1, _("agent")
    RELATED_AGENT = 2, _("related agent")
    VERB = 3, _("verb")
    ACTIVITY = 4, _("activity")
    RELATED_ACTIVITY = 5, _("related activity")
    REGISTRATION = 6, _("registration")


class Mention(models.Model):
    """That a statement, or one it is about, speaks of somebody or something. `key`: see `naming`.

    `stored` is that of the statement, so that one index finds and orders.
    """

    statement = models.ForeignKey(LrsStatement, on_delete=models.CASCADE, related_name="mentions")
    kind = models.PositiveSmallIntegerField(choices=Kind.choices)
    key = models.UUIDField()
    stored = models.DateTimeField()

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [
            models.UniqueConstraint(fields=["statement", "kind", "key"], name="lrs_mention_once"),
        ]
        indexes = [
            models.Index(fields=["kind", "key", "stored", "statement"], name="lrs_mention_found"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.key}"


class Attachment(models.Model):
    """The bytes of an attachment, kept once. In the database, so that each copy of it is whole.

    `sha2`: lower-case hex, of 224, 256, 384 or 512 bits, as the statements name it.
    """

    sha2 = models.CharField(primary_key=True, max_length=128, editable=False)
    content = models.BinaryField()
    statements = models.ManyToManyField(LrsStatement, related_name="attachments")

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.sha2
