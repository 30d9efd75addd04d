from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PublishingConfig(AppConfig):
    name = "learning.publishing"
    verbose_name = _("Publishing")

    def ready(self) -> None:
        # Wagtail's signals are heard from here on.
        import learning.publishing.releasing  # noqa: F401
