"""Learner cards as PDF: ten on a sheet of A4, with lines to cut along.

WeasyPrint lays them out where it is installed (requirements/pdf.txt); elsewhere the page of the
cards is printed from the browser.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.text import slugify

from learning.cohorts.models import Cohort
from learning.cohorts.people.pins import PinCard

ON_A_SHEET = 10
STYLE = "learning/paper/cards.css"
VARIANT = "pdf/ua-1"


def can_print() -> bool:
    """Tell whether this server can write PDF."""
    return find_spec("weasyprint") is not None


def cards_pdf(cohort: Cohort, cards: Sequence[PinCard]) -> bytes:
    """Give the cards as PDF/UA. Raises: Http404 — this server writes no PDF."""
    if not can_print():
        raise Http404
    import weasyprint  # not everywhere, and slow to load
    from weasyprint.urls import URLFetcher

    sheets = [cards[start : start + ON_A_SHEET] for start in range(0, len(cards), ON_A_SHEET)]
    html = render_to_string("cohorts/people/cards_pdf.html", {"cohort": cohort, "sheets": sheets})
    style = Path(str(finders.find(STYLE))).read_text(encoding="utf-8")
    document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    content: bytes = document.write_pdf(
        stylesheets=[weasyprint.CSS(string=style)], pdf_variant=VARIANT
    )
    return content


def pdf_response(cohort: Cohort, content: bytes) -> HttpResponse:
    answer = HttpResponse(content, content_type="application/pdf")
    name = f"{slugify(cohort.name) or 'cohort'}-cards.pdf"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
