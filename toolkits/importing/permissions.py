"""Who may import: whoever may add a page under the chapter."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from wagtail.permissions import page_permission_policy

from toolkits.importing.models import ImportedDocument
from toolkits.models import ChapterPage, ToolkitPage

Choice = tuple[int, str]
SHOWN = 200  # documents in the list, the newest


def may_import(user: Any) -> bool:
    return bool(page_permission_policy.user_has_permission(user, "add"))


def chapters_for(user: Any) -> list[Choice]:
    """Give the chapters under which `user` may add pages, each with its toolkit's name."""
    allowed = page_permission_policy.instances_user_has_permission_for(user, "add")
    chapters = ChapterPage.objects.filter(pk__in=allowed.values("pk")).order_by("path")
    toolkits = {toolkit.path: toolkit.title for toolkit in ToolkitPage.objects.all()}
    return [
        (chapter.pk, f"{toolkits.get(chapter.path[: -chapter.steplen], '')}: {_named(chapter)}")
        for chapter in chapters
    ]


def check_chapter(user: Any, chapter: ChapterPage | None) -> None:
    """Let only those pass who may add pages there; if it is gone, who may add any.

    Raises: PermissionDenied.
    """
    allowed = chapter.permissions_for_user(user).can_add_subpage() if chapter else may_import(user)
    if not allowed:
        raise PermissionDenied


def documents_for(user: Any) -> list[ImportedDocument]:
    """Give the imports that `user` may see, the newest first, without their pictures."""
    chapters = {number for number, _name in chapters_for(user)}
    theirs = Q(chapter=None) | Q(chapter__in=chapters)
    documents = ImportedDocument.objects.filter(theirs)
    return list(documents.select_related("chapter", "uploaded_by")[:SHOWN])


def _named(chapter: ChapterPage) -> str:
    return f"{chapter.code} · {chapter.title}"
