"""How long something takes, in words."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

LONG = 90  # minutes: from here on people count in hours


@register.filter
def duration(minutes: int) -> str:
    """Give `minutes` as “40 minutes” or, from an hour and a half on, as “4 h 10 min”."""
    if minutes < LONG:
        return ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}
    hours, rest = divmod(minutes, 60)
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
