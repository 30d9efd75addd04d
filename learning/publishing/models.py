from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.bundles.edition import FrozenEdition
from learning.bundles.manifest import Kind, Manifest
from learning.bundles.store import ObjectStore


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> "EditionQuerySet":
        """Editions that learners are offered now: one a course and language."""
        return self.filter(is_current=True)

    def courses(self) -> "EditionQuerySet":
        return self.exclude(kind=Kind.TOOLKIT)

    def toolkits(self) -> "EditionQuerySet":
        return self.filter(kind=Kind.TOOLKIT)

    def in_language(self, language: str) -> "EditionQuerySet":
        """Put editions in `language` first."""
        first = models.Case(models.When(language=language, then=0), default=1)
        return self.order_by(first, "language", "title")


class Edition(models.Model):
    """A frozen course or toolkit. Never changed: only whether it is current may change.

    `content_id` is the manifest's id (SHA-256); `manifest` the SHA-256 of the manifest's file.
    """

    activity = models.UUIDField(_("activity"))
    language = models.CharField(_("language"), max_length=10)
    version = models.PositiveIntegerField(_("version"))
    content_id = models.CharField(max_length=64)
    manifest_sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("kind"), max_length=16, choices=[(k.value, k.value) for k in Kind])
    slug = models.SlugField(max_length=255)
    title = models.CharField(_("title"), max_length=255)
    summary = models.CharField(_("summary"), max_length=255, blank=True)
    minutes = models.PositiveIntegerField(_("minutes"))
    length = models.PositiveBigIntegerField(_("size in bytes"))
    frozen_at = models.DateTimeField(_("frozen at"))
    is_current = models.BooleanField(_("current"), default=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["title", "language", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "language", "version"], name="edition_version_is_given_once"
            ),
            models.UniqueConstraint(
                fields=["activity", "language"],
                condition=Q(is_current=True),
                name="one_edition_is_current",
            ),
            models.UniqueConstraint(
                fields=["slug", "language"],
                condition=Q(is_current=True),
                name="one_current_edition_a_slug",
            ),
        ]
        verbose_name = _("edition")
        verbose_name_plural = _("editions")

    def __str__(self) -> str:
        return f"{self.title} ({self.language}, {self.version})"

    def frozen(self) -> FrozenEdition:
        """Give the frozen edition itself. Raises: BundleError — files missing or damaged."""
        return _frozen(self.manifest_sha256, Path(settings.EDITIONS_ROOT))

    @property
    def manifest(self) -> Manifest:
        return self.frozen().manifest

    @property
    def is_toolkit(self) -> bool:
        return self.kind == Kind.TOOLKIT


@lru_cache(maxsize=128)
def _frozen(manifest_sha256: str, root: Path) -> FrozenEdition:
    # Editions never change, so one parsed copy a process serves every request.
    store = ObjectStore(root)
    return FrozenEdition(Manifest.from_bytes(store.read(manifest_sha256)), store)
