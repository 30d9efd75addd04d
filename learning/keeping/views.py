"""Keeping courses on a device. Nothing but `me` and the two for statements knows who asks.

Every answer to a script carries FORMAT: a captive portal answers 200 to everything, and what does
not carry it was not said by this server.
"""

import hashlib
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar, cast
from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from learning.accounts.sharing import is_shared
from learning.bundles.errors import BundleError
from learning.keeping import scripts
from learning.keeping.carrying import zip_of
from learning.keeping.copies import FORMAT, PAGE, Content, Copy, Packing, copy_of, script_content
from learning.keeping.receiving import receive
from learning.player.pages import find_edition, learner_of
from learning.player.ranges import be_harmless
from learning.publishing.exporters.errors import ExportError
from learning.publishing.models import Edition
from learning.publishing.rendering import render_in
from learning.records.retelling import Place, retell
from learning.xapi.statements import written

MOST = 20  # statements at once: little is lost when a line breaks
LONGEST = 400_000  # bytes at once: twenty of the longest, with room
YEARS = range(2000, 2201)  # a moment outside of them was not written here
A_YEAR = 31_536_000  # seconds
SHELL = ("atoll.css", "shelf.js")
REFUSED = re.compile(r";\s*q=0(\.0*)?\s*$")  # how a browser says what it does not read

# What the maker of a copy raises where an edition is damaged; a file that it names may be missing.
DAMAGED = (BundleError, KeyError, OSError)

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


class TooMuch(ValueError):
    """More was sent at once than is taken; in smaller parts it is."""


def with_captions(view: View) -> View:
    """Let a page play the captions that stand inside it."""
    return cast(View, csp_update({"media-src": [SELF, "data:"]})(view))


@never_cache
@require_GET
def me(request: HttpRequest) -> HttpResponse:
    """Say who is signed in, and give the token that their statements are posted with."""
    learner = None if is_shared(request) else learner_of(request)
    told = {"actor": str(learner.pk), "name": learner.get_full_name()} if learner else None
    return _answer({"learner": told, "shared": is_shared(request), "token": get_token(request)})


@never_cache
@require_POST
def statements(request: HttpRequest) -> HttpResponse:
    """Take statements from a device of the person who is signed in, and give a receipt."""
    learner = learner_of(request)
    if learner is None:
        return _answer({"error": "signed out"}, status=401)
    try:
        claimed, sent = _read(request)
    except TooMuch:
        return _answer({"error": "too much"}, status=413)
    except ValueError:
        return _answer({"error": "unreadable"}, status=400)
    if claimed != str(learner.pk):
        return _answer({"error": "another person", "learner": str(learner.pk)}, status=409)
    receipt = receive(sent, learner)
    return _answer(
        {
            "learner": str(learner.pk),
            "stored": [str(each) for each in receipt.stored],
            "already": [str(each) for each in receipt.already],
            "aside": [{"id": id_, "reason": reason} for id_, reason in receipt.aside],
            "at": written(timezone.now()),
        }
    )


@never_cache
@require_GET
def told(request: HttpRequest, slug: str) -> HttpResponse:
    """Give what the learner did elsewhere in this course, from `?since=` on."""
    learner = learner_of(request)
    if learner is None or is_shared(request):
        return _answer({"error": "signed out"}, status=401)
    try:
        edition = _edition(request, slug)
    except Http404:
        return _answer({"error": "withdrawn"}, status=404)
    place = _place(request.GET.get("since", ""))
    found = retell(learner.pk, edition.activity, place=place, goes_on="on" in request.GET)
    until = f"{found.place.stored.isoformat()}~{found.place.id}" if found.place else ""
    answer = {"learner": str(learner.pk), "until": until, "more": found.has_more}
    return _answer({**answer, "statements": found.statements})


@require_GET
def plan(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Say what a device would fetch to keep this course, with the exact size of each file."""
    if not _may_keep(request):
        return _answer({"error": "not here"}, status=403)
    copy = _copy(request, slug)
    response = _answer(copy.plan())
    response["Cache-Control"] = "no-cache"
    etag = f'"{copy.mark}-{_packing(request)}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_GET
@with_captions
def file(request: HttpRequest, slug: str, digest: str) -> HttpResponseBase:
    """Give a file of a kept course by its SHA-256, for ever the same."""
    copy = _copy(request, slug)
    found = next((each for each in copy.files if each.sha256 == digest), None)
    if found is None or not _may_keep(request):
        raise Http404(_("There is no such file in this edition."))
    if found.path in copy.made:
        return _lasting(_sent(request, copy.made[found.path]))
    return _lasting(_media(copy, found.path))


@require_GET
@with_captions
def course(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The kept page itself, for a browser that has not kept it yet. It is the same for everybody.

    Several people use a shared PC, and this page keeps answers: there it is the ordinary course.
    """
    if not _may_keep(request):
        return redirect("player:course", slug)
    return _sent(request, _copy(request, slug).made[PAGE])


@require_GET
def asset(request: HttpRequest, name: str, slug: str = "") -> HttpResponseBase:
    try:
        response = _sent(request, script_content(name))
    except KeyError as error:
        raise Http404(_("There is no such file in this edition.")) from error
    # With its mark in the address a script never changes; a course's page names it without one.
    if request.META.get("QUERY_STRING") == scripts.mark(name):
        return _lasting(response)
    response["Cache-Control"] = "no-cache"
    etag = f'"{hashlib.sha256(script_content(name).plain).hexdigest()[:32]}"'
    response["ETag"] = etag
    return get_conditional_response(request, etag=etag, response=response) or response


@require_GET
def media(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    return _lasting(_media(_copy(request, slug), f"media/{name}"))


@require_GET
def shelf(request: HttpRequest) -> HttpResponse:
    """What is kept on this device; also the page that stands in for all others without a line.

    It says nothing of a person: the script fills it in from what the device holds.
    """
    response = render(request, "keeping/shelf.html", {"is_on": settings.ATOLL_KEEPING})
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker; one that takes its leave, where keeping is switched off or shared."""
    if _may_keep(request):
        shell = ["/keep/", *(f"/keep/atoll/{name}" for name in SHELL)]
        facts = f"const VERSION = {json.dumps(_version())};\nconst SHELL = {json.dumps(shell)};\n"
        text = facts + scripts.worker(scripts.WORKER)
    else:
        is_wiping = json.dumps(is_shared(request))
        text = f"const IS_WIPING = {is_wiping};\n" + scripts.worker(scripts.FAREWELL)
    response = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


@require_GET
def usb(request: HttpRequest, slug: str) -> HttpResponse:
    """Offer the USB copy of one course as a file, with its exact size."""
    edition = find_edition(slug, toolkit=False)
    context: dict[str, object] = {"edition": edition}
    try:
        context["length"] = zip_of(edition).stat().st_size
    except (ExportError, *DAMAGED):
        context["is_failed"] = True
    status = 503 if "is_failed" in context else 200
    return render(request, "keeping/usb.html", context, status=status)


@require_GET
def usb_zip(request: HttpRequest, slug: str) -> HttpResponseBase:
    edition = find_edition(slug, toolkit=False)
    try:
        path = zip_of(edition)
    except (ExportError, *DAMAGED):
        return redirect("keeping:usb", slug)
    return FileResponse(path.open("rb"), as_attachment=True, filename=f"{edition.slug}.zip")


def _may_keep(request: HttpRequest) -> bool:
    return settings.ATOLL_KEEPING and not is_shared(request)


def _edition(request: HttpRequest, slug: str) -> Edition:
    """Give the edition that is asked for; a kept course says its language. Raises: Http404."""
    language = request.GET.get("language", "")
    if not language:
        return find_edition(slug, toolkit=False)
    editions = Edition.objects.current().courses().filter(slug=slug, language=language)
    if found := editions.first():
        return found
    raise Http404(_("Nothing is published at this address."))


def _copy(request: HttpRequest, slug: str) -> Copy:
    try:
        return copy_of(_edition(request, slug), _packing(request))
    except DAMAGED as error:
        raise Http404(_("There is no such file in this edition.")) from error


def _packing(request: HttpRequest) -> Packing:
    """Give the best packing that the browser reads; what it does not name it need not read."""
    accepted = request.headers.get("Accept-Encoding", "").lower().split(",")
    named = {part.partition(";")[0].strip() for part in accepted if not REFUSED.search(part)}
    best = [Packing.BROTLI, Packing.GZIP]
    return next((packing for packing in best if packing in named), Packing.NONE)


def _version() -> str:
    """Name the shell: it changes with any of its files and with each word of its page."""
    page = render_in(settings.LANGUAGE_CODE, "keeping/shelf.html", {"is_on": True}).encode()
    parts = [page, *(script_content(name).plain for name in SHELL)]
    return hashlib.sha256(b"".join(parts)).hexdigest()[:16]


def _read(request: HttpRequest) -> tuple[str, list[Any]]:
    """Give whose statements are sent, and them. Raises: TooMuch, ValueError."""
    if len(request.body) > LONGEST:
        raise TooMuch("too long")
    try:
        found = json.loads(request.body)
    except RecursionError as error:
        raise ValueError("too deep") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise ValueError("another format")
    sent = found.get("statements")
    if not isinstance(sent, list):
        raise ValueError("no list")
    if len(sent) > MOST:
        raise TooMuch("too many")
    return str(found.get("learner")), sent


def _place(text: str) -> Place | None:
    """Read how far a device was told; what cannot be read is a device that was told nothing."""
    moment, _tilde, identifier = text.partition("~")
    try:
        stored = datetime.fromisoformat(moment)
        place = Place(stored.astimezone(UTC), UUID(identifier))
    except (ValueError, OverflowError):
        return None
    return place if stored.tzinfo and place.stored.year in YEARS else None


def _answer(facts: dict[str, Any], *, status: int = 200) -> JsonResponse:
    response = JsonResponse({"format": FORMAT, **facts}, status=status)
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _sent(request: HttpRequest, content: Content) -> HttpResponse:
    packing = _packing(request)
    sent = content.sent[packing]
    response = HttpResponse(sent, content_type=content.type)
    response["Content-Encoding"] = packing.value
    response["Content-Length"] = str(len(sent))
    patch_vary_headers(response, ["Accept-Encoding"])
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _media(copy: Copy, path: str) -> FileResponse:
    try:
        entry = copy.edition.manifest.file(path)
        if entry not in copy.edition.manifest.media:
            raise KeyError(path)
        content = copy.edition.store.path(entry.sha256).open("rb")
    except (KeyError, OSError) as error:
        raise Http404(_("There is no such file in this edition.")) from error
    response = FileResponse(content, content_type=entry.media_type)
    be_harmless(response, media_type=entry.media_type, name=path.rpartition("/")[2])
    # As it is in the plan: not compressed again on the way.
    response["Content-Encoding"] = "identity"
    return response


def _lasting(response: HttpResponseBase) -> HttpResponseBase:
    response["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
    return response
