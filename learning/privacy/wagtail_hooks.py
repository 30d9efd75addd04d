"""What privacy adds to Wagtail's own screens: who looked at an account, and deleting it wholly."""

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail import hooks

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen, User
from learning.privacy.acting import PERMISSION


@hooks.register("before_edit_user")
def note_who_looks(request: HttpRequest, user: User) -> None:
    note_access(request.user, user.pk, Seen.ACCOUNT)


@hooks.register("before_delete_user")
def delete_wholly(request: HttpRequest, user: User) -> HttpResponse | None:
    """An account alone cannot be deleted: records would be left. The whole person can."""
    return redirect("privacy:person-delete", user.pk)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Let administrators give the permission to a group, such as the trainers."""
    return Permission.objects.filter(
        content_type__app_label="privacy", codename=PERMISSION.partition(".")[2]
    )
