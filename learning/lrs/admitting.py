"""Letting programs in, and out again."""

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from learning.lrs.errors import ClientUnknown, NameTaken
from learning.lrs.keys import new_key, new_secret
from learning.lrs.models import Client
from learning.lrs.scopes import in_order


@transaction.atomic
def admit(name: str, scopes: Iterable[str]) -> tuple[Client, str]:
    """Let a program in, and give it with its secret, which cannot be shown again.

    Raises: NameTaken; ValueError — there is no such scope, or none was named.
    """
    if Client.objects.filter(name=name).exists():
        raise NameTaken(name)
    wanted = in_order(scopes)
    if not wanted:
        raise ValueError(_("Name at least one scope."))
    client, secret = Client(name=name, key=new_key(), scopes=wanted), new_secret()
    client.set_secret(secret)
    client.save()
    return client, secret


@transaction.atomic
def renew(name: str) -> tuple[Client, str]:
    """Give a program a new secret in place of the old, and open its door. Raises: ClientUnknown."""
    client, secret = _locked(name), new_secret()
    client.set_secret(secret)
    client.is_active = True
    client.save(update_fields=["secret_hash", "is_active"])
    return client, secret


@transaction.atomic
def shut_out(name: str) -> Client:
    """Close the door to a program; what it brought stays. Raises: ClientUnknown."""
    client = _locked(name)
    client.is_active = False
    client.save(update_fields=["is_active"])
    return client


def _locked(name: str) -> Client:
    client = Client.objects.select_for_update().filter(name=name).first()
    if client is None:
        raise ClientUnknown(name)
    return client
