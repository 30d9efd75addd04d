"""What of a frozen fragment a visitor sees: all of it, or its words only."""

from django import template
from django.utils.safestring import SafeString

from learning.bundles.profiles import text_only
from learning.display.preferences import Preferences

register = template.Library()


@register.filter
def shown(html: str, display: Preferences | str) -> SafeString:
    """Show a fragment of an edition as the visitor wants it; `display` may be missing."""
    is_text_only = isinstance(display, Preferences) and display.is_text_only
    return SafeString(text_only(html) if is_text_only else html)
