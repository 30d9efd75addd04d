"""Lessons for a browser that asks to be sent little: small pictures, and transcripts open.

https://wicg.github.io/savedata/ – the header Save-Data. Nothing is left out.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.http import HttpRequest

from learning.bundles.edition import Text
from learning.bundles.profiles import saving
from learning.player.pages import Item

HEADER = "Save-Data"


def thrifty(request: HttpRequest, parts: Iterable[Text | Item]) -> Iterator[Text | Item]:
    """Give `parts` of a page as they suit the browser; the page then varies with HEADER."""
    is_saving = request.headers.get(HEADER, "").strip().lower() == "on"
    for part in parts:
        if is_saving and isinstance(part, Text):
            yield replace(part, html=saving(part.html))
        else:
            yield part
