"""The participants' pages where they read what they are told, and talk."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.forms import status_of
from learning.accounts.models import User
from learning.accounts.signing_in import next_page
from learning.cohorts.dialogue.announcements import received_by
from learning.cohorts.dialogue.announcing import have_read
from learning.cohorts.dialogue.discussions import discussions_of
from learning.cohorts.dialogue.office_hours import office_hours_in
from learning.cohorts.dialogue.posting import withdraw_post
from learning.cohorts.dialogue.posts import posts_in, tallies, threads_of
from learning.cohorts.dialogue.views import (
    THREADS,
    answered,
    calendar_of,
    found_discussion,
    post_form,
    posted,
)
from learning.cohorts.models import Membership
from learning.cohorts.teaching import own_membership
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind

TALKED = (Kind.POST, Kind.MODERATED, Kind.OFFICE_HOUR)


def _membership(request: HttpRequest, code: str) -> Membership:
    """Give the membership of who is signed in. Raises: Http404 — there is none."""
    if not isinstance(request.user, User):
        raise Http404
    return own_membership(request.user, code)


@never_cache
@login_required
@require_safe
def my_messages(request: HttpRequest, code: str) -> HttpResponse:
    """Show what a participant was told, what is talked about, and when experts answer."""
    member = _membership(request, code)
    facts = facts_of(member.cohort_id, *TALKED)
    counts = tallies(posts_in(facts))
    hours = [(hour, counts.get(hour.id)) for hour in office_hours_in(facts)]
    context = {
        "cohort": member.cohort,
        "received": received_by(member.learner, get_language() or "", [member]),
        "discussions": discussions_of(member.cohort, counts),
        "hours": hours,
        "now": timezone.localtime().replace(tzinfo=None),
    }
    return render(request, "cohorts/dialogue/my_messages.html", context)


@never_cache
@login_required
@require_POST
def read(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Note that an announcement was read, and go on."""
    member = _membership(request, code)
    told = {each.announcement.id for each in received_by(member.learner, "", [member])}
    if key not in told:
        raise Http404
    have_read(member.cohort, key, learner=member.learner)
    return redirect(next_page(request, otherwise=reverse("cohorts:my-messages", args=[code])))


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def my_discussion(request: HttpRequest, code: str, thing: UUID) -> HttpResponse:
    """Show a discussion and let a participant say something."""
    member = _membership(request, code)
    about = found_discussion(member.cohort, thing)
    form = post_form(request)
    if form.is_valid() and posted(member.cohort, about, form, member.learner):
        return redirect("cohorts:my-discussion", member.cohort.code, thing)
    threads = threads_of(member.cohort, thing, reader=member.learner)
    context = {
        "cohort": member.cohort,
        "about": about,
        "page": Paginator(threads, THREADS).get_page(request.GET.get("page")),
        "form": form,
        "answered": answered(form, threads),
    }
    return render(request, "cohorts/dialogue/my_discussion.html", context, status=status_of(form))


@never_cache
@login_required
@require_POST
def withdraw(request: HttpRequest, code: str, thing: UUID, key: UUID) -> HttpResponse:
    """Take back what one said oneself."""
    member = _membership(request, code)
    facts = facts_of(member.cohort_id, Kind.POST, thing=thing)
    own = [each for each in posts_in(facts).get(thing, []) if each.learner == member.learner_id]
    found = next((each for each in own if each.id == key), None)
    if found is None:
        raise Http404
    withdraw_post(member.cohort, thing, found, author=member.learner)
    return redirect("cohorts:my-discussion", member.cohort.code, thing)


@never_cache
@login_required
@require_safe
def my_office_hour(request: HttpRequest, code: str, key: UUID) -> HttpResponse:
    """Give an office hour as a calendar file."""
    return calendar_of(request, _membership(request, code).cohort, key)
