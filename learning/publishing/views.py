"""Exporting in the admin: choose, see it being made, take it. All of it works without scripts."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import cast

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin import messages
from wagtail.permissions import page_permission_policy

from learning.accounts.models import User
from learning.bundles.errors import BundleError
from learning.bundles.profiles import Profile
from learning.publishing.forms import ExportForm
from learning.publishing.handing import damage
from learning.publishing.models import Edition, ExportRun
from learning.publishing.running import ask, begin, file_of, is_interrupted, stop
from learning.publishing.sizing import Size, size_of

SHOWN = 20  # runs in the list
REFRESH = 3  # seconds

View = Callable[..., HttpResponseBase]


def may_export(user: object) -> bool:
    """Whether somebody may publish pages, and so may carry them away."""
    return bool(page_permission_policy.user_has_permission(user, "publish"))


def may_change(user: object, run: ExportRun) -> bool:
    """Whether somebody may stop a run and start it again."""
    return isinstance(user, User) and (user.is_superuser or user.pk == run.asked_by_id)


def for_publishers(view: View) -> View:
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        if not may_export(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_publishers
@require_http_methods(["GET", "POST"])
def exports(request: HttpRequest) -> HttpResponse:
    """Choose what to export, and see what was exported."""
    form = ExportForm(request.POST or None)
    size = None
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        wanted = (list(chosen["editions"]), chosen["formats"], Profile(chosen["profile"]))
        if "size" not in request.POST:
            return redirect("export-run", ask(*wanted, cast(User, request.user)).pk)
        size = _size(request, *wanted)
    context = {
        "form": form,
        "size": size,
        "runs": ExportRun.objects.select_related("asked_by")[:SHOWN],
        "page_title": _("Exports"),
        "header_icon": "download",
    }
    return render(request, "exporting/exports.html", context)


def _size(
    request: HttpRequest, editions: Sequence[Edition], formats: Sequence[str], profile: Profile
) -> Size | None:
    try:
        return size_of(editions, formats, profile)
    except BundleError as error:
        messages.error(request, damage(error))
        return None


@for_publishers
@require_GET
def export_run(request: HttpRequest, key: int) -> HttpResponse:
    """Say how far it is; the page asks again by itself while it goes on."""
    run = get_object_or_404(ExportRun, pk=key)
    interrupted = is_interrupted(run)
    context = {
        "run": run,
        "is_interrupted": interrupted,
        "is_there": file_of(run).is_file(),
        "may_change": may_change(request.user, run),
        "page_title": _("Export"),
        "header_icon": "download",
    }
    response = render(request, "exporting/run.html", context)
    if run.is_going and not interrupted:
        response["Refresh"] = str(REFRESH)
    return response


@for_publishers
@require_POST
def change_run(request: HttpRequest, key: int) -> HttpResponse:
    """Stop a run, or start it again: only for who asked for it, and superusers."""
    run = get_object_or_404(ExportRun, pk=key)
    if not may_change(request.user, run):
        raise PermissionDenied
    if "stop" in request.POST:
        stop(run)
        messages.success(request, _("Stopped. The files that are there are kept."))
    elif is_interrupted(run) or not (run.is_going or _is_there(run)):
        begin(run)
    return redirect("export-run", run.pk)


def _is_there(run: ExportRun) -> bool:
    return run.state == ExportRun.State.READY and file_of(run).is_file()


@for_publishers
@require_GET
def export_file(request: HttpRequest, key: int) -> HttpResponseBase:
    """Hand out the file that is ready."""
    run = get_object_or_404(ExportRun, pk=key, state=ExportRun.State.READY)
    try:
        content = file_of(run).open("rb")
    except OSError:
        messages.error(request, _("The file is not there any more. Start the export again."))
        return redirect("export-run", run.pk)
    name = f"atoll-{'-'.join(run.formats)}-{run.pk}.zip"
    return FileResponse(content, as_attachment=True, filename=name)
