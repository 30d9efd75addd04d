"""Activities, agents and this store itself, as others ask (Communication 2.4, 2.5, 2.8)."""

from django.conf import settings
from django.http import HttpResponse, JsonResponse

from learning.lrs.calls import Call
from learning.lrs.documents.identities import agent_in
from learning.lrs.documents.knowledge import agents_known, definition_of
from learning.lrs.documents.views import activity_in, needed
from learning.lrs.errors import BadRequest
from learning.lrs.resources import Deed, resource
from learning.lrs.scopes import READING, Scope
from learning.xapi.conformance import merging
from learning.xapi.conformance.versions import Version

# The IRIs are names, never fetched (RFC 2606). Each is a number of bytes.
MAX_BODY = "https://atoll.invalid/xapi/max-body"
MAX_DOCUMENT = "https://atoll.invalid/xapi/max-document"


def _activities(call: Call) -> HttpResponse:
    """Give the full Activity; of one that nobody spoke of, its id alone (Communication 2.5)."""
    activity = activity_in(call)
    return JsonResponse(merging.activity(activity, [definition_of(activity)]))


def _agents(call: Call) -> HttpResponse:
    """Give the Person; of one who is not known, what was asked (Communication 2.4)."""
    agent = agent_in(needed(call, "agent"), call.version)
    if agent.get("objectType") == "Group":
        raise BadRequest("agent must be an Agent; a Group is no person (Communication 2.4).")
    return JsonResponse(merging.person([agent, *agents_known(agent, to=call.by)]))


def _about(call: Call) -> HttpResponse:
    """Say what is spoken here; anybody may ask, by no version (Communication 2.8).

    1.0.3 lists the versions that may be named, so who speaks it is told of no later one.
    """
    speaks_first = call.version_or(Version.V2) == Version.V1
    extensions = {
        MAX_BODY: settings.ATOLL_XAPI_MAX_BODY,
        MAX_DOCUMENT: settings.ATOLL_XAPI_MAX_DOCUMENT,
    }
    return JsonResponse(
        {"version": [Version.V1] if speaks_first else list(Version), "extensions": extensions}
    )


READERS = READING | {Scope.STATE, Scope.PROFILE}
activities = resource(
    unspoken=Version.V1, GET=Deed(_activities, READERS, frozenset({"activityId"}))
)
agents = resource(unspoken=Version.V1, GET=Deed(_agents, READERS, frozenset({"agent"})))
about = resource(GET=Deed(_about, frozenset()))
