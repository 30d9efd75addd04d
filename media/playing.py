"""Films and recordings as a page offers them: each way to hear or see one, the lightest first."""

from dataclasses import dataclass

from media.captions import Cue, read_captions
from media.errors import WrongMedia
from media.models import File
from media.recognising import Recording, recognise


@dataclass(frozen=True)
class Playable:
    """A file and what its content is."""

    file: File
    recording: Recording

    @property
    def length(self) -> int:
        """How many bytes it has."""
        return int(self.file.get_file_size() or 0)


def playable(file: File) -> Playable:
    """Look into `file`. Raises: NotPlayable; OSError — it is gone."""
    with file.file.open("rb") as opened:
        return Playable(file, recognise(opened, name=file.filename))


def film(file: File) -> Playable:
    """Look into `file`, which must be a film. Raises: NotPlayable, WrongMedia, OSError."""
    return _expected(file, is_film=True)


def sound(file: File) -> Playable:
    """Look into `file`, which must have no picture. Raises: NotPlayable, WrongMedia, OSError."""
    return _expected(file, is_film=False)


def _expected(file: File, *, is_film: bool) -> Playable:
    found = playable(file)
    if found.recording.is_film != is_film:
        raise WrongMedia(file.filename, is_film=found.recording.is_film)
    return found


def ways(
    *, film: File | None = None, small: File | None = None, sound: File | None = None
) -> list[Playable]:
    """Give the ways to take something in: sound before films, the smaller before the larger.

    Where an author gave no small film or no sound, a copy made of the film stands for it.
    Raises: NotPlayable, OSError.
    """
    found = [playable(file) for file in (sound, small, film) if file]
    made = [playable(file) for file in film.variants] if film else []
    missing = [is_film for is_film, given in ((False, sound), (True, small)) if not given]
    found += [copy for copy in made if copy.recording.is_film in missing]
    return sorted(found, key=_weight)


def _weight(found: Playable) -> tuple[bool, int, int]:
    return found.recording.is_film, found.recording.height, found.length


def captions_of(file: File) -> tuple[Cue, ...]:
    """Read the captions in `file`. Raises: CaptionsFault, OSError."""
    with file.file.open("rb") as opened:
        return read_captions(opened.read())
