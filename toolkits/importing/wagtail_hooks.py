"""“Import documents” in Wagtail's menu, for those who may add pages."""

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from toolkits.importing import urls
from toolkits.importing.permissions import may_import


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_import(request.user)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern | URLResolver]:
    return [path("import/", include(urls, namespace="importing"))]


@hooks.register("register_admin_menu_item")
def register_menu_item() -> MenuItem:
    return ImportMenuItem(
        _("Import documents"),
        reverse("importing:index"),
        name="import-documents",
        icon_name="download",
        order=250,
    )
