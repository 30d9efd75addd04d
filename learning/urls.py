"""Every address of the hub. Learners' pages come from editions; Wagtail serves only authors."""

from pathlib import Path

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtail_admin_urls
from wagtail.documents import urls as wagtail_document_urls

from learning.display.switching import set_language

handler400 = "learning.faults.views.bad_request"
handler403 = "learning.faults.views.forbidden"
handler404 = "learning.faults.views.not_found"
handler500 = "learning.faults.views.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("learning.player.urls")),
    path("", include("learning.accounts.urls")),
    path("", include("learning.cohorts.urls")),
    path("", include("learning.sync.urls")),
    path("", include("learning.keeping.urls")),
    path("", include("learning.credentials.urls")),
    path("", include("learning.worksheets.urls")),
    path("", include("learning.recap.urls")),
    path("", include("learning.notes.urls")),
    path("", include("learning.ratings.urls")),
    path("", include("learning.privacy.urls")),
    path("xapi/", include("learning.lrs.urls")),
    path("xapi/", include("learning.lrs.documents.urls")),
    path("countries/", include("learning.countries.urls")),
    path("search/", include("learning.finding.urls")),
    path("", include("learning.display.urls")),
    path("i18n/setlang/", set_language, name="set_language"),
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
