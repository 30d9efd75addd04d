from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from toolkits.blocks import ReadingBlock
from toolkits.instruments.blocks import ToolBlock, definition_of
from toolkits.instruments.definition import Definition
from toolkits.tags import check_principles, check_wsis_lines, split_list

SDG_TARGET = RegexValidator(r"^\d{1,2}\.[0-9a-z]{1,2}$", _("Write a target as 16.6 or 9.c."))
COUNTRY = RegexValidator(r"^[A-Z]{3}$", _("Write the country as three capitals (ISO 3166-1)."))
LICENCE = "CC BY 4.0"
TAG_PANELS = [
    FieldPanel("sdg_targets"),
    FieldPanel("wsis_lines"),
    FieldPanel("principles"),
]


def lines(text: str) -> tuple[str, ...]:
    """Give the lines of `text` that are not empty, trimmed."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def check_sdg_targets(text: str) -> None:
    """Accept targets set apart by commas or spaces. Raises: ValidationError."""
    for target in split_list(text):
        SDG_TARGET(target)


class TaggedPage(Page):
    """A page that serves targets of the Sustainable Development Goals and names its sources."""

    sdg_targets = models.CharField(
        _("SDG targets"),
        max_length=120,
        blank=True,
        validators=[check_sdg_targets],
        help_text=_("Such as: 16.6, 9.c"),
    )
    wsis_lines = models.CharField(
        _("WSIS action lines"),
        max_length=40,
        blank=True,
        validators=[check_wsis_lines],
        help_text=_("Such as: C7"),
    )
    principles = models.CharField(
        _("principles of effective governance"),
        max_length=255,
        blank=True,
        validators=[check_principles],
        help_text=_("Such as: participation, transparency"),
    )
    sources = models.TextField(_("sources"), blank=True, help_text=_("One a line."))

    class Meta:
        abstract = True

    @property
    def targets(self) -> tuple[str, ...]:
        return split_list(self.sdg_targets)

    @property
    def action_lines(self) -> tuple[str, ...]:
        return split_list(self.wsis_lines)

    @property
    def principle_slugs(self) -> tuple[str, ...]:
        return split_list(self.principles)

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
        *TAG_PANELS,
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
        *TAG_PANELS,
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
    implements = models.CharField(
        _("carries out"),
        max_length=500,
        blank=True,
        help_text=_("Addresses of the national units that this local unit carries out."),
    )

    parent_page_types = ["toolkits.ChapterPage"]
    subpage_types: list[str] = []
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
        FieldPanel("implements"),
        *TAG_PANELS,
        FieldPanel("sources"),
    ]

    class Meta:
        abstract = True


class GuidePage(ToolkitUnitPage):
    """What / Why / How / Case / Check out / Submit your case."""

    template = "preview.html"  # Wagtail gives each class its own unless it says so itself

    class Meta:
        verbose_name = _("guide")
        verbose_name_plural = _("guides")


class CasePage(ToolkitUnitPage):
    """What one country or town did, with its figures, their date and what to be careful about."""

    template = "preview.html"

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
    """A tool that people fill in together: it works on paper, and with `tool` on the screen too."""

    template = "preview.html"

    tool = StreamField(
        ToolBlock(),
        blank=True,
        max_num=1,
        verbose_name=_("tool"),
        help_text=_("What people fill in on the screen. Leave empty for paper only."),
    )

    content_panels = [*ToolkitUnitPage.content_panels, FieldPanel("tool")]

    class Meta:
        verbose_name = _("instrument")
        verbose_name_plural = _("instruments")

    @property
    def definition(self) -> Definition | None:
        """What `tool` holds; None where it is empty, or a draft not yet complete."""
        return definition_of(self.tool)
