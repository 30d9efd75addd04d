"""Every address of the hub. Learners' pages come from editions; Wagtail serves only authors."""

from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_document_urls

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("learning.player.urls")),
    path("", include("learning.accounts.urls")),
    path("", include("learning.cohorts.urls")),
    path("", include("learning.sync.urls")),
    path("", include("learning.credentials.urls")),
    path("", include("learning.worksheets.urls")),
    path("countries/", include("learning.countries.urls")),
    path("search/", include("learning.finding.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("cms/", include(wagtail_admin_urls)),
    path("documents/", include(wagtail_document_urls)),
    # Only renditions: originals and files are for Wagtail's own views, which check permissions.
    path(
        f"{settings.MEDIA_URL.lstrip('/')}images/<path:path>",
        serve,
        {"document_root": Path(settings.MEDIA_ROOT) / "images"},
    ),
    path("pages/", include(wagtail_urls)),
]
