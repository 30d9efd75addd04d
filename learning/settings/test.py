"""For the tests: fast hashing, files in a folder of their own, everything else as on the hub."""

import tempfile
from pathlib import Path

from learning.settings.base import *  # noqa: F403 — a settings file is one namespace
from learning.settings.base import DATABASES

SECRET_KEY = "test-only"  # noqa: S105 — not a secret
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TEST_FILES = Path(tempfile.gettempdir()) / "atoll-test"
MEDIA_ROOT = TEST_FILES / "media"
STATIC_ROOT = TEST_FILES / "static"
EDITIONS_ROOT = TEST_FILES / "editions"
EXPORTS_ROOT = TEST_FILES / "exports"
WORK_ROOT = TEST_FILES / "work"
BRANDING_FILE = TEST_FILES / "branding.json"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(TEST_FILES / "test.sqlite3")}
