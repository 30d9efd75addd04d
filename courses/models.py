from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from courses.blocks import BankBlock, LessonBlock
from courses.tries import Tries
from toolkits.blocks import ReadingBlock
from toolkits.models import LICENCE, TAG_PANELS, TaggedPage, lines

MOST_ATTEMPTS = 20
MOST_WAIT = 168  # hours: a week
MOST_MINUTES = 240


class HomePage(Page):
    """The root of the site. What visitors see comes from editions."""

    max_count = 1
    subpage_types = ["courses.CataloguePage", "toolkits.ToolkitPage"]
    template = "preview.html"

    class Meta:
        verbose_name = _("site home")


class CataloguePage(Page):
    """Where courses stand."""

    parent_page_types = ["courses.HomePage"]
    subpage_types = ["courses.CoursePage"]
    template = "preview.html"

    class Meta:
        verbose_name = _("catalogue")


class CourseKind(models.TextChoices):
    COURSE = "course", _("course")
    MICROLEARNING = "microlearning", _("microlearning")
    PROGRAMME = "programme", _("training programme")


class CoursePage(TaggedPage):
    """A course. Publishing it freezes an edition of everything below it that is live."""

    kind = models.CharField(
        _("kind"), max_length=16, choices=CourseKind.choices, default=CourseKind.COURSE
    )
    code = models.CharField(_("code"), max_length=8, blank=True)
    summary = models.CharField(_("summary"), max_length=200)
    audience = models.CharField(_("for whom"), max_length=200)
    outcomes = models.TextField(
        _("outcomes"), help_text=_("What a learner can do afterwards. One a line.")
    )
    licence = models.CharField(_("licence"), max_length=100, default=LICENCE)
    body = StreamField(ReadingBlock(), blank=True, verbose_name=_("introduction"))

    parent_page_types = ["courses.CataloguePage"]
    subpage_types = ["courses.UnitPage", "courses.AssessmentPage"]
    template = "preview.html"
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("audience"),
    ]
    content_panels = [
        *Page.content_panels,
        FieldPanel("kind"),
        FieldPanel("code"),
        FieldPanel("summary"),
        FieldPanel("audience"),
        FieldPanel("outcomes"),
        FieldPanel("body"),
        *TAG_PANELS,
        FieldPanel("sources"),
        FieldPanel("licence"),
    ]

    class Meta:
        verbose_name = _("course")
        verbose_name_plural = _("courses")

    @property
    def outcome_lines(self) -> tuple[str, ...]:
        return lines(self.outcomes)


class UnitPage(Page):
    """A unit: lessons that belong together."""

    summary = models.CharField(_("summary"), max_length=255, blank=True)

    parent_page_types = ["courses.CoursePage"]
    subpage_types = ["courses.LessonPage"]
    template = "preview.html"
    content_panels = [*Page.content_panels, FieldPanel("summary")]

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")


class LessonForm(models.TextChoices):
    LESSON = "lesson", _("lesson")
    SESSION = "session", _("session")
    HANDOUT = "handout", _("handout")


class LessonPage(Page):
    """A lesson: one idea, with what proves that it was understood.

    In a training programme it is a session in a room, or a handout to print.
    """

    form = models.CharField(
        _("form"), max_length=8, choices=LessonForm.choices, default=LessonForm.LESSON
    )
    starts = models.CharField(
        _("starts at"),
        max_length=5,
        blank=True,
        validators=[RegexValidator(r"^([01]\d|2[0-3]):[0-5]\d$", _("Write the time as 09:00."))],
        help_text=_("Of a session: the time of day, such as 09:00."),
    )
    summary = models.CharField(_("summary"), max_length=255, blank=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=5, validators=[MinValueValidator(1)]
    )
    tries = models.PositiveSmallIntegerField(
        _("tries of its checks"),
        choices=Tries.choices,
        default=Tries.TWO,
        help_text=_(
            "After so many wrong answers the right one is shown, with its reason. The check is "
            "done when it is answered rightly, also after that. A check can say otherwise."
        ),
    )
    body = StreamField(LessonBlock(), blank=True, verbose_name=_("text"))

    parent_page_types = ["courses.UnitPage"]
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
        FieldPanel("form"),
        FieldPanel("starts"),
        FieldPanel("tries"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("lesson")
        verbose_name_plural = _("lessons")


class AssessmentRole(models.TextChoices):
    FINAL = "final", _("final assessment")
    PRETEST = "pretest", _("test before the start")


class AssessmentPage(Page):
    """An assessment: an item bank, of which each attempt draws some questions.

    The final one proves the course; the one before the start shows where people stand.
    """

    role = models.CharField(
        _("role"), max_length=8, choices=AssessmentRole.choices, default=AssessmentRole.FINAL
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), default=15, validators=[MinValueValidator(1)]
    )
    pass_percent = models.PositiveSmallIntegerField(
        _("pass mark in percent"),
        default=70,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    draw = models.PositiveSmallIntegerField(
        _("questions an attempt draws"), default=0, help_text=_("0 draws the whole bank.")
    )
    attempts = models.PositiveSmallIntegerField(
        _("most attempts"),
        default=0,
        validators=[MaxValueValidator(MOST_ATTEMPTS)],
        help_text=_("0 sets no limit. People learn most from trying again."),
    )
    wait_hours = models.PositiveSmallIntegerField(
        _("hours between two attempts"),
        default=0,
        validators=[MaxValueValidator(MOST_WAIT)],
        help_text=_("0 lets people try again at once."),
    )
    minutes_limit = models.PositiveSmallIntegerField(
        _("time limit in minutes"),
        default=0,
        validators=[MaxValueValidator(MOST_MINUTES)],
        help_text=_(
            "0 sets no limit. A limit keeps out people who read slowly or have a slow line: set "
            "one only where speed is part of what is learnt, and then a wide one."
        ),
    )
    body = StreamField(ReadingBlock(), blank=True, verbose_name=_("opening text"))
    bank = StreamField(BankBlock(), verbose_name=_("item bank"))

    parent_page_types = ["courses.CoursePage"]
    subpage_types: list[str] = []
    template = "preview.html"
    content_panels = [
        *Page.content_panels,
        FieldPanel("role"),
        FieldPanel("minutes"),
        FieldPanel("pass_percent"),
        FieldPanel("draw"),
        MultiFieldPanel(
            [FieldPanel("attempts"), FieldPanel("wait_hours"), FieldPanel("minutes_limit")],
            heading=_("limits"),
        ),
        FieldPanel("body"),
        FieldPanel("bank"),
    ]

    class Meta:
        verbose_name = _("final assessment")
        verbose_name_plural = _("final assessments")


class LibrarySource(models.Model):
    """Which file of a library a page was loaded from, and what it said then.

    A page is changed by loading only when its file changed since: an author's edits stay.
    """

    page = models.OneToOneField(Page, on_delete=models.CASCADE, related_name="+")
    root = models.UUIDField(_("course or toolkit"))
    path = models.CharField(_("path"), max_length=500)
    digest = models.CharField(_("digest"), max_length=64)  # SHA-256 of what the file came to

    class Meta:
        verbose_name = _("library source")
        verbose_name_plural = _("library sources")

    def __str__(self) -> str:
        return self.path
