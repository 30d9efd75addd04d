from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportingConfig(AppConfig):
    name = "toolkits.importing"
    label = "importing"
    verbose_name = _("Importing documents")
