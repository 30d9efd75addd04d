"""The one sanitising door: every piece of rich text and every imported HTML passes here.

bleach applies the allowlists, as the product's owner asked; nh3 is the last boundary, because
bleach gets no more security releases (docs/decisions/0002). Both face the same hostile corpus in
the tests. Passing through twice changes nothing.
"""

import re
from collections.abc import Mapping

import nh3
from bleach.sanitizer import Cleaner

INLINE = frozenset({"a", "abbr", "b", "br", "cite", "code", "em", "i", "strong", "sub", "sup"})
BLOCK = frozenset({"h2", "h3", "h4", "hr", "li", "ol", "p", "ul"})
TABLE = frozenset({"caption", "table", "tbody", "td", "th", "thead", "tr"})
ALLOWED_TAGS = INLINE | BLOCK | TABLE
ALLOWED_ATTRIBUTES: Mapping[str, frozenset[str]] = {
    # linktype and id are how Wagtail writes a link to one of its own pages.
    "a": frozenset({"href", "id", "linktype", "title"}),
    "abbr": frozenset({"title"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan"}),
    "th": frozenset({"colspan", "rowspan", "scope"}),
}
# What can mean anything but itself in HTML, and what serialising writes in another way.
MARKUP = re.compile("[<>&\x00-\x08\x0b-\x1f\x7f-\xa0\ud800-\udfff]")
PAGE_ID = re.compile(r"[0-9]{1,10}")
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto", "tel"})
# nh3 drops what stands inside these; bleach alone would leave the script as text.
DROPPED_WITH_CONTENT = frozenset({"script", "style", "template", "noscript", "iframe"})


def sanitise(html: str, *, tags: frozenset[str] = ALLOWED_TAGS) -> str:
    """Give `html` with nothing in it but `tags` and their allowed attributes."""
    if not MARKUP.search(html):
        return html
    cleaner = Cleaner(
        tags=tags,
        attributes=_is_allowed,
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )
    return _boundary(cleaner.clean(_boundary(html, tags)), tags)


def sanitise_inline(html: str) -> str:
    """Give `html` with only inline markup: for prompts, captions and table cells."""
    return sanitise(html, tags=INLINE)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name == "id" and not PAGE_ID.fullmatch(value):
        return False  # Wagtail looks the page up by it, and fails on what is no number
    return name in ALLOWED_ATTRIBUTES.get(tag, frozenset())


def _boundary(html: str, tags: frozenset[str]) -> str:
    return nh3.clean(
        html,
        tags=set(tags),
        clean_content_tags=set(DROPPED_WITH_CONTENT),
        attributes={tag: set(names) for tag, names in ALLOWED_ATTRIBUTES.items()},
        url_schemes=set(ALLOWED_PROTOCOLS),
        strip_comments=True,
        link_rel=None,
    )
