"""Whether courses can be kept here, and the address of our scripts with their mark."""

from django import template
from django.conf import settings
from django.template import Context
from django.urls import reverse

from learning.accounts.sharing import is_shared
from learning.keeping.scripts import mark

register = template.Library()


@register.simple_tag(takes_context=True)
def may_keep(context: Context) -> bool:
    """Tell whether this browser may be offered to keep a course: not if several people use it."""
    request = context.get("request")
    return bool(settings.ATOLL_KEEPING and request and not is_shared(request))


@register.simple_tag
def kept_asset(name: str) -> str:
    """Give the address of a script or style sheet; it changes with the content."""
    return f"{reverse('keeping:asset', args=[name])}?{mark(name)}"
