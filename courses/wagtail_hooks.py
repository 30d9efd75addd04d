"""Where Wagtail meets building from toolkits: menus, addresses, and what authors are told."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from courses.models import CoursePage, LessonPage
from courses.updating import pending, where_used
from courses.views import build_course, catalogue_for, toolkit_updates, updates_address, uses
from toolkits.models import ToolkitUnitPage


class BuildItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return catalogue_for(request.user) is not None


class UpdatesItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        deeds = ["add", "change", "publish"]
        return bool(page_permission_policy.user_has_any_permission(request.user, deeds))


@hooks.register("register_admin_urls")
def addresses() -> list[URLPattern]:
    return [
        path("build-course/", build_course, name="build-course"),
        path("where-used/<int:key>/", uses, name="unit-uses"),
        path("toolkit-updates/", toolkit_updates, name="toolkit-updates"),
    ]


@hooks.register("register_admin_menu_item")
def offer_building() -> MenuItem:
    return BuildItem(
        gettext_lazy("Build a course"),
        reverse("build-course"),
        name="build-course",
        icon_name="openquote",
        order=150,
    )


@hooks.register("register_reports_menu_item")
def offer_updates() -> MenuItem:
    return UpdatesItem(
        gettext_lazy("Toolkit updates"),
        reverse("toolkit-updates"),
        name="toolkit-updates",
        icon_name="rotate",
        order=650,
    )


@hooks.register("before_edit_page")
def say_what_toolkits_changed(request: HttpRequest, page: Page) -> None:
    """Tell the author of a course or lesson that updates wait; of a unit, where it is used."""
    if request.method != "GET":
        return
    if isinstance(page, CoursePage):
        _say_pending(request, page, page)
    elif isinstance(page, LessonPage):
        _say_pending(request, LessonPage.objects.filter(pk=page.pk), _course_of(page))
    elif isinstance(page, ToolkitUnitPage):
        _say_where_used(request, page)


@hooks.register("after_publish_page")
def say_who_is_offered_the_new_wording(request: HttpRequest, page: Page) -> None:
    """Tell who publishes a unit of a toolkit how many lessons may now take it over."""
    specific = page.specific
    if not isinstance(specific, ToolkitUnitPage):
        return
    lessons = [lesson.pk for _course, lesson in where_used(specific)]
    waiting = pending(LessonPage.objects.filter(pk__in=lessons))
    offered = {update.lesson.pk for update in waiting if update.unit == specific}
    if offered:
        said = ngettext(
            "%d lesson shows this unit and is offered the new wording.",
            "%d lessons show this unit and are offered the new wording.",
            len(offered),
        )
        _say(request, said % len(offered), None)


def _course_of(lesson: LessonPage) -> CoursePage | None:
    return CoursePage.objects.ancestor_of(lesson).first()


def _say_pending(request: HttpRequest, scope: Any, course: CoursePage | None) -> None:
    if count := len(pending(scope)):
        said = ngettext(
            "A toolkit changed: %d update waits for your decision.",
            "Toolkits changed: %d updates wait for your decision.",
            count,
        )
        _say(request, said % count, course)


def _say(request: HttpRequest, said: str, course: CoursePage | None) -> None:
    button = messages.button(updates_address(course), _("Toolkit updates"))
    messages.warning(request, said, buttons=[button])


def _say_where_used(request: HttpRequest, unit: ToolkitUnitPage) -> None:
    if count := len(where_used(unit)):
        said = ngettext(
            "%d lesson shows this unit. Its wording stays until its author accepts yours.",
            "%d lessons show this unit. Their wording stays until each author accepts yours.",
            count,
        )
        button = messages.button(reverse("unit-uses", args=[unit.pk]), _("Where used"))
        messages.info(request, said % count, buttons=[button])
