"""Everybody's own data: to see, to take along, to delete; for others, only on request."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.choosing import basis_of
from learning.accounts.errors import Refused
from learning.accounts.forms import refuse, remembering_nothing, status_of
from learning.accounts.models import Purpose, Seen, User
from learning.accounts.purposes import WORDINGS
from learning.accounts.sharing import is_shared
from learning.accounts.signing_in import is_still
from learning.privacy import agreeing
from learning.privacy.acting import may_act, person_for
from learning.privacy.collecting import collect_briefly, export
from learning.privacy.erasing import erase, losses
from learning.privacy.errors import LastAdministrator
from learning.privacy.forms import EraseForm, WhoForm
from learning.privacy.mine import looks_at
from learning.privacy.showing import ON_A_PAGE, TITLES, sections, titles_of
from learning.records import mine as records

A_PAGE = 100  # records


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say in plain words what is kept, why, how long, who sees it and how it is deleted."""
    context = {
        "name": settings.ATOLL_NAME,
        "contact": settings.ATOLL_CONTACT,
        "stores": (told := agreeing.stores()),
        "reports": any(each.tells_reports for each in told),
        "what_goes": WORDINGS[Purpose.FORWARD],
        "forwarding": basis_of(Purpose.FORWARD),
    }
    return render(request, "privacy/privacy.html", context)


@require_safe
def gone(request: HttpRequest) -> HttpResponse:
    return render(request, "privacy/gone.html")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    return _show(request, _person(request))


@never_cache
@login_required
@require_safe
def course_records(request: HttpRequest, course: UUID) -> HttpResponse:
    """List every record of one course, a hundred a page."""
    person = _person(request)
    page = Paginator(range(records.count_in(person, course)), A_PAGE).get_page(
        request.GET.get("page")
    )
    start = page.start_index() - 1
    context = {
        "page": page,
        "records": records.told_in(person, course, start=max(start, 0), most=A_PAGE),
        "title": titles_of([course]).get(course, str(course)),
    }
    if not page.paginator.count:
        raise Http404(_("There are no records of this course."))
    return render(request, "privacy/records.html", context)


@never_cache
@login_required
@require_safe
def download(request: HttpRequest) -> HttpResponse:
    return _file(_person(request))


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Let a person who proves who they are delete all that is kept about them."""
    person = _person(request)
    form = EraseForm(request.POST or None, person=person, by=person)
    if _is_confirmed(request, form, person):
        try:
            erase(person)
        except LastAdministrator as error:
            form.add_error(None, str(error.sentence))
        else:
            logout(request)
            return _gone_from_here_too()
    return _ask(request, form, person)


@never_cache
@login_required
@require_safe
def agree(request: HttpRequest) -> HttpResponse:
    """Ask a person for each purpose, and say what is done without asking."""
    found = agreeing.questions(_person(request))
    context = {
        "questions": [each for each in found if not each.is_duty],
        "duties": [each for each in found if each.is_duty],
    }
    return render(request, "privacy/agree.html", context)


@never_cache
@login_required
@require_POST
def choose(request: HttpRequest, purpose: str) -> HttpResponse:
    """Keep a yes or a no; it holds from now on."""
    person, said = _person(request), request.POST.get("say")
    if purpose not in Purpose.values or said not in ("yes", "no"):
        raise Http404
    asked, says_yes = Purpose(purpose), said == "yes"
    if not agreeing.may_say(person, asked, says_yes=says_yes):
        raise Http404
    if page := agreeing.answer(person, asked, says_yes=says_yes):
        return redirect(page)
    messages.success(request, _("Saved. It holds from now on."))
    return redirect("privacy:agree")


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: HttpRequest) -> HttpResponse:
    """Let staff find the person who asks, by the code on the card."""
    staff = _person(request)
    if not may_act(staff):
        raise Http404
    form = WhoForm(request.POST or None)
    if form.is_valid():
        try:
            return redirect(
                "privacy:person", person_for(staff, username=form.cleaned_data["code"]).pk
            )
        except Http404:
            sentence = _("You can act for nobody with this code. Ask an administrator.")
            form.add_error("code", sentence)
    return render(request, "privacy/people.html", {"form": form})


@never_cache
@login_required
@require_safe
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show staff what is kept about somebody who asked; that person can see who looked."""
    found = person_for(_person(request), pk=pk)
    note_access(_person(request), found.pk, Seen.DATA)
    return _show(request, found)


@never_cache
@login_required
@require_POST
def person_download(request: HttpRequest, pk: UUID) -> HttpResponse:
    found = person_for(_person(request), pk=pk)
    note_access(_person(request), found.pk, Seen.EXPORT)
    return _file(found)


@never_cache
@sensitive_post_parameters()
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def person_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let staff delete a person's data on request; their own password says who did it."""
    staff = _person(request)
    found = person_for(staff, pk=pk)
    form = EraseForm(request.POST or None, person=found, by=staff)
    if _is_confirmed(request, form, staff):
        try:
            erase(found, by=staff)
        except LastAdministrator as error:
            form.add_error(None, str(error.sentence))
        else:
            messages.success(request, _("All data of this person was deleted."))
            return redirect("privacy:people")
    return _ask(request, form, found)


def _show(request: HttpRequest, person: User) -> HttpResponse:
    told = collect_briefly(person)
    courses = [UUID(each["course"]) for each in told["records"]["courses"]]
    titles = titles_of(courses)
    numbers = [each["statements"] for each in told["records"].pop("courses")]
    context = {
        "person": person,
        "is_own": person == request.user,
        "courses": [
            (course, titles.get(course, str(course)), number)
            for course, number in zip(courses, numbers, strict=True)
        ],
        "sections": sections(told, ON_A_PAGE),
        "looks": looks_at(person)[:A_PAGE],
    }
    return render(request, "privacy/mine.html", context)


def _ask(request: HttpRequest, form: EraseForm, person: User) -> HttpResponse:
    if is_shared(request):
        remembering_nothing(form)
    context = {
        "form": form,
        "person": person,
        "is_own": person == request.user,
        "losses": [(TITLES.get(loss.room, loss.room), loss.number) for loss in losses(person)],
    }
    status = 400 if form.errors and status_of(form) == 200 else status_of(form)
    return render(request, "privacy/delete.html", context, status=status)


def _is_confirmed(request: HttpRequest, form: EraseForm, by: User) -> bool:
    """Tell whether everything typed is right. The PIN is looked at last, as each look counts."""
    if not form.is_valid():
        return False
    try:
        if is_still(request, by, form.cleaned_data["password"]):
            return True
    except Refused as error:
        refuse(form, error, field="password")
        return False
    form.add_error("password", _("This is not your PIN or password. Nothing was deleted."))
    return False


def _gone_from_here_too() -> HttpResponse:
    """Go on, and let the browser throw away what it kept: pages, answers, whole courses."""
    answer = redirect("privacy:gone")
    answer["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _file(person: User) -> HttpResponse:
    name = f"my-data-{timezone.localdate().isoformat()}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(export(person), content_type="application/zip", headers=headers)


def _person(request: HttpRequest) -> User:
    return cast(User, request.user)  # `login_required` made sure
