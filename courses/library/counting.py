"""What a site's library consists of, counted for the person who has just loaded it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from wagtail.models import Page

from courses.models import AssessmentPage, CourseKind, CoursePage, LessonPage, UnitPage
from toolkits.countries.models import Country
from toolkits.models import (
    CasePage,
    ChapterPage,
    GuidePage,
    InstrumentPage,
    TaggedPage,
    ToolkitPage,
)

SOURCED = (ToolkitPage, GuidePage, CasePage, InstrumentPage, CoursePage)


@dataclass(frozen=True)
class Count:
    """One line of the table: `name` as people read it, `of` how many."""

    name: str
    of: int


def counts() -> Iterator[Count]:
    """Count what is in the site, drafts of courses and toolkits among it. About 15 queries."""
    courses = CoursePage.objects.all()
    yield Count(_("Toolkits"), ToolkitPage.objects.count())
    yield Count(_("Chapters"), _live(ChapterPage.objects.all()))
    yield Count(_("Guides"), _live(GuidePage.objects.all()))
    yield Count(_("Case studies"), _live(CasePage.objects.all()))
    yield Count(_("Instruments"), _live(InstrumentPage.objects.all()))
    filled = (page for page in InstrumentPage.objects.filter(live=True) if page.tool)
    yield Count(_("Instruments to fill in"), sum(1 for _page in filled))
    yield Count(_("Courses"), courses.filter(kind=CourseKind.COURSE).count())
    yield Count(_("Microlearning modules"), courses.filter(kind=CourseKind.MICROLEARNING).count())
    yield Count(_("Training programmes"), courses.filter(kind=CourseKind.PROGRAMME).count())
    yield Count(_("Units"), _live(UnitPage.objects.all()))
    yield Count(_("Lessons, sessions and handouts"), _live(LessonPage.objects.all()))
    yield Count(_("Tests"), _live(AssessmentPage.objects.all()))
    yield Count(_("Sources"), len(_sources()))
    yield Count(_("Countries"), Country.objects.filter(is_un_member=True).count())


def _live(pages: "QuerySet[Page]") -> int:
    return pages.filter(live=True).count()


def _sources() -> set[str]:
    """Give each source once, whoever names it."""
    models: tuple[type[TaggedPage], ...] = SOURCED
    named = (text for model in models for text in model.objects.values_list("sources", flat=True))
    return {line.strip() for text in named for line in text.splitlines() if line.strip()}
