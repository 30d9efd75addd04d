from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LrsConfig(AppConfig):
    name = "learning.lrs"
    label = "lrs"
    verbose_name = _("Experience API")
