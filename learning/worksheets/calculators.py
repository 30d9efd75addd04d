"""A calculator's page: form and result together, stored only if somebody signed in asks for it."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from learning.accounts.models import User
from learning.worksheets import downloads
from learning.worksheets.answers import COUNTRY, Kept, sent, without_empty
from learning.worksheets.desks import Desk
from learning.worksheets.errors import ChangedMeanwhile, TooLarge
from learning.worksheets.instruments import Instrument
from learning.worksheets.models import TITLE_LENGTH
from learning.worksheets.pages import Filling, sections, told
from learning.worksheets.peers import Published, countries, published
from learning.worksheets.results import calculation_result, peers_title
from learning.worksheets.saving import begin, save_answers
from learning.worksheets.showing import Context, about, whole
from toolkits.countries.models import Country
from toolkits.instruments.calculating import Calculation, calculate
from toolkits.instruments.definition import Calculator
from toolkits.instruments.errors import Fault, InputErrors
from toolkits.instruments.formulas import EGDI


@dataclass(frozen=True)
class _Sums:
    """What was filled in came to this, or cannot be calculated for these faults."""

    calculation: Calculation | None = None
    faults: tuple[Fault, ...] = ()


def calculator_page(
    request: HttpRequest, instrument: Instrument, desk: Desk | None = None
) -> HttpResponse:
    """Show a calculator, calculate, take over published values, save, or give the result as a file.

    `desk`: whose worksheet it is; what is sent is then saved, right or wrong.
    """
    calculator = cast(Calculator, instrument.definition)
    known = countries() if calculator.formula == EGDI.name else {}
    if request.method != "POST":
        stored = desk.mine.answers if desk else {}
        return _show(request, instrument, Filling(stored), known, desk)
    go = request.POST.get("go", "")
    kept = without_empty(sent(request.POST, instrument.names))
    filling = Filling(kept)
    if go == "prefill" and kept.get(COUNTRY) in known:
        filling = Filling(_prefilled(calculator, kept, known[kept[COUNTRY]]))
    if desk:
        filling = _save(request, desk, filling)
    if go in downloads.FORMS:
        return _download(instrument, filling.kept, go, desk)
    if go == "save" and desk is None and isinstance(request.user, User):
        return _begin(request, request.user, instrument, filling.kept)
    return _show(request, instrument, filling, known, desk)


def _prefilled(calculator: Calculator, kept: Kept, country: Country) -> dict[str, str]:
    """Give `kept` with the country's published values in place of those typed."""
    found = published(country)
    codes = {field.code for field in calculator.inputs}
    values = found.filled_in if found else {}
    return {**kept, **{code: text for code, text in values.items() if code in codes}}


def _save(request: HttpRequest, desk: Desk, filling: Filling) -> Filling:
    everything = {name: filling.kept.get(name, "") for name in desk.instrument.names}
    try:
        row = save_answers(desk.mine, everything, version=whole(request.POST.get("version", "")))
    except ChangedMeanwhile as error:
        desk.mine.version = error.version
        return Filling(filling.kept, stored=error.stored, problem=str(error.sentence))
    except TooLarge as error:
        return Filling(filling.kept, problem=str(error.sentence))
    desk.mine.version = row.version
    return filling


def _begin(request: HttpRequest, owner: User, instrument: Instrument, kept: Kept) -> HttpResponse:
    title = " ".join(request.POST.get("title", "").split())[:TITLE_LENGTH]
    worksheet = begin(owner, instrument, title=title or instrument.lesson.title, answers=kept)
    messages.success(request, _("Saved. You find it under “My worksheets”."))
    return redirect(worksheet)


def _sums(calculator: Calculator, kept: Kept) -> _Sums:
    try:
        return _Sums(calculate(calculator, kept)) if kept else _Sums()
    except InputErrors as error:
        return _Sums(faults=error.faults)


def _show(
    request: HttpRequest,
    instrument: Instrument,
    filling: Filling,
    known: dict[str, Country],
    desk: Desk | None,
) -> HttpResponse:
    calculator = cast(Calculator, instrument.definition)
    sums = _sums(calculator, filling.kept)
    told_of = Filling(filling.kept, sums.faults, filling.stored, filling.problem)
    shown = sections(instrument.parts[0], told_of)
    context = {
        **about(instrument),
        "desk": desk,
        "worksheet": desk.worksheet if desk else None,
        "newer": desk.begun.newer if desk else None,
        "is_old": not desk and not instrument.edition.is_current,
        "sections": shown,
        "told": told([], shown),
        "problem": filling.problem,
        "is_sent": bool(filling.kept),
        "countries": [(code, country.name) for code, country in known.items()],
        **_result_context(calculator, sums.calculation, filling.kept, known),
    }
    status = 409 if filling.problem else 200
    return render(request, "worksheets/calculator.html", context, status=status)


def _result_context(
    calculator: Calculator,
    calculation: Calculation | None,
    kept: Kept,
    known: dict[str, Country],
) -> Context:
    country = known.get(kept.get(COUNTRY, ""))
    compared: Published | None = published(country) if country else None
    heads = [peers_title(each.title, each.count) for each in compared.peers] if compared else []
    context: Context = {"country": country, "compared": compared, "peer_heads": heads}
    if calculation:
        context["shown"] = calculation_result(calculator, calculation, compared)
    return context


def _download(
    instrument: Instrument, kept: Kept, form: str, desk: Desk | None = None
) -> HttpResponse:
    calculator = cast(Calculator, instrument.definition)
    title = desk.worksheet.title if desk else ""
    place = desk.worksheet.place if desk else ""
    tables = {
        _("About"): downloads.about(instrument.lesson.title, title, place),
        **downloads.calculation_tables(calculator, kept, _sums(calculator, kept).calculation),
    }
    return downloads.download(title or instrument.lesson.title, tables, form)
