"""Pages of Wagtail's admin: building a course from toolkits, and deciding on their updates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as Shown
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin.paginator import WagtailPaginator
from wagtail.models import Page

from courses.building import Plan, build, choices, described, plan
from courses.differences import Change, Line, difference, near_changes
from courses.errors import CannotBuild, CourseError, OutOfDate
from courses.forms import BuildForm
from courses.models import CataloguePage, CoursePage
from courses.updating import Update, accept, keep_mine, pending, where_used
from toolkits.models import ToolkitUnitPage
from toolkits.sections import Block

A_PAGE = 20  # updates


@dataclass(frozen=True)
class ShownUpdate:
    """An update, and how it would change the lesson's wording and sources.

    `beside`: the keys of the updates of its course that are shown on the same page.
    """

    update: Update
    lines: list[Line]
    beside: tuple[str, ...] = ()

    @property
    def has_other_words(self) -> bool:
        return any(line.change in (Change.ADDED, Change.REMOVED) for line in self.lines)


def catalogue_for(user: Any) -> CataloguePage | None:
    """Give the first catalogue in which `user` may make a course."""
    for catalogue in CataloguePage.objects.order_by("path"):
        if catalogue.permissions_for_user(user).can_add_subpage():
            return catalogue
    return None


def build_course(request: HttpRequest) -> HttpResponse:
    """Choose units of toolkits, look at what the course will be, and make its draft."""
    catalogue = catalogue_for(request.user)
    if catalogue is None:
        raise PermissionDenied
    form = BuildForm(request.POST or None, offered=choices())
    planned: Plan | None = None
    if form.is_valid():
        try:
            if request.POST.get("decision") == "build":
                return _built(request, form, catalogue)
            planned = plan(**form.choice())
        except CannotBuild as error:
            form.add_error(None, str(error))
    context = {"form": form, "plan": planned, "described": planned and described(planned)}
    return render(request, "courses/build.html", _furniture(_("Build a course")) | context)


def _built(request: HttpRequest, form: BuildForm, catalogue: CataloguePage) -> HttpResponse:
    done = build(**form.choice(), parent=catalogue, user=_person(request))
    message = _("“%s” is a draft. Its lessons are ready; publish the course when you are.")
    messages.success(request, message % done.course.title)
    for warning in done.warnings:
        messages.warning(request, warning)
    return redirect("wagtailadmin_pages:edit", done.course.pk)


def toolkit_updates(request: HttpRequest) -> HttpResponse:
    """Show what toolkits say anew to those who may edit the lessons; take their decisions."""
    course = _course(request.GET.get("course", ""))
    waiting = [update for update in pending(course) if _may_edit(request.user, update)]
    if request.method == "POST":
        _decide(request, waiting)
        return redirect(updates_address(course))
    shown: Shown[Any] = WagtailPaginator(waiting, A_PAGE).get_page(request.GET.get("p"))
    of_page = list(shown.object_list)
    shown.object_list = [_shown(update, of_page) for update in of_page]
    context = {
        "page": shown,
        "takeable": {update.course.pk for update in of_page if _is_plain(update)},
        "course": course,
        "total": len(waiting),
        "elided_page_range": shown.paginator.get_elided_page_range(shown.number),
    }
    return render(request, "courses/updates.html", _furniture(_("Toolkit updates")) | context)


def uses(request: HttpRequest, key: int) -> HttpResponse:
    """Show in which lessons a unit of a toolkit is used, to those who may edit it."""
    unit = get_object_or_404(Page, pk=key).specific
    if not isinstance(unit, ToolkitUnitPage):
        raise Http404
    if not unit.permissions_for_user(request.user).can_edit():
        raise PermissionDenied
    context = {"unit": unit, "used": where_used(unit)}
    title = _("Where used: %s") % unit.title
    return render(request, "courses/where_used.html", _furniture(title) | context)


def updates_address(course: CoursePage | None = None) -> str:
    """Give the address of the updates of `course`, or of all."""
    address = reverse("toolkit-updates")
    return f"{address}?{urlencode({'course': course.pk})}" if course else address


def _course(key: str) -> CoursePage | None:
    return CoursePage.objects.filter(pk=key).first() if key.isdecimal() else None


def _may_edit(user: Any, update: Update) -> bool:
    return bool(update.lesson.permissions_for_user(user).can_edit())


def _shown(update: Update, of_page: Sequence[Update]) -> ShownUpdate:
    beside = tuple(each.key for each in of_page if each.course == update.course)
    if not update.can_accept:
        return ShownUpdate(update, [], beside)
    mine = [*update.mine, *_listed(update.my_sources, update)]
    theirs = [*update.theirs, *_listed(update.their_sources, update)]
    return ShownUpdate(update, near_changes(difference(mine, theirs)), beside)


def _listed(sources: Sequence[str], update: Update) -> list[Block]:
    """Give `sources` as blocks under their heading, where those of `update` differ."""
    if update.my_sources == update.their_sources:
        return []
    return [{"type": "source", "value": escape(line)} for line in (_("Sources"), *sources)]


def _decide(request: HttpRequest, waiting: list[Update]) -> None:
    decision, named = request.POST.get("decision"), request.POST.getlist("update")
    if decision == "accept-all":
        _accept_all(request, named, {each.key: each for each in waiting})
        return
    update = next((each for each in waiting if each.key in named), None)
    try:
        if update is None:
            raise OutOfDate(_gone())
        _refuse_locked(request, update)
        _take(request, update, keeps=decision == "keep")
    except CourseError as error:
        messages.error(request, str(error))


def _take(request: HttpRequest, update: Update, *, keeps: bool) -> None:
    is_live = (keep_mine if keeps else accept)(update, _person(request))
    if keeps:
        message = _("“%s” keeps its wording.")
    elif is_live:
        message = _("“%s” has the new wording. Learners see it when the course is published again.")
    else:
        message = _("The draft of “%s” has the new wording. Publish the lesson to use it.")
    messages.success(request, message % update.lesson.title)


def _gone() -> str:
    return _("This update is no longer there, or there is a newer one.")


def _accept_all(request: HttpRequest, shown: Iterable[str], waiting: Mapping[str, Update]) -> None:
    """Accept what was shown and replaces no wording of an author's own; the rest waits."""
    done = left = 0
    if any(key not in waiting for key in shown):
        messages.error(request, _gone())
    for update in (waiting[key] for key in shown if key in waiting):
        try:
            if not _is_plain(update):
                left += 1
                continue
            _refuse_locked(request, update)
            accept(update, _person(request))
            done += 1
        except CourseError as error:
            messages.error(request, str(error))
    said = ngettext("%d update was accepted.", "%d updates were accepted.", done) % done
    messages.success(request, said)
    if left:
        said = ngettext(
            "%d waits for you: it has wording of your own, or the toolkit no longer has it.",
            "%d wait for you: they have wording of your own, or the toolkit no longer has them.",
            left,
        )
        messages.warning(request, said % left)


def _is_plain(update: Update) -> bool:
    """Say whether accepting `update` replaces nothing that an author wrote."""
    return update.can_accept and not update.is_local


def _refuse_locked(request: HttpRequest, update: Update) -> None:
    if update.lesson.permissions_for_user(request.user).page_locked():
        message = _("“%s” is locked or under review. Nothing was changed. Try again afterwards.")
        raise OutOfDate(message % update.lesson.title)


def _person(request: HttpRequest) -> AbstractUser | None:
    return request.user if isinstance(request.user, AbstractUser) else None


def _furniture(title: str) -> dict[str, Any]:
    """Give what Wagtail's own template asks for: a title, and the way back."""
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    return {"header_title": title, "breadcrumbs_items": [home, {"url": "", "label": title}]}
