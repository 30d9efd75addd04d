"""The trainers' pages about the people of a cohort."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.access_log import note_access
from learning.accounts.forms import status_of
from learning.accounts.models import Seen, User
from learning.cohorts.errors import CohortError, NotYetTheirs
from learning.cohorts.helping import helpable, may_help
from learning.cohorts.models import Cohort, Membership, Roster
from learning.cohorts.people import importing
from learning.cohorts.people.explaining import counted, explained
from learning.cohorts.people.forms import ListForm, NameForm, TransferForm
from learning.cohorts.people.listing import (
    Person,
    former_people,
    history_of,
    is_disputed,
    people_of,
    person_of,
)
from learning.cohorts.people.mending import mended
from learning.cohorts.people.pins import MOST, cards_of, give_pins, without_pin
from learning.cohorts.people.planning import TO_MEND, WRITTEN
from learning.cohorts.people.printing import can_print, cards_pdf, pdf_response
from learning.cohorts.people.transferring import let_go, let_in_again, mend_name, transfer
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.publishing.exporters.errors import ExportError

ON_A_PAGE = 200  # people
FORMER_AT_ONCE = 20
MENDED_AT_ONCE = 25  # lines of a list
SHOWN_AT_ONCE = 100  # lines of a list to which something good happens
DEEDS = ("move", "leave", "back", "pins", "write")


@never_cache
@require_safe
@trainers_only
def people(request: TrainerRequest, code: str) -> HttpResponse:
    """Show who is in the cohort and who was, and take a list of others."""
    cohort = own_cohort(request.user, code)
    if "as" in request.GET:
        return _download(request, cohort)
    importing.forget_rosters()
    others = _other_cohorts(request.user, cohort)
    present, former = people_of(cohort), former_people(cohort, others)
    context = {
        "cohort": cohort,
        "tab": "people",
        "page": Paginator(present, ON_A_PAGE).get_page(request.GET.get("page")),
        "former": Paginator(former, FORMER_AT_ONCE).get_page(request.GET.get("left")),
        "others": others,
        "waiting": sum(_waits_for_pin(each, request.user) for each in present),
        "lists": cohort.rosters.filter(by=request.user).only("cohort_id", "state", "since"),
        "form": ListForm(),
        "can_print": can_print(),
        "most": MOST,
    }
    return render(request, "cohorts/people/people.html", context)


def _waits_for_pin(person: Person, by: User) -> bool:
    is_theirs = by.is_superuser or not person.is_brought
    return bool(person.code) and not person.has_pin and is_theirs


def _download(request: TrainerRequest, cohort: Cohort) -> HttpResponse:
    note_access(request.user, cohort.pk, Seen.CARDS)
    heading = [_("Name"), _("Organisation"), _("Language"), _("Learner code"), _("Joined")]
    members = cohort.memberships.present().select_related("learner")
    rows = [(*_cells(each.learner), each.joined.date().isoformat()) for each in members]
    return download(request, cohort.name, heading, rows)


def _cells(learner: User) -> tuple[str, ...]:
    return (learner.name, learner.organisation, learner.language, learner.learner_code)


def _other_cohorts(trainer: User, cohort: Cohort) -> dict[UUID, str]:
    """Give the trainer's other cohorts, by name: people move only to these."""
    return dict(Cohort.objects.taught_by(trainer).exclude(pk=cohort.pk).values_list("pk", "name"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def bring_list(request: TrainerRequest, code: str) -> HttpResponse:
    """Take a list of people, to be looked at before anything happens."""
    cohort = own_cohort(request.user, code)
    form = ListForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        roster = importing.look_at(cohort, request.user, form.sheet.lines)
        if form.sheet.unused:
            told = {"columns": ", ".join(form.sheet.unused)}
            messages.info(request, _("These columns were left aside: %(columns)s") % told)
        return redirect(_address(roster))
    context = {"cohort": cohort, "tab": "people", "form": form}
    return render(request, "cohorts/people/bring.html", context, status=status_of(form))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def roster(request: TrainerRequest, code: str, key: UUID) -> HttpResponse:
    """Show what a list would do, let its lines be mended, take it in, take it back."""
    cohort = own_cohort(request.user, code)
    brought = get_object_or_404(cohort.rosters.filter(by=request.user), pk=key)
    if request.method == "POST":
        return _deal_with(request, brought)
    if brought.rows:
        return _show_plan(request, brought)
    context = {
        "cohort": cohort,
        "tab": "people",
        "roster": brought,
        "until": brought.since + importing.KEPT,
        "waiting": without_pin(cohort, by=request.user).count(),
        "can_print": can_print(),
        "most": MOST,
    }
    return render(request, "cohorts/people/taken.html", context)


def _show_plan(request: HttpRequest, brought: Roster) -> HttpResponse:
    planned = importing.planned_for(brought)
    doubtful = [each for each in planned if each.outcome in TO_MEND]
    sound = [each for each in planned if each.outcome not in TO_MEND]
    page = Paginator(sound, SHOWN_AT_ONCE).get_page(request.GET.get("page"))
    context = {
        "cohort": brought.cohort,
        "tab": "people",
        "roster": brought,
        "counted": counted(planned),
        "coming": sum(each.outcome in WRITTEN for each in planned),
        "doubtful": len(doubtful),
        "mending": [explained(each) for each in doubtful[:MENDED_AT_ONCE]],
        "page": page,
        "lines": [explained(each) for each in page],
    }
    return render(request, "cohorts/people/roster.html", context)


def _deal_with(request: TrainerRequest, brought: Roster) -> HttpResponse:
    try:
        _do_with(request, brought, request.POST.get("do", ""))
    except CohortError as error:
        messages.error(request, str(error.sentence))
    return redirect(_address(brought))


def _do_with(request: TrainerRequest, brought: Roster, deed: str) -> None:
    if deed in ("mend", "take"):
        lines = [each.line for each in importing.decided_of(brought)]
        importing.mend(brought, mended(lines, request.POST))
    if deed == "take":
        _tell_taken_in(request, importing.take_in(brought))
    elif deed == "undo":
        _tell_taken_back(request, importing.take_back(brought, by=request.user))


def _tell_taken_in(request: HttpRequest, taken: importing.TakenIn) -> None:
    number = taken.new + taken.joined + taken.back
    sentence = ngettext(
        "%(number)d person came into the cohort.", "%(number)d people came into the cohort.", number
    )
    messages.success(request, sentence % {"number": number})


def _tell_taken_back(request: HttpRequest, taken: importing.TakenBack) -> None:
    sentence = _(
        "Taken back: %(deleted)d new accounts are deleted. %(left)d people left the cohort and "
        "keep their accounts, for they had one before or have used it."
    )
    messages.success(request, sentence % {"deleted": taken.deleted, "left": taken.left})


def _address(brought: Roster) -> str:
    return reverse("cohorts:roster", args=[brought.cohort.code, brought.pk])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def person(request: TrainerRequest, code: str, member: int) -> HttpResponse:
    """Show one person's way through the cohort, and mend their name."""
    cohort = own_cohort(request.user, code)
    membership = get_object_or_404(cohort.memberships.select_related("learner"), pk=member)
    form = NameForm(request.POST or None, initial={"name": membership.learner.name})
    if form.is_valid():
        return _mend_name(request, membership, form.cleaned_data["name"])
    note_access(request.user, membership.learner_id, Seen.ACCOUNT)
    others = _other_cohorts(request.user, cohort)
    context = {
        "cohort": cohort,
        "tab": "people",
        "person": person_of(membership),
        "history": history_of(membership, others),
        "is_disputed": is_disputed(membership),
        "form": form,
        "can_move": bool(others),
        "may_help": may_help(membership, by=request.user),
    }
    return render(request, "cohorts/people/person.html", context, status=status_of(form))


def _mend_name(request: TrainerRequest, member: Membership, name: str) -> HttpResponse:
    try:
        mend_name(member, name, by=request.user)
    except CohortError as error:
        messages.error(request, str(error.sentence))
    else:
        messages.success(request, _("The name is mended."))
    return redirect("cohorts:person", member.cohort.code, member.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@trainers_only
def several(request: TrainerRequest, code: str) -> HttpResponse:
    """Do one thing with several people: ask first, by name, and do it then."""
    cohort = own_cohort(request.user, code)
    sent = request.POST if request.method == "POST" else request.GET
    deed = sent.get("do", "")
    chosen = _chosen(cohort, sent.getlist("p"), deed, by=request.user)
    if not chosen or deed not in DEEDS:
        is_none_theirs = deed == "pins" and "p" in sent
        sentence = _("Nobody was chosen. Tick people in the list first.")
        messages.info(request, str(NotYetTheirs.sentence) if is_none_theirs else sentence)
        return redirect("cohorts:people", cohort.code)
    if deed == "write":
        to = urlencode({"to": [each.pk for each in chosen]}, doseq=True)
        return redirect(f"{reverse('cohorts:new-message', args=[cohort.code])}?{to}")
    form = _transfer_form(request, cohort) if deed == "move" else None
    if request.method == "POST" and (form is None or form.is_valid()):
        return _do(request, cohort, chosen, deed, form)
    context = {"cohort": cohort, "tab": "people", "chosen": chosen, "do": deed, "form": form}
    context |= {"can_print": can_print(), "most": MOST}
    return render(request, "cohorts/people/several.html", context)


def _chosen(cohort: Cohort, keys: Sequence[str], deed: str, *, by: User) -> list[Membership]:
    """Give the people who were ticked and to whom the deed can be done."""
    numbers = [int(key) for key in keys[:ON_A_PAGE] if key.isdecimal() and len(key) < 19]
    members = cohort.memberships.filter(pk__in=numbers).select_related("learner")
    if deed == "back":
        return list(members.exclude(left=None))
    if deed == "pins":
        return list(members.filter(pk__in=helpable(cohort, by=by).values("pk"))[:MOST])
    return list(members.present()[:ON_A_PAGE])


def _transfer_form(request: TrainerRequest, cohort: Cohort) -> TransferForm:
    sent = request.POST if request.method == "POST" else None
    return TransferForm(sent, trainer=request.user, cohort=cohort)


def _do(
    request: TrainerRequest,
    cohort: Cohort,
    chosen: list[Membership],
    deed: str,
    form: TransferForm | None,
) -> HttpResponse:
    if deed == "pins":
        return _show_pins(request, cohort, chosen)
    if deed == "leave":
        let_go(chosen, author=request.user.pk)
    elif deed == "back":
        let_in_again(chosen, author=request.user.pk)
    elif form:
        transfer(chosen, form.cleaned_data["to"], author=request.user.pk)
    sentence = ngettext("Done, for %(number)d person.", "Done, for %(number)d people.", len(chosen))
    messages.success(request, sentence % {"number": len(chosen)})
    return redirect("cohorts:people", cohort.code)


@never_cache
@require_POST
@trainers_only
def first_pins(request: TrainerRequest, code: str) -> HttpResponse:
    """Give a PIN to the next people who have none, and show the cards with them, this once."""
    cohort = own_cohort(request.user, code)
    waiting = without_pin(cohort, by=request.user).select_related("learner")[:MOST]
    return _show_pins(request, cohort, list(waiting))


@sensitive_variables()
def _show_pins(
    request: TrainerRequest, cohort: Cohort, members: Sequence[Membership]
) -> HttpResponse:
    learners = [each.learner for each in members if each.learner.is_learner]
    for learner in learners:
        note_access(request.user, learner.pk, Seen.PIN)
    cards = cards_of(request, give_pins(learners))
    if "pdf" in request.POST and can_print():
        try:
            return pdf_response(cohort, cards_pdf(cohort, cards))
        except ExportError as error:  # a PIN is given once: the page shows it instead
            messages.error(request, str(error))
    context = {
        "cohort": cohort,
        "tab": "people",
        "cards": cards,
        "waiting": without_pin(cohort, by=request.user).count(),
        "can_print": can_print(),
        "most": MOST,
    }
    return render(request, "cohorts/people/pins.html", context)


@never_cache
@require_safe
@trainers_only
def all_cards(request: TrainerRequest, code: str) -> HttpResponse:
    """Give the learner cards of everybody in the cohort as PDF, without PINs."""
    cohort = own_cohort(request.user, code)
    note_access(request.user, cohort.pk, Seen.CARDS)
    members = cohort.memberships.present().select_related("learner")
    learners = [each.learner for each in members if each.learner.is_learner]
    cards = cards_of(request, [(learner, "") for learner in learners])
    try:
        return pdf_response(cohort, cards_pdf(cohort, cards))
    except ExportError as error:
        messages.error(request, str(error))
        return redirect("cohorts:people", cohort.code)
