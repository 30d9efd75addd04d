"""What can go wrong while courses are built from toolkits, and kept up to date with them.

CourseError
├── CannotBuild      the author: choose other units, or another title, slug or kind
├── NothingToAccept  the author: keep the wording, or choose another unit or section
└── OutOfDate        the author: look at the update again, it is no longer what was shown
"""


class CourseError(Exception):
    """A sentence for the author: what happened, what is safe, what to do next."""


class CannotBuild(CourseError):
    """No course can be built of what was chosen. Nothing was made."""


class NothingToAccept(CourseError):
    """The toolkit no longer has what the lesson took over. The lesson's wording stays."""


class OutOfDate(CourseError):
    """The lesson was changed since the update was read. Nothing was changed by it."""
