"""Files of country data to the database: all of them, or none.

A survey's file replaces nothing. It becomes a data set of its own, which is the one shown, and the
one that was shown before is kept. A file that was brought before changes nothing, unless another
has been brought since: then it is shown again. Countries are updated and never deleted; the groups
become what the file of groups says.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum
from pathlib import Path

from django.db import transaction
from django.forms.models import model_to_dict
from django.utils.translation import gettext as _

from toolkits.countries.errors import CountryDataErrors, Fault
from toolkits.countries.indices import INDICES
from toolkits.countries.models import Country, DataSet, Membership, Reading
from toolkits.countries.names import Names
from toolkits.countries.references import Origin, read_countries, read_groups, read_sources
from toolkits.countries.surveys import Survey, read_survey

Progress = Callable[[str], None]
COUNTRY_FIELDS = tuple(each.name for each in Country._meta.fields if not each.primary_key)


class Fate(StrEnum):
    """What became of a survey's file."""

    NEW = "new"
    SHOWN_AGAIN = "shown again"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Difference:
    """A value that is another than in the data set that was shown before; None: not there."""

    iso3: str
    index: str
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True)
class Brought:
    """A survey's file and what became of it."""

    path: Path
    year: int
    fate: Fate
    readings: int
    differences: tuple[Difference, ...] = ()


@dataclass
class CountryReport:
    """What an import changed, or in a dry run would change. Countries by their iso3 code."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: int = 0
    memberships_added: list[str] = field(default_factory=list)
    memberships_removed: list[str] = field(default_factory=list)
    surveys: list[Brought] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        moved = self.memberships_added or self.memberships_removed
        same = all(each.fate == Fate.UNCHANGED for each in self.surveys)
        return same and not (self.created or self.updated or moved)


def import_folder(path: Path, *, progress: Progress | None = None) -> CountryReport:
    """Bring a folder of country data: countries, groups and every `survey-….csv`.

    Doing it again is safe. Raises: CountryDataErrors — with every fault; nothing was saved.
    """
    return import_paths([path], progress=progress)


def import_first(path: Path, *, progress: Progress | None = None) -> CountryReport:
    """Bring the folder of country data at `path` where there is none yet.

    What somebody has imported since is never put back to what was shipped. Raises:
    CountryDataErrors.
    """
    if not path.is_dir() or DataSet.objects.exists():
        return CountryReport()
    return import_folder(path, progress=progress)


def import_paths(
    paths: Sequence[Path],
    *,
    year: int | None = None,
    dry_run: bool = False,
    progress: Progress | None = None,
) -> CountryReport:
    """Bring files of surveys, and folders of country data.

    `year` is that of survey files that do not say theirs. A dry run does everything and
    takes it back. Raises: CountryDataErrors — with every fault; nothing was saved.
    """
    parcel = _Parcel(progress or _silent)
    for path in paths:
        parcel.take(path, year)
    if parcel.faults:
        raise CountryDataErrors(parcel.faults)
    with transaction.atomic():
        report = _write(parcel)
        if dry_run:
            transaction.set_rollback(True)
    return report


def _silent(_path: str) -> None:
    return None


@dataclass
class _Parcel:
    """What the files say, read and checked."""

    progress: Progress
    countries: dict[str, Country] = field(default_factory=dict)
    memberships: list[Membership] | None = None
    surveys: list[tuple[Survey, Origin]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, path: Path, year: int | None) -> None:
        if path.is_dir():
            self.folder(path)
        elif path.is_file():
            self.survey(path, _origin_unknown(path), year)
        else:
            self.faults.append(Fault(path, 1, _("there is no such file or folder")))

    def folder(self, path: Path) -> None:
        self.progress(str(path / "countries.csv"))
        countries = read_countries(path / "countries.csv", self.faults)
        self.countries.update({each.iso3: each for each in countries})
        if self.faults:
            return  # with no countries every other row would be a fault
        self.progress(str(path / "groups.csv"))
        groups = read_groups(path / "groups.csv", self.countries, self.faults)
        self.memberships = [*(self.memberships or []), *groups]
        sources = read_sources(path / "sources.csv", self.faults)
        for file in sorted(path.glob("survey-*.csv")):
            self.survey(file, sources.get(file.name), None)

    def survey(self, path: Path, origin: Origin | None, year: int | None) -> None:
        self.progress(str(path))
        names = self.names()
        if not len(names):
            reason = _("no countries are known yet; run import_country_data without a path first")
            self.faults.append(Fault(path, 1, reason))
            return
        survey, faults = read_survey(path, names, year=year)
        self.faults.extend(faults)
        if survey is None:
            return
        if any(survey.year == other.year for other, _origin in self.surveys):
            reason = _("two files of one run are the survey of %(year)d; bring one of them")
            self.faults.append(Fault(path, 1, reason % {"year": survey.year}))
        self.surveys.append((survey, origin or _origin_unknown(path)))

    def names(self) -> Names:
        known = {each.iso3: each for each in Country.objects.all()} | self.countries
        return Names((iso3, each.names) for iso3, each in known.items())


def _origin_unknown(path: Path) -> Origin:
    return Origin("", _("file %(name)s") % {"name": path.name})


def _write(parcel: _Parcel) -> CountryReport:
    report = CountryReport()
    _write_countries(parcel.countries, report)
    if parcel.memberships is not None:
        _write_groups(parcel.memberships, report)
    for survey, origin in parcel.surveys:
        report.surveys.append(_bring(survey, origin))
        report.warnings.extend(survey.warnings)
    return report


def _write_countries(countries: dict[str, Country], report: CountryReport) -> None:
    there = Country.objects.in_bulk(list(countries))
    new = [each for iso3, each in countries.items() if iso3 not in there]
    changed = [
        each
        for iso3, each in countries.items()
        if iso3 in there and model_to_dict(each) != model_to_dict(there[iso3])
    ]
    Country.objects.bulk_create(new)
    Country.objects.bulk_update(changed, COUNTRY_FIELDS)
    report.created = [each.iso3 for each in new]
    report.updated = [each.iso3 for each in changed]
    report.unchanged = len(countries) - len(new) - len(changed)


def _write_groups(memberships: Iterable[Membership], report: CountryReport) -> None:
    """Make the groups what the file says; a row that stays the same stays."""
    there = {_words(each): each for each in Membership.objects.all()}
    wanted = {_words(each): each for each in memberships}
    gone = [each for words, each in there.items() if words not in wanted]
    new = [each for words, each in wanted.items() if words not in there]
    Membership.objects.filter(pk__in=[each.pk for each in gone]).delete()
    Membership.objects.bulk_create(new)
    report.memberships_removed = [str(each) for each in gone]
    report.memberships_added = [str(each) for each in new]


def _words(membership: Membership) -> tuple[object, ...]:
    fields = model_to_dict(membership, exclude=["id"])
    return tuple(fields.values())


def _bring(survey: Survey, origin: Origin) -> Brought:
    """Make the file's data set the one shown of its year, and say how it differs from the last."""
    shown = DataSet.objects.filter(year=survey.year, is_current=True).first()
    known = DataSet.objects.filter(year=survey.year, sha256=survey.sha256).first()
    if known and known.is_current:
        return Brought(survey.path, survey.year, Fate.UNCHANGED, len(survey.lines))
    differences = tuple(_differences(shown, survey))
    if shown:
        shown.is_current = False
        shown.save(update_fields=["is_current"])
    if known:
        known.is_current = True
        known.save(update_fields=["is_current"])
    else:
        _store(survey, origin)
    fate = Fate.SHOWN_AGAIN if known else Fate.NEW
    return Brought(survey.path, survey.year, fate, len(survey.lines), differences)


def _store(survey: Survey, origin: Origin) -> None:
    title = origin.title or _("United Nations E-Government Survey %(year)d") % {"year": survey.year}
    data_set = DataSet.objects.create(
        year=survey.year,
        title=title,
        source=origin.source,
        licence=origin.licence,
        sha256=survey.sha256,
        is_current=True,
    )
    readings = []
    for line in survey.lines:
        fields = asdict(line)
        readings.append(Reading(data_set=data_set, country_id=fields.pop("iso3"), **fields))
    Reading.objects.bulk_create(readings)


def _differences(shown: DataSet | None, survey: Survey) -> Iterable[Difference]:
    if shown is None:
        return
    before = {each.country_id: each for each in shown.readings.all()}
    after = {line.iso3: line for line in survey.lines}
    for iso3 in sorted(before.keys() | after.keys()):
        for index in INDICES:
            old = getattr(before.get(iso3), index, None)
            new = getattr(after.get(iso3), index, None)
            if old != new:
                yield Difference(iso3, index, old, new)
