"""What every resource of the Experience API does alike, so that each says only what is its own.

    statements = resource(
        GET=Deed(tell, scopes=READING, parameters=frozenset({"statementId"})),
        PUT=Deed(...),
    )

A deed is given a `Call` and gives the answer, or raises one of `errors`. HEAD is GET without its
body. There is no session and no cookie, so there is nothing that another site could make use of:
pages of other sites may ask only where ATOLL_XAPI_ORIGINS names them.
"""

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from learning.faults.recognising import fault_of
from learning.faults.telling import tell
from learning.lrs.calls import HEADERS_IN_FORMS, VERSION_HEADER, Call, call_of
from learning.lrs.errors import LrsError, NotAllowed, NotOffered, NotSignedIn
from learning.lrs.keys import hashed
from learning.lrs.models import Client
from learning.lrs.scopes import Scope
from learning.xapi.conformance.errors import ConformanceError, TooLong
from learning.xapi.conformance.versions import Version

CONSISTENT_HEADER = "X-Experience-API-Consistent-Through"
EXPOSED = ("ETag", "Last-Modified", VERSION_HEADER, CONSISTENT_HEADER)
REALM = 'Basic realm="xAPI", charset="UTF-8"'
RETRY_AFTER = 30  # seconds
PREFLIGHT_KEPT = 86_400  # seconds


@dataclass(frozen=True)
class Deed:
    """What a method does. scopes: one of them is needed, or none where anybody may."""

    act: Callable[[Call], HttpResponse]
    scopes: frozenset[Scope]
    parameters: frozenset[str] = frozenset()


def resource(
    finish: Callable[[HttpResponse], None] | None = None,
    /,
    *,
    unspoken: Version = Version.V2,
    **deeds: Deed,
) -> Callable[[HttpRequest], HttpResponse]:
    """Make the view of a resource from its methods. A deed without scopes asks nobody's name.

    finish: adds to every answer, also to a refusal. unspoken: the version that answers who names
    none. 1.0.3 asks for one of its own (Communication 2.8), and 2.0 allows that but for statements.
    """

    @csrf_exempt
    def view(request: HttpRequest) -> HttpResponse:
        if request.method == "OPTIONS":
            return _allowing(request, _preflight(deeds))
        response = _answer(request, deeds, unspoken)
        if finish is not None:
            finish(response)
        return _allowing(request, response)

    return view


def _answer(request: HttpRequest, deeds: Mapping[str, Deed], unspoken: Version) -> HttpResponse:
    """Answer or refuse, and always say by which version (Communication 3.3)."""
    call = None
    try:
        call = call_of(request)
        response = _done(call, deeds)
    except (LrsError, ConformanceError) as error:
        response = refusal(error)
    except (DatabaseError, OSError) as error:
        response = _unsaved(error)
    version = call.version_or(unspoken) if call else unspoken
    response.headers.setdefault(VERSION_HEADER, version.value)
    response.headers.setdefault("Cache-Control", "no-cache, private")
    return _without_body(response) if call and call.method == "HEAD" else response


def _done(call: Call, deeds: Mapping[str, Deed]) -> HttpResponse:
    deed = deeds.get("GET" if call.method == "HEAD" else call.method)
    if deed is None:
        raise NotOffered(call.method, sorted(deeds))
    if deed.scopes:
        _ = call.version  # before the name: 400, as ADL's tests ask without either
        call = replace(call, client=_client(call))
        if not call.by.may(deed.scopes):
            raise NotAllowed(f"This needs one of the scopes {', '.join(sorted(deed.scopes))}.")
    call.expect_parameters(deed.parameters)
    return deed.act(call)


def _client(call: Call) -> Client:
    """Give who asks. Raises: NotSignedIn — as long for an unknown name as for a wrong secret."""
    key, secret = _name_and_secret(call.headers.get("authorization", ""))
    client = Client.objects.filter(key=key, is_active=True).first()
    if client is None:
        hashed(key, secret)
        raise NotSignedIn
    if not client.knows(secret):
        raise NotSignedIn
    return client


def _name_and_secret(header: str) -> tuple[str, str]:
    """Read the header Authorization (RFC 7617). Raises: NotSignedIn."""
    scheme, _, token = header.partition(" ")
    try:
        text = base64.b64decode(token.strip(), validate=True).decode("utf-8")
    except ValueError as error:  # not base64, not ASCII, or not UTF-8 inside
        raise NotSignedIn from error
    key, colon, secret = text.partition(":")
    if scheme.lower() != "basic" or not colon or "\x00" in text:
        raise NotSignedIn
    return key, secret


def refusal(error: LrsError | ConformanceError) -> HttpResponse:
    """Give the answer to what was refused: `{"error": sentence}`."""
    status = error.status if isinstance(error, LrsError) else 400
    if isinstance(error, TooLong):
        status = 413
    response = JsonResponse({"error": str(error)}, status=status)
    if isinstance(error, NotSignedIn):
        response["WWW-Authenticate"] = REALM
    if isinstance(error, NotOffered):
        response["Allow"] = ", ".join([*error.allowed, "OPTIONS"])
    return response


def _unsaved(error: DatabaseError | OSError) -> HttpResponse:
    """Answer where the server can save nothing now, and the same may be sent again."""
    fault = fault_of(error)
    if fault is None:
        raise error
    tell(fault, error)
    sentence = "Nothing can be saved here now. Nothing of this was kept; send it again later."
    response = JsonResponse({"error": sentence}, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    return response


def _without_body(response: HttpResponse) -> HttpResponse:
    """Keep the headers of an answer to HEAD (Communication 1.1; RFC 9110 §9.3.2)."""
    response.headers.setdefault("Content-Length", str(len(response.content)))
    response.content = b""
    return response


def _preflight(deeds: Mapping[str, Deed]) -> HttpResponse:
    response = HttpResponse(status=204)
    response["Allow"] = ", ".join([*sorted(deeds), "HEAD", "OPTIONS"])
    return response


def _allowing(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Let pages of the sites that are named read the answer (Fetch standard, CORS)."""
    if not settings.ATOLL_XAPI_ORIGINS:
        return response
    patch_vary_headers(response, ["Origin"])
    origin = request.headers.get("Origin", "")
    if origin in settings.ATOLL_XAPI_ORIGINS:
        response["Access-Control-Allow-Origin"] = origin
        response["Access-Control-Expose-Headers"] = ", ".join(EXPOSED)
        if request.method == "OPTIONS":
            response["Access-Control-Allow-Methods"] = response["Allow"]
            response["Access-Control-Allow-Headers"] = ", ".join(HEADERS_IN_FORMS.values())
            response["Access-Control-Max-Age"] = str(PREFLIGHT_KEPT)
    return response
