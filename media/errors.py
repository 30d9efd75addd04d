"""What can be wrong with a file of sound or film, in a sentence for its author.

MediaError
├── NotPlayable       its content is no film or recording that browsers play
├── WrongMedia        it is one, but not of the sort that is asked for
├── CaptionsFault     captions that are no WebVTT, with the line
└── CannotLighten     no lighter copy of a film could be made (the operator)
"""

from django.utils.translation import gettext as _


class MediaError(Exception):
    """A media file cannot be used; it stays where it is, unchanged."""


class NotPlayable(MediaError):
    """The content of a file, whatever it is called, is no film and no recording."""

    def __init__(self, name: str) -> None:
        message = _(
            "“%s” holds no film and no recording, whatever its name says. Save it again as MP4 or "
            "WebM (film) or as M4A, Opus, WebM or MP3 (sound), and choose the new file."
        )
        super().__init__(message % name)


class WrongMedia(MediaError):
    """A recording stands where a film should, or the other way round."""

    def __init__(self, name: str, *, is_film: bool) -> None:
        film = _("“%s” is a film. Choose a recording here: sound without pictures.")
        sound = _("“%s” is sound without pictures. Choose a film here.")
        super().__init__((film if is_film else sound) % name)


class CaptionsFault(MediaError):
    """Captions cannot be read. `line`: counted from 1."""

    def __init__(self, line: int, reason: str) -> None:
        message = _("The captions cannot be read: line %(line)d, %(reason)s.")
        super().__init__(message % {"line": line, "reason": reason})
        self.line = line
        self.reason = reason


class CannotLighten(MediaError):
    """No lighter copy of a film could be made."""
