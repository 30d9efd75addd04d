"""Pages on paper: tagged PDF (PDF/UA-1, and PDF/A-2a to be kept), set by Typst from XHTML.

A page that a template gave is made fit (`typesetting`) and set by a style sheet in
static/learning/paper: a module of Typst whose `print` takes the page. The page is read as data and
never as code; Typst sees a folder that holds the sheets, the page and its pictures, and opens
nothing else. The same page, pictures and moment give the same bytes with the same letters.

Letters come from the machine (docs/commands.md, "Books"), and for Latin, Greek and Cyrillic from
Typst itself. Of letters that nothing has, an error speaks; a sign, such as an emoji, is named, and
so is a letter of somebody's own (Unicode's private use), which PDF/A does not take.
"""

import json
import re
import shutil
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from learning.publishing.exporters.errors import BadPicture, LettersMissing, NotPrinted
from learning.publishing.exporters.pdf_objects import finished
from learning.publishing.exporters.typesetting import typeset

if find_spec("typst") is None:  # the press has it, a process of its own
    raise ModuleNotFoundError("typst")

PRESS = Path(__file__).with_name("press.py")
SHEETS = "learning/paper/{}.typ"  # below static
MAIN = '#import "{}.typ": print\n#print(xml("page.xml").first())'
RIGHT_TO_LEFT = re.compile(r'<html\b[^>]* dir="rtl"')
NOT_SHOWN = re.compile(r'the (?:text|PDF contains the codepoint) `"(.+?)"`')
ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Pictures that a PDF holds as they are, by format and mode; others are written anew.
TAKEN: Mapping[str, frozenset[str]] = {
    "JPEG": frozenset({"L", "RGB"}),
    "PNG": frozenset({"1", "L", "LA", "P", "RGB", "RGBA"}),
}
CLEAR = frozenset({"LA", "PA", "RGBA"})  # modes that let the page shine through
QUALITY = 85  # of a JPEG, as in media.renditions
FOLDERS = "atoll-print-"  # the beginning of their names
LONGEST = 45  # seconds: a book of many chapters takes a few
LEFT_BEHIND = 60 * 60  # seconds: a folder so old is of a print that was cut off

Asset = Callable[[str], bytes]


@dataclass(frozen=True)
class Sheets:
    """What a page is set with: the style sheet `name`, and those that it imports.

    asset: gives the content of a static file of ours by its path.
    """

    asset: Asset
    name: str
    imports: tuple[str, ...] = ("elements",)

    def files(self) -> dict[str, bytes]:
        every = (self.name, *self.imports)
        return {f"{each}.typ": self.asset(SHEETS.format(each)) for each in every}


@dataclass(frozen=True)
class Page:
    """What to print. `html`: well-formed XHTML. `pictures`: what it shows, by path.

    made: the moment that the file names, aware. mark: a keyword by which the file is known.
    """

    html: str
    made: datetime
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    mark: str = ""


def printed(page: Page, sheets: Sheets) -> bytes:
    """Give a page as PDF.

    Raises: BadPicture — one cannot be read; LettersMissing — the machine has none for its words;
    NotPrinted — anything else, so that whoever asked can be shown the page instead.
    """
    pictures = {path: _fit(path, content) for path, content in page.pictures.items()}
    try:
        return finished(_set_or_named(page, pictures, sheets))
    except (OSError, ValueError) as error:  # a full disk, or a PDF unlike Typst's
        raise NotPrinted(str(error)) from error


def _set_or_named(page: Page, pictures: Mapping[str, bytes], sheets: Sheets) -> bytes:
    """Set a page; once more with names for signs, where there are no letters for them."""
    try:
        return _set(page, pictures, sheets)
    except NotPrinted as error:
        missing = frozenset(map(_letter, NOT_SHOWN.findall(error.said)))
        if not missing:
            raise
        return _set(replace(page, html=_named(page.html, missing)), pictures, sheets)


def _set(page: Page, pictures: Mapping[str, bytes], sheets: Sheets) -> bytes:
    made = typeset(page.html)
    order = {
        "main": MAIN.format(sheets.name),
        "facts": {
            "dir": "rtl" if RIGHT_TO_LEFT.search(page.html) else "ltr",
            "mark": page.mark,
        },
        "made": int(page.made.timestamp()),
    }
    with TemporaryDirectory(prefix=FOLDERS) as folder:
        _tidy(Path(folder))
        files = {"page.xml": made.page, **made.drawings, **pictures, **sheets.files()}
        for path, content in files.items():
            place = Path(folder, path)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        _press([sys.executable, "-I", str(PRESS), folder, json.dumps(order)])
        return Path(folder, "page.pdf").read_bytes()


def _press(command: list[str]) -> None:
    try:
        subprocess.run(command, capture_output=True, text=True, check=True, timeout=LONGEST)  # noqa: S603
    except subprocess.TimeoutExpired as error:  # the press is ended by then
        raise NotPrinted(f"it took longer than {LONGEST} seconds") from error
    except subprocess.CalledProcessError as error:
        raise NotPrinted(error.stderr) from error


def _tidy(folder: Path) -> None:
    """Delete the folders of our own beside this one that were left behind: they hold names."""
    ours, now = folder.stat().st_uid, time.time()
    for other in folder.parent.glob(f"{FOLDERS}*"):
        try:
            found = other.lstat()
        except FileNotFoundError:  # another print has ended
            continue
        if found.st_uid == ours and now - found.st_mtime > LEFT_BEHIND:
            shutil.rmtree(other, ignore_errors=True)


# Pictures


def _fit(path: str, content: bytes) -> bytes:
    """Give a picture as a PDF can hold it. Raises: BadPicture."""
    try:
        with Image.open(BytesIO(content)) as picture:
            picture.load()  # one that is cut off must not pass
            if picture.mode in TAKEN.get(str(picture.format), ()):
                return content
            return _rewritten(picture)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPicture(path, str(error)) from error


def _rewritten(picture: Image.Image) -> bytes:
    written = BytesIO()
    if picture.mode in CLEAR or "transparency" in picture.info:
        picture.convert("RGBA").save(written, "PNG", optimize=True)
    else:
        picture.convert("RGB").save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue()


# Letters


def _letter(written: str) -> str:
    """Give the letters that Typst names, which writes some of them as numbers."""
    return ESCAPED.sub(lambda found: chr(int(found[1], 16)), written)


def _named(html: str, missing: frozenset[str]) -> str:
    """Give `html` with the name of each sign instead. Raises: LettersMissing — it is a letter."""
    signs = frozenset("".join(missing))
    letters = sorted(each for each in signs if unicodedata.category(each)[0] in "LMN")
    if letters:
        raise LettersMissing("".join(letters))
    names = {ord(each): _name(each) for each in signs}
    return html.translate(names)


def _name(sign: str) -> str:
    # What changes the look of the sign before it (a shade of skin) has no name worth reading.
    if unicodedata.category(sign) in ("Sk", "Cf"):
        return ""
    return f"[{unicodedata.name(sign, f'U+{ord(sign):04X}').lower()}]"
