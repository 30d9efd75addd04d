"""Joining a cohort, and the trainers' pages about it."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.cards import card_of
from learning.accounts.devices import with_mark
from learning.accounts.errors import AccountError
from learning.accounts.forms import CohortSignInForm, refuse, remembering_nothing, status_of
from learning.accounts.models import Seen, SignIn, User
from learning.accounts.sharing import is_shared
from learning.accounts.signing_in import PIN_BACKEND, next_page, speaking
from learning.cohorts.agenda.opening import open_with_agenda
from learning.cohorts.agenda.sessions import sessions_of
from learning.cohorts.enrolling import (
    Joined,
    closed_members,
    join_signed_in,
    reset_pin,
)
from learning.cohorts.enrolling import join as join_by_name
from learning.cohorts.errors import CohortError, NotYetTheirs
from learning.cohorts.forms import JoinForm, OpenCohortForm
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.noticing import needs_in, silent_stations
from learning.cohorts.offering import current_edition
from learning.cohorts.roster import roster
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.publishing.models import Edition


@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest) -> HttpResponse:
    """Let a learner into a cohort: by code, name and PIN, or by the code alone when signed in."""
    form_class = JoinForm if request.user.is_authenticated else CohortSignInForm
    form = form_class(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid() and (joined := _joined(request, form)):
        return _go_on(request, joined)
    if is_shared(request):
        remembering_nothing(form)
    context = {"form": form, "next": next_page(request, otherwise="")}
    page = render(request, "cohorts/join.html", context, status=status_of(form))
    return with_mark(request, page)


def _joined(request: HttpRequest, form: forms.Form) -> Joined | None:
    fields = form.cleaned_data
    try:
        if isinstance(request.user, User):
            return join_signed_in(request.user, code=fields["code"])
        return join_by_name(
            request, code=fields["code"], name=fields["name"], pin=fields["password"]
        )
    except AccountError as error:
        refuse(form, error)
    except CohortError as error:
        form.add_error(None, str(error.sentence))
    return None


def _go_on(request: HttpRequest, joined: Joined) -> HttpResponse:
    if request.user != joined.learner:
        login(request, joined.learner, backend=PIN_BACKEND)
    messages.success(request, _("You are in the cohort “%(cohort)s”.") % {"cohort": joined.cohort})
    way_on = next_page(request, otherwise=_course_page(joined.cohort))
    if joined.is_new:
        return redirect(f"{reverse('accounts:welcome')}?{urlencode({'next': way_on})}")
    return speaking(joined.learner, redirect(way_on))


def _course_page(cohort: Cohort) -> str:
    edition = _edition(cohort.course)
    return resolve_url("player:course", edition.slug) if edition else resolve_url("player:me")


def _edition(course: UUID) -> Edition | None:
    try:
        return current_edition(course)
    except Edition.DoesNotExist:
        return None


@never_cache
@trainers_only
def cohorts(request: TrainerRequest) -> HttpResponse:
    """Show a trainer's cohorts, and open a new one."""
    form = OpenCohortForm(request.POST or None)
    if form.is_valid():
        return redirect(open_with_agenda(**form.cleaned_data, trainer=request.user))
    own = Cohort.objects.taught_by(request.user).with_size()
    return render(request, "cohorts/cohorts.html", {"form": form, "cohorts": own})


@never_cache
@require_safe
@trainers_only
def cohort(request: TrainerRequest, code: str) -> HttpResponse:
    """Show how the members of one cohort get on."""
    group = own_cohort(request.user, code)
    edition = _edition(group.course)
    manifest = edition.frozen().manifest if edition else None
    rows = roster(group, manifest)
    closed = closed_members(group)
    note_access(request.user, group.pk, Seen.COHORT)
    context = {
        "cohort": group,
        "edition": edition,
        "rows": rows,
        "needs": needs_in(group, rows, manifest, closed=[member.pk for member in closed]),
        "silent": silent_stations(group),
    }
    return render(request, "cohorts/cohort.html", context)


@require_safe
@trainers_only
def poster(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the sheet to print and hang up: the address, the code, and where and when it begins."""
    group = own_cohort(request.user, code)
    held = [each for each in sessions_of(group) if not each.is_cancelled]
    context = {
        "cohort": group,
        "edition": _edition(group.course),
        "address": request.build_absolute_uri(reverse("cohorts:join")),
        "first": held[0] if held else None,
        "places": sorted({each.place for each in held if each.place}),
    }
    return render(request, "cohorts/poster.html", context)


@never_cache
@require_safe
@trainers_only
def cards(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the learner cards of all members, to print and cut."""
    group = own_cohort(request.user, code)
    members = group.memberships.present().select_related("learner")
    note_access(request.user, group.pk, Seen.CARDS)
    context = {"cohort": group, "cards": [card_of(request, each.learner) for each in members]}
    return render(request, "cohorts/cards.html", context)


@never_cache
@require_POST
@trainers_only
def new_pin(request: TrainerRequest, code: str, member: int) -> HttpResponse:
    """Give a member a new PIN and show it, this once."""
    group = own_cohort(request.user, code)
    membership = get_object_or_404(
        Membership.objects.select_related("learner"),
        cohort=group,
        pk=member,
        left=None,
        learner__signs_in_with=SignIn.PIN,
    )
    try:
        pin = reset_pin(membership, by=request.user)
    except NotYetTheirs as error:
        messages.error(request, str(error.sentence))
        return redirect(group)
    note_access(request.user, membership.learner_id, Seen.PIN)
    context = {"cohort": group, "learner": membership.learner, "pin": pin}
    return render(request, "cohorts/new_pin.html", context)
