"""Build a generated site with wagtail-bakery: python build.py FOLDER PAGES TEXT TIMES.

It runs in an environment of its own (see tests/benchmarks/baking.py) and prints the seconds of
the processor that each build took, one a line. The pages are Wagtail's, with the same text as
those that we export.
"""

import sys
from pathlib import Path
from time import process_time

import django
from django.conf import settings
from django.core.management import call_command

HERE = Path(__file__).parent
folder, pages, times = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[4])
text = Path(sys.argv[3]).read_text()

sys.path.insert(0, str(HERE))
settings.configure(
    SECRET_KEY="measuring",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="baked.urls",
    WAGTAIL_SITE_NAME="Measuring",
    WAGTAILADMIN_BASE_URL="http://localhost",
    USE_TZ=True,
    INSTALLED_APPS=[
        "baked",
        "bakery",
        "wagtailbakery",
        "wagtail.users",
        "wagtail.images",
        "wagtail.documents",
        "wagtail.admin",
        "wagtail.search",
        "wagtail",
        "taggit",
        "modelcluster",
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.messages",
        "django.contrib.staticfiles",
    ],
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "db.sqlite3"}},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "DIRS": [HERE / "baked" / "templates"],
            "APP_DIRS": True,
        }
    ],
    STATIC_URL="/static/",
    STATIC_ROOT=folder / "static",
    MEDIA_ROOT=folder / "media",
    BUILD_DIR=str(folder / "build"),
    BAKERY_GZIP=False,
    BAKERY_VIEWS=("wagtailbakery.views.AllPublishedPagesView",),
)
django.setup()
call_command("migrate", verbosity=0)

from baked.models import GeneratedPage  # noqa: E402 — models can be imported only now
from wagtail.models import Page, Site  # noqa: E402

site = Site.objects.get(is_default_site=True)
root = site.root_page.add_child(instance=Page(title="Generated", slug="generated"))
site.root_page = root
site.save()
for number in range(pages):
    page = GeneratedPage(title=f"Unit {number}", slug=f"unit-{number}", text=text)
    root.add_child(instance=page)
for number in range(times):
    # Each build has a folder of its own: to create files is slow where many were just deleted.
    settings.BUILD_DIR = str(folder / f"build-{number}")
    start = process_time()
    call_command("build", verbosity=0)
    sys.stdout.write(f"{process_time() - start}\n")
