"""The pages of a worksheet. To everybody but its one or two assessors it does not exist."""

from collections.abc import Callable
from functools import update_wrapper
from typing import cast
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from learning.accounts.models import User
from learning.worksheets import downloads, reconciling, saving
from learning.worksheets.answers import (
    PREFIX,
    answers,
    faults,
    note,
    section_names,
    sent,
)
from learning.worksheets.calculators import calculator_page
from learning.worksheets.desks import Desk, desk
from learning.worksheets.errors import (
    AlreadyHandedIn,
    ChangedMeanwhile,
    EditionMissing,
    InvitationError,
    NotYet,
    TooLarge,
    Unfit,
    WorksheetError,
)
from learning.worksheets.forms import InviteCodeForm
from learning.worksheets.inviting import join as join_by_code
from learning.worksheets.inviting import open_invitation
from learning.worksheets.models import Sheet, Worksheet
from learning.worksheets.pages import Filling, Input, shown_section, told
from learning.worksheets.planning import (
    FOLLOWED,
    done,
    due,
    follow_up,
    plan_faults,
    plan_rows,
    plan_section,
    proposed,
    save_plan,
)
from learning.worksheets.results import AssessmentResult, assessment_result
from learning.worksheets.showing import Context, about, progress, show_part, standing, whole
from toolkits.instruments.definition import Assessment, Calculator, Canvas
from toolkits.instruments.errors import UndecidedErrors
from toolkits.instruments.filling import cell
from toolkits.instruments.planning import MOST_PRIORITIES
from toolkits.instruments.scoring import agreement

A_PAGE = 50  # worksheets


def at_desk(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the person's desk; answer strangers, and whoever's edition cannot be read.

    Raises: Http404 — the worksheet is not there, or not this person's.
    """

    def guarded(request: HttpRequest, pk: UUID, **more: object) -> HttpResponse:
        if not isinstance(request.user, User):
            return _signed_out(request)
        try:
            return view(request, desk(request.user, pk), **more)
        except EditionMissing as error:
            context = {"sentence": error.sentence}
            return render(request, "worksheets/unreadable.html", context, status=503)

    update_wrapper(guarded, view)
    return never_cache(guarded)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Ask a stranger to sign in; show what was sent, so that it can be copied and is not lost."""
    if request.method != "POST":
        return redirect_to_login(request.get_full_path(), resolve_url("accounts:sign-in"))
    texts = [text for name, text in request.POST.items() if name.startswith(PREFIX) and text]
    return render(request, "worksheets/signed_out.html", {"texts": texts}, status=403)


@never_cache
@login_required
@require_safe
def worksheets(request: HttpRequest) -> HttpResponse:
    """List a person's worksheets, the latest first."""
    person = cast(User, request.user)
    sheets = Prefetch("sheets", Sheet.objects.defer("answers"))
    own = Worksheet.objects.of(person).defer("decisions", "plan").prefetch_related(sheets)
    page = Paginator(own, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "worksheets/worksheets.html", {"page": page})


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Let a second assessor in by the code from the first."""
    form = InviteCodeForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        try:
            worksheet = join_by_code(cast(User, request.user), form.cleaned_data["code"])
        except InvitationError as error:
            form.add_error("code", str(error.sentence))
        else:
            messages.success(request, _("You are the second assessor of “%s”.") % worksheet.title)
            return redirect(worksheet)
    return render(request, "worksheets/join.html", {"form": form})


@at_desk
def worksheet(request: HttpRequest, here: Desk) -> HttpResponse:
    """Show how far a worksheet is and what comes next; of a calculator, the calculator."""
    match here.instrument.definition:
        case Calculator():
            return calculator_page(request, here.instrument, here)
        case Canvas():
            return _canvas(request, here)
    context = {
        **_about(here),
        "stage": reconciling.stage(here),
        "standing": standing(here.instrument, Filling(here.mine.answers)),
        **progress(here.instrument, Filling(here.mine.answers)),
        "join_address": request.build_absolute_uri(reverse("worksheets:join")),
    }
    return render(request, "worksheets/worksheet.html", context)


def _about(here: Desk) -> Context:
    return {
        **about(here.instrument),
        "desk": here,
        "worksheet": here.worksheet,
        "newer": here.begun.newer,
    }


def _canvas(request: HttpRequest, here: Desk) -> HttpResponse:
    definition, kept = here.instrument.definition, here.mine.answers
    found = faults(definition, kept, here.instrument.names)
    filling = Filling(kept, found)
    sections = [
        shown_section(section, filling, whole=True)
        for part in here.instrument.parts
        for section in part.sections
    ]
    context = {
        **_about(here),
        "sections": sections,
        "told": told([], sections),
        "standing": standing(here.instrument, filling),
    }
    return render(request, "worksheets/canvas.html", context)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def part(request: HttpRequest, here: Desk, number: int) -> HttpResponse:
    """One page to fill in. What is sent is kept as it was typed."""
    found = here.instrument.part(number)
    if request.method != "POST":
        return _show_part(request, here, number, Filling(here.mine.answers))
    typed = sent(request.POST, found.names)
    kept = {**here.mine.answers, **typed}
    try:
        saved = saving.save_answers(here.mine, typed, version=_version(request))
    except ChangedMeanwhile as error:
        here.mine.version = error.version
        filling = Filling(kept, stored=error.stored, problem=str(error.sentence))
    except (AlreadyHandedIn, TooLarge) as error:
        filling = Filling(kept, problem=str(error.sentence))
    else:
        return redirect(_way_on(request, here, number, saved))
    return _show_part(request, here, number, filling, status=409)


def _show_part(
    request: HttpRequest, here: Desk, number: int, filling: Filling, *, status: int = 200
) -> HttpResponse:
    more = {"desk": here, "worksheet": here.worksheet, "newer": here.begun.newer}
    found = here.instrument.part(number)
    return show_part(request, here.instrument, found, filling, status=status, **more)


def _version(request: HttpRequest) -> int:
    return whole(request.POST.get("version", ""))


def _way_on(request: HttpRequest, here: Desk, number: int, saved: Sheet) -> str:
    """Give the address after saving. A page with faults stays, unless the person goes back."""
    go, found = request.POST.get("go", ""), here.instrument.part(number)
    has_faults = found.is_begun(saved.answers) and bool(
        faults(here.instrument.definition, saved.answers, found.names)
    )
    if go == "stay" or (go != "back" and has_faults):
        messages.success(request, _("Saved as you typed it."))
        return reverse("worksheets:part", args=[here.worksheet.pk, number])
    step = number - 1 if go == "back" else number + 1
    if go != "overview" and 1 <= step <= len(here.instrument.parts):
        return reverse("worksheets:part", args=[here.worksheet.pk, step])
    messages.success(request, _("Saved."))
    if go == "next" and isinstance(here.instrument.definition, Assessment):
        return reverse("worksheets:hand-in", args=[here.worksheet.pk])
    return here.worksheet.get_absolute_url()


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def hand_in(request: HttpRequest, here: Desk) -> HttpResponse:
    """Show what is missing or flagged, and hand the sheet in."""
    problem = ""
    if request.method == "POST":
        try:
            saving.hand_in(here.mine, here.instrument)
        except AlreadyHandedIn as error:
            messages.info(request, error.sentence)
            return redirect(here.worksheet)
        except Unfit as error:
            problem = str(error.sentence)
        else:
            messages.success(request, _("Handed in."))
            return redirect(_after_handing_in(here))
    if here.mine.is_handed_in:
        return redirect(here.worksheet)
    return _show_hand_in(request, here, problem)


def _after_handing_in(here: Desk) -> str:
    if here.worksheet.needs_two:
        return here.worksheet.get_absolute_url()
    return reverse("worksheets:result", args=[here.worksheet.pk])


def _show_hand_in(request: HttpRequest, here: Desk, problem: str) -> HttpResponse:
    own = reconciling.own(here)
    found = faults(here.assessment, here.mine.answers, here.instrument.names)
    wrong = {fault.path: fault.told(_) for fault in found}
    context = {
        **_about(here),
        "shown": assessment_result(here.assessment, own),
        "standing": standing(here.instrument, Filling(here.mine.answers)),
        "parts_of": [
            (part, question, wrong.get(f"{question.code}.evidence", ""))
            for part in here.instrument.parts
            for question in part.questions
        ],
        "problem": problem,
        "is_wrong": bool(found),
    }
    return render(request, "worksheets/hand_in.html", context, status=400 if problem else 200)


@at_desk
@require_POST
def open_again(request: HttpRequest, here: Desk) -> HttpResponse:
    """Take a handed-in sheet back, to correct it."""
    if saving.open_again(here.mine):
        messages.success(request, _("Your sheet is open again. Hand it in when it is right."))
    else:
        sentence = _("Both have handed in, so the answers stand. Settle differences together.")
        messages.info(request, sentence)
    return redirect(here.worksheet)


@at_desk
@require_POST
def invite(request: HttpRequest, here: Desk) -> HttpResponse:
    """Make a new code for the second assessor, in place of the old one."""
    if not here.is_owner:
        raise Http404
    open_invitation(here.worksheet)
    return redirect(here.worksheet)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request: HttpRequest, here: Desk) -> HttpResponse:
    """Show each difference with both answers, and keep what the two decide."""
    decisions, stored, problem, undecided = here.worksheet.decisions, {}, "", frozenset[str]()
    try:
        if request.method == "POST":
            typed = sent(request.POST, reconciling.decision_names(here))
            decisions = {**decisions, **typed}
            saved = reconciling.decide(here, typed, version=_version(request))
            here.worksheet.decisions, here.worksheet.version = saved.decisions, saved.version
            reconciling.agreed(here)
            return redirect("worksheets:result", here.worksheet.pk)
    except UndecidedErrors as error:
        undecided = frozenset(fault.path for fault in error.faults)
    except NotYet as error:
        return _not_yet(request, here, error)
    except ChangedMeanwhile as error:
        stored, problem = dict(error.stored), str(error.sentence)
        here.worksheet.version = error.version
    except TooLarge as error:
        problem = str(error.sentence)
    return _show_reconcile(request, here, decisions, stored, problem, undecided)


def _not_yet(request: HttpRequest, here: Desk, error: WorksheetError) -> HttpResponse:
    messages.info(request, str(error.sentence))
    return redirect(here.worksheet)


def _show_reconcile(
    request: HttpRequest,
    here: Desk,
    decisions: dict[str, str],
    stored: dict[str, str],
    problem: str,
    undecided: frozenset[str],
) -> HttpResponse:
    try:
        found = reconciling.differences(here)
    except NotYet as error:
        return _not_yet(request, here, error)
    rows = [
        {
            "difference": each,
            "code": each.question.code,
            "decision": decisions.get(each.question.code, ""),
            "note_name": note(each.question.code),
            "note": decisions.get(note(each.question.code), ""),
            "meanwhile": stored.get(each.question.code),
            "meanwhile_note": stored.get(note(each.question.code)),
            "is_missing": each.question.code in undecided,
        }
        for each in found
    ]
    context = {
        **_about(here),
        "rows": rows,
        "undecided": len(undecided),
        "problem": problem,
        "agreement": _agreement(here),
    }
    status = 409 if problem else 400 if undecided else 200
    return render(request, "worksheets/reconcile.html", context, status=status)


def _agreement(here: Desk) -> object:
    first, second = (answers(here.assessment, each) for each in here.both)
    return agreement(here.assessment, first, second)


@at_desk
@require_safe
def result(request: HttpRequest, here: Desk) -> HttpResponse:
    """Show the result, once it stands; `?alone`: of the person's own sheet."""
    is_alone = "alone" in request.GET and here.worksheet.needs_two
    try:
        shown = _result(here, is_alone=is_alone)
    except WorksheetError as error:
        return _not_yet(request, here, error)
    except UndecidedErrors:
        return redirect("worksheets:reconcile", here.worksheet.pk)
    context = {
        **_about(here),
        "shown": shown,
        "is_alone": is_alone,
        "agreement": _agreement(here) if here.are_both_in and not is_alone else None,
    }
    return render(request, "worksheets/result.html", context)


def _result(here: Desk, *, is_alone: bool = False) -> AssessmentResult:
    """Give the result. Raises: NotYet, UndecidedErrors."""
    assessment = here.assessment
    if not here.mine.is_handed_in:
        raise NotYet
    standing = reconciling.own(here) if is_alone else reconciling.agreed(here)
    return assessment_result(assessment, standing)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, here: Desk) -> HttpResponse:
    """Write the action plan, at most four priorities."""
    section = plan_section()
    if request.method == "POST":
        typed = sent(request.POST, section_names(section))
        try:
            saved = save_plan(here.worksheet, typed, version=_version(request))
        except ChangedMeanwhile as error:
            here.worksheet.version = error.version
            filling = Filling(typed, stored=error.stored, problem=str(error.sentence))
            return _show_plan(request, here, filling, status=409)
        except TooLarge as error:
            filling = Filling(typed, problem=str(error.sentence))
            return _show_plan(request, here, filling, status=409)
        if plan_faults(saved.plan, timezone.localdate()):
            messages.success(request, _("Saved as you typed it."))
            return redirect("worksheets:plan", here.worksheet.pk)
        messages.success(request, _("Saved."))
        return redirect("worksheets:plan-sheet", here.worksheet.pk)
    if here.worksheet.plan:
        found = plan_faults(here.worksheet.plan, timezone.localdate())
        return _show_plan(request, here, Filling(here.worksheet.plan, found))
    return _propose(request, here)


def _propose(request: HttpRequest, here: Desk) -> HttpResponse:
    try:
        shown = _result(here)
    except WorksheetError as error:
        return _not_yet(request, here, error)
    except UndecidedErrors:
        return redirect("worksheets:reconcile", here.worksheet.pk)
    return _show_plan(request, here, Filling(proposed(here.assessment, shown.result)))


def _show_plan(
    request: HttpRequest, here: Desk, filling: Filling, *, status: int = 200
) -> HttpResponse:
    shown = shown_section(plan_section(), filling, whole=True)
    context = {
        **_about(here),
        "section": shown,
        "told": told([], [shown]),
        "problem": filling.problem,
        "is_new": not here.worksheet.plan,
        "speaks": "",
    }
    return render(request, "worksheets/plan.html", context, status=status)


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def plan_sheet(request: HttpRequest, here: Desk) -> HttpResponse:
    """Show the plan on one page, and tick what is done after 30 and 90 days."""
    if request.method == "POST":
        names = {done(days, row) for days in FOLLOWED for row in range(1, MOST_PRIORITIES + 1)}
        ticked = {name for name in names if f"{PREFIX}{name}" in request.POST}
        try:
            follow_up(here.worksheet, ticked, version=_version(request))
            messages.success(request, _("Saved."))
        except ChangedMeanwhile:
            sentence = _(
                "The plan was changed from another page, so your ticks were not saved. "
                "The plan is safe. Look at it and tick again."
            )
            messages.error(request, sentence)
        return redirect("worksheets:plan-sheet", here.worksheet.pk)
    if not here.worksheet.plan:
        return redirect("worksheets:plan", here.worksheet.pk)
    return render(request, "worksheets/plan_sheet.html", {**_about(here), **_plan_context(here)})


def _plan_context(here: Desk) -> Context:
    kept = here.worksheet.plan
    fields = plan_section().fields
    rows = [
        {
            "number": number,
            "cells": [
                Input(cell(field.code, number), field, kept.get(cell(field.code, number), ""))
                for field in fields
            ],
            "ticks": [
                (done(days, number), days, kept.get(done(days, number), "")) for days in FOLLOWED
            ],
        }
        for number, row in enumerate(plan_rows(kept), start=1)
        if not row.is_empty
    ]
    dues = [(days, due(here.worksheet, days)) for days in FOLLOWED]
    return {"rows": rows, "dues": dues, "fields": fields}


@at_desk
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, here: Desk) -> HttpResponse:
    """Delete a worksheet, after its owner has read what goes with it."""
    if not here.is_owner:
        raise Http404
    if request.method == "POST":
        here.worksheet.delete()
        messages.success(request, _("“%s” is deleted.") % here.worksheet.title)
        return redirect("worksheets:worksheets")
    return render(request, "worksheets/delete.html", _about(here))


@at_desk
@require_safe
def download(request: HttpRequest, here: Desk, what: str, form: str) -> HttpResponse:
    """Give the result, the canvas or the plan as CSV or XLSX."""
    definition, own = here.instrument.definition, here.worksheet
    tables = {_("About"): downloads.about(own.instrument, own.title, own.place)}
    if what == "plan" and own.plan:
        tables |= downloads.plan_tables(own.plan)
    elif what == "canvas" and isinstance(definition, Canvas):
        tables |= downloads.canvas_tables(definition, here.mine.answers)
    elif what in ("result", "alone") and isinstance(definition, Assessment):
        try:
            tables |= downloads.assessment_tables(_result(here, is_alone=what == "alone"))
        except (NotYet, UndecidedErrors) as error:
            raise Http404 from error
    else:
        raise Http404
    return downloads.download(f"{own.title} {what}", tables, form)
