"""Lighter copies of films: 240 lines at no more than 300 kbit/s, and the sound alone.

ffmpeg makes them, where it is installed; nothing else here needs it. A copy belongs to what the
film's file held when it was made, so a film that is replaced gets new ones.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.core.files.base import File as DjangoFile
from django.utils.translation import gettext as _

from media.errors import CannotLighten, NotPlayable
from media.models import File
from media.playing import playable
from media.recognising import Recording, recognise

LINES = 240
# For pictures 230 kbit/s at most, 32 for sound, and what holds them together.
PICTURES = "-vf scale=-2:240 -r 24 -c:v libx264 -profile:v baseline -pix_fmt yuv420p"
RATE = "-b:v 200k -maxrate 230k -bufsize 460k"
SPEECH = "-c:a aac -b:a 32k -ac 1 -movflags +faststart"
SMALL = f"{PICTURES} {RATE} {SPEECH}"
SOUND = f"-vn {SPEECH}"
TIME = "out_time_us="  # what ffmpeg says of its progress: microseconds done

Hear = Callable[[float], None]  # is told the part that is done, 0 to 1


@dataclass(frozen=True)
class Copy:
    """A copy to be made of `film`."""

    film: File
    recording: Recording
    is_small: bool

    @property
    def title(self) -> str:
        title = _("%s (small)") if self.is_small else _("%s (sound)")
        return title % self.film.title[:230]


def find_ffmpeg() -> str:
    """Give the path of ffmpeg. Raises: CannotLighten — it is not installed."""
    if found := shutil.which("ffmpeg"):
        return found
    raise CannotLighten(
        _(
            "ffmpeg is not installed here, so no lighter copies were made; films stay as they are. "
            "Install it, or make the copies elsewhere and choose them in the film's block: a "
            "small film of 240 lines, and the sound only."
        )
    )


def missing_copies() -> Iterator[Copy]:
    """Give the copies that films still need. What is no film is passed over."""
    for file in File.objects.filter(original=None).order_by("pk"):
        try:
            recording = playable(file).recording
        except (NotPlayable, OSError):
            continue
        if recording.is_film:
            yield from _missing(file, recording)


def _missing(film: File, recording: Recording) -> Iterator[Copy]:
    made = {playable(copy).recording.is_film for copy in film.variants}
    if False not in made:
        yield Copy(film, recording, is_small=False)
    if True not in made and not 0 < recording.height <= LINES:
        yield Copy(film, recording, is_small=True)


def make(copy: Copy, *, ffmpeg: str, hear: Hear) -> File:
    """Make and keep `copy`. Raises: CannotLighten — nothing half-made is kept."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "film"
        made = Path(folder) / ("small.mp4" if copy.is_small else "sound.m4a")
        with copy.film.file.open("rb") as film, source.open("wb") as beside:
            shutil.copyfileobj(film, beside)
        _run([ffmpeg, *_arguments(copy, source), str(made)], copy, hear)
        return _kept(copy, made)


def _arguments(copy: Copy, source: Path) -> Sequence[str]:
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-progress", "pipe:1"]
    # The file protocol alone: a film that names an address on the network makes nobody fetch it.
    only = ["-protocol_whitelist", "file", "-i", str(source)]
    return [*quiet, *only, *(SMALL if copy.is_small else SOUND).split()]


def _run(command: Sequence[str], copy: Copy, hear: Hear) -> None:
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        with subprocess.Popen(  # noqa: S603 — our own arguments; the film is a file beside us
            command, stdout=subprocess.PIPE, stderr=said, text=True
        ) as process:
            for line in process.stdout or ():
                if line.startswith(TIME) and line[len(TIME) :].strip().isdigit():
                    hear(min(1, int(line[len(TIME) :]) / 1e6 / (copy.recording.seconds or 1)))
        if process.returncode:
            said.seek(0)
            raise CannotLighten(_failure(copy, said.read().strip()[-300:]))


def _failure(copy: Copy, reason: str) -> str:
    message = _("No lighter copy of “%(name)s” could be made (%(reason)s). The film is unchanged.")
    return message % {"name": copy.film.filename, "reason": reason}


def _kept(copy: Copy, made: Path) -> File:
    try:
        with made.open("rb") as content:
            if recognise(content, name=made.name).is_film != copy.is_small:
                raise NotPlayable(made.name)
    except (NotPlayable, OSError) as error:
        raise CannotLighten(_failure(copy, str(error))) from error
    film = copy.film
    file = File(title=copy.title, collection=film.collection, original=film)
    file.licence, file.credit, file.original_hash = film.licence, film.credit, film.get_file_hash()
    with made.open("rb") as content:
        file.file = DjangoFile(content, name=f"{Path(film.filename).stem[:80]}-{made.name}")
        file._set_document_file_metadata()
        file.save()
    return file
