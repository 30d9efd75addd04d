"""Naming the stores that are told what happens here, and taking one back to the beginning."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from learning.lrs.forwarding.connecting import split
from learning.lrs.forwarding.credentials import FILE, VARIABLE, secret_in
from learning.lrs.forwarding.errors import BadTarget
from learning.lrs.forwarding.models import Target, What

STATEMENTS = "/statements"


@dataclass(frozen=True)
class Wish:
    """What is to be of a target; None for what stays as it is. Fields: see `Target`."""

    endpoint: str | None = None
    key: str | None = None
    secret_from: str | None = None
    what: What | None = None
    allow_http: bool = False


def named(name: str) -> Target:
    """Give a target. Raises: BadTarget — there is none of that name."""
    found = Target.objects.filter(name=name).first()
    if found is None:
        told = _("There is no target %(name)s. Nothing was changed. Those there are: %(names)s.")
        names = ", ".join(Target.objects.values_list("name", flat=True)) or "–"
        raise BadTarget(told % {"name": name, "names": names})
    return found


def keep(name: str, wish: Wish) -> tuple[Target, bool]:
    """Make a target, or change it; tell whether it is new. A new one is told all from the start.

    Raises: BadTarget — the address cannot be, or something is missing; NoSecret.
    """
    target = Target.objects.filter(name=name).first()
    is_new = target is None
    target = target or Target(name=name, what=What.OWN)
    if wish.endpoint is not None:
        target.endpoint = _endpoint(wish)
    target.key = target.key if wish.key is None else wish.key
    target.secret_from = target.secret_from if wish.secret_from is None else wish.secret_from
    target.what = target.what if wish.what is None else wish.what
    _expect_whole(target)
    target.failures = target.rounds_left = 0
    target.save()
    return target, is_new


def switch(target: Target, *, is_active: bool) -> None:
    """Stop telling a target, or go on where it was left."""
    target.is_active = is_active
    target.failures = target.rounds_left = 0
    target.save(update_fields=["is_active", "failures", "rounds_left"])


@transaction.atomic
def start_again(target: Target) -> None:
    """Tell a target everything once more. What is there already stays as it is."""
    target.settled.all().delete()
    target.set_aside.all().delete()
    target.reached = None
    target.failures = target.rounds_left = 0
    target.save(update_fields=["reached", "failures", "rounds_left"])


def _endpoint(wish: Wish) -> str:
    endpoint = (wish.endpoint or "").rstrip("/").removesuffix(STATEMENTS)
    address = split(endpoint)
    if address.scheme == "http" and not wish.allow_http:
        raise BadTarget(
            _(
                "The address begins with http://, so everybody on the way could read the secret. "
                "Nothing was changed. Use https://, or --allow-http within one building."
            )
        )
    return endpoint


def _expect_whole(target: Target) -> None:
    if not (target.endpoint and target.key and target.secret_from):
        raise BadTarget(
            _(
                "A new target needs --endpoint, --key, and --secret-file or --secret-variable. "
                "Nothing was changed."
            )
        )
    if not target.secret_from.startswith((FILE, VARIABLE)):
        raise BadTarget(_("The secret must be in a file or a variable. Nothing was changed."))
    secret_in(target.secret_from)
