"""The trainers' pages where they tell a cohort something and listen to it."""

from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.drawing import qr_code
from learning.accounts.forms import status_of
from learning.accounts.models import User
from learning.cohorts.agenda.calendar import MEDIA_TYPE, calendar
from learning.cohorts.dialogue.announcements import Announcement, announcement_of, sent_in
from learning.cohorts.dialogue.announcing import announce, own_id, withdraw
from learning.cohorts.dialogue.discussions import Discussion, discussion_of, discussions_of
from learning.cohorts.dialogue.forms import (
    AnnouncementForm,
    OfficeHourForm,
    PostForm,
    ReasonForm,
)
from learning.cohorts.dialogue.office_hours import (
    OfficeHour,
    event_of,
    office_hour_of,
    office_hours_in,
    set_office_hour,
)
from learning.cohorts.dialogue.posting import moderate, post, set_approval
from learning.cohorts.dialogue.posts import (
    Post,
    State,
    Thread,
    needs_approval,
    posts_in,
    tallies,
    threads_of,
)
from learning.cohorts.dialogue.texts import uuid_of
from learning.cohorts.errors import CohortError
from learning.cohorts.models import Cohort, Membership
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.records.facts import facts_of
from learning.xapi.attestations import Kind

THREADS = 50  # on a page
SHOWN = 20  # announcements on a page
TOLD = (
    Kind.ANNOUNCEMENT,
    Kind.ADDRESSED,
    Kind.SEEN,
    Kind.POST,
    Kind.MODERATED,
    Kind.SETTING,
    Kind.OFFICE_HOUR,
)


@never_cache
@require_safe
@trainers_only
def all_messages(request: TrainerRequest, code: str) -> HttpResponse:
    """Show what was announced, what is talked about, and when experts answer."""
    cohort = own_cohort(request.user, code)
    facts = facts_of(cohort.pk, *TOLD)
    counts = tallies(posts_in(facts))
    sent = sent_in(facts, cohort.memberships.present().count())
    context = {
        "cohort": cohort,
        "tab": "messages",
        "page": Paginator(sent, SHOWN).get_page(request.GET.get("page")),
        "discussions": discussions_of(cohort, counts),
        "hours": [(hour, counts.get(hour.id)) for hour in office_hours_in(facts)],
        "now": timezone.localtime().replace(tzinfo=None),
        "needs_approval": needs_approval(facts),
        "is_disputed": any(each.is_contested for each in facts if each.kind == Kind.SETTING),
    }
    return render(request, "cohorts/dialogue/messages.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def new_message(request: TrainerRequest, code: str) -> HttpResponse:
    """Write an announcement, to all or to those named in the address."""
    cohort = own_cohort(request.user, code)
    to = _addressed(request, cohort)
    given = {"reason": request.GET.get("reason", "")[:200]}
    form = AnnouncementForm(request.POST or None, initial=given, is_for_all=to is None)
    if form.is_valid():
        key = announce(
            cohort,
            form.texts,
            author=request.user,
            nonce=form.cleaned_data["nonce"],
            to=to,
            reason=form.cleaned_data.get("reason", ""),
        )
        return redirect("cohorts:message", cohort.code, key)
    context = {"cohort": cohort, "tab": "messages", "form": form, "to": to}
    return render(request, "cohorts/dialogue/new_message.html", context, status=status_of(form))


def _addressed(request: HttpRequest, cohort: Cohort) -> list[Membership] | None:
    """Give the people whom the request names by their memberships; none named: all."""
    sent = request.POST if request.method == "POST" else request.GET
    numbers = [int(key) for key in sent.getlist("to") if key.isdecimal() and len(key) < 19]
    if not numbers:
        return None
    members = cohort.memberships.present().filter(pk__in=numbers[:400])
    return list(members.select_related("learner"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def message(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show an announcement, its text to copy, and take it back."""
    cohort = own_cohort(request.user, code)
    told = _announcement(cohort, key)
    if request.method == "POST":
        withdraw(cohort, told, author=request.user)
        messages.success(request, _("The message is taken back. Nobody sees it any more."))
        return redirect("cohorts:messages", cohort.code)
    facts = facts_of(cohort.pk, Kind.ANNOUNCEMENT, Kind.ADDRESSED, Kind.SEEN, thing=key)
    signed = f"{cohort.name}\n{_join_address(request, cohort)}"
    context = {
        "cohort": cohort,
        "tab": "messages",
        "sent": sent_in(facts, cohort.memberships.present().count())[0],
        "sender": str(User.objects.filter(pk=told.author).first() or ""),
        "copies": [(each, f"{each.text}\n\n{signed}") for each in told.wordings],
    }
    return render(request, "cohorts/dialogue/message.html", context)


@never_cache
@require_safe
@trainers_only
def notice(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show an announcement as a sheet to print and hang up."""
    cohort = own_cohort(request.user, code)
    address = _join_address(request, cohort)
    context = {
        "cohort": cohort,
        "told": _announcement(cohort, key),
        "address": address,
        "qr": qr_code(address, label=_("QR code with the address of the cohort")),
    }
    return render(request, "cohorts/dialogue/notice.html", context)


def _announcement(cohort: Cohort, key: UUID) -> Announcement:
    """Give an announcement of the cohort. Raises: Http404 — none, or it was taken back."""
    told = announcement_of(cohort, key)
    if told is None:
        raise Http404
    return told


def _join_address(request: HttpRequest, cohort: Cohort) -> str:
    way = f"{reverse('cohorts:join')}?{urlencode({'code': cohort.code})}"
    return request.build_absolute_uri(way)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def discussion(request: TrainerRequest, code: str, thing: UUID) -> HttpResponse:
    """Show a discussion with all that waits or is hidden, and let the trainer answer."""
    cohort = own_cohort(request.user, code)
    about = found_discussion(cohort, thing)
    form = post_form(request)
    if form.is_valid() and posted(cohort, about, form, request.user, as_trainer=True):
        return redirect("cohorts:discussion", cohort.code, thing)
    threads = threads_of(cohort, thing, reader=None)
    context = {
        "cohort": cohort,
        "tab": "messages",
        "about": about,
        "page": Paginator(threads, THREADS).get_page(request.GET.get("page")),
        "form": form,
        "answered": answered(form, threads),
        "is_trainer": True,
    }
    return render(request, "cohorts/dialogue/discussion.html", context, status=status_of(form))


def post_form(request: HttpRequest) -> PostForm:
    """Give the form for something new, or for an answer to the post that the address names."""
    return PostForm(request.POST or None, initial={"to": uuid_of(request.GET.get("answer", ""))})


def answered(form: PostForm, threads: Iterable[Thread]) -> Post | None:
    """Give the post that the form answers, if it is there still."""
    key = str(form["to"].value() or "")
    return next((each.post for each in threads if str(each.key) == key), None)


def found_discussion(cohort: Cohort, thing: UUID) -> Discussion:
    """Give a discussion of the cohort. Raises: Http404."""
    about = discussion_of(cohort, thing)
    if about is None:
        raise Http404
    return about


def posted(
    cohort: Cohort, about: Discussion, form: PostForm, author: User, *, as_trainer: bool = False
) -> bool:
    """Say what a form holds; where that cannot be, the form tells why.

    Raises: Http404 — it answers something that is not there, or is an answer itself.
    """
    fields = form.cleaned_data
    if to := fields["to"]:
        reader = None if as_trainer else author
        if to not in {each.key for each in threads_of(cohort, about.thing, reader=reader)}:
            raise Http404
    try:
        said = {"nonce": fields["nonce"], "to": to, "as_trainer": as_trainer}
        post(cohort, about.thing, fields["text"], author=author, **said)
    except CohortError as error:
        form.add_error("text", str(error.sentence))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def moderating(request: TrainerRequest, code: str, thing: UUID, key: UUID) -> HttpResponse:
    """Show a post, or hide it with a reason."""
    cohort = own_cohort(request.user, code)
    about, found = found_discussion(cohort, thing), _found_post(cohort, thing, key)
    form = ReasonForm(request.POST if "hide" in request.POST else None)
    if form.is_valid():
        why = form.cleaned_data["why"]
        moderate(cohort, thing, found, State.HIDDEN, author=request.user, why=why)
    elif request.method == "POST" and not form.is_bound:
        moderate(cohort, thing, found, State.SHOWN, author=request.user)
    else:
        context = {"cohort": cohort, "tab": "messages", "about": about, "post": found, "form": form}
        return render(request, "cohorts/dialogue/hide.html", context, status=status_of(form))
    return redirect("cohorts:discussion", cohort.code, thing)


def _found_post(cohort: Cohort, thing: UUID, key: UUID) -> Post:
    """Give a post of a discussion. Raises: Http404 — it is not there, or was taken back."""
    told = posts_in(facts_of(cohort.pk, Kind.POST, Kind.MODERATED, thing=thing)).get(thing, [])
    found = next((each for each in told if each.id == key), None)
    if found is None:
        raise Http404
    return found


@never_cache
@require_POST
@trainers_only
def approval(request: TrainerRequest, code: str) -> HttpResponse:
    """Set whether posts are read by a trainer first."""
    cohort = own_cohort(request.user, code)
    set_approval(cohort, is_needed=request.POST.get("posts") == "approved", author=request.user)
    messages.success(request, _("Saved."))
    return redirect("cohorts:messages", cohort.code)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def office_hour(request: TrainerRequest, code: str, key: UUID | None = None) -> HttpResponse:
    """Offer an office hour, change it, or cancel it."""
    cohort = own_cohort(request.user, code)
    hour = _hour(cohort, key) if key else None
    if hour and "cancel" in request.POST:
        return _offer(request, cohort, replace(hour, is_cancelled=True))
    form = OfficeHourForm(request.POST or None, initial=_initial(hour), cohort=cohort)
    if form.is_valid():
        return _offer(request, cohort, _told(request.user, form, key))
    context = {"cohort": cohort, "tab": "messages", "form": form, "hour": hour}
    return render(request, "cohorts/dialogue/office_hour.html", context, status=status_of(form))


def _hour(cohort: Cohort, key: UUID) -> OfficeHour:
    """Give an office hour of the cohort. Raises: Http404."""
    hour = office_hour_of(cohort, key)
    if hour is None:
        raise Http404
    return hour


def _offer(request: TrainerRequest, cohort: Cohort, hour: OfficeHour) -> HttpResponse:
    set_office_hour(cohort, hour, author=request.user)
    messages.success(request, _("Saved."))
    return redirect("cohorts:messages", cohort.code)


def _initial(hour: OfficeHour | None) -> dict[str, object]:
    if hour is None:
        return {}
    return {
        "topic": hour.topic,
        "date": hour.starts.date(),
        "time": hour.starts.strftime("%H:%M"),
        "minutes": hour.minutes,
        "where": hour.where,
        "expert": hour.expert,
    }


def _told(author: User, form: OfficeHourForm, key: UUID | None) -> OfficeHour:
    fields = form.cleaned_data
    return OfficeHour(
        id=key or own_id(author, fields["nonce"], fields["topic"], form.starts.isoformat()),
        starts=form.starts,
        minutes=fields["minutes"],
        topic=fields["topic"],
        where=fields["where"],
        expert=fields["expert"].pk if fields["expert"] else None,
        is_cancelled=False,
        told_at=timezone.now(),
    )


@never_cache
@require_safe
@trainers_only
def office_hour_file(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Give an office hour as a calendar file."""
    return calendar_of(request, own_cohort(request.user, code), key)


def calendar_of(request: HttpRequest, cohort: Cohort, key: UUID) -> HttpResponse:
    """Give an office hour of a cohort as a calendar file. Raises: Http404."""
    hour = _hour(cohort, key)
    address = request.build_absolute_uri(reverse("cohorts:my-discussion", args=[cohort.code, key]))
    content = calendar(cohort.name, [event_of(cohort, hour, address)], settings.TIME_ZONE)
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="office-hour.ics"'
    return answer
