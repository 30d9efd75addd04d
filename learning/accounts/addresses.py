"""Where a visitor comes from, for slowing down those who guess PINs."""

from axes.helpers import get_client_ip_address
from django.http import HttpRequest


def visitors_address(request: HttpRequest) -> str:
    """Give the visitor's address in the way that this installation can know it."""
    return str(get_client_ip_address(request) or "")


def address_behind_proxy(request: HttpRequest) -> str:
    """Give the visitor's address as the proxy in front saw it.

    The proxy adds it as the last entry of X-Forwarded-For; earlier entries are the visitor's own
    words. On a Unix socket there is no other address, and all visitors would look like one.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    return forwarded or str(request.META.get("REMOTE_ADDR", ""))
