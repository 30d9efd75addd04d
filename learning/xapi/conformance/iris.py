"""Absolute IRIs (RFC 3987 §2.2) and the addresses of mailboxes (Data 2.4.2.3).

Only the form is asked for. Two IRIs are compared character by character (RFC 3987 §5.3.1).
"""

import re

SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:.")
# Spaces, controls, and what RFC 3986 leaves out of every part. It is looked for, as to match all
# the rest piece by piece takes 150 bytes of memory a character.
NOT_IN_IRIS = re.compile(r"""[\x00-\x20\x7f-\xa0"<>\\^`{|}\s]|%(?![0-9A-Fa-f]{2})""")
MAILBOX = re.compile(r"mailto:[^\x00-\x20\x7f-\xa0<>@?,;:\s]+@[^\x00-\x20\x7f-\xa0<>@?,;:%\s]+")
UNREADABLE = re.compile("[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
SHA1 = re.compile(r"[0-9A-Fa-f]{40}")
UUID = re.compile(r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")


def is_iri(text: object) -> bool:
    """Tell whether this is an absolute IRI."""
    if not isinstance(text, str) or UNREADABLE.search(text) or NOT_IN_IRIS.search(text):
        return False
    return SCHEME.match(text) is not None


def is_mailbox(text: object) -> bool:
    """Tell whether this is `mailto:` and one address."""
    if not isinstance(text, str) or UNREADABLE.search(text):
        return False
    return MAILBOX.fullmatch(text) is not None


def is_sha1(text: object) -> bool:
    """Tell whether this is a SHA-1 in hexadecimal."""
    return isinstance(text, str) and SHA1.fullmatch(text) is not None


def is_uuid(text: object) -> bool:
    """Tell whether this is a UUID in its standard form (RFC 4122 §3), in either case."""
    return isinstance(text, str) and UUID.fullmatch(text) is not None
