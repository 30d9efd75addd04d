"""For working on Atoll: reload on change, plain static files, a key that is no secret."""

from learning.settings.base import *  # noqa: F403 — a settings file is one namespace

DEBUG = True
SECRET_KEY = "development-only"  # noqa: S105 — not a secret
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
