from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DisplayConfig(AppConfig):
    name = "learning.display"
    verbose_name = _("Display")

    def ready(self) -> None:
        # What is saved of the brand is heard from here on.
        import learning.display.showing  # noqa: F401
