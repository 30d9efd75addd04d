"""Exporting in the admin: choose, see it being made, take it. All of it works without scripts."""

from collections.abc import Callable
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
from learning.bundles.profiles import Profile
from learning.publishing.forms import ExportForm
from learning.publishing.models import ExportRun
from learning.publishing.running import ask, begin, file_of, is_interrupted, stop

SHOWN = 20  # runs in the list
REFRESH = 3  # seconds

View = Callable[..., HttpResponseBase]


def may_export(user: object) -> bool:
    """Whether somebody may publish pages, and so may carry them away."""
    return bool(page_permission_policy.user_has_permission(user, "publish"))


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
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        profile = Profile(chosen["profile"])
        person = cast(User, request.user)
        run = ask(list(chosen["editions"]), chosen["formats"], profile, person)
        return redirect("export-run", run.pk)
    runs = ExportRun.objects.select_related("asked_by")[:SHOWN]
    context = {"form": form, "runs": runs, "page_title": _("Exports"), "header_icon": "download"}
    return render(request, "exporting/exports.html", context)


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
    """Stop a run, or start it again."""
    run = get_object_or_404(ExportRun, pk=key)
    if "stop" in request.POST:
        stop(run)
        messages.success(request, _("Stopped. The files that are there are kept."))
    elif not run.is_going or is_interrupted(run):
        begin(run)
    return redirect("export-run", run.pk)


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
