from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KeepingConfig(AppConfig):
    name = "learning.keeping"
    verbose_name = _("Keeping")
