"""Names of files that every system takes."""

import re
import unicodedata

NAME_LENGTH = 80  # characters; 240 bytes at most, where 255 is the limit of most file systems
# "index" is ours; the others are devices on Windows, with any ending.
RESERVED = frozenset(
    {"index", "con", "prn", "aux", "nul"}
    | {f"{device}{number}" for device in ("com", "lpt") for number in range(10)}
)


def safe_name(slug: str) -> str:
    """Give `slug` as a file name that FAT32, Windows and a shell all take."""
    text = unicodedata.normalize("NFC", slug).lower()
    name = re.sub(r"[^\w-]+", "-", text)[:NAME_LENGTH].strip("-_") or "course"
    return f"{name}-course" if name in RESERVED else name
