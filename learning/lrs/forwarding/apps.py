from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ForwardingConfig(AppConfig):
    name = "learning.lrs.forwarding"
    label = "lrs_forwarding"
    verbose_name = _("Experience API: forwarding")
