"""Going on where nothing can be saved, and giving back what was typed where nobody is signed in."""

import logging
from collections.abc import Callable

from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url

from learning.faults.posted import posted
from learning.faults.recognising import fault_of
from learning.faults.telling import tell
from learning.faults.views import signed_out

logger = logging.getLogger(__name__)

DOORS = ("accounts:sign-in", "accounts:staff-sign-in")
READING = ("GET", "HEAD")


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's, but a page that was only read is shown although its session cannot be saved."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        try:
            return super().process_response(request, response)
        except (DatabaseError, SessionInterrupted) as error:
            # Django takes every error of saving for a session that somebody else ended.
            fault = fault_of(error)
            if fault is None or request.method not in READING:
                raise
            tell(fault, error)
            return response


class KeptTextMiddleware:
    """Stands after the one for people. Where a form meets a door, what was typed is shown."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method != "POST" or not isinstance(response, HttpResponseRedirect):
            return response
        doors = tuple(f"{resolve_url(door)}?" for door in DOORS)
        if not response.url.startswith(doors) or not posted(request).texts:
            return response
        return signed_out(request, response.url)
