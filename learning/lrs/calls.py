"""One request to a resource, read: whichever way it was written (Communication 1.3).

A program that cannot set headers posts everything as a form to `?method=PUT`: parameters, headers
and, named `content`, the body. xAPI 2.0 has no such way any more.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict

from learning.lrs.errors import BadRequest, LengthMissing, NotSignedIn, TooLarge
from learning.lrs.models import Client
from learning.xapi.conformance import strict_json
from learning.xapi.conformance.errors import UnknownVersion
from learning.xapi.conformance.language_tags import preferred
from learning.xapi.conformance.versions import Version, spoken

FORM = "application/x-www-form-urlencoded"
VERSION_HEADER = "X-Experience-API-Version"
HEADERS_IN_FORMS = {  # lower case → as Django's headers name it
    name.lower(): name
    for name in (
        "Accept",
        "Accept-Language",
        "Authorization",
        "Content-Type",
        "Content-Length",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Unmodified-Since",
        VERSION_HEADER,
    )
}
MOST_PASSED_OVER = 64 * 1024 * 1024  # bytes
AT_ONCE = 64 * 1024  # bytes
MOST_OF_HEADER = 8_190  # characters, as servers allow
CONTROLS = re.compile("[\x00-\x08\x0a-\x1f\x7f]")
METHODS_IN_FORMS = frozenset({"GET", "PUT", "POST", "DELETE", "HEAD"})


@dataclass(frozen=True)
class Call:
    """What is asked. `method`: in capitals; `parameters`: of the query, decoded, each once.

    `headers`: by their lower-case names. `path`: of the resource. `body`: bytes as sent.
    """

    method: str
    path: str
    parameters: Mapping[str, str]
    headers: Mapping[str, str] = field(repr=False)  # one of them is a secret
    body: bytes = field(repr=False)
    client: Client | None = None

    @cached_property
    def version(self) -> Version:
        """The version that is spoken. Raises: BadRequest; UnknownVersion (Communication 3.3)."""
        text = self.headers.get(VERSION_HEADER.lower())
        if text is None:
            raise BadRequest(f"The header {VERSION_HEADER} is missing (Communication 3.3).")
        return spoken(text.strip())

    def version_or(self, otherwise: Version) -> Version:
        """Give the version that is spoken; `otherwise` where none, or an unknown one, is named."""
        try:
            return self.version
        except (BadRequest, UnknownVersion):
            return otherwise

    @property
    def content_type(self) -> str:
        """The media type of the body in lower case, without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages asked for, the most wanted first."""
        return preferred(self.headers.get("accept-language", ""))

    @property
    def by(self) -> Client:
        """The client that asks. Raises: NotSignedIn."""
        if self.client is None:
            raise NotSignedIn
        return self.client

    def parsed(self) -> Any:
        """Give what the body holds. Raises: BadRequest — it is not sent as JSON; JsonError."""
        if self.content_type != "application/json":
            raise BadRequest("The Content-Type must be application/json (Communication 1.5).")
        return strict_json.parse(self.body, most_bytes=settings.ATOLL_XAPI_MAX_BODY)

    def expect_parameters(self, allowed: Iterable[str]) -> None:
        """Refuse other parameters; names are told apart by case (Communication 3.2).

        Raises: BadRequest.
        """
        if strangers := sorted(self.parameters.keys() - set(allowed)):
            names = ", ".join(name[:60] for name in strangers[:5])
            raise BadRequest(f"Not a parameter of this resource and method: {names}.")


def call_of(request: HttpRequest) -> Call:
    """Read a request. Raises: BadRequest; LengthMissing; TooLarge."""
    call = Call(
        method=request.method or "",
        path=request.path,
        parameters=_single(QueryDict(request.META.get("QUERY_STRING", ""), encoding="utf-8")),
        headers={name.lower(): text for name, text in request.headers.items()},
        body=_body(request),
    )
    is_form = call.method == "POST" and "method" in call.parameters
    return _from_form(call) if is_form else call


def _single(found: QueryDict) -> dict[str, str]:
    """Give each parameter once. Raises: BadRequest — one is there twice, or holds NUL."""
    for name, texts in found.lists():
        if len(texts) > 1:
            raise BadRequest(f"The parameter {name[:60]} is there {len(texts)} times.")
        if "\x00" in name or "\x00" in str(texts[0]):
            raise BadRequest("A parameter holds the character NUL.")
    return {name: str(text) for name, text in found.items()}


def _body(request: HttpRequest) -> bytes:
    most = settings.ATOLL_XAPI_MAX_BODY
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return b""
    if "Transfer-Encoding" in request.headers:
        return _unmeasured(request, most)
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    if not length.isdecimal():
        raise LengthMissing
    if int(length) > most:
        _pass_over(request, int(length))
        raise TooLarge(most)
    return bytes(request.read())


def _pass_over(request: HttpRequest, length: int) -> None:
    """Read on, within reason: who is cut off while sending never reads why."""
    left = min(length, MOST_PASSED_OVER)
    while left > 0 and (piece := request.read(min(left, AT_ONCE))):
        left -= len(piece)


def _unmeasured(request: HttpRequest, most: int) -> bytes:
    """Read a body that comes in chunks, which Django takes for an empty one."""
    if not request.META.get("wsgi.input_terminated"):
        raise LengthMissing
    found: bytes = request.META["wsgi.input"].read(most + 1)
    if len(found) > most:
        raise TooLarge(most)
    return found


def _from_form(call: Call) -> Call:
    """Read the alternate request syntax. Raises: BadRequest; UnknownVersion."""
    method = call.parameters["method"]
    if len(call.parameters) > 1 or method not in METHODS_IN_FORMS:
        raise BadRequest("Beside ?method= with a method of xAPI nothing may be in the query (1.3).")
    if call.content_type != FORM:
        raise BadRequest(f"With ?method= the request must be sent as {FORM} (1.3).")
    fields = _single(QueryDict(call.body, encoding="utf-8"))
    inside = {name.lower(): _line(text) for name, text in fields.items() if _is_header(name)}
    rest = {name: text for name, text in fields.items() if not _is_header(name)}
    content = rest.pop("content", None)
    if method in ("PUT", "POST") and content is None:
        raise BadRequest("The form has no field named content (1.3).")
    read = replace(
        call,
        method=method,
        parameters=rest,
        headers={**call.headers, "content-type": "application/json", **inside},
        body=(content or "").encode("utf-8", "surrogatepass"),
    )
    if read.version != Version.V1:
        raise BadRequest("xAPI 2.0 has no requests with ?method=; use the method itself.")
    return read


def _line(text: str) -> str:
    """Give a header that stands in a form. Raises: BadRequest — a server would not take it."""
    if len(text) > MOST_OF_HEADER or CONTROLS.search(text):
        raise BadRequest("A header in the form is too long, or is not one line (1.3).")
    return text


def _is_header(name: str) -> bool:
    return name.lower() in HEADERS_IN_FORMS
