"""The trainers' pages about attendance, and a learner's own page of a cohort."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.drawing import qr_code
from learning.accounts.models import Seen, User
from learning.cohorts.agenda.authors import Names
from learning.cohorts.agenda.materials import materials_of
from learning.cohorts.agenda.sessions import HalfDay, read_half_day
from learning.cohorts.agenda.views import days
from learning.cohorts.attendance.forms import DayCodeForm
from learning.cohorts.attendance.marking import check_in, day_code, mark, open_now
from learning.cohorts.attendance.marks import Mark, Register, State, register_of
from learning.cohorts.attendance.overview import counts, file_rows, heading, people
from learning.cohorts.attendance.sheets import Line, lines_of, read_sheet, seen
from learning.cohorts.errors import CohortError, WrongDayCode
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, own_membership, trainers_only
from learning.records.facts import told
from learning.xapi.attestations import Kind

TAB = "attendance"
ON_A_PAGE = 10  # half days on one sheet of paper


@never_cache
@require_safe
@trainers_only
def attendance(request: TrainerRequest, code: str) -> HttpResponse:
    """Show who was there over all half days; `?as=csv` or `xlsx` gives the same as a file."""
    group = own_cohort(request.user, code)
    register = register_of(group)
    rows = people(group, register)
    note_access(request.user, group.pk, Seen.COHORT)
    if "as" in request.GET:
        name = _("Attendance %(cohort)s") % {"cohort": group.name}
        return download(request, name, heading(register.half_days), file_rows(rows))
    context = {"half_days": counts(register, rows), "rows": rows, "now": open_now(register)}
    return _page(request, "cohorts/attendance/attendance.html", group, context)


def _page(
    request: TrainerRequest, template: str, cohort: Cohort, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {"cohort": cohort, "tab": TAB, **context})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def sheet(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show the sheet of one half day, and take what was filled in."""
    group = own_cohort(request.user, code)
    register = register_of(group)
    half_day = _half_day(register, key)
    lines = lines_of(group, register, half_day)
    if request.method == "POST":
        marked = mark(
            group, half_day, read_sheet(request.POST.dict(), lines), author=request.user.pk
        )
        messages.success(request, _told(marked))
        return redirect("cohorts:sheet", group.code, key)
    note_access(request.user, group.pk, Seen.COHORT)
    return _page(request, "cohorts/attendance/sheet.html", group, _sheet(register, half_day, lines))


def _half_day(register: Register, key: UUID) -> HalfDay:
    try:
        return register.half_day(key)
    except KeyError as error:
        raise Http404 from error


def _told(marked: int) -> str:
    words = ngettext("%(number)d mark is saved.", "%(number)d marks are saved.", marked)
    return words % {"number": marked}


def _sheet(register: Register, half_day: HalfDay, lines: list[Line]) -> dict[str, Any]:
    marks = [line.mark for line in lines if line.mark]
    contested = [line for line in lines if line.mark and line.mark.is_contested]
    names = Names(_authors([*marks, *(each for mark in marks for each in mark.others)]))
    latest = max(marks, key=lambda each: each.at, default=None)
    return {
        "half_day": half_day,
        "lines": lines,
        "seen": seen(lines),
        "unmarked": len(lines) - len(marks),
        "contested": [(line, _answers(line.mark, names)) for line in contested],
        "latest": (latest, names[latest.author]) if latest else None,
        "sessions": [each for each in register.sessions if each.half_day.id == half_day.id],
    }


def _authors(marks: Iterable[Mark]) -> Iterable[UUID]:
    return (each.author for each in marks)


def _answers(mark: Mark | None, names: Names) -> list[tuple[str, str]]:
    """Give what was said of one person, by whom, what counts first."""
    said = (mark, *mark.others) if mark else ()
    return [(str(each.state.label), names[each.author]) for each in said]


@never_cache
@require_safe
@trainers_only
def show_code(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show the code of a half day large, and as a QR code, so that people check in themselves."""
    group = own_cohort(request.user, code)
    half_day = _half_day(register_of(group), key)
    address = request.build_absolute_uri(reverse("cohorts:check-in", args=[group.code]))
    typed = day_code(half_day)
    drawn = qr_code(f"{address}?{urlencode({'code': typed})}", label=_("QR code: check in"))
    context = {"half_day": half_day, "code": typed, "address": address, "qr": drawn}
    return _page(request, "cohorts/attendance/code.html", group, context)


@never_cache
@require_safe
@trainers_only
def paper_sheet(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the sheet to print: names and half days, with a box to sign in."""
    group = own_cohort(request.user, code)
    half_days = register_of(group).half_days
    names = [str(each.learner) for each in group.memberships.present().select_related("learner")]
    note_access(request.user, group.pk, Seen.COHORT)
    parts = [half_days[at : at + ON_A_PAGE] for at in range(0, len(half_days), ON_A_PAGE)]
    context = {"parts": parts, "names": names}
    return _page(request, "cohorts/attendance/paper.html", group, context)


@never_cache
@require_safe
@trainers_only
def person(request: TrainerRequest, code: str, member: int) -> HttpResponse:
    """Show all that was said of one person's attendance: who marked what, and when."""
    group = own_cohort(request.user, code)
    found = get_object_or_404(Membership.objects.select_related("learner"), cohort=group, pk=member)
    register = register_of(group)
    note_access(request.user, found.learner_id, Seen.COHORT)
    context = {
        "learner": found.learner,
        "attendance": register.of(found.learner_id),
        "lines": _lines(group, register, found.learner_id),
    }
    return _page(request, "cohorts/attendance/person.html", group, context)


def _lines(group: Cohort, register: Register, learner: UUID) -> list[dict[str, Any]]:
    history = _history(group, learner)
    return [
        {
            "half_day": each,
            "mark": register.mark(learner, each.id),
            "counts": each.id in register.counted,
            "said": history.get(each, []),
        }
        for each in register.half_days
    ]


def _history(group: Cohort, learner: UUID) -> dict[HalfDay, list[dict[str, Any]]]:
    """Give what was ever said of a learner, by half day, the latest first. Two queries."""
    said = told(group.pk, Kind.ATTENDANCE, learner=learner)
    names = Names(each.author for each in said)
    found: dict[HalfDay, list[dict[str, Any]]] = {}
    for each in reversed(said):
        half_day = read_half_day(group, each.value)
        state = (each.value or {}).get("state")
        if half_day and state in State.values:
            entry = {
                "state": State(state).label,
                "by": names[each.author],
                "at": each.timestamp,
                "is_own": each.author == learner,
            }
            found.setdefault(half_day, []).append(entry)
    return found


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest, code: str) -> HttpResponse:
    """Show a learner their cohort: what comes, where they were, and the ways on."""
    membership = _own(request, code)
    group = membership.cohort
    register = register_of(group)
    context = {
        "cohort": group,
        "days": days(register.sessions, materials_of(group)),
        "attendance": register.of(membership.learner_id),
        "now": open_now(register),
        "is_brought": membership.is_brought,
    }
    return render(request, "cohorts/attendance/mine.html", context)


def _own(request: HttpRequest, code: str) -> Membership:
    if not isinstance(request.user, User):
        raise Http404
    return own_membership(request.user, code)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def check_in_here(request: HttpRequest, code: str) -> HttpResponse:
    """Let a learner say "I am here" with the code that the trainer shows."""
    membership = _own(request, code)
    group, learner = membership.cohort, membership.learner
    form = DayCodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid() and (half_day := _checked_in(membership, form)):
        messages.success(request, _("You are marked present: %(half)s.") % {"half": half_day})
        return redirect("cohorts:check-in", group.code)
    register = register_of(group)
    lines = [(each, register.mark(learner.pk, each.id)) for each in register.half_days]
    context = {
        "cohort": group,
        "form": form,
        "now": open_now(register),
        "attendance": register.of(learner.pk),
        "lines": [(each, mark, each.id in register.counted) for each, mark in lines],
    }
    return render(request, "cohorts/attendance/check_in.html", context)


def _checked_in(membership: Membership, form: DayCodeForm) -> HalfDay | None:
    """Check somebody in, unless they guess. What went wrong stands in the form."""
    try:
        return check_in(membership.cohort, membership.learner, form.cleaned_data["code"])
    except WrongDayCode as error:
        form.add_error("code", str(error.sentence))
    except CohortError as error:
        form.add_error(None, str(error.sentence))
    return None
