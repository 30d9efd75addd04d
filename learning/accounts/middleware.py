"""Watches over sessions on shared PCs: locks those that rest, and lets browsers keep no page."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from learning.accounts import sharing

WATCHED = "atoll.shared_pc"
# Pictures and the like: the same for everybody, and asked for by the page itself.
PUBLIC = frozenset({"player:media", "player:toolkit-media", "player:health", "display:brand"})
# What a locked session may still ask for.
DOORS = frozenset(
    {"accounts:locked", "accounts:lock", "accounts:sign-out", "accounts:shared", "set_language"}
)


class SharedPcMiddleware:
    """Stands after those for sessions, forgery, people and messages."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.META.get(WATCHED):
            response["Cache-Control"] = "no-store, private"
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: object, kwargs: object
    ) -> HttpResponse | None:
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in PUBLIC or settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated or not sharing.is_shared(request):
            return None
        request.META[WATCHED] = True
        if sharing.is_locked(request):
            return None if name in DOORS else _ask_again(request)
        if sharing.take_up_form(request):
            messages.success(request, _("Welcome back. What you had sent was taken up again."))
        return None


def _ask_again(request: HttpRequest) -> HttpResponse:
    if request.method in ("GET", "HEAD"):
        query = urlencode({"next": request.get_full_path()})
        return redirect(f"{reverse('accounts:locked')}?{query}")
    if not _is_ours(request) or not sharing.keep_form(request):
        sentence = _("What you sent last could not be kept. What was saved before is safe.")
        messages.warning(request, sentence)
    return redirect("accounts:locked")


def _is_ours(request: HttpRequest) -> bool:
    """Tell whether a form is a learner's or a trainer's, and neither a door's nor an editor's."""
    match = request.resolver_match
    rooms = match.namespaces if match else []
    return bool(rooms) and not any(each.startswith(("accounts", "wagtail")) for each in rooms)
