"""What ratings add to Wagtail's own screens: a report for authors."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.permissions import page_permission_policy

from learning.ratings.report import RatingReport, show


class _ForAuthors(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(
            page_permission_policy.user_has_any_permission(
                request.user, RatingReport.any_permission_required
            )
        )


@hooks.register("register_admin_urls")
def rating_report_addresses() -> list[URLPattern]:
    return [
        path("reports/ratings/", RatingReport.as_view(), name="rating-report"),
        path(
            "reports/ratings/results/",
            RatingReport.as_view(results_only=True),
            name="rating-report-results",
        ),
        path("reports/ratings/<int:pk>/show", show, name="rating-show"),
    ]


@hooks.register("register_reports_menu_item")
def rating_report_in_the_menu() -> MenuItem:
    return _ForAuthors(_("Ratings"), reverse("rating-report"), icon_name="pick", order=1210)
