"""Cohorts leave as a file and come in from one."""

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen, User
from learning.cohorts.errors import CohortError
from learning.cohorts.models import Cohort
from learning.cohorts.moving.forms import SaveForm, TakeForm
from learning.cohorts.moving.saving import save_cohorts, with_descendants
from learning.cohorts.moving.taking import Taking, take
from learning.cohorts.teaching import TrainerRequest, own_cohort, trainers_only
from learning.records.doubting import Arrival, arrivals_of, doubted_in
from learning.records.revoking import revoked_in
from learning.xapi.cohort_files import MAX_BYTES
from learning.xapi.errors import CohortFileTooLarge, ProgressFileError

MOST_ARRIVALS = 60  # lines of the journal


@never_cache
@trainers_only
def move(request: TrainerRequest, code: str) -> HttpResponse:
    """Save a cohort as a file, and show what of it came from elsewhere, when and by whom."""
    cohort = own_cohort(request.user, code)
    form = SaveForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        return _file(request, cohort, below=form.cleaned_data["with_descendants"])
    arrivals = list(arrivals_of(cohort.pk))[:MOST_ARRIVALS]
    doubted = doubted_in(cohort.pk)
    people = _names({each.author for each in doubted} | _people(arrivals))
    context = {
        "cohort": cohort,
        "form": form,
        "arrivals": [(each, people.get(each.by) or each.by) for each in arrivals],
        "doubted": [(each, people.get(str(each.author), "")) for each in doubted],
        "revoked": revoked_in([cohort.pk]),
    }
    return render(request, "cohorts/moving/move.html", context)


def _people(arrivals: list[Arrival]) -> set[UUID]:
    found = set()
    for each in arrivals:
        try:
            found.add(UUID(each.by))
        except ValueError:
            continue  # a command brought it
    return found


def _names(people: set[UUID]) -> dict[str, str]:
    found = User.objects.filter(pk__in=people)
    return {str(person.pk): str(person) for person in found}


def _file(request: TrainerRequest, cohort: Cohort, *, below: bool) -> HttpResponse:
    cohorts = with_descendants([cohort]) if below else [cohort]
    for each in cohorts:
        note_access(request.user, each.pk, Seen.EXPORT)
    answer = HttpResponse(save_cohorts(cohorts), content_type="application/octet-stream")
    name = slugify(cohort.name) or cohort.code.lower()
    answer["Content-Disposition"] = f'attachment; filename="{name}.cohort"'
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@never_cache
@trainers_only
def take_in(request: TrainerRequest) -> HttpResponse:
    """Take a cohort file in, and tell what came of it."""
    form = TakeForm(request.POST or None, request.FILES or None)
    taken: Taking | None = None
    if form.is_valid():
        try:
            content = _content(form.cleaned_data["file"])
            taken = take(content, by=request.user, authority=str(request.user.pk))
        except ProgressFileError as error:
            form.add_error("file", _(error.reason))
        except CohortError as error:
            form.add_error("file", str(error.sentence))
    context = {"form": form, "taken": taken}
    return render(request, "cohorts/moving/take.html", context)


def _content(upload: "UploadedFile[bytes]") -> bytes:
    """Read the upload. Raises: CohortFileTooLarge — before any of it is in memory."""
    if (upload.size or 0) > MAX_BYTES:
        raise CohortFileTooLarge
    content: bytes = upload.read()
    return content
