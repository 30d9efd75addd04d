"""Pages about a cohort as PDF, set as the books are, where the library for it is installed.

Elsewhere (requirements/pdf.txt is not) the page itself is printed from the browser.
"""

from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.text import slugify

from learning.publishing.exporters.xhtml import NOT_XML


def can_print() -> bool:
    """Tell whether this server can write PDF."""
    return find_spec("typst") is not None


def pdf_of(html: str, style: str) -> bytes:
    """Give a page of XHTML as PDF, set by a style sheet of static/learning/paper.

    Raises: Http404 — this server writes no PDF; ExportError — the page cannot be printed.
    """
    if not can_print():
        raise Http404
    from learning.publishing.exporters.printing import Page, Sheets, printed  # not everywhere

    return printed(Page(NOT_XML.sub("", html), timezone.now()), Sheets(_asset, style))


def _asset(path: str) -> bytes:
    return Path(str(finders.find(path))).read_bytes()


def pdf_response(name: str, content: bytes) -> HttpResponse:
    """Give the PDF as a file that no browser and no server keeps."""
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{slugify(name) or "cohort"}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
