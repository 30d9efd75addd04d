"""Where Wagtail meets editions: readiness before publishing, links, and who serves the page."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from courses.models import CoursePage
from learning.publishing.errors import PublishingError
from learning.publishing.freezing import freeze, outline_of, problems
from learning.publishing.models import Edition
from learning.publishing.views import change_run, export_file, export_run, exports, may_export
from toolkits.models import ToolkitPage


class EditionLinkHandler(PageLinkHandler):
    """Writes links to pages so that freezing can make them relative, or drop them."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        tags = super().expand_db_attributes_many(attrs_list)
        return [
            tag.replace("<a ", f'<a data-page="{escape(attrs.get("id", ""))}" ', 1)
            for tag, attrs in zip(tags, attrs_list, strict=True)
        ]


@hooks.register("register_rich_text_features", order=100)
def use_edition_links(features: Any) -> None:
    features.register_link_type(EditionLinkHandler)


@hooks.register("before_publish_page")
def hold_what_is_not_ready(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Tell the author what is missing instead of publishing something that cannot be frozen."""
    specific = page.specific
    if not isinstance(specific, CoursePage | ToolkitPage):
        return None
    reasons = list(problems(outline_of(specific)))
    if not reasons:
        return None
    messages.error(request, _("Not published, your draft is saved. %s") % " ".join(reasons))
    return redirect("wagtailadmin_pages:edit", page.pk)


@hooks.register("after_publish_page")
def say_what_learners_see(request: HttpRequest, page: Page) -> None:
    """Tell the author which edition is out, or that learners still see the one before.

    Wagtail's signal has frozen the page already; freezing again finds that, or the reason why not.
    """
    specific = page.specific
    if not isinstance(specific, CoursePage | ToolkitPage):
        return
    try:
        edition = freeze(specific).edition
    except PublishingError as error:
        message = _("Learners still see the edition before this one. %s")
        messages.error(request, message % error)
        return
    messages.success(request, _("Learners see edition %d.") % edition.version)


@hooks.register("before_serve_page")
def serve_the_edition(
    page: Page, request: HttpRequest, serve_args: Any, serve_kwargs: Any
) -> HttpResponse | None:
    """Send readers of a content page to the edition that holds it."""
    ancestors = page.get_ancestors(inclusive=True).values_list("pk", flat=True)
    edition = Edition.objects.current().filter(page_id__in=list(ancestors)).first()
    if edition is None:
        return redirect("player:home")
    name = "player:toolkit" if edition.is_toolkit else "player:course"
    if page.slug in {lesson.slug for lesson in edition.manifest.lessons}:
        return redirect(f"{name}-lesson", edition.slug, page.slug)
    return redirect(name, edition.slug)


class ExportsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_export(request.user)


@hooks.register("register_admin_urls")
def export_addresses() -> list[URLPattern]:
    return [
        path("exports/", exports, name="exports"),
        path("exports/<int:key>/", export_run, name="export-run"),
        path("exports/<int:key>/change/", change_run, name="export-change"),
        path("exports/<int:key>/file/", export_file, name="export-file"),
    ]


@hooks.register("register_admin_menu_item")
def offer_exports() -> MenuItem:
    return ExportsItem(
        gettext_lazy("Exports"),
        reverse("exports"),
        name="exports",
        icon_name="download",
        order=260,
    )
