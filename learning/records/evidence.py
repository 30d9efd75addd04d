"""How far a statement can be believed. It is decided where the statement comes in."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Evidence(models.TextChoices):
    """SELF_REPORTED: from a USB copy, where everything can be forged. OBSERVED: written here."""

    SELF_REPORTED = "self-reported", _("self-reported")
    OBSERVED = "observed", _("observed")
    ATTESTED = "attested", _("attested by a trainer")


TRUSTED = (Evidence.OBSERVED, Evidence.ATTESTED)
