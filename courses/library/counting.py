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
    yield Count(_("Toolkits"), _apart(ToolkitPage.objects.all()))
    yield Count(_("Chapters"), _live(ChapterPage.objects.all()))
    yield Count(_("Guides"), _live(GuidePage.objects.all()))
    yield Count(_("Case studies"), _live(CasePage.objects.all()))
    yield Count(_("Instruments"), _live(InstrumentPage.objects.all()))
    live = InstrumentPage.objects.filter(live=True)
    filled = {page.translation_key for page in live if page.tool}
    yield Count(_("Instruments to fill in"), len(filled))
    yield Count(_("Courses"), _apart(courses.filter(kind=CourseKind.COURSE)))
    modules = courses.filter(kind=CourseKind.MICROLEARNING)
    yield Count(_("Microlearning modules"), _apart(modules))
    yield Count(_("Training programmes"), _apart(courses.filter(kind=CourseKind.PROGRAMME)))
    roots = [*courses, *ToolkitPage.objects.all()]
    works = {page.translation_key for page in roots}
    yield Count(_("Translations of courses and toolkits"), len(roots) - len(works))
    yield Count(_("Units"), _live(UnitPage.objects.all()))
    yield Count(_("Lessons, sessions and handouts"), _live(LessonPage.objects.all()))
    yield Count(_("Tests"), _live(AssessmentPage.objects.all()))
    yield Count(_("Sources"), len(_sources()))
    yield Count(_("Countries"), Country.objects.filter(is_un_member=True).count())


def _live(pages: "QuerySet[Page]") -> int:
    return _apart(pages.filter(live=True))


def _apart(pages: "QuerySet[Page]") -> int:
    """Count `pages`, each with its translations as one."""
    return pages.order_by().values("translation_key").distinct().count()


def _sources() -> set[str]:
    """Give each source once, whoever names it."""
    models: tuple[type[TaggedPage], ...] = SOURCED
    named = (text for model in models for text in model.objects.values_list("sources", flat=True))
    return {line.strip() for text in named for line in text.splitlines() if line.strip()}
