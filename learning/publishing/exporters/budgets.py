"""How heavy a lesson may be before the person exporting is told."""

from collections.abc import Iterator, Mapping

from learning.bundles.edition import FrozenEdition
from learning.bundles.profiles import Profile

# Bytes of a lesson's text and the media it shows. A light page takes ten seconds at 80 kbit/s.
BUDGETS: Mapping[Profile, int] = {
    Profile.FULL: 1_500_000,
    Profile.LIGHT: 100_000,
    Profile.TEXT: 60_000,
}


def over_budget(edition: FrozenEdition, profile: Profile) -> Iterator[str]:
    """Say of each lesson that is heavier than its budget how heavy its text and media are."""
    limit = BUDGETS[profile]
    lengths = {file.path: file.length for file in edition.manifest.files}
    for lesson in edition.manifest.lessons:
        length = lengths[lesson.path] + sum(map(lengths.__getitem__, set(lesson.files)))
        if length > limit:
            yield (
                f"The lesson “{lesson.slug}” of “{edition.manifest.slug}” has "
                f"{length / 1000:.0f} kB, more than the {limit / 1000:.0f} kB that "
                f"“{profile}” is meant to have."
            )
