"""How a visitor wants pages to look, kept in one cookie of the browser and nowhere else.

The cookie says nothing about the person: `150.wide.high.dark.text`, each word left out where the
page looks as usual. Whatever else stands in it is passed over. On a shared PC it goes with the
session. `<html>` carries what was chosen as data attributes, and the style sheet does the rest;
only text-only pages are written differently (learning.bundles.profiles.text_only).

Every page holds the forgery token of its forms, so every page varies with the cookies already.
"""

from dataclasses import dataclass
from enum import StrEnum

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from learning.accounts.sharing import is_shared

COOKIE = "atoll_display"
YEAR = 31_536_000  # seconds
SIZES = ("100", "112", "125", "150")  # per cent of the usual text size
WIDE, HIGH, TEXT_ONLY = "wide", "high", "text"


class Theme(StrEnum):
    DEVICE = ""
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True)
class Preferences:
    """What was chosen on the panel. `size`: per cent; the others change nothing as they stand."""

    size: str = SIZES[0]
    is_wide: bool = False  # between lines, letters and words
    is_high_contrast: bool = False
    theme: Theme = Theme.DEVICE
    is_text_only: bool = False

    @property
    def attributes(self) -> SafeString:
        """Give what `<html>` carries, with a space before each attribute."""
        chosen = (
            ("size", self.size if self.size != SIZES[0] else ""),
            ("spacing", WIDE if self.is_wide else ""),
            ("contrast", HIGH if self.is_high_contrast else ""),
            ("theme", self.theme.value),
        )
        said = format_html_join("", ' data-{}="{}"', (each for each in chosen if each[1]))
        return format_html("{}{}", said, SafeString(" data-text-only" * self.is_text_only))

    def to_cookie(self) -> str:
        words = (
            self.size if self.size != SIZES[0] else "",
            WIDE if self.is_wide else "",
            HIGH if self.is_high_contrast else "",
            self.theme.value,
            TEXT_ONLY if self.is_text_only else "",
        )
        return ".".join(word for word in words if word)


def read(cookie: str) -> Preferences:
    """Give what a cookie says; what cannot be understood is as usual."""
    words = cookie.split(".")
    return Preferences(
        size=next((size for size in SIZES if size in words), SIZES[0]),
        is_wide=WIDE in words,
        is_high_contrast=HIGH in words,
        theme=next((theme for theme in Theme if theme and theme.value in words), Theme.DEVICE),
        is_text_only=TEXT_ONLY in words,
    )


def preferences_of(request: HttpRequest) -> Preferences:
    return read(request.COOKIES.get(COOKIE, ""))


def saves_data(request: HttpRequest) -> bool:
    """Tell whether the browser asks to be sent little (the header Save-Data)."""
    return request.headers.get("Save-Data", "").strip().lower() == "on"


def remember(request: HttpRequest, response: HttpResponseBase, chosen: Preferences) -> None:
    """Let the browser keep what was chosen: for a year, or on a shared PC for the session."""
    if chosen == Preferences():
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_cookie(
        COOKIE,
        chosen.to_cookie(),
        max_age=None if is_shared(request) else YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
