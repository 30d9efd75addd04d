"""The names of those who said something, as far as this server knows them."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from learning.accounts.models import User


class Names:
    """Gives names by id; one query for all. Who has no account here is somebody elsewhere."""

    def __init__(self, people: Iterable[UUID]) -> None:
        self.known = User.objects.in_bulk(list(set(people)))

    def __getitem__(self, person: UUID) -> str:
        known = self.known.get(person)
        return str(known) if known else _("somebody on another server")
