"""The pages of the paper pack."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.cohorts.agenda.materials import materials_of
from learning.cohorts.agenda.sessions import sessions_of
from learning.cohorts.paper.packing import dates_of, pack
from learning.cohorts.pdf import can_print
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.publishing.errors import LibraryMissing
from learning.publishing.exporters.errors import ExportError

TAB = "sessions"


@never_cache
@require_safe
@trainers_only
def paper(request: TrainerRequest, code: str) -> HttpResponse:
    """Show which days can be had on paper; `?day=` shows that one alone."""
    group = own_cohort(request.user, code)
    dates, day = dates_of(sessions_of(group)), _day(request)
    context = {
        "cohort": group,
        "tab": TAB,
        "dates": [day] if day in dates else dates,
        "edition": materials_of(group).edition,
        "can_write": can_print(),
    }
    return render(request, "cohorts/paper/paper.html", context)


@never_cache
@require_safe
@trainers_only
def paper_pack(request: TrainerRequest, code: str) -> HttpResponse:
    """Give the PDF of a day, or of all."""
    group = own_cohort(request.user, code)
    dates, day = dates_of(sessions_of(group)), _day(request)
    edition = materials_of(group).edition
    if day and day not in dates:
        raise Http404
    if edition is None or not dates:
        return redirect("cohorts:paper", group.code)  # which says what is missing
    try:
        content = pack(group, edition, day)
    except (LibraryMissing, ExportError) as error:
        messages.error(request, str(error))
        return redirect("cohorts:paper", group.code)
    note_access(request.user, group.pk, Seen.COHORT)
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{group.code}-{day.isoformat() if day else 'all'}.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _day(request: TrainerRequest) -> date | None:
    """Give the date that is asked for. Raises: Http404 — it is none."""
    asked = request.GET.get("day")
    if not asked:
        return None
    try:
        day = parse_date(asked)
    except ValueError as error:
        raise Http404 from error
    if day is None:
        raise Http404
    return day
