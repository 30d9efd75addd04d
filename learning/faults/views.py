"""The pages for what goes wrong: what happened, what is safe, what to do next.

They ask neither the database nor the session, for these may be what is wrong: no context
processors, and the language is the visitor's by cookie or by browser.
"""

import sys
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.http import HttpRequest, HttpResponse
from django.middleware import csrf
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils import translation

from learning.faults.posted import NOTHING, Posted, posted
from learning.faults.recognising import Fault, fault_of
from learning.faults.telling import tell

RETRY_AFTER = {Fault.BUSY: 10}  # seconds
OTHERWISE_RETRY_AFTER = 120  # seconds
FROM_ELSEWHERE = ("Origin", "Referer")  # how the reasons of Django's check begin


def bad_request(request: HttpRequest, exception: BaseException) -> HttpResponse:
    """Answer what cannot be read, and what is too much (413)."""
    if fault := fault_of(exception):  # a session that could not be saved
        return cannot_save(request, fault, exception)
    if isinstance(exception, TooManyFilesSent):
        return _page(request, "errors/413.html", 413, what="files")
    if isinstance(exception, RequestDataTooBig | TooManyFieldsSent):
        return _page(request, "errors/413.html", 413, what="size")
    return _page(request, "errors/400.html", 400)


def forbidden(request: HttpRequest, exception: BaseException) -> HttpResponse:
    return _page(request, "403.html", 403, sent=posted(request))


def not_found(request: HttpRequest, exception: BaseException) -> HttpResponse:
    return _page(request, "404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer an error of ours; or, where nothing can be saved, give back what was sent (503)."""
    error = sys.exc_info()[1]
    fault = fault_of(error)
    if fault is None:
        return _page(request, "500.html", 500, sent=posted(request))
    return cannot_save(request, fault, error)


def cannot_save(
    request: HttpRequest, fault: Fault, error: BaseException | None = None
) -> HttpResponse:
    """Say that reading works and saving does not, and give back what was sent."""
    tell(fault, error)
    sent = posted(request)
    may_repeat = sent.is_whole and getattr(request, "csrf_processing_done", False)
    context: dict[str, Any] = {"fault": fault.value, "sent": sent, "path": request.get_full_path()}
    if may_repeat:
        context["csrf_token"] = csrf.get_token(request)
    response = _page(request, "errors/503.html", 503, may_repeat=may_repeat, **context)
    response["Retry-After"] = str(RETRY_AFTER.get(fault, OTHERWISE_RETRY_AFTER))
    response._has_been_logged = True  # type: ignore[attr-defined]  # `tell` has, for all of them
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that another page, an old page or a browser without cookies has sent."""
    is_foreign = reason.startswith(FROM_ELSEWHERE)
    sent = NOTHING if is_foreign else posted(request)
    return _page(request, "403_csrf.html", 403, sent=sent, back=_back(request))


def signed_out(request: HttpRequest, sign_in: str) -> HttpResponse:
    """Give back what was typed by somebody who is no longer signed in."""
    sent = posted(request)
    return _page(request, "errors/signed_out.html", 403, sent=sent, sign_in=sign_in)


def _back(request: HttpRequest) -> str:
    """Give the address of the page that sent the form, if it is ours."""
    found = urlsplit(request.META.get("HTTP_REFERER", ""))
    is_ours = found.netloc == request.get_host() and found.path.startswith("/")
    return found.path if is_ours and not found.path.startswith("//") else "/"


def _page(
    request: HttpRequest, template: str, status: int, sent: Posted = NOTHING, **context: Any
) -> HttpResponse:
    context |= {"sent": sent, "style": _static("learning/atoll.css")}
    with translation.override(translation.get_language_from_request(request)):
        text = render_to_string(template, context)
        response = HttpResponse(text, status=status)
        response["Content-Language"] = translation.get_language() or "en"
    response["Cache-Control"] = "no-store, private"
    return response


def _static(name: str) -> str:
    """Give the address of a static file; empty where they were not collected."""
    try:
        return static(name)
    except ValueError:
        return ""
