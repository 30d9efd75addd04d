"""Who may come in by a password: never a learner, whose PIN only `signing_in` looks at."""

from typing import Any

from django.contrib.auth.hashers import make_password
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

from learning.accounts.models import User


class LearnersKeptOut:
    """Stands before Django's own backend, so that no password form can be used to guess PINs.

    It knows nobody and allows nothing: it only refuses.
    """

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **more: Any,
    ) -> None:
        """Raises: PermissionDenied — this is a learner's code; it takes as long as a check."""
        if username and User.objects.learners().filter(username=username).exists():
            make_password(password)
            raise PermissionDenied
