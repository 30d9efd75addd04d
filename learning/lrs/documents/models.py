import hashlib
import json
import uuid
from dataclasses import dataclass
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    STATE = "state", _("state")
    ACTIVITY_PROFILE = "activity", _("activity profile")
    AGENT_PROFILE = "agent", _("agent profile")


@dataclass(frozen=True)
class Shelf:
    """Where documents stand together: what they are about. What is not asked for is "".

    activity: its IRI; agent: the key of an identity (`identities.key_of`).
    """

    kind: Kind
    activity: str = ""
    agent: str = ""

    @property
    def digest(self) -> str:
        return _digest(self.kind, self.activity, self.agent)

    @property
    def owner(self) -> str:
        """What limits how many there may be: the person, or the activity where there is none."""
        return _digest(self.kind, "" if self.agent else self.activity, self.agent)


@dataclass(frozen=True)
class Address:
    """Where one document stands. `name`: its stateId or profileId."""

    shelf: Shelf
    name: str
    registration: uuid.UUID | None = None

    @property
    def digest(self) -> str:
        return _digest(self.shelf.digest, str(self.registration or ""), self.name)


def _digest(*parts: str) -> str:
    """Give the SHA-256 of texts, lower-case hex; where one ends and the next begins counts."""
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class Document(models.Model):
    """A document as it was sent, byte for byte. Written by `keeping` and by nothing else.

    IRIs, agents and names have no bounds of their own, so what is searched is their digests:
    `address`, which no two share, `shelf` and `owner`. `etag`: SHA-1 of the content in hex.
    """

    address = models.CharField(max_length=64, unique=True, editable=False)
    shelf = models.CharField(max_length=64, editable=False)
    owner = models.CharField(max_length=64, editable=False, db_index=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    activity = models.TextField(blank=True)
    agent = models.TextField(blank=True)
    registration = models.UUIDField(null=True)
    name = models.TextField()
    content_type = models.TextField()
    content = models.BinaryField()
    etag = models.CharField(max_length=40)
    updated = models.DateTimeField()

    objects: ClassVar[models.Manager["Document"]] = models.Manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        indexes = [models.Index(fields=["shelf", "updated"], name="lrs_document_shelf")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=Kind.values), name="lrs_document_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def at(cls, address: Address) -> "Document":
        """Make the row for a document that stands there, without content yet."""
        shelf = address.shelf
        return cls(
            address=address.digest,
            shelf=shelf.digest,
            owner=shelf.owner,
            kind=shelf.kind,
            activity=shelf.activity,
            agent=shelf.agent,
            registration=address.registration,
            name=address.name,
        )


class KnownActivity(models.Model):
    """What statements said of an activity, folded up to a moment: a cache (see `knowledge`).

    key: of its IRI. reached: when the last statement that is in it was stored.
    """

    key = models.UUIDField(primary_key=True, editable=False)
    definition = models.JSONField()
    reached = models.DateTimeField()

    objects: ClassVar[models.Manager["KnownActivity"]] = models.Manager()

    class Meta:
        verbose_name = _("known activity")
        verbose_name_plural = _("known activities")

    def __str__(self) -> str:
        return str(self.key)
