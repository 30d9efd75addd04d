"""A participant's own pages about what comes after a cohort."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning.accounts.forms import status_of
from learning.accounts.models import User
from learning.cohorts.agenda.opening import open_with_agenda
from learning.cohorts.cascade import following, pooling, teaching_log
from learning.cohorts.cascade.forms import FollowUpForm, OfferForm, TaughtForm
from learning.cohorts.cascade.leading import may_lead
from learning.cohorts.errors import NotCertified
from learning.cohorts.forms import OpenCohortForm
from learning.cohorts.models import Membership
from learning.cohorts.teaching import own_membership


def _own(request: HttpRequest, code: str) -> Membership:
    return own_membership(cast(User, request.user), code)


@never_cache
@login_required
def follow_up(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a participant what became of the course, three and six months later."""
    member = _own(request, code)
    cohort, person = member.cohort, member.learner_id
    told = following.by_person(following.follow_ups_of(cohort)).get(person, {})
    due = following.months_due(cohort, timezone.localdate())
    month = _month(request, due, told)
    known = told.get(month) if month else None
    form = FollowUpForm(request.POST or None, initial=FollowUpForm.told(known))
    if month and form.is_valid():
        following.answer(cohort, person, month, form.cleaned_data, author=person)
        messages.success(request, _("Saved. Thank you."))
        return redirect("cohorts:my-follow-up", code)
    context = {
        "cohort": cohort,
        "form": form,
        "month": month,
        "told": sorted(told.values(), key=lambda each: each.month),
        "dates": [(each, following.due_on(cohort, each)) for each in following.MONTHS],
        "due": due,
    }
    return render(request, "cohorts/cascade/my_follow_up.html", context, status=status_of(form))


def _month(request: HttpRequest, due: list[int], told: dict[int, Any]) -> int | None:
    """Give the month that is asked about: the one named, else the first that is not answered."""
    named = request.POST.get("month") or request.GET.get("month") or ""
    if named.isascii() and named.isdigit() and int(named) in due:
        return int(named)
    return next((month for month in due if month not in told), None)


@never_cache
@login_required
def teaching(request: HttpRequest, code: str) -> HttpResponse:
    """Show the courses that a participant taught, and write another one down."""
    member = _own(request, code)
    cohort, person = member.cohort, member.learner_id
    form = TaughtForm(request.POST or None)
    if form.is_valid():
        teaching_log.write_down(cohort, person, form.value, author=person)
        messages.success(request, _("Written down."))
        return redirect("cohorts:my-teaching", code)
    context = {
        "cohort": cohort,
        "form": form,
        "taught": teaching_log.by_teacher(teaching_log.taught_in(cohort)).get(person, []),
        "may_lead": may_lead(cohort, member.learner),
        "is_confirmed": pooling.is_confirmed(person),
    }
    return render(request, "cohorts/cascade/my_teaching.html", context, status=status_of(form))


@never_cache
@login_required
def one_course(request: HttpRequest, code: str, log: UUID) -> HttpResponse:
    """Mend or take back a course that a participant taught."""
    member = _own(request, code)
    cohort, person = member.cohort, member.learner_id
    known = _taught(member, log)
    form = TaughtForm(request.POST or None, initial=TaughtForm.told(known))
    if "withdraw" in request.POST:
        teaching_log.withdraw(cohort, person, log, author=person)
        messages.success(request, _("Taken back. What was written before stays in the history."))
        return redirect("cohorts:my-teaching", code)
    if form.is_valid():
        teaching_log.write_down(cohort, person, form.value, author=person, log=log)
        messages.success(request, _("Saved."))
        return redirect("cohorts:my-teaching", code)
    context = {"cohort": cohort, "form": form, "taught": known}
    return render(request, "cohorts/cascade/my_course.html", context, status=status_of(form))


def _taught(member: Membership, log: UUID) -> teaching_log.Taught:
    """Give a course that the member taught. Raises: Http404."""
    taught = teaching_log.by_teacher(teaching_log.taught_in(member.cohort))
    known = next((each for each in taught.get(member.learner_id, []) if each.id == log), None)
    if known is None:
        raise Http404
    return known


@never_cache
@login_required
def lead(request: HttpRequest, code: str) -> HttpResponse:
    """Open a cohort of the second generation: one's own, below the one in which one was trained."""
    member = _own(request, code)
    cohort, person = member.cohort, member.learner
    if not may_lead(cohort, person):
        raise Http404
    form = OpenCohortForm(request.POST or None, initial={"course": str(cohort.course)})
    if form.is_valid():
        opened = open_with_agenda(**form.cleaned_data, trainer=person, parent=cohort.pk)
        messages.success(request, _("Your cohort is open."))
        return redirect(opened)
    context = {"cohort": cohort, "form": form}
    return render(request, "cohorts/cascade/lead.html", context, status=status_of(form))


@never_cache
@login_required
def own_offer(request: HttpRequest, code: str) -> HttpResponse:
    """Let a confirmed trainer choose to be found by others, or no longer."""
    member = _own(request, code)
    person = member.learner_id
    if "withdraw" in request.POST:
        pooling.withdraw_offer(person)
        messages.success(request, _("You are no longer in the list."))
        return redirect("cohorts:my-pool", code)
    known = pooling.own_offer(person)
    form = OfferForm(request.POST or None, initial=OfferForm.told(known or {}))
    if form.is_valid() and _offered(request, member, form):
        return redirect("cohorts:my-pool", code)
    context = {
        "cohort": member.cohort,
        "form": form,
        "stands": known is not None,
        "is_confirmed": pooling.is_confirmed(person),
    }
    return render(request, "cohorts/cascade/my_pool.html", context, status=status_of(form))


def _offered(request: HttpRequest, member: Membership, form: OfferForm) -> bool:
    try:
        pooling.offer(member.cohort, member.learner_id, form.value)
    except NotCertified as error:
        form.add_error(None, str(error.sentence))
        return False
    messages.success(request, _("Saved. You can be found now."))
    return True
