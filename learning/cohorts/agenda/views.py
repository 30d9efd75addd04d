"""The trainers' pages about sessions and who leads them, and the calendar file for everybody."""

from collections import Counter
from collections.abc import Iterable
from itertools import groupby
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen, User
from learning.cohorts.agenda import planning
from learning.cohorts.agenda.authors import Names
from learning.cohorts.agenda.calendar import MEDIA_TYPE, Event, calendar
from learning.cohorts.agenda.forms import (
    MoveDayForm,
    PlaceForm,
    PlanForm,
    SessionForm,
    TrainerForm,
    first_values,
)
from learning.cohorts.agenda.leading import add_trainer, institutions, remove_trainer
from learning.cohorts.agenda.materials import Materials, materials_of
from learning.cohorts.agenda.sessions import (
    Session,
    Version,
    half_days_in,
    is_readable,
    sessions_in,
    sessions_of,
)
from learning.cohorts.agenda.templates import Template
from learning.cohorts.errors import CohortError, NoSuchSession
from learning.cohorts.models import Cohort
from learning.cohorts.teaching import TrainerRequest, own_cohort, own_membership, trainers_only
from learning.cohorts.telling import register
from learning.records.facts import facts_of, told
from learning.xapi.attestations import Attested, Kind

TAB = "sessions"


@never_cache
@require_safe
@trainers_only
def sessions(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the sessions of a cohort, day by day."""
    group = own_cohort(request.user, code)
    facts = facts_of(group.pk, Kind.SESSION, Kind.ATTENDANCE)
    standing = sessions_in(group, facts)
    filled = {each.half_day for each in standing if not each.is_cancelled}
    context = {
        "days": days(standing, materials_of(group)),
        "left": [each for each in half_days_in(group, facts) if each not in filled],
        "late": [each for each in standing if each.starts.date() > group.ends],
        "plan_form": PlanForm(initial={"template": Template.PROGRAMME}),
        "place_form": PlaceForm(initial={"place": _usual_place(standing)}),
        "trainers": list(group.trainers.all()),
    }
    return _page(request, "cohorts/agenda/sessions.html", group, context)


def days(standing: Iterable[Session], materials: Materials) -> list[dict[str, Any]]:
    """Give the sessions by date, each with its page in the course."""
    return [
        {
            "date": day,
            "lines": [{"session": each, "page": materials.page(each)} for each in found],
            "form": MoveDayForm(initial={"day": day, "to": day}, auto_id=f"move-{day:%Y%m%d}-%s"),
        }
        for day, found in groupby(standing, key=lambda each: each.starts.date())
    ]


def _usual_place(standing: Iterable[Session]) -> str:
    places = Counter(each.place for each in standing if not each.is_cancelled)
    return max(places, key=lambda place: places[place], default="")


def _page(
    request: TrainerRequest, template: str, cohort: Cohort, context: dict[str, Any]
) -> HttpResponse:
    return render(request, template, {"cohort": cohort, "tab": TAB, **context})


@never_cache
@require_POST
@trainers_only
def plan(request: TrainerRequest, code: str) -> HttpResponse:
    """Put a template's sessions into the agenda."""
    group = own_cohort(request.user, code)
    form = PlanForm(request.POST)
    if form.is_valid():
        manifest = materials_of(group).manifest
        standing = planning.plan(group, form.chosen, manifest, author=request.user.pk)
        messages.success(request, told_of_plan(standing))
    return redirect("cohorts:sessions", group.code)


def told_of_plan(standing: list[Session]) -> str:
    """Say how many sessions there are now."""
    number = len(standing)
    words = ngettext(
        "There is %(number)d session in the agenda.",
        "There are %(number)d sessions in the agenda.",
        number,
    )
    return words % {"number": number}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def new_session(request: TrainerRequest, code: str) -> HttpResponse:
    """Add a session."""
    group = own_cohort(request.user, code)
    form = SessionForm(request.POST or None, initial=first_values(day=group.starts))
    if form.is_valid():
        planning.put(group, form.cleaned_data["key"], **form.saying, author=request.user.pk)
        messages.success(request, _("The session is in the agenda."))
        return redirect("cohorts:sessions", group.code)
    return _page(request, "cohorts/agenda/new_session.html", group, {"form": form})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def session(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show one session with its materials and its history, and change it."""
    group = own_cohort(request.user, code)
    here = _session(group, key)
    form = SessionForm(request.POST or None, initial=first_values(here))
    if form.is_valid():
        planning.put(group, key, **form.saying, author=request.user.pk)
        messages.success(request, _("The session is changed. What was there before is kept below."))
        return redirect("cohorts:session", group.code, key)
    return _page(request, "cohorts/agenda/session.html", group, _about(group, here, form))


def _session(group: Cohort, key: UUID) -> Session:
    try:
        return planning.found(sessions_of(group), key)
    except NoSuchSession as error:
        raise Http404(str(error.sentence)) from error


def _about(group: Cohort, here: Session, form: SessionForm) -> dict[str, Any]:
    materials = materials_of(group)
    about = register(group, Kind.SESSION, here.id).id
    said = [each for each in told(group.pk, Kind.SESSION) if each.register.id == about]
    versions = [_version(each) for each in reversed(said) if is_readable(each.value)]
    names = Names([each.author for each in (*versions, *here.others)])
    return {
        "session": here,
        "form": form,
        "page": materials.page(here),
        "handouts": materials.handouts(here),
        "marked": len(facts_of(group.pk, Kind.ATTENDANCE, thing=here.half_day.id)),
        "versions": [(each, names[each.author]) for each in versions],
        "others": [(each, names[each.author]) for each in here.others],
    }


def _version(said: Attested) -> Version:
    return Version(said.author, said.timestamp, said.value or {})


@never_cache
@require_POST
@trainers_only
def cancel(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Cancel a session, or take it up again."""
    group = own_cohort(request.user, code)
    here = _session(group, key)
    change = planning.take_up if here.is_cancelled else planning.cancel
    change(group, key, author=request.user.pk)
    return redirect("cohorts:session", group.code, key)


@never_cache
@require_POST
@trainers_only
def move_day(request: TrainerRequest, code: str) -> HttpResponse:
    """Move all sessions of a day to another date."""
    group = own_cohort(request.user, code)
    form = MoveDayForm(request.POST)
    if form.is_valid():
        moved = planning.move_day(group, **form.cleaned_data, author=request.user.pk)
        words = ngettext("%(number)d session moved.", "%(number)d sessions moved.", moved)
        messages.success(request, words % {"number": moved})
    else:
        messages.error(request, _("That is no date. Nothing is changed. Choose a date."))
    return redirect("cohorts:sessions", group.code)


@never_cache
@require_POST
@trainers_only
def place(request: TrainerRequest, code: str) -> HttpResponse:
    """Say where all sessions take place."""
    group = own_cohort(request.user, code)
    form = PlaceForm(request.POST)
    if form.is_valid():
        planning.meet_at(group, form.cleaned_data["place"], author=request.user.pk)
        messages.success(request, _("The place of all sessions is changed."))
    return redirect("cohorts:sessions", group.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def facilitators(request: TrainerRequest, code: str) -> HttpResponse:
    """Show who leads the cohort, and add somebody."""
    group = own_cohort(request.user, code)
    form = TrainerForm(request.POST or None)
    if form.is_valid() and _added(request, group, form):
        return redirect("cohorts:facilitators", group.code)
    context = {"form": form, "trainers": list(group.trainers.order_by("name"))}
    return _page(request, "cohorts/agenda/facilitators.html", group, context)


def _added(request: TrainerRequest, group: Cohort, form: TrainerForm) -> bool:
    try:
        person = add_trainer(group, form.cleaned_data["username"], author=request.user.pk)
    except CohortError as error:
        form.add_error("username", str(error.sentence))
        return False
    messages.success(request, _("%(name)s leads this cohort too.") % {"name": person})
    return True


@never_cache
@require_POST
@trainers_only
def remove_facilitator(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Have somebody lead the cohort no longer."""
    group = own_cohort(request.user, code)
    try:
        remove_trainer(group, key, author=request.user.pk)
    except CohortError as error:
        messages.error(request, str(error.sentence))
        return redirect("cohorts:facilitators", group.code)
    if key == request.user.pk and not request.user.is_superuser:
        return redirect("cohorts:cohorts")
    return redirect("cohorts:facilitators", group.code)


@never_cache
@require_safe
@trainers_only
def pairs(request: TrainerRequest, code: str) -> HttpResponse:
    """Show from which institutions the members came, and who came alone."""
    group = own_cohort(request.user, code)
    found = institutions(group.memberships.present().select_related("learner"))
    note_access(request.user, group.pk, Seen.COHORT)
    context = {
        "alone": [each for each in found if each.name and each.is_alone],
        "together": [each for each in found if each.name and not each.is_alone],
        "nowhere": [name for each in found if not each.name for name in each.people],
    }
    return _page(request, "cohorts/agenda/pairs.html", group, context)


@never_cache
@require_safe
@trainers_only
def calendar_file(request: TrainerRequest, code: str) -> HttpResponse:
    """Give the sessions as a calendar file, to those who teach."""
    return _calendar(request, own_cohort(request.user, code))


@never_cache
@login_required
@require_safe
def my_calendar(request: HttpRequest, code: str) -> HttpResponse:
    """Give the sessions as a calendar file, to those who learn."""
    person = request.user
    if not isinstance(person, User):
        raise Http404
    return _calendar(request, own_membership(person, code).cohort)


def _calendar(request: HttpRequest, group: Cohort) -> HttpResponse:
    changed = Counter(each.register.thing for each in told(group.pk, Kind.SESSION))
    materials = materials_of(group)
    events = [_event(request, each, changed[each.id] - 1, materials) for each in sessions_of(group)]
    content = calendar(group.name, events, settings.TIME_ZONE)
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{group.code}.ics"'
    return answer


def _event(request: HttpRequest, each: Session, changes: int, materials: Materials) -> Event:
    page = materials.page(each)
    return Event(
        id=each.id,
        sequence=max(changes, 0),
        told_at=each.told_at,
        starts=each.starts,
        minutes=each.minutes,
        title=each.title,
        place=each.place,
        address=request.build_absolute_uri(page.address) if page else "",
        is_cancelled=each.is_cancelled,
    )
