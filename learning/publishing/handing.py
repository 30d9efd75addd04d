"""Handing an exporter what it needs: editions in their profile, a renderer, assets, countries."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.utils.translation import gettext as _

from learning.bundles.edition import FrozenEdition
from learning.bundles.errors import BundleError
from learning.bundles.manifest import Manifest
from learning.bundles.profiles import in_profile
from learning.bundles.store import ObjectStore, sha256
from learning.publishing.exporters.country_table import CountryLine, CountryTable
from learning.publishing.exporters.job import Job
from learning.publishing.orders import Order
from learning.publishing.rendering import render_in
from toolkits.countries.indices import INDICES
from toolkits.countries.models import DataSet, Reading

# What the exporters' output is made from, beside the editions.
SHELL = ("templates", "learning/static/learning", "learning/locale", "learning/publishing")
SHELL_ENDINGS = frozenset({".html", ".css", ".js", ".svg", ".mo", ".py"})


def job_of(order: Order) -> Job:
    """Give what the exporter is handed. Raises: BundleError."""
    store = ObjectStore(order.editions_root)
    editions = [in_profile(_edition(digest, store), order.profile) for digest in order.manifests]
    return Job(
        editions=editions,
        out=order.out,
        render=_render,
        asset=_asset,
        actor_home=order.actor_home,
        profile=order.profile,
        options=order.options,
        made_by=made_by(),
    )


def _edition(digest: str, store: ObjectStore) -> FrozenEdition:
    return FrozenEdition(Manifest.from_bytes(store.read(digest)), store)


def country_table() -> CountryTable | None:
    """Give the newest survey with its countries, or None if there are no country data here."""
    survey = DataSet.objects.filter(is_current=True).order_by("-year").first()
    if survey is None:
        return None
    readings = survey.readings.select_related("country").order_by("country")
    return CountryTable(
        year=survey.year,
        title=survey.title,
        source=survey.source,
        licence=survey.licence,
        indices=[index.upper() for index in INDICES],
        lines=[_country_line(each) for each in readings],
    )


def _country_line(reading: Reading) -> CountryLine:
    country = reading.country
    return CountryLine(
        code=country.pk,
        names={code: country.name_in(code) for code in ("en", "fr", "es", "ar", "ru", "zh")},
        region=f"{country.region} {country.subregion}",
        rank=reading.rank,
        values=[getattr(reading, index) for index in INDICES],
    )


def damage(error: BundleError) -> str:
    """Say what is wrong with a file of an edition, and what to do."""
    message = _(
        "A file of an edition is missing, damaged or of another version of this program (%s). "
        "Nothing half-written is left, and the course is as it was. Publish it again, then export "
        "again: manage.py publish --all"
    )
    return message % error


def _render(template: str, context: Mapping[str, object]) -> str:
    return render_in(str(context["language"]), template, context)


@cache
def _asset(path: str) -> bytes:
    found = finders.find(path)
    if not isinstance(found, str):
        raise FileNotFoundError(path)
    return Path(found).read_bytes()


@cache  # a process goes on with the templates and words it has
def made_by() -> str:
    """Give what changes whenever a template, a word, a script or an exporter of ours does."""
    root = Path(settings.BASE_DIR)
    paths = [path for name in SHELL for path in (root / name).rglob("*")]
    ours = sorted(path for path in paths if path.suffix in SHELL_ENDINGS)
    return sha256("\n".join(sha256(path.read_bytes()) for path in ours).encode())
