from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from learning.bundles.words import LONGEST
from learning.publishing.models import Edition

if TYPE_CHECKING:
    from collections.abc import Mapping


class EntryKind(models.TextChoices):
    """What can be found, in the order in which it is listed where all else is equal."""

    COURSE = "course", _("course")
    PROGRAMME = "programme", _("training programme")
    MICROLEARNING = "microlearning", _("short module")
    TOOLKIT = "toolkit", _("toolkit")
    TERM = "term", _("glossary word")
    GUIDE = "guide", _("guide")
    CASE = "case", _("case study")
    INSTRUMENT = "instrument", _("tool")
    LESSON = "lesson", _("lesson")
    SESSION = "session", _("session")
    HANDOUT = "handout", _("handout")

    @property
    def is_whole(self) -> bool:
        """Whether it is an edition and not a part of one."""
        return self in WHOLE


WHOLE = (EntryKind.COURSE, EntryKind.PROGRAMME, EntryKind.MICROLEARNING, EntryKind.TOOLKIT)
RANKS: "Mapping[str, int]" = {kind.value: rank for rank, kind in enumerate(EntryKind)}


class Level(models.TextChoices):
    """Which government a toolkit is written for; courses are for both."""

    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class EntryQuerySet(models.QuerySet["Entry"]):
    def offered(self) -> "EntryQuerySet":
        """Entries of editions that learners are offered now."""
        return self.filter(edition__is_current=True)


class Entry(models.Model):
    """Something to be found: an edition, one of its lessons, or a word that it explains.

    Made from the frozen edition and nothing else; can be thrown away and made again.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="entries")
    place = models.PositiveIntegerField(_("place"))  # in its edition; 0 is the edition itself
    kind = models.CharField(_("kind"), max_length=16, choices=EntryKind.choices)
    title = models.TextField(_("title"))
    summary = models.TextField(_("summary"), blank=True)
    text = models.TextField(_("text"), blank=True)
    folded = models.TextField(blank=True)  # title, summary and text, for phrases
    address = models.CharField(_("address"), max_length=600)
    language = models.CharField(_("language"), max_length=10)
    minutes = models.PositiveIntegerField(_("minutes"), default=0)
    length = models.PositiveBigIntegerField(_("size of the edition in bytes"))
    level = models.CharField(_("level"), max_length=8, choices=Level.choices, blank=True)
    sdg_targets = models.TextField(blank=True)  # codes with spaces between them
    wsis_lines = models.TextField(blank=True)
    principles = models.TextField(blank=True)
    has_certificate = models.BooleanField(_("has a final assessment"), default=False)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "place"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "place"], name="one_entry_a_place"),
        ]
        verbose_name = _("entry of the search index")
        verbose_name_plural = _("entries of the search index")

    def __str__(self) -> str:
        return f"{self.title} ({self.language})"

    @property
    def is_whole(self) -> bool:
        return EntryKind(self.kind).is_whole


class Occurrence(models.Model):
    """That an entry has a word, and how much it says about the entry."""

    entry = models.ForeignKey(
        Entry, on_delete=models.CASCADE, related_name="occurrences", db_index=False
    )
    word = models.CharField(max_length=LONGEST)
    weight = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "word"], name="one_occurrence_a_word"),
        ]
        indexes = [
            # PostgreSQL looks up beginnings of words in this one whatever the database's locale.
            models.Index(
                fields=["word", "entry", "weight"],
                name="finding_word",
                opclasses=["varchar_pattern_ops", "int8_ops", "int4_ops"],
            ),
        ]
        verbose_name = _("occurrence of a word")
        verbose_name_plural = _("occurrences of words")

    def __str__(self) -> str:
        return self.word


class Spelling(models.Model):
    """Three letters of a word that occurs somewhere: how words that are near are found."""

    gram = models.CharField(max_length=3)
    word = models.CharField(max_length=30)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gram", "word"], name="one_gram_a_word"),
        ]
        indexes = [models.Index(fields=["word"], name="finding_spelling_word")]
        verbose_name = _("spelling")
        verbose_name_plural = _("spellings")

    def __str__(self) -> str:
        return self.word
