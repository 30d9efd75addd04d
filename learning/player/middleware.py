"""An ETag for every HTML page, from what the page says.

Django's own would differ on every request, because the CSRF token is masked anew each time. Here
the masked token is left out of the hash and the secret behind it put in, so that a page is sent
again only when its words or the secret have changed.
"""

import hashlib
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control

TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


class ContentETagMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if not isinstance(response, HttpResponse) or not _is_page(request, response):
            return response
        secret = str(request.META.get("CSRF_COOKIE", "")).encode()
        digest = hashlib.sha256(TOKEN.sub(b"", response.content) + secret).hexdigest()
        response["ETag"] = f'"{digest[:32]}"'
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        etag = response["ETag"]
        return get_conditional_response(request, etag=etag, response=response) or response


def _is_page(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == 200
        and not response.has_header("ETag")
        and response.get("Content-Type", "").startswith("text/html")
    )
