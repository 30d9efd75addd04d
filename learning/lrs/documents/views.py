"""State, activity profiles and agent profiles (Communication 2.2, 2.3, 2.6, 2.7)."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.http import http_date

from learning.lrs.calls import Call
from learning.lrs.documents import finding, keeping
from learning.lrs.documents.identities import agent_in, key_of
from learning.lrs.documents.keeping import Sent
from learning.lrs.documents.models import Address, Document, Kind, Shelf
from learning.lrs.documents.preconditions import Preconditions
from learning.lrs.errors import BadRequest
from learning.lrs.resources import Deed, resource
from learning.lrs.scopes import Scope
from learning.xapi.conformance.iris import is_iri, is_uuid
from learning.xapi.conformance.timestamps import moment
from learning.xapi.conformance.versions import Version

# A document is whatever a program sent. If it is a page, it must not act as one of ours.
HARMLESS = "sandbox; default-src 'none'"
UNNAMED_TYPE = "application/octet-stream"
STATES = frozenset({Scope.STATE, Scope.ALL})
PROFILES = frozenset({Scope.PROFILE, Scope.ALL})
READ = frozenset({Scope.ALL_READ})


def get(kind: Kind, call: Call) -> HttpResponse:
    """Give a document as it came, or the names of those that there are."""
    if _name(kind) not in call.parameters:
        return _listed(call, _shelf(kind, call))
    found = finding.document(_address(kind, call))
    if _conditions(kind, call).is_known(found.etag):
        return _stamped(HttpResponse(status=304), found)
    response = HttpResponse(bytes(found.content), content_type=found.content_type)
    response["Content-Security-Policy"] = HARMLESS
    return _stamped(response, found)


def put(kind: Kind, call: Call) -> HttpResponse:
    kept = keeping.put(_address(kind, call), _sent(call), _conditions(kind, call))
    return _stamped(HttpResponse(status=204), kept)


def post(kind: Kind, call: Call) -> HttpResponse:
    kept = keeping.post(_address(kind, call), _sent(call), _conditions(kind, call))
    return _stamped(HttpResponse(status=204), kept)


def delete(kind: Kind, call: Call) -> HttpResponse:
    """Delete one document or, of states only, all of an activity and an agent."""
    conditions = _conditions(kind, call)
    if kind != Kind.STATE or _name(kind) in call.parameters:
        keeping.delete(_address(kind, call), conditions)
    elif conditions.are_given:
        raise BadRequest("If-Match and If-None-Match are about one document; name it by stateId.")
    else:
        keeping.clear(_shelf(kind, call), registration=_registration(call))
    return HttpResponse(status=204)


def _listed(call: Call, shelf: Shelf) -> HttpResponse:
    found = finding.names(shelf, registration=_registration(call), since=_since(call))
    response = JsonResponse(found.names, safe=False)
    if found.updated:
        response["Last-Modified"] = http_date(found.updated.timestamp())
    return response


def _stamped(response: HttpResponse, document: Document) -> HttpResponse:
    response["ETag"] = f'"{document.etag}"'
    response["Last-Modified"] = http_date(document.updated.timestamp())
    return response


def _name(kind: Kind) -> str:
    return "stateId" if kind == Kind.STATE else "profileId"


def _shelf(kind: Kind, call: Call) -> Shelf:
    """Read what is asked about. Raises: BadRequest; ConformanceError."""
    activity = agent = ""
    if kind != Kind.AGENT_PROFILE:
        activity = activity_in(call)
    if kind != Kind.ACTIVITY_PROFILE:
        agent = key_of(agent_in(needed(call, "agent"), call.version))
    return Shelf(kind, activity=activity, agent=agent)


def _address(kind: Kind, call: Call) -> Address:
    return Address(_shelf(kind, call), needed(call, _name(kind)), _registration(call))


def needed(call: Call, name: str) -> str:
    """Give a parameter that must be there. Raises: BadRequest."""
    if not call.parameters.get(name):
        raise BadRequest(f"The parameter {name} is missing (Communication 2).")
    return call.parameters[name]


def activity_in(call: Call) -> str:
    """Give the activity that is asked about. Raises: BadRequest."""
    activity = needed(call, "activityId")
    if not is_iri(activity):
        raise BadRequest("activityId must be an absolute IRI (Communication 2.3).")
    return activity


def _registration(call: Call) -> UUID | None:
    text = call.parameters.get("registration")
    if text is None:
        return None
    if not is_uuid(text):
        raise BadRequest("registration must be a UUID (Communication 2.3).")
    return UUID(text)


def _since(call: Call) -> datetime | None:
    text = call.parameters.get("since")
    if text is None:
        return None
    try:
        return moment(text, call.version)
    except ValueError as error:
        raise BadRequest("since must be a timestamp with a zone (Communication 2.3).") from error


def _sent(call: Call) -> Sent:
    return Sent(call.body, call.headers.get("content-type") or UNNAMED_TYPE)


def _conditions(kind: Kind, call: Call) -> Preconditions:
    """Read the conditions; 2.0 asks for them with states too (IEEE 9274.1.1 §4.1.4).

    1.0.3 asks for them with every profile (Communication 3.1), 2.0 only to overwrite.
    """
    return Preconditions(
        if_match=call.headers.get("if-match"),
        if_none_match=call.headers.get("if-none-match"),
        needed=kind != Kind.STATE or call.version == Version.V2,
        needed_at_first=kind != Kind.STATE and call.version == Version.V1,
    )


def _resource(
    kind: Kind, scopes: frozenset[Scope], about: frozenset[str]
) -> Callable[[HttpRequest], HttpResponse]:
    one = about | {_name(kind)}
    return resource(
        unspoken=Version.V1,
        GET=Deed(partial(get, kind), scopes | READ, one | {"since"}),
        PUT=Deed(partial(put, kind), scopes, one),
        POST=Deed(partial(post, kind), scopes, one),
        DELETE=Deed(partial(delete, kind), scopes, one),
    )


state = _resource(Kind.STATE, STATES, frozenset({"activityId", "agent", "registration"}))
activity_profile = _resource(Kind.ACTIVITY_PROFILE, PROFILES, frozenset({"activityId"}))
agent_profile = _resource(Kind.AGENT_PROFILE, PROFILES, frozenset({"agent"}))
