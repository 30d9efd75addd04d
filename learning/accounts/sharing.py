"""Shared PCs: nothing of a person is left for the next one.

A browser is made shared on a page of its own, all are by ATOLL_SHARED_PC. Then a session that
rested for ATOLL_IDLE_MINUTES is locked: it asks for the PIN again. A form that was sent meanwhile
is kept in the session, taken up again for the same person, and thrown away with the session for
another. Resting is measured by `uptime`, never by the time of day.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from learning.accounts.uptime import Reading, read_clock

COOKIE = "atoll_shared"
SEEN, LOCKED, KEPT = "shared_pc_seen", "shared_pc_locked", "shared_pc_kept"
SEEN_EVERY = 20  # seconds; writing a session for each request would be much for a small machine
LONGEST_FORM = 200_000  # characters, as it is sent
SECRETS = ("pass", "pin")  # parts of the names of fields that are never kept


def is_shared(request: HttpRequest) -> bool:
    """Tell whether several people use this browser; a session that once was shared stays so."""
    if settings.ATOLL_SHARED_PC or request.COOKIES.get(COOKIE) == "1":
        return True
    return SEEN in getattr(request, "session", {})


def shared_pc(request: HttpRequest) -> dict[str, object]:
    """Tell every template about it."""
    return {"is_shared_pc": is_shared(request), "idle_seconds": settings.ATOLL_IDLE_MINUTES * 60}


def is_locked(request: HttpRequest) -> bool:
    """Tell whether the session is locked, and lock it if it has rested too long."""
    if not request.session.get(LOCKED) and _has_rested(request, read_clock()):
        lock(request)
    return bool(request.session.get(LOCKED))


def lock(request: HttpRequest) -> None:
    request.session[LOCKED] = True


def unlock(request: HttpRequest) -> str:
    """Open the session again; give the address of the form that was kept, or nothing."""
    request.session.pop(LOCKED, None)
    _see(request, read_clock())
    kept: dict[str, str] = request.session.get(KEPT, {})
    return kept.get("address", "")


def keep_form(request: HttpRequest) -> bool:
    """Keep what was sent to a locked session; tell whether that could be done."""
    body = request.POST.urlencode()
    has_secrets = any(part in name.lower() for name in request.POST for part in SECRETS)
    if request.FILES or has_secrets or len(body) > LONGEST_FORM:
        return False
    request.session[KEPT] = {"address": request.get_full_path(), "body": body}
    return True


def has_kept_form(request: HttpRequest) -> bool:
    return KEPT in request.session


def take_up_form(request: HttpRequest) -> bool:
    """Make of a visit to the kept form's address the sending of that form, once.

    It was sent by the same person in the same session, and has passed the check against forgery.
    """
    kept: dict[str, Any] = request.session.get(KEPT, {})
    if request.method != "GET" or kept.get("address") != request.get_full_path():
        return False
    del request.session[KEPT]
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request.POST = QueryDict(kept["body"])
    return True


def _has_rested(request: HttpRequest, now: Reading) -> bool:
    """Tell whether nobody was here for too long; where that cannot be known, say so."""
    run, seconds = request.session.get(SEEN) or (now.run, now.seconds)
    rested = now.seconds - seconds
    if run != now.run or rested > settings.ATOLL_IDLE_MINUTES * 60:
        return True
    if SEEN not in request.session or rested >= SEEN_EVERY:
        _see(request, now)
    return False


def _see(request: HttpRequest, now: Reading) -> None:
    request.session[SEEN] = (now.run, now.seconds)
