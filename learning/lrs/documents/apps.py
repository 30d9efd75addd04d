from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    name = "learning.lrs.documents"
    label = "lrs_documents"
    verbose_name = _("Experience API: documents")
