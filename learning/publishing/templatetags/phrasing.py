"""HTML where only phrases may stand."""

import re

from django import template
from django.utils.safestring import SafeString

register = template.Library()

BLOCK = re.compile(r"<(/?)(p|ul|ol|li)\b[^>]*>")


@register.filter
def phrasing(html: str) -> SafeString:
    """Give sanitised `html` for a legend, in which no paragraph and no list may stand.

    Each becomes a span of class `as-p`, `as-ul`, `as-ol` or `as-li`, which looks the same.
    """
    spans = BLOCK.sub(lambda tag: "</span>" if tag[1] else f'<span class="as-{tag[2]}">', html)
    return SafeString(spans)
