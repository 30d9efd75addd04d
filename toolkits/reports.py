"""The authors' report on tags: which page carries what, which carries nothing.

A toolkit's unit that names no tag of a kind carries those of its chapter, as learners see it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import django_filters  # type: ignore[import-untyped] # comes with Wagtail
from django.db.models import Case, F, OuterRef, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, Length, NullIf, Substr
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page, get_page_models
from wagtail.permissions import page_permission_policy

from toolkits import sdg
from toolkits.instruments.tables import safe
from toolkits.models import ChapterPage, TaggedPage
from toolkits.tags import PRINCIPLES, WSIS_LINES, Words, split_list

KINDS: dict[str, Words] = {
    "sdg_targets": _("SDG targets"),
    "wsis_lines": _("WSIS action lines"),
    "principles": _("Principles of effective governance"),
}


def tagged_pages() -> QuerySet[Page]:
    """Give every page that can be tagged, drafts too, with the tags that it carries.

    Of each kind, such as `sdg_targets`: `sdg_targets_own` and `sdg_targets_carried`, both texts.
    """
    models = [model for model in get_page_models() if issubclass(model, TaggedPage)]
    names = [model._meta.model_name for model in models]
    pages = Page.objects.type(*models)
    for kind in KINDS:
        own = [NullIf(F(f"{name}__{kind}"), Value("")) for name in names]
        pages = pages.annotate(**{f"{kind}_own": Coalesce(*own, Value(""))})
        chapter = ChapterPage.objects.filter(
            path=Substr(OuterRef("path"), 1, Length(OuterRef("path")) - Page.steplen)
        )
        above = Coalesce(Subquery(chapter.values(kind)[:1]), Value(""))
        carried = Case(When(**{f"{kind}_own": ""}, then=above), default=F(f"{kind}_own"))
        pages = pages.annotate(**{f"{kind}_carried": carried})
    return pages.order_by("path")


def counts(pages: QuerySet[Page], kind: str) -> dict[str, int]:
    """Give how many of `pages` carry each tag of `kind`, in the order of the tags' source."""
    counter: Counter[str] = Counter()
    for text in pages.order_by().values_list(f"{kind}_carried", flat=True):
        counter.update(set(split_list(text)))
    return {tag: counter[tag] for tag in _in_order(kind, counter)}


def _in_order(kind: str, tags: Iterable[str]) -> list[str]:
    if kind == "sdg_targets":
        return sorted(tags, key=sdg.in_order)
    known = list(WSIS_LINES if kind == "wsis_lines" else PRINCIPLES)
    return sorted(tags, key=lambda tag: (known.index(tag) if tag in known else len(known), tag))


def carrying(pages: QuerySet[Page], kind: str, tag: str) -> QuerySet[Page]:
    """Give those of `pages` that carry `tag`."""
    pattern = rf"(^|[ ,]){re.escape(tag)}($|[ ,])"
    return pages.filter(**{f"{kind}_carried__regex": pattern})


def named(kind: str, tag: str) -> str:
    """Give a tag as people know it."""
    if kind == "sdg_targets":
        return tag
    words = WSIS_LINES.get(tag) if kind == "wsis_lines" else PRINCIPLES.get(tag)
    return f"{tag} {words}" if words and kind == "wsis_lines" else str(words or tag)


class _TagFilter(django_filters.ChoiceFilter):
    def filter(self, pages: QuerySet[Page], value: str) -> QuerySet[Page]:
        return carrying(pages, str(self.field_name), value) if value else pages


class _MissingFilter(django_filters.ChoiceFilter):
    def filter(self, pages: QuerySet[Page], value: str) -> QuerySet[Page]:
        kinds = list(KINDS) if value == "all" else [value] if value else []
        return pages.filter(**{f"{kind}_carried": "" for kind in kinds})


class TagFilters(WagtailFilterSet):
    sdg = _TagFilter(field_name="sdg_targets", label=KINDS["sdg_targets"])
    wsis = _TagFilter(field_name="wsis_lines", label=KINDS["wsis_lines"])
    principle = _TagFilter(field_name="principles", label=KINDS["principles"])
    missing = _MissingFilter(
        label=_("Pages without tags"),
        choices=[
            ("all", _("no tag at all")),
            ("sdg_targets", _("no SDG target")),
            ("wsis_lines", _("no WSIS action line")),
            ("principles", _("no principle")),
        ],
    )

    class Meta:
        model = Page
        fields: list[str] = []

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("sdg", "wsis", "principle"):
            kind = str(self.filters[name].field_name)
            tags = counts(self.queryset, kind)
            self.filters[name].extra["choices"] = [
                (tag, f"{named(kind, tag)} ({count})") for tag, count in tags.items()
            ]


@dataclass(frozen=True)
class Row:
    """A page of the report as it is shown and exported."""

    pk: int
    title: str
    type: str
    language: str
    status: str
    sdg_targets: str
    wsis_lines: str
    principles: str
    from_chapter: str  # the kinds of tags that are not its own


class TagReport(ReportView):
    page_title = _("Tags")
    header_icon = "tag"
    results_template_name = "toolkits/tag_report_results.html"
    index_url_name = "tag-report"
    index_results_url_name = "tag-report-results"
    filterset_class = TagFilters
    permission_policy = page_permission_policy
    any_permission_required = ["add", "change", "publish"]
    list_export = [
        "title",
        "type",
        "language",
        "status",
        *KINDS,
        "from_chapter",
    ]
    export_headings = {
        "title": _("Title"),
        "type": _("Type"),
        "language": _("Language"),
        "status": _("Status"),
        **KINDS,
        "from_chapter": _("Taken from the chapter"),
    }

    def get_filename(self) -> str:
        return f"tags-{date_format(now(), 'Y-m-d')}"

    @cached_property
    def _allowed(self) -> QuerySet[Page]:
        allowed = page_permission_policy.instances_user_has_any_permission_for(
            self.request.user, self.any_permission_required
        )
        return tagged_pages().filter(pk__in=allowed.order_by().values("pk"))

    def get_queryset(self) -> QuerySet[Page]:
        self.queryset = self._allowed.select_related("content_type", "locale")
        return self.queryset

    def get_filterset_kwargs(self) -> dict[str, Any]:
        return {**super().get_filterset_kwargs(), "queryset": self._allowed}

    def decorate_paginated_queryset(self, object_list: Iterable[Page]) -> Sequence[Row]:
        return [_row(page) for page in object_list]

    def to_row_dict(self, item: Row) -> dict[str, str]:
        return {name: safe(str(getattr(item, name))) for name in self.list_export}

    def get_context_data(self, **more: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**more)
        context["tallies"] = [(words, self._links(kind)) for kind, words in KINDS.items()]
        return context

    def _links(self, kind: str) -> list[tuple[str, str, int]]:
        """Give each tag of `kind` with the address of its filter and how many pages carry it."""
        names = {each.field_name: name for name, each in TagFilters.base_filters.items()}
        return [
            (named(kind, tag), f"?{names[kind]}={tag}", count)
            for tag, count in counts(self._allowed, kind).items()
        ]


def _row(page: Page) -> Row:
    own = {kind: getattr(page, f"{kind}_own") for kind in KINDS}
    carried = {kind: ", ".join(split_list(getattr(page, f"{kind}_carried"))) for kind in KINDS}
    return Row(
        pk=page.pk,
        title=page.title,
        type=capfirst(page.specific_class.get_verbose_name()),
        language=page.locale.language_code,
        status=_status(page),
        **carried,
        from_chapter=", ".join(
            str(words) for kind, words in KINDS.items() if carried[kind] and not own[kind]
        ),
    )


def _status(page: Page) -> str:
    # Wagtail's own words for it ask the database for each page.
    if not page.live:
        return str(_("draft"))
    return str(_("live, with a newer draft") if page.has_unpublished_changes else _("live"))
