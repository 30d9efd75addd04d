"""How often a check is tried before its right answer is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Tries(models.IntegerChoices):
    """The number is what an edition keeps (learning.bundles.manifest)."""

    UNTIL_RIGHT = 0, _("until it is right; the answer is never shown")
    ONE = 1, _("one")
    TWO = 2, _("two")
    THREE = 3, _("three")


WORDS = {"until-right": 0, "1": 1, "2": 2, "3": 3}  # as the library writes them
