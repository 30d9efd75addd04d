"""Units of toolkits by name: `toolkit/unit`, the slugs of the two pages.

A course can take over a unit that is live and for all to see, and whose chapter is too. The toolkit
itself may be a draft: right after loading it is, and courses are loaded with it.
"""

from collections.abc import Iterable

from wagtail.models import Page

from toolkits.models import ToolkitPage, ToolkitUnitPage
from toolkits.outline import live_below


class Units:
    """Finds units of toolkits in one language by their name. What it found once it knows."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.known: dict[str, dict[str, ToolkitUnitPage]] = {}

    def find(self, name: str) -> ToolkitUnitPage | None:
        """Give the unit called `name`, such as `national-toolkit/guide-ask-once`."""
        toolkit, _slash, unit = name.partition("/")
        return self._units_of(toolkit).get(unit)

    def names(self) -> list[str]:
        """Give the name of each unit there is, in reading order."""
        toolkits = ToolkitPage.objects.filter(locale__language_code=self.language)
        slugs = toolkits.order_by("path").values_list("slug", flat=True)
        return [f"{slug}/{unit}" for slug in slugs for unit in self._units_of(slug)]

    def _units_of(self, slug: str) -> dict[str, ToolkitUnitPage]:
        if slug not in self.known:
            found = ToolkitPage.objects.filter(slug=slug, locale__language_code=self.language)
            pages = [page for toolkit in found for page in live_below(toolkit)]
            units = [page for page in pages if isinstance(page, ToolkitUnitPage)]
            self.known[slug] = {unit.slug: unit for unit in units}
        return self.known[slug]


def names_of(units: Iterable[Page]) -> dict[int, str]:
    """Give the name of each of `units`, live or not, by its key, in one query."""
    paths = {unit: unit.path[: -2 * unit.steplen] for unit in units}
    if not paths:
        return {}
    toolkits = ToolkitPage.objects.filter(path__in=set(paths.values()))
    slugs = dict(toolkits.values_list("path", "slug"))
    return {unit.pk: f"{slugs[path]}/{unit.slug}" for unit, path in paths.items() if path in slugs}
