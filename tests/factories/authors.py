"""People who write in Wagtail, each with what they may do below one page."""

from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from learning.accounts.models import User

PASSWORD = "correct horse battery"


def make_editor(page: Page, *, name: str = "editor", may: tuple[str, ...] = ("change",)) -> User:
    """Make somebody who may do the deeds `may` (add, change, publish) below `page`, no others."""
    user = User.objects.create_user(name, password=PASSWORD, name=name.title())
    group = Group.objects.create(name=name)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    for deed in may:
        permission = Permission.objects.get(
            codename=f"{deed}_page", content_type__app_label="wagtailcore"
        )
        page = Page.objects.get(pk=page.pk)
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)
    user.groups.add(group)
    return user
