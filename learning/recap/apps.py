from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecapConfig(AppConfig):
    name = "learning.recap"
    verbose_name = _("Weekly recap")
