from django.utils.translation import gettext_lazy as _

from learning.accounts.models import Choice


class Consent(Choice):
    """The table of choices, as this room knows it; the permission of those who act hangs here."""

    class Meta:
        proxy = True
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        permissions = [("act_for_learners", _("Can show and delete a learner's data on request"))]
