from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from media.encoding import install


class MediaConfig(AppConfig):
    name = "media"
    verbose_name = _("Media")

    def ready(self) -> None:
        install()
