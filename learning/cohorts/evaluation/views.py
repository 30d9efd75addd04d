"""A day's form for participants; the counts of forms and the report for trainers."""

from datetime import date

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.accounts.models import User
from learning.cohorts.agenda.sessions import half_days_of
from learning.cohorts.evaluation.forms import PaperForm, ReactionForm
from learning.cohorts.evaluation.reactions import (
    LINES,
    count_paper,
    other_counts,
    paper_counts,
    react,
    reactions_by_day,
)
from learning.cohorts.evaluation.reporting import report_of, table_of
from learning.cohorts.models import Cohort
from learning.cohorts.pdf import can_print, pdf_of, pdf_response
from learning.cohorts.tables import download
from learning.cohorts.teaching import TrainerRequest, own_cohort, own_membership, trainers_only
from learning.publishing.exporters.errors import ExportError

STYLE = "report"


def days_of(cohort: Cohort) -> list[date]:
    """Give the days on which a cohort meets; without sessions, its first and its last day."""
    days = {each.date for each in half_days_of(cohort)}
    return sorted(days or {cohort.starts, cohort.ends})


def _day(cohort: Cohort, written: str) -> date:
    """Give the day of an address. Raises: Http404 — the cohort does not meet on it."""
    found = {day.isoformat(): day for day in days_of(cohort)}
    if written not in found:
        raise Http404
    return found[written]


@never_cache
@login_required
def my_reaction(request: HttpRequest, code: str, day: str = "") -> HttpResponse:
    """Show the days that can be spoken of, and take the form of one."""
    if not isinstance(request.user, User):
        raise Http404
    group = own_membership(request.user, code).cohort
    over = [each for each in days_of(group) if each <= timezone.localdate()]
    chosen = _day(group, day) if day else (over[-1] if over else None)
    if chosen is None or chosen > timezone.localdate():
        return render(request, "cohorts/evaluation/no_day.html", {"cohort": group})
    form = ReactionForm(request.POST or None)
    if form.is_valid():
        react(group, chosen, request.user.pk, form.value)
        messages.success(request, _("Thank you. Your form is counted, without your name."))
        return redirect("cohorts:my-reaction", group.code)
    context = {"cohort": group, "form": form, "day": chosen, "days": over}
    status = 400 if form.is_bound else 200
    return render(request, "cohorts/evaluation/my_reaction.html", context, status=status)


@never_cache
@require_safe
@trainers_only
def reactions(request: TrainerRequest, code: str) -> HttpResponse:
    """Show what people found of each day, in groups of five and more."""
    group = own_cohort(request.user, code)
    days = days_of(group)
    found = reactions_by_day(group, days)
    if "as" in request.GET:
        heading = [_("Day"), _("Statement"), "1", "2", "3", "4"]
        rows = [
            [day.isoformat(), str(line.label), *line.counts]
            for day, told in found.items()
            for line in told.lines
        ]
        return download(request, f"{group.name} {_('reactions')}", heading, rows)
    context = {"cohort": group, "tab": "report", "days": found.items()}
    return render(request, "cohorts/evaluation/reactions.html", context)


@never_cache
@trainers_only
def paper_reactions(request: TrainerRequest, code: str, day: str) -> HttpResponse:
    """Take the counts of a day's forms on paper."""
    group = own_cohort(request.user, code)
    chosen = _day(group, day)
    form = PaperForm(request.POST or None, counts=paper_counts(group, chosen))
    if form.is_valid():
        count_paper(group, chosen, form.counts, author=request.user.pk)
        messages.success(request, _("The counts are saved."))
        return redirect("cohorts:reactions", group.code)
    others = [list(zip(LINES, counts, strict=True)) for counts in other_counts(group, chosen)]
    context = {"cohort": group, "tab": "report", "form": form, "day": chosen, "others": others}
    status = 400 if form.is_bound else 200
    return render(request, "cohorts/evaluation/paper.html", context, status=status)


@never_cache
@require_safe
@trainers_only
def report(request: TrainerRequest, code: str) -> HttpResponse:
    """Show the report in four levels: one page to print, and a table to download."""
    group = own_cohort(request.user, code)
    found = report_of(group, days_of(group))
    if "as" in request.GET:
        return download(request, f"{group.name} {_('report')}", *table_of(found))
    context = {"cohort": group, "tab": "report", "report": found, "can_print": can_print()}
    return render(request, "cohorts/evaluation/report.html", context)


@never_cache
@require_safe
@trainers_only
def report_pdf(request: TrainerRequest, code: str) -> HttpResponse:
    """Give the report as a PDF of one page."""
    group = own_cohort(request.user, code)
    context = {"cohort": group, "report": report_of(group, days_of(group))}
    html = render_to_string("cohorts/evaluation/report_pdf.html", context)
    try:
        return pdf_response(f"{group.name} {_('report')}", pdf_of(html, STYLE))
    except ExportError as error:
        messages.error(request, str(error))
        return redirect("cohorts:report", group.code)
