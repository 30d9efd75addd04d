"""What every installation shares.

Values that differ between machines come from the environment, each as ATOLL_… or, for secrets,
from the file named by ATOLL_…_FILE. docs/settings.md lists them all; a test keeps it complete.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

env = environ.Env()

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.str("ATOLL_VAR", default=str(BASE_DIR / "var")))


def secret(name: str, *, file: Path | None = None) -> str:
    """Give the secret in the variable `name`, or in the file named by `name`_FILE, or in `file`.

    Raises: ImproperlyConfigured — no such variable, or the file cannot be read.
    """
    if value := str(env.str(name, default="")):
        return value
    path = Path(env.str(f"{name}_FILE", default=str(file or "")))
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        message = f"Set {name}, or put it in a file and name that file in {name}_FILE ({error})."
        raise ImproperlyConfigured(message) from error


def rests_on(name: str) -> str:
    """Give what a use of people's data rests on. Raises: ImproperlyConfigured — no such ground."""
    ground = str(env.str(name, default="objection"))
    if ground not in ("objection", "consent", "duty"):
        raise ImproperlyConfigured(f"{name} is objection, consent or duty, not “{ground}”.")
    return ground


DEBUG = False
ALLOWED_HOSTS: list[str] = env.list("ATOLL_HOSTS", default=["127.0.0.1", "localhost"])

INSTALLED_APPS = [
    "learning.demo",
    "learning.privacy",
    "learning.keeping",
    "learning.sync",
    "learning.credentials",
    "learning.cohorts",
    "learning.worksheets",
    "learning.recap",
    "learning.display",
    "learning.player",
    "learning.countries",
    "learning.finding",
    "learning.notes",
    "learning.ratings",
    "learning.lrs.forwarding",
    "learning.lrs.documents",
    "learning.lrs",
    "learning.publishing",
    "learning.records",
    "learning.accounts",
    "courses",
    "toolkits.countries",
    "toolkits.importing",
    "toolkits",
    "media",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "learning.player.middleware.ContentETagMiddleware",
    "csp.middleware.CSPMiddleware",
    "learning.faults.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "learning.faults.middleware.KeptTextMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
    "learning.accounts.middleware.SharedPcMiddleware",
]

ROOT_URLCONF = "learning.urls"
WSGI_APPLICATION = "learning.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "learning.accounts.sharing.shared_pc",
                "learning.display.brand.shown",
            ],
        },
    },
]

# Writers wait in a queue there, and not by longer and longer sleeps.
SQLITE_ENGINE = "learning.sqlite3"
# SQLite: the defaults answered 11 % of a gentle load with "database is locked"; these four none.
SQLITE_OPTIONS: dict[str, Any] = {
    "timeout": 20,  # seconds
    "transaction_mode": "IMMEDIATE",
    # The journal of a large import would otherwise keep its size while the hub runs.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;"
    " PRAGMA journal_size_limit=8000000;",
}
DATABASES: dict[str, dict[str, Any]] = {
    "default": env.db_url("ATOLL_DATABASE", default=f"sqlite:///{VAR_DIR / 'atoll.sqlite3'}"),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["ENGINE"] = SQLITE_ENGINE
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# To open and close SQLite's file is a quarter of what an answer costs. But a file that was only
# read, or was put in the place of another, is to be seen again soon.
DATABASES["default"]["CONN_MAX_AGE"] = 60  # seconds
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "learning.accounts.backends.LearnersKeptOut",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "player:me"
LOGOUT_REDIRECT_URL = "player:home"
WAGTAILADMIN_LOGIN_URL = "accounts:staff-sign-in"

# For passwords of staff. An office shares one address: a guess closes only that account there.
# PINs are not django-axes' business: learning.accounts.guessing.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 6
AXES_COOLOFF_TIME = 0.1  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "learning.accounts.views.too_many_tries"
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français"), ("ar", "العربية")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "learning" / "locale"]
FORMAT_MODULE_PATH = "learning.settings.formats"
TIME_ZONE = env.str("ATOLL_TIME_ZONE", default="UTC")
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "learning" / "static"]
MEDIA_URL = "uploads/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# Frozen editions: content-addressed files, safe to copy, never changed.
EDITIONS_ROOT = VAR_DIR / "editions"
# Exports asked for in the admin; each is deleted after a week.
EXPORTS_ROOT = VAR_DIR / "exports"
# What participants of cohorts hand in: a folder a person, deleted with the person.
WORK_ROOT = VAR_DIR / "work"
# What pages show of the brand; made from the database whenever it is saved there.
BRANDING_FILE = VAR_DIR / "branding.json"
# A learner's actor in statements is an account at this home page (xAPI §4.1.2.4); never fetched.
ATOLL_ACTOR_HOME = env.str("ATOLL_ACTOR_HOME", default="https://atoll.invalid/learners")
ATOLL_NAME = env.str("ATOLL_NAME", default="Atoll")
# Whom people write to about their data: an e-mail address, a telephone number or an office.
ATOLL_CONTACT = env.str("ATOLL_CONTACT", default="")
# An instrument of 59 questions posts some 2,200 fields when an author saves it.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
# Documents to import and the 300 pictures that one may have beside it come in one form.
DATA_UPLOAD_MAX_NUMBER_FILES = 320
# A document to import may be as large as this, in megabytes; unpacked, ten times.
ATOLL_IMPORT_MAX_MB = env.int("ATOLL_IMPORT_MAX_MB", default=25)

# Everybody sees /trainers/, the confirmed trainers who wish to be found; else staff alone.
ATOLL_POOL_PUBLIC = env.bool("ATOLL_POOL_PUBLIC", default=False)

# Whether people are asked before another store is told, and before statements are archived:
# `objection`: unless they say no; `consent`: only who said yes; `duty`: nobody is asked.
ATOLL_FORWARDING_RESTS_ON = rests_on("ATOLL_FORWARDING_RESTS_ON")
ATOLL_ARCHIVE_RESTS_ON = rests_on("ATOLL_ARCHIVE_RESTS_ON")

# Several people use each browser that comes here; else only those switched on at /shared/.
ATOLL_SHARED_PC = env.bool("ATOLL_SHARED_PC", default=False)
# After so many minutes without a touch a shared PC asks for the PIN again.
ATOLL_IDLE_MINUTES = env.int("ATOLL_IDLE_MINUTES", default=10)

# Courses can be kept in the browser. Off, the service worker takes its leave wherever it is.
ATOLL_KEEPING = env.bool("ATOLL_KEEPING", default=True)

# The Experience API at /xapi/ takes this much in one request, attachments and all.
ATOLL_XAPI_MAX_BODY = env.int("ATOLL_XAPI_MAX_BODY", default=10 * 1024 * 1024)  # bytes
# Sites whose pages may speak to /xapi/ from a browser, each with its scheme; normally none.
ATOLL_XAPI_ORIGINS: list[str] = env.list("ATOLL_XAPI_ORIGINS", default=[])
# One document that a program keeps with us (state, profiles) may be as large as this.
ATOLL_XAPI_MAX_DOCUMENT = env.int("ATOLL_XAPI_MAX_DOCUMENT", default=5 * 1024 * 1024)  # bytes

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "learning.faults.views.csrf_failure"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # bytes

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/cms/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
    },
}

WAGTAIL_SITE_NAME = ATOLL_NAME
WAGTAILADMIN_BASE_URL = env.str("ATOLL_ADDRESS", default="http://127.0.0.1:8000")
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILDOCS_DOCUMENT_MODEL = "media.File"
WAGTAILDOCS_SERVE_METHOD = "serve_view"
# What an author may give to take along, to hear or to see: nothing that a browser would run.
WAGTAILDOCS_EXTENSIONS = [
    *("csv", "docx", "epub", "md", "odp", "ods", "odt", "pdf", "pptx", "txt", "xlsx", "zip"),
    *("m4a", "mp3", "mp4", "ogg", "opus", "vtt", "wav", "weba", "webm"),
]
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_RESET_ENABLED = False  # it would give a learner a password that is no PIN
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # nothing is fetched from outside
WAGTAIL_I18N_ENABLED = True
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
TAGGIT_CASE_INSENSITIVE = True

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
