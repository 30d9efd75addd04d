"""A document between upload and drafts.

Its pictures wait in the database, not in a folder: they come and go in the same transaction as the
review, and no address leads to them but the review's own (docs/decisions/0008).
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from toolkits.importing.sources import Block, from_json
from toolkits.models import COUNTRY, ChapterPage


class ImportedDocument(models.Model):
    """A file that was brought. sha256: lower-case hex of its bytes."""

    class Status(models.TextChoices):
        OPEN = "open", _("open")
        DONE = "done", _("done")
        DISCARDED = "discarded", _("discarded")

    name = models.CharField(_("file"), max_length=255)
    title = models.CharField(_("title"), max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("brought by"),
    )
    uploaded_at = models.DateTimeField(_("brought"), auto_now_add=True)
    chapter = models.ForeignKey(
        ChapterPage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("chapter"),
    )
    status = models.CharField(
        _("status"), max_length=9, choices=Status.choices, default=Status.OPEN
    )
    warnings = models.JSONField(_("warnings"), default=list)

    class Meta:
        verbose_name = _("imported document")
        verbose_name_plural = _("imported documents")
        ordering = ("-uploaded_at", "-pk")
        constraints = [
            models.UniqueConstraint(
                fields=("sha256",),
                condition=models.Q(status="open"),
                name="a_file_has_one_open_review",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        return self.status == self.Status.OPEN


class ImportedPicture(models.Model):
    """A picture of a document under review. `number` is how the blocks name it."""

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="pictures"
    )
    number = models.PositiveIntegerField()
    name = models.CharField(max_length=100)
    content = models.BinaryField()
    alt = models.CharField(_("what it shows"), max_length=255, blank=True)
    is_kept = models.BooleanField(_("keep"), default=True)

    class Meta:
        verbose_name = _("imported picture")
        verbose_name_plural = _("imported pictures")
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(
                fields=("document", "number"), name="an_imported_picture_has_one_number"
            )
        ]

    def __str__(self) -> str:
        return self.name


class ImportedSection(models.Model):
    """A section and what the editor decides on it. minutes: none means estimated."""

    class Decision(models.TextChoices):
        KEEP = "keep", _("a unit of its own")
        MERGE = "merge", _("part of the unit above")
        DROP = "drop", _("leave out")

    class Kind(models.TextChoices):
        GUIDE = "guide", _("guide")
        CASE = "case", _("case study")
        INSTRUMENT = "instrument", _("instrument")

    document = models.ForeignKey(
        ImportedDocument, on_delete=models.CASCADE, related_name="sections"
    )
    place = models.PositiveIntegerField()
    heading = models.CharField(_("heading"), max_length=255)
    level = models.PositiveSmallIntegerField(default=1)
    blocks = models.JSONField(default=list)
    decision = models.CharField(
        _("becomes"), max_length=5, choices=Decision.choices, default=Decision.KEEP
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.GUIDE)
    summary = models.CharField(_("summary"), max_length=255, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), null=True, blank=True)
    sources = models.TextField(_("sources"), blank=True, help_text=_("One a line."))
    country = models.CharField(
        _("country"),
        max_length=3,
        blank=True,
        validators=[COUNTRY],
        help_text=_("Of a case study: three capitals, such as FJI."),
    )
    facts_date = models.CharField(
        _("date of the facts"),
        max_length=150,
        blank=True,
        help_text=_("Of a case study: when its figures were true."),
    )
    page = models.ForeignKey(Page, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("imported section")
        verbose_name_plural = _("imported sections")
        ordering = ("document", "place")

    def __str__(self) -> str:
        return self.heading

    @property
    def content(self) -> list[Block]:
        return [from_json(value) for value in self.blocks]

    @property
    def picture_numbers(self) -> set[int]:
        return {value["number"] for value in self.blocks if value["type"] == "image"}

    def siblings(self) -> "models.QuerySet[ImportedSection, Any]":
        return ImportedSection.objects.filter(document=self.document_id)
