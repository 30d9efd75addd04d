"""What can stop an export. Nothing half-written is left behind by any of them.

ExportError
├── FolderError           the folder to write into (the person exporting)
│   ├── UnwritableFolder      it cannot be made or written
│   ├── FolderFull            there is no space left
│   ├── ForeignFile           it holds another's file where ours would go
│   └── EditedFile            somebody changed a file since an export wrote it
├── NameTaken             two courses ask for the same file name (the author)
├── BadPicture            a picture cannot be read (the author)
├── LettersMissing        this machine has no letters for a language (the operator)
├── NotPrinted            the press could not set a page, or took too long (the operator)
├── NotInLibrary          the library's text format cannot say what an edition holds (the author)
└── BadOption             an option of the format cannot be followed (the person exporting)
"""

import re
from pathlib import Path

SHOWN = 20  # of missing letters; the rest is like them
FAULT = re.compile(r"^error: (.+)", re.MULTILINE)  # the first of Typst's, below its warnings


class ExportError(Exception):
    """An export could not be finished; running it again is always safe."""


class FolderError(ExportError):
    """The folder cannot take the export."""

    def __init__(self, path: Path, message: str) -> None:
        super().__init__(message)
        self.path = path


class UnwritableFolder(FolderError):
    """The folder cannot be made or written."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            path,
            f"The folder {path} cannot be written ({reason}). Files that were there are as they "
            "were. Choose another folder, or allow writing to this one, and export again.",
        )


class FolderFull(FolderError):
    """The disk of the folder has no space left."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"The disk of {path} is full. Whatever was written before is whole, and nothing is "
            "half-written. Make space or choose another disk, and export again: files that are "
            "already there are not copied twice.",
        )


class ForeignFile(FolderError):
    """A file stands where ours would go, and an export did not write it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"{path} was not written by an export, so it was left as it is, and nothing was "
            "exported. Choose another folder, or move that file away, and export again.",
        )


class EditedFile(FolderError):
    """A text that an export wrote was changed since, by somebody who may want to keep it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            path,
            f"{path} was changed since an export wrote it, so it was left as it is, and nothing "
            "was exported. Load it first if the change is wanted (manage.py load_library), or "
            "choose another folder.",
        )


class NotInLibrary(ExportError):
    """An edition holds what the library's text format cannot say.

    edition: its slug and language. place: the lesson, unit or test. what: as it stands there.
    """

    def __init__(self, edition: str, place: str, what: str, remedy: str) -> None:
        super().__init__(
            f"“{edition}” cannot be written as text: in “{place}” the text format has no words "
            f"for {what}. {remedy} Nothing was exported."
        )


class NameTaken(ExportError):
    """Another course in the folder has the file name that this one needs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another course in this folder is already called {name}. It was left as it is. "
            "Export this one into a folder of its own, or give it another slug."
        )
        self.name = name


class BadPicture(ExportError):
    """A picture of the edition is no picture, or is cut off."""

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(
            f"The picture {path} cannot be read ({reason}). Nothing half-written is left. Put the "
            "picture into the course again, publish it, and export again."
        )
        self.path = path


class LettersMissing(ExportError):
    """No font of this machine has the letters of a text."""

    def __init__(self, letters: str) -> None:
        super().__init__(
            f"This machine has no letters for “{letters[:SHOWN]}”, so the page was not printed, "
            "rather than with empty boxes. Install a font that has them and start again: on "
            "Debian, fonts-dejavu-core for Arabic, fonts-noto-cjk for Chinese, fonts-noto-core for "
            "most others."
        )
        self.letters = letters


class NotPrinted(ExportError):
    """A page could not be set as PDF. `said`: all that was said against it."""

    def __init__(self, said: str) -> None:
        found = FAULT.search(said)
        super().__init__(
            f"The page was not printed ({found[1] if found else said.strip() or 'no reason'}). "
            "Nothing half-written is left. Start again; if it happens again, show this to whoever "
            "runs the server."
        )
        self.said = said


class BadOption(ExportError):
    """What was chosen of a format's options cannot be done."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(
            f"The option {name}={value} cannot be followed: it takes {wanted}. Nothing was "
            "written. Give it another value, or leave it out."
        )
