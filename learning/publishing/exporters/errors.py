"""What can stop an export. Nothing half-written is left behind by any of them.

ExportError
├── FolderError           the folder to write into (the person exporting)
│   ├── UnwritableFolder      it cannot be made or written
│   ├── FolderFull            there is no space left
│   └── ForeignFile           it holds another's file where ours would go
├── NameTaken             two courses ask for the same file name (the author)
└── BadOption             an option of the format cannot be followed (the person exporting)
"""

from pathlib import Path


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


class NameTaken(ExportError):
    """Another course in the folder has the file name that this one needs."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"Another course in this folder is already called {name}. It was left as it is. "
            "Export this one into a folder of its own, or give it another slug."
        )
        self.name = name


class BadOption(ExportError):
    """What was chosen of a format's options cannot be done."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(
            f"The option {name}={value} cannot be followed: it takes {wanted}. Nothing was "
            "written. Give it another value, or leave it out."
        )
