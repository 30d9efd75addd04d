from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Kind, Manifest
from learning.bundles.store import ObjectStore
from learning.bundles.weighing import is_played, weigh


class EditionQuerySet(models.QuerySet["Edition"]):
    def current(self) -> "EditionQuerySet":
        """Editions that learners are offered now: one a course and language."""
        return self.filter(is_current=True)

    def courses(self) -> "EditionQuerySet":
        return self.exclude(kind=Kind.TOOLKIT)

    def toolkits(self) -> "EditionQuerySet":
        return self.filter(kind=Kind.TOOLKIT)

    def in_language(self, language: str) -> "EditionQuerySet":
        """Put editions in `language` first, and after them those in the site's own."""
        first = models.Case(
            models.When(language=language, then=0),
            models.When(language=settings.LANGUAGE_CODE, then=1),
            default=2,
        )
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
    length = models.PositiveBigIntegerField(_("size in bytes"))  # what reading all of it takes
    frozen_at = models.DateTimeField(_("frozen at"))
    is_current = models.BooleanField(_("current"), default=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = EditionQuerySet.as_manager()
    # All languages it is offered in, its own first, where a list found them out.
    languages: tuple[str, ...] = ()

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
    def playing_length(self) -> int:
        """How many bytes its films and recordings add; 0 if there are none, or it is damaged."""
        try:
            return _playing(self.manifest_sha256, Path(settings.EDITIONS_ROOT))
        except (BundleError, OSError):
            return 0  # it stands in lists beside others, which must not fall with it

    @property
    def is_toolkit(self) -> bool:
        return self.kind == Kind.TOOLKIT


@lru_cache(maxsize=512)
def _playing(manifest_sha256: str, root: Path) -> int:
    edition = _frozen(manifest_sha256, root)
    return weigh(edition).playing if is_played(edition.manifest) else 0


@lru_cache(maxsize=128)
def _frozen(manifest_sha256: str, root: Path) -> FrozenEdition:
    # Editions never change, so one parsed copy a process serves every request.
    store = ObjectStore(root)
    return FrozenEdition(Manifest.from_bytes(store.read(manifest_sha256)), store)


class ExportRun(models.Model):
    """An export that somebody asked for in the admin; its files are kept apart, for a while.

    `manifests`: of the editions, by the SHA-256 of each manifest's file. `turn`: how often it was
    begun; only the process of the newest turn goes on. `bytes`: of the file to download, exact
    once it is ready.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        READY = "ready", _("ready")
        FAILED = "failed", _("failed")
        STOPPED = "stopped", _("stopped")

    titles = models.JSONField(_("courses and toolkits"))
    manifests = models.JSONField()
    formats = models.JSONField(_("formats"))
    profile = models.CharField(_("profile"), max_length=8)
    state = models.CharField(_("state"), max_length=8, choices=State.choices, default=State.WAITING)
    turn = models.PositiveIntegerField(default=0)
    doing = models.CharField(_("file"), max_length=255, blank=True)
    message = models.TextField(_("message"), blank=True)
    files = models.PositiveIntegerField(_("files"), default=0)
    bytes = models.PositiveBigIntegerField(_("bytes"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField(_("asked at"), auto_now_add=True)
    touched_at = models.DateTimeField(_("last heard of"), auto_now_add=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("export")
        verbose_name_plural = _("exports")

    def __str__(self) -> str:
        return f"{', '.join(self.formats)}: {', '.join(self.titles)}"

    @property
    def is_going(self) -> bool:
        return self.state in (self.State.WAITING, self.State.RUNNING)
