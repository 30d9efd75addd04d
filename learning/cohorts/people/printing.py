"""Learner cards as PDF: ten on a sheet of A4, with lines to cut along."""

from collections.abc import Sequence

from django.http import HttpResponse
from django.template.loader import render_to_string

from learning.cohorts import pdf
from learning.cohorts.models import Cohort
from learning.cohorts.pdf import can_print
from learning.cohorts.people.pins import PinCard

__all__ = ["can_print", "cards_pdf", "pdf_response"]

ON_A_SHEET = 10
STYLE = "cards"


def cards_pdf(cohort: Cohort, cards: Sequence[PinCard]) -> bytes:
    """Give the cards as PDF. Raises: what `pdf.pdf_of` does."""
    sheets = [cards[start : start + ON_A_SHEET] for start in range(0, len(cards), ON_A_SHEET)]
    html = render_to_string("cohorts/people/cards_pdf.html", {"cohort": cohort, "sheets": sheets})
    return pdf.pdf_of(html, STYLE)


def pdf_response(cohort: Cohort, content: bytes) -> HttpResponse:
    return pdf.pdf_response(f"{cohort.name} cards", content)
