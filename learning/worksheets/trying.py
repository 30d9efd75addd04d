"""The address of an instrument: what it is, and filling it in without an account.

Nothing that a visitor fills in is stored: each page carries the others' answers along, and they
are read anew every time. Whoever is signed in begins a worksheet here instead.
"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.accounts.models import User
from learning.worksheets import downloads
from learning.worksheets.answers import (
    LARGEST,
    Kept,
    Part,
    answers,
    faults,
    sent,
    without_empty,
)
from learning.worksheets.calculators import calculator_page
from learning.worksheets.errors import TooLarge
from learning.worksheets.forms import BeginForm
from learning.worksheets.instruments import Instrument, find_instrument
from learning.worksheets.models import Worksheet
from learning.worksheets.pages import Filling, shown_section
from learning.worksheets.planning import proposed
from learning.worksheets.results import assessment_result
from learning.worksheets.saving import begin
from learning.worksheets.showing import about, show_part, whole
from toolkits.instruments.definition import Assessment, Calculator


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def fill(request: HttpRequest, toolkit: str, lesson: str) -> HttpResponse:
    """Show an instrument and let people fill it in."""
    instrument = find_instrument(toolkit, lesson, content_id=request.POST.get("edition", ""))
    if isinstance(instrument.definition, Calculator):
        return calculator_page(request, instrument)
    if isinstance(request.user, User):
        return _begin(request, request.user, instrument)
    if request.method == "POST":
        return _try(request, instrument)
    return _start(request, instrument)


def _start(
    request: HttpRequest, instrument: Instrument, form: BeginForm | None = None
) -> HttpResponse:
    own = Worksheet.objects.none()
    if isinstance(request.user, User):
        own = Worksheet.objects.of(request.user).filter(activity=instrument.lesson.activity)
    context = {**about(instrument), "form": form, "own": own.defer("decisions", "plan")[:10]}
    return render(request, "worksheets/start.html", context)


def _begin(request: HttpRequest, owner: User, instrument: Instrument) -> HttpResponse:
    kept = without_empty(sent(request.POST, instrument.names))
    if kept:
        # Filled in as a visitor, and signed in meanwhile: keep it.
        worksheet = begin(owner, instrument, title=instrument.lesson.title, answers=kept)
        messages.success(request, _("You are signed in now, so what you filled in is saved."))
        return redirect(worksheet)
    form = BeginForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _start(request, instrument, form)
    worksheet = begin(owner, instrument, **form.cleaned_data)
    return redirect("worksheets:part", worksheet.pk, 1)


def _try(request: HttpRequest, instrument: Instrument) -> HttpResponse:
    kept = without_empty(sent(request.POST, instrument.names))
    go = request.POST.get("go", "")
    here = whole(request.POST.get("part", ""))
    part = instrument.parts[here - 1] if 1 <= here <= len(instrument.parts) else None
    if sum(map(len, kept.values())) > LARGEST:
        return _part(request, instrument, part or instrument.parts[0], kept, str(TooLarge.sentence))
    if part and go == "next" and _is_wrong(instrument, part, kept):
        return _part(request, instrument, part, kept)
    if go in downloads.FORMS:
        return _download(instrument, kept, go)
    number = _way(go, here)
    if 1 <= number <= len(instrument.parts):
        return _part(request, instrument, instrument.parts[number - 1], kept)
    return _result(request, instrument, kept) if number else _start(request, instrument)


def _is_wrong(instrument: Instrument, part: Part, kept: Kept) -> bool:
    return part.is_begun(kept) and bool(faults(instrument.definition, kept, part.names))


def _way(go: str, here: int) -> int:
    """Give the number of the part to go to; 0 is the start, and what lies beyond the result."""
    if go.startswith("to-"):
        return whole(go.removeprefix("to-"))
    return {"next": here + 1, "back": here - 1, "stay": here}.get(go, -1)


def _part(
    request: HttpRequest, instrument: Instrument, part: Part, kept: Kept, problem: str = ""
) -> HttpResponse:
    carried = {name: text for name, text in kept.items() if name not in part.names}
    is_newer = instrument.edition.is_current is False
    return show_part(
        request,
        instrument,
        part,
        Filling(kept, problem=problem),
        status=400 if problem else 200,
        carried=carried,
        is_old=is_newer,
    )


def _result(request: HttpRequest, instrument: Instrument, kept: Kept) -> HttpResponse:
    context = {**about(instrument), "carried": kept, "is_old": not instrument.edition.is_current}
    definition = instrument.definition
    if isinstance(definition, Assessment):
        shown = assessment_result(definition, answers(definition, kept))
        return render(request, "worksheets/result.html", {**context, "shown": shown})
    filling = Filling(kept)
    sections = [
        shown_section(section, filling, whole=True)
        for part in instrument.parts
        for section in part.sections
    ]
    return render(request, "worksheets/canvas.html", {**context, "sections": sections})


def _download(instrument: Instrument, kept: Kept, form: str) -> HttpResponse:
    definition, title = instrument.definition, instrument.lesson.title
    tables = {_("About"): downloads.about(title, "")}
    if isinstance(definition, Assessment):
        shown = assessment_result(definition, answers(definition, kept))
        tables |= downloads.assessment_tables(shown)
        tables |= downloads.plan_tables(proposed(definition, shown.result))
    elif not isinstance(definition, Calculator):
        tables |= downloads.canvas_tables(definition, kept)
    return downloads.download(title, tables, form)
