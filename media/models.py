from io import BytesIO
from typing import Any

from django.core.files import File as DjangoFile
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from media.encoding import is_made_already


class Picture(AbstractImage):
    """A picture with the licence and credit it travels under."""

    licence = models.CharField(_("licence"), max_length=100, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)

    admin_form_fields = (*WagtailImage.admin_form_fields, "licence", "credit")

    class Meta(AbstractImage.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def generate_rendition_file(
        self,
        filter: Any,  # noqa: A002 — Wagtail's name
        *,
        source: "DjangoFile[bytes] | None" = None,
    ) -> "DjangoFile[bytes]":
        """Keep a JPEG of ours as it is; make anything else."""
        made: DjangoFile[bytes] = super().generate_rendition_file(filter, source=source)
        with self.file.storage.open(self.file.name, "rb") as opened:
            content = opened.read()
        if is_made_already(content, filter.spec):
            return DjangoFile(BytesIO(content), made.name)
        return made


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="rendition_is_made_once"
            )
        ]


class File(AbstractDocument):
    """A file to download, a film, or its captions, with licence and credit.

    `original`: the film that this one was made from, when its content had the SHA-1
    `original_hash`.
    """

    licence = models.CharField(_("licence"), max_length=100, blank=True)
    credit = models.CharField(_("credit"), max_length=255, blank=True)
    original = models.ForeignKey(
        "self", null=True, editable=False, on_delete=models.CASCADE, related_name="made"
    )
    original_hash = models.CharField(max_length=40, blank=True, editable=False)

    admin_form_fields = (*WagtailDocument.admin_form_fields, "licence", "credit")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("file")
        verbose_name_plural = _("files")

    @property
    def variants(self) -> "models.QuerySet[File]":
        """The lighter copies made from what this file holds now."""
        return File.objects.filter(original=self.pk, original_hash=self.get_file_hash())
