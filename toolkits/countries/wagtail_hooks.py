from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from toolkits.countries.models import Country, DataSet, Membership


class ReadOnly(ModelPermissionPolicy):
    """Nobody adds, changes or deletes here: data come by `import_country_data`, with a source."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and super().user_has_permission(user, action)


class Listing(ModelViewSet):
    add_to_admin_menu = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []

    @property
    def permission_policy(self) -> ReadOnly:
        return ReadOnly(self.model)


class CountryListing(Listing):
    model = Country
    icon = "globe"
    list_display = ["name_en", "iso3", "m49", "subregion"]
    search_fields = ["name_en", "name_fr", "iso3"]


class MembershipListing(Listing):
    model = Membership
    icon = "group"
    list_display = ["country", "group", "since", "until", "note"]
    list_filter = ["group"]


class DataSetListing(Listing):
    model = DataSet
    icon = "table"
    list_display = ["title", "year", "is_current", "imported_at", "source"]
    list_filter = ["year", "is_current"]


class CountryData(ViewSetGroup):
    menu_label = _("Country data")
    menu_icon = "globe"
    items = (
        CountryListing("country-list"),
        MembershipListing("country-groups"),
        DataSetListing("country-surveys"),
    )


@hooks.register("register_admin_viewset")
def register_country_data() -> CountryData:
    return CountryData()
