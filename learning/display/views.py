"""The display panel, the brand's style sheet, and the page of styles."""

from dataclasses import asdict
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from learning.accounts.signing_in import next_page
from learning.display.brand import brand
from learning.display.examples import sections
from learning.display.forms import PanelForm
from learning.display.preferences import Preferences, preferences_of, remember, saves_data
from learning.display.tokens import Theme, pairs

LASTING = "public, max-age=31536000, immutable"  # seconds: a year; the name changes with it


@require_http_methods(["GET", "HEAD", "POST"])
def panel(request: HttpRequest) -> HttpResponse:
    """Choose how pages look. Then one is back where one was, or still here to look at it."""
    if request.method != "POST":
        return _show_panel(request, PanelForm(initial=asdict(preferences_of(request))))
    form = PanelForm(request.POST)
    is_back = "usual" in request.POST
    if not is_back and not form.is_valid():
        return _show_panel(request, form, status=400)
    way_back = _way_back(request)
    is_done = way_back and "stay" not in request.POST
    response = redirect(way_back) if is_done else _again(way_back)
    remember(request, response, Preferences() if is_back else form.chosen)
    messages.success(request, _("Saved."))
    return response


def _show_panel(request: HttpRequest, form: PanelForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "next": _way_back(request),
        "saves_data": saves_data(request),
    }
    response = render(request, "display/panel.html", context, status=status)
    patch_vary_headers(response, ["Save-Data"])
    return response


def _way_back(request: HttpRequest) -> str:
    """Give where one came from; empty if that is nowhere, or the panel itself."""
    asked = next_page(request, otherwise="")
    return "" if urlsplit(asked).path == request.path else asked


def _again(way_back: str) -> HttpResponse:
    """Show the panel once more, which still knows where one came from."""
    query = f"?{urlencode({'next': way_back})}" if way_back else ""
    return redirect(f"{reverse('display:panel')}{query}")


@require_safe
def brand_rules(request: HttpRequest, digest: str) -> HttpResponse:
    """Give the brand's style sheet. Its address changes with what it says."""
    shown = brand()
    if not shown.rules:
        raise Http404(_("This centre has no colours or crest of its own."))
    response = HttpResponse(shown.rules, content_type="text/css; charset=utf-8")
    # A page from before a change may ask by the old address: it gets the new rules, not for long.
    is_lasting = digest == shown.digest
    response["Cache-Control"] = LASTING if is_lasting else "no-cache"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def style(request: HttpRequest) -> HttpResponse:
    """Show every component in every state, as the real templates make them of example data."""
    if request.method == "POST":
        return redirect("display:style")  # its forms are for looking at
    context = {"sections": sections(request), "themes": [(theme, pairs(theme)) for theme in Theme]}
    return render(request, "display/style.html", context)
