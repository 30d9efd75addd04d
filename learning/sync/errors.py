"""What can go wrong when progress is carried home.

SyncError
└── Unreadable     the file cannot be opened here (the courier, the operator)

A file that can be opened but is no progress file is `learning.xapi.errors.ProgressFileError`.
"""


class SyncError(Exception):
    """Something is wrong with what a courier brought; the text is a sentence for the person."""


class Unreadable(SyncError):
    """There is no such file, it is a folder, or it may not be read."""
