from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from toolkits.blocks import ReadingBlock

SDG_TARGET = RegexValidator(r"^\d{1,2}\.[0-9a-z]{1,2}$", _("Write a target as 16.6 or 9.c."))
COUNTRY = RegexValidator(r"^[A-Z]{3}$", _("Write the country as three capitals (ISO 3166-1)."))
LICENCE = "CC BY 4.0"


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of `text` that are not empty, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_sdg_targets(text: str) -> None:
    """Accept targets set apart by commas or spaces. Raises: ValidationError."""
    for target in split_list(text):
        SDG_TARGET(target)


def split_list(text: str) -> tuple[str, ...]:
    """Give what `text` lists, set apart by commas or spaces."""
    return tuple(text.replace(",", " ").split())


class TaggedPage(Page):
    """A page that serves targets of the Sustainable Development Goals and names its sources."""

    sdg_targets = models.CharField(
        _("SDG targets"),
        max_length=120,
        blank=True,
        validators=[check_sdg_targets],
        help_text=_("Such as: 16.6, 9.c"),
    )
    sources = models.TextField(_("sources"), blank=True, help_text=_("One a line."))

    class Meta:
        abstract = True

    @property
    def targets(self) -> tuple[str, ...]:
        return split_list(self.sdg_targets)

    @property
    def source_lines(self) -> tuple[str, ...]:
        return lines(self.sources)


class Level(models.TextChoices):
    NATIONAL = "national", _("national")
    LOCAL = "local", _("local")


class ToolkitPage(TaggedPage):
    """A toolkit. Publishing it freezes an edition of everything below it that is live."""

    level = models.CharField(_("level"), max_length=8, choices=Level.choices)
    summary = models.CharField(_("summary"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100, default=LICENCE)
    body = StreamField(ReadingBlock(), blank=True, verbose_name=_("introduction"))

    subpage_types = ["toolkits.ChapterPage"]
    template = "preview.html"
    search_fields = [*Page.search_fields, index.SearchField("summary")]
    content_panels = [
        *Page.content_panels,
        FieldPanel("level"),
        FieldPanel("summary"),
        FieldPanel("body"),
        FieldPanel("sdg_targets"),
        FieldPanel("sources"),
        FieldPanel("licence"),
    ]

    class Meta:
        verbose_name = _("toolkit")
        verbose_name_plural = _("toolkits")


class ChapterPage(TaggedPage):
    """A chapter: one outcome, and the guides, cases and instruments that lead to it."""

    code = models.CharField(_("code"), max_length=8, help_text=_("Such as N1 or L4."))
    outcome = models.CharField(_("outcome"), max_length=255)
    implements = models.CharField(
        _("carries out"),
        max_length=120,
        blank=True,
        help_text=_("Codes of the national chapters this local chapter carries out."),
    )
    body = StreamField(ReadingBlock(), blank=True, verbose_name=_("introduction"))

    parent_page_types = ["toolkits.ToolkitPage"]
    subpage_types = ["toolkits.GuidePage", "toolkits.CasePage", "toolkits.InstrumentPage"]
    template = "preview.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("code"),
        FieldPanel("outcome"),
        FieldPanel("implements"),
        FieldPanel("body"),
        FieldPanel("sdg_targets"),
    ]

    class Meta:
        verbose_name = _("chapter")
        verbose_name_plural = _("chapters")


class ToolkitUnitPage(TaggedPage):
    """What guides, cases and instruments share."""

    summary = models.CharField(_("summary"), max_length=255)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MinValueValidator(1)]
    )
    body = StreamField(ReadingBlock(), blank=True, verbose_name=_("text"))

    parent_page_types = ["toolkits.ChapterPage"]
    subpage_types: list[str] = []
    template = "preview.html"
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("minutes"),
        FieldPanel("body"),
        FieldPanel("sources"),
    ]

    class Meta:
        abstract = True


class GuidePage(ToolkitUnitPage):
    """What / Why / How / Case / Check out / Submit your case."""

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class CasePage(ToolkitUnitPage):
    """What one country or town did, with its figures, their date and what to be careful about."""

    country = models.CharField(_("country"), max_length=3, validators=[COUNTRY])
    facts_date = models.CharField(
        _("date of the facts"), max_length=150, help_text=_("When the figures were true.")
    )
    caveat = models.TextField(_("be careful"), blank=True)

    content_panels = [
        *ToolkitUnitPage.content_panels,
        FieldPanel("country"),
        FieldPanel("facts_date"),
        FieldPanel("caveat"),
    ]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def clean(self) -> None:
        super().clean()
        if not self.source_lines:
            raise ValidationError({"sources": _("A case needs at least one source.")})


class InstrumentPage(ToolkitUnitPage):
    """A tool that people fill in together: it works on paper."""

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")
