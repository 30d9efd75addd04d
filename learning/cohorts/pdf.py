"""Pages about a cohort as PDF/UA: WeasyPrint lays them out where it is installed.

Elsewhere (requirements/pdf.txt is not) the page itself is printed from the browser.
"""

from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.utils.text import slugify

VARIANT = "pdf/ua-1"


def can_print() -> bool:
    """Tell whether this server can write PDF."""
    return find_spec("weasyprint") is not None


def pdf_of(html: str, style: str) -> bytes:
    """Give a page as PDF/UA, styled by a static file; nothing else is opened.

    Raises: Http404 — this server writes no PDF.
    """
    if not can_print():
        raise Http404
    import weasyprint  # not everywhere, and slow to load
    from weasyprint.urls import URLFetcher

    sheet = Path(str(finders.find(style))).read_text(encoding="utf-8")
    document = weasyprint.HTML(string=html, url_fetcher=URLFetcher(allowed_protocols=()))
    content: bytes = document.write_pdf(
        stylesheets=[weasyprint.CSS(string=sheet)], pdf_variant=VARIANT
    )
    return content


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """Give the PDF as a file that no browser and no server keeps."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "cohort"}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
