from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FindingConfig(AppConfig):
    name = "learning.finding"
    label = "finding"
    verbose_name = _("Search")

    def ready(self) -> None:
        # What publishing tells is heard from here on.
        import learning.finding.indexing  # noqa: F401
