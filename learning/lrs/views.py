"""The statements resource (Communication 2.1; IEEE 9274.1.1 §4.1.6.1)."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date, urlencode

from learning.lrs import finding, multipart, paging
from learning.lrs.asking import PARAMETERS, asked, shown, single
from learning.lrs.attaching import sent_along
from learning.lrs.calls import Call
from learning.lrs.errors import BadRequest
from learning.lrs.finding import SETTLED, consistent_through
from learning.lrs.paging import Onward
from learning.lrs.receiving import receive
from learning.lrs.resources import CONSISTENT_HEADER, Deed, resource
from learning.lrs.scopes import READING, WRITING
from learning.lrs.showing import formatted, response
from learning.records.handing_out import Place
from learning.xapi.conformance import strict_json
from learning.xapi.conformance.iris import is_uuid
from learning.xapi.conformance.parts import Part
from learning.xapi.statements import written


def get(call: Call) -> HttpResponse:
    """Give one statement, or the first page of those asked for."""
    through = consistent_through()
    named = single(call.parameters)
    answer = _one(call, *named) if named else _page(call, call.parameters, after=None)
    answer[CONSISTENT_HEADER] = written(through)
    return answer


def more(call: Call) -> HttpResponse:
    """Give the page after one that was given."""
    onward = paging.read(call.parameters.get("from", ""))
    through = consistent_through()
    answer = _page(call, onward.parameters, after=onward.place)
    answer[CONSISTENT_HEADER] = written(through)
    return answer


def put(call: Call) -> HttpResponse:
    """Store one statement under the id in the address (Communication 2.1.1)."""
    name = call.parameters.get("statementId", "")
    if not is_uuid(name):
        raise BadRequest("PUT needs the parameter statementId, a UUID (Communication 2.1.1).")
    statement, attached = _sent(call)
    if not isinstance(statement, dict):
        raise BadRequest("PUT takes one statement, as an object (Communication 2.1.1).")
    receive([_named(statement, name)], attached, by=call.by, version=call.version)
    return HttpResponse(status=204)


def post(call: Call) -> HttpResponse:
    """Store one statement or several, and give their ids in order (Communication 2.1.2).

    Where all of them were here already nothing is changed, and 204 says so.
    """
    found, attached = _sent(call)
    statements = found if isinstance(found, list) else [found]
    taken = receive(statements, attached, by=call.by, version=call.version)
    if statements and not taken.is_new:
        return HttpResponse(status=204)
    return JsonResponse(taken.ids, safe=False)


def _one(call: Call, identifier: Any, is_voided: bool) -> HttpResponse:
    how = shown(call.parameters)
    found = finding.one(identifier, is_voided=is_voided, by=call.by)
    answer = response(formatted(found, how, call.languages), [found], how)
    answer["Last-Modified"] = http_date(found.stored.timestamp())
    return answer


def _page(call: Call, parameters: Mapping[str, str], *, after: Place | None) -> HttpResponse:
    how = shown(parameters)
    page = finding.page(asked(parameters, call.version), by=call.by, after=after)
    body = {
        "statements": [formatted(each, how, call.languages) for each in page.found],
        "more": _onward(Onward(parameters, page.place)) if page.place else "",
    }
    return response(body, page.found, how)


def _onward(onward: Onward) -> str:
    return f"{reverse('lrs:more')}?{urlencode({'from': paging.written(onward)})}"


def _named(statement: Part, name: str) -> Part:
    """Give the statement its id. Raises: BadRequest — it has another."""
    own = statement.get("id", name)
    if not isinstance(own, str) or own.lower() != name.lower():
        raise BadRequest("The id of the statement is not the statementId (Communication 2.1.1).")
    return {"id": name, **statement}


def _sent(call: Call) -> tuple[Any, dict[str, bytes]]:
    """Give what the body holds, and the attachments beside it: sha2 → bytes.

    Raises: BadRequest; JsonError.
    """
    if call.content_type != multipart.TYPE:
        return call.parsed(), {}
    first, *rest = multipart.read(call.headers["content-type"], call.body)
    kind = first.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise BadRequest("The first part must be application/json (Communication 1.5.2).")
    found = strict_json.parse(first.content, most_bytes=settings.ATOLL_XAPI_MAX_BODY)
    return found, sent_along(rest)


def _consistent(answer: HttpResponse) -> None:
    """Every answer says how far it is consistent, a refusal too (Communication 2.1.3)."""
    answer.headers.setdefault(CONSISTENT_HEADER, written(timezone.now() - SETTLED))


statements = resource(
    _consistent,
    GET=Deed(get, scopes=READING, parameters=PARAMETERS),
    PUT=Deed(put, scopes=WRITING, parameters=frozenset({"statementId"})),
    POST=Deed(post, scopes=WRITING),
)
more_statements = resource(
    _consistent, GET=Deed(more, scopes=READING, parameters=frozenset({"from"}))
)
