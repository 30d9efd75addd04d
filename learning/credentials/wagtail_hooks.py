"""What certificates add to Wagtail's own screens: a list to read and to search."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.tables import DateColumn
from wagtail.admin.views.generic import InspectView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from learning.accounts.access_log import note_access
from learning.accounts.models import Seen
from learning.credentials.models import Award
from learning.credentials.programmes import as_it_stands


class ReadOnly(ModelPermissionPolicy):
    """Nobody adds, changes or deletes here: the records give, and commands mend and revoke."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class Inspected(InspectView):
    """One certificate as it stands now; its learner can see who looked."""

    def get_object(self, queryset: Any = None) -> Award:
        return as_it_stands(super().get_object(queryset))

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        note_access(request.user, self.object.learner_id, Seen.CERTIFICATE)
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response


def revoked_on(award: Award) -> datetime | None:
    """Give since when a certificate stands no more, by a command or by what facilitators said.

    One query for each certificate of a programme; a page has twenty.
    """
    return as_it_stands(award).revoked_at


REVOKED = DateColumn("revoked_at", label=_("revoked on"), accessor=revoked_on)


class Certificates(ModelViewSet):
    model = Award
    inspect_view_class = Inspected
    name = "certificates"
    icon = "clipboard-list"
    menu_label = _("Certificates")
    add_to_admin_menu = True
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = [
        "name",
        "title",
        "language",
        "printed_code",
        "completed_at",
        "evidence",
        "issued_at",
        "revoked_at",
        "revoked_because",
    ]
    form_fields: list[str] = []
    list_display = ["name", "title", "printed_code", "issued_at", REVOKED]
    list_filter = ["language", "evidence"]
    search_fields = ["name", "title", "code"]

    @property
    def permission_policy(self) -> ReadOnly:
        return ReadOnly(self.model)


@hooks.register("register_admin_viewset")
def register_certificates() -> Certificates:
    return Certificates()
