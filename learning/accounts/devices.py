"""Which device a visitor sits at, so that guessing on one does not close another.

A browser that comes to a door gets a signed random mark in a cookie. It says nothing about the
person, and the database keeps only a keyed digest of it. A visitor without one counts by address.
"""

import secrets
from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac

from learning.accounts.addresses import visitors_address

COOKIE = "atoll_device"
SALT = "learning.accounts.devices"
LONGEST = 34_560_000  # seconds: 400 days, the longest that browsers keep a cookie

Response = TypeVar("Response", bound=HttpResponseBase)


@dataclass(frozen=True)
class Device:
    """A device. `is_own`: a mark stands for it alone; an address may be shared by a class."""

    key: str
    is_own: bool


def device_of(request: HttpRequest) -> Device:
    if mark := _mark(request):
        return Device(_digest(f"mark {mark}"), is_own=True)
    return Device(_digest(f"address {visitors_address(request)}"), is_own=False)


def with_mark(request: HttpRequest, response: Response) -> Response:
    """Give the browser a mark with this response, if it has none."""
    if not _mark(request):
        response.set_signed_cookie(
            COOKIE,
            secrets.token_urlsafe(16),
            salt=SALT,
            max_age=LONGEST,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def _mark(request: HttpRequest) -> str:
    return request.get_signed_cookie(COOKIE, default="", salt=SALT) or ""


def _digest(text: str) -> str:
    return salted_hmac(SALT, text, algorithm="sha256").hexdigest()
