"""What the toolkits add to Wagtail's own screens."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from toolkits.reports import TagReport


class _ForAuthors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            page_permission_policy.user_has_any_permission(
                request.user, TagReport.any_permission_required
            )
        )


@hooks.register("register_admin_urls")
def tag_report_addresses() -> list[URLPattern]:
    return [
        path("reports/tags/", TagReport.as_view(), name="tag-report"),
        path(
            "reports/tags/results/",
            TagReport.as_view(results_only=True),
            name="tag-report-results",
        ),
    ]


@hooks.register("register_reports_menu_item")
def tag_report_in_the_menu() -> MenuItem:
    return _ForAuthors(_("Tags"), reverse("tag-report"), icon_name="tag", order=1200)
