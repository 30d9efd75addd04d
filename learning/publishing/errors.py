"""What keeps a course or toolkit from being published or found.

PublishingError          each carries a sentence for the person and what to do next
├── NotReady             the content itself: the author mends it
├── UnknownSlug          there is nothing of that name (the operator mistyped)
├── NotPublished         it exists, but was never published, or was withdrawn (the author)
└── CannotStore          the disk is full or cannot be written (the operator)
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
