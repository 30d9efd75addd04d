"""What privacy adds to Wagtail's own screens: who looked at an account, and deleting it wholly."""

from collections.abc import Sequence

from django.contrib import messages
from django.contrib.auth.models import Permission
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.views.bulk_action import BulkAction

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


@hooks.register("before_bulk_action")
def delete_one_at_a_time(
    request: HttpRequest, action_type: str, objects: Sequence[Model], action: BulkAction
) -> HttpResponse | None:
    """Each person who is deleted is confirmed by name, so a heap of them is refused."""
    if action_type != "delete" or not issubclass(action.model, User) or not objects:
        return None
    if len(objects) == 1:
        return redirect("privacy:person-delete", objects[0].pk)
    sentence = _("Nothing was deleted. Delete people one at a time, each with all their data.")
    messages.error(request, sentence)
    return redirect("wagtailusers_users:index")


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    """Let administrators give the permission to a group, such as the trainers."""
    return Permission.objects.filter(
        content_type__app_label="privacy", codename=PERMISSION.partition(".")[2]
    )
