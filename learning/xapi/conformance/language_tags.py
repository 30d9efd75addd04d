"""Language tags (RFC 5646 §2.1), and which language of a map to show (RFC 4647 §3.4)."""

import re
from collections.abc import Mapping, Sequence

TAG = re.compile(
    r"""
    (?: (?: [a-z]{2,3} (?:-[a-z]{3}){0,3} | [a-z]{4} | [a-z]{5,8} )   # language, with extensions
        (?: -[a-z]{4} )?                                              # script
        (?: -(?:[a-z]{2}|[0-9]{3}) )?                                 # region
        (?P<variants> (?: -(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}) )* )
        (?P<extensions> (?: -[0-9a-wy-z] (?:-[a-z0-9]{2,8})+ )* )
        (?: -x(?:-[a-z0-9]{1,8})+ )?
    | x(?:-[a-z0-9]{1,8})+                                            # for private use alone
    )""",
    re.VERBOSE | re.IGNORECASE | re.ASCII,
)
OLD_TAGS = re.compile(  # registered before RFC 4646; of another form (RFC 5646 §2.2.8)
    "en-gb-oed|i-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)"
    "|sgn-(?:be-fr|be-nl|ch-de)|art-lojban|cel-gaulish|no-(?:bok|nyn)"
    "|zh-(?:guoyu|hakka|min|min-nan|xiang)",
    re.IGNORECASE,
)
RANGE = re.compile(r"(\*|[a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*)(?:;q=([01](?:\.[0-9]{0,3})?))?")
MOST_CHARACTERS = 255  # of a tag; RFC 5646 §4.4.1 asks for room for 35
MOST_RANGES = 50  # of a header; what follows is not read


def is_tag(text: object) -> bool:
    """Tell whether this is a well-formed tag that names no variant and no extension twice."""
    if not isinstance(text, str) or len(text) > MOST_CHARACTERS:
        return False
    if OLD_TAGS.fullmatch(text):
        return True
    found = TAG.fullmatch(text)
    if found is None:
        return False
    parts = (found["variants"] or "").lower().split("-")[1:]
    singletons = re.findall(r"-([0-9a-wy-z])(?=-)", (found["extensions"] or "").lower())
    return len(set(parts)) == len(parts) and len(set(singletons)) == len(singletons)


def preferred(header: str) -> tuple[str, ...]:
    """Give the languages of an Accept-Language header, the most wanted first.

    What cannot be read is passed over (RFC 9110 §12.5.4); `*` and what has weight 0 name none.
    """
    weighed = []
    for part in header.split(",")[:MOST_RANGES]:
        found = RANGE.fullmatch("".join(part.split()))
        if found and found[1] != "*" and float(found[2] or 1) > 0:
            weighed.append((float(found[2] or 1), found[1]))
    return tuple(tag for _, tag in sorted(weighed, key=lambda each: -each[0]))


def chosen(texts: Mapping[str, str], languages: Sequence[str]) -> str | None:
    """Give the tag in `texts` that serves `languages` best; its first where none does."""
    tags = {tag.lower(): tag for tag in texts}
    for language in languages:
        wanted = language.lower().split("-")
        for length in range(len(wanted), 0, -1):
            found = _beginning("-".join(wanted[:length]), tags)
            if found is not None:
                return found
    return next(iter(texts), None)


def _beginning(wanted: str, tags: Mapping[str, str]) -> str | None:
    if wanted in tags:
        return tags[wanted]
    return next((tags[tag] for tag in tags if tag.startswith(f"{wanted}-")), None)
