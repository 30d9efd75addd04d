"""Switching the language without losing the place: the same lesson of the same course.

A lesson is the same in every language by its activity (Wagtail's translation_key); its address may
differ. Everything else, the cookie and which addresses are ours, is as Django has it.
"""

from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve, reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.i18n import set_language as django_set_language

from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.publishing.models import Edition

COURSE, TOOLKIT = "player:course", "player:toolkit"
LESSONS = {"player:course-lesson": COURSE, "player:toolkit-lesson": TOOLKIT}


@dataclass(frozen=True)
class Place:
    """Where to go in another language. `missing`: a sentence when it is not the same place."""

    address: str
    missing: str = ""


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Remember the language, and go to the same place in it."""
    here = get_language() or settings.LANGUAGE_CODE
    response = django_set_language(request)
    language = request.POST.get("language", "")
    if "Location" not in response or language not in dict(settings.LANGUAGES):
        return response
    place = place_in(language, response["Location"], speaking=here)
    response["Location"] = place.address
    if place.missing:
        messages.info(request, place.missing)
    return response


def place_in(language: str, address: str, *, speaking: str) -> Place:
    """Give where `address`, read in the language `speaking`, is in `language`.

    A page that is no page of a course or toolkit has one address for all languages.
    """
    parts = urlsplit(address)
    match = _match(parts.path)
    if match is None or match.view_name not in {COURSE, TOOLKIT, *LESSONS}:
        return Place(address)
    edition = _shown(match, speaking)
    if edition is None:
        return Place(address)
    other = Edition.objects.current().filter(activity=edition.activity, language=language).first()
    if other is None:
        with override(language):
            return Place(address, missing=_not_in(language))
    path, is_same = _path(match, edition, other)
    with override(language):
        missing = "" if is_same else _("This page is not in this edition. Here is its overview.")
    return Place(urlunsplit(("", "", path, parts.query if is_same else "", "")), missing)


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None


def _shown(match: ResolverMatch, language: str) -> Edition | None:
    """Give the edition that a reader of `language` sees there."""
    editions = Edition.objects.current().filter(slug=match.kwargs["slug"]).in_language(language)
    is_toolkit = LESSONS.get(match.view_name, match.view_name) == TOOLKIT
    return (editions.toolkits() if is_toolkit else editions.courses()).first()


def _path(match: ResolverMatch, edition: Edition, other: Edition) -> tuple[str, bool]:
    """Give the address in `other`, and whether it is the same place and not only its overview."""
    overview = LESSONS.get(match.view_name, match.view_name)
    if overview == match.view_name:
        return reverse(overview, args=[other.slug]), True
    slug = _counterpart(edition, other, match.kwargs["lesson"])
    if not slug:
        return reverse(overview, args=[other.slug]), False
    return reverse(match.view_name, args=[other.slug, slug]), True


def _counterpart(edition: Edition, other: Edition, slug: str) -> str:
    """Give the slug in `other` of the lesson or test at `slug`; empty if it has none."""
    try:
        here, there = _activities(edition.manifest), _activities(other.manifest)
    except (BundleError, OSError):
        return ""  # the page itself says what is wrong with the edition
    slugs = {activity: known for known, activity in there.items()}
    return slugs.get(here.get(slug, ""), "")


def _activities(manifest: Manifest) -> dict[str, str]:
    """Give the activity of each lesson and test by its slug."""
    lessons = {lesson.slug: lesson.activity for lesson in manifest.lessons}
    return lessons | {test.slug: test.activity for test in manifest.assessments}


def _not_in(language: str) -> str:
    message = _("This is not available in %(language)s yet. You are still at the same place.")
    return message % {"language": dict(settings.LANGUAGES)[language]}
