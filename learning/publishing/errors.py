"""What keeps a course or toolkit from being published, found or exported.

PublishingError          each carries a sentence for the person and what to do next
├── NotReady             the content itself: the author mends it
├── UnknownSlug          there is nothing of that name (the operator mistyped)
├── NotPublished         it exists, but was never published, or was withdrawn (the author)
├── CannotStore          the disk is full or cannot be written (the operator)
└── NotExportable        the export that was asked for cannot be made (who asked for it)
    ├── UnknownFormat        there is no such format, or it has no such option
    ├── NamedTwice           the same course was named twice
    ├── UnknownEdition       there is no such edition to compare with
    ├── LibraryMissing       a library that the format needs is not installed (the operator)
    └── EditionDamaged       a file of the edition is missing, damaged or not ours (the operator)
"""


class PublishingError(Exception):
    """Publishing could not be done. Nothing was changed."""


class NotReady(PublishingError):
    """The content cannot become an edition yet."""


class UnknownSlug(PublishingError):
    """No course or toolkit has this slug."""


class NotPublished(PublishingError):
    """No edition of it is current."""


class CannotStore(PublishingError):
    """The files of the edition could not be written."""


class NotExportable(PublishingError):
    """The export that was asked for cannot be made. Nothing half-written is left."""


class UnknownFormat(NotExportable):
    """There is no such format, or it has no such option."""


class NamedTwice(NotExportable):
    """The same course or toolkit was named twice."""


class UnknownEdition(NotExportable):
    """There is no edition of that name among those of what is exported."""


class LibraryMissing(NotExportable):
    """The format needs a library that is not installed here."""


class EditionDamaged(NotExportable):
    """A file of the edition is missing or damaged, or another version wrote the edition."""
