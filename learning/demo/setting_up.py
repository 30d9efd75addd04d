"""Setting up the demonstration: the whole line from library to USB copy, and people to try it.

Every step is safe to repeat. Accounts are made once, with random passwords that are shown once
and kept only as hashes.
"""

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import StringIO
from pathlib import Path

import django
import wagtail
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from courses.library.loading import load_library
from learning.accounts.models import User
from learning.accounts.signing_in import new_pin
from learning.bundles.store import sha256
from learning.cohorts.enrolling import open_cohort
from learning.cohorts.models import Cohort, Membership
from learning.publishing.exporting import export_usb
from learning.publishing.models import Edition
from learning.publishing.releasing import publishable, release
from toolkits.countries.importing import import_first

LIBRARY = Path(settings.BASE_DIR) / "library"
USB = Path(settings.VAR_DIR) / "usb"
COURSE = "digital-government-foundations"
TRAINER, AUTHOR, LEARNER = "demo-trainer", "demo-author", "Demo Learner"
COHORT = "Demonstration cohort"


@dataclass(frozen=True)
class Account:
    """Somebody to sign in as. `secret` is shown now and never again."""

    role: str
    name: str
    secret: str
    where: str


@dataclass(frozen=True)
class Step:
    """One step: what it is called, and how to do it."""

    title: str
    run: Callable[[], object]


def steps() -> Iterator[Step]:
    """Give the steps that come before the accounts, in order."""
    yield Step(_("Preparing the database"), _migrate)
    yield Step(_("Collecting static files"), _collect)
    yield Step(_("Loading the library"), lambda: load_library(LIBRARY))
    yield Step(_("Bringing the country data"), lambda: import_first(LIBRARY / "country-data"))
    yield Step(_("Publishing"), lambda: [release(page) for page in publishable()])
    yield Step(_("Writing the USB copy"), _export)


@transaction.atomic
def make_accounts(*, anew: bool = False) -> list[Account]:
    """Make the demonstration's people and cohort; give those made, or all with new secrets.

    `anew`: give everyone a new password or PIN.
    """
    made = [_learner(anew), _trainer(anew), _author(anew)]
    _cohort()
    return [account for account in made if account]


def cohort_code() -> str:
    """Give the code that lets newcomers into the demonstration cohort."""
    return Cohort.objects.get(name=COHORT).join_code


def _migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def _collect() -> None:
    """Collect static files, unless they are those collected the last time."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    fingerprint = _static_fingerprint()
    if mark.is_file() and mark.read_text() == fingerprint:
        return
    call_command("collectstatic", verbosity=0, interactive=False, stdout=StringIO())
    mark.parent.mkdir(parents=True, exist_ok=True)
    mark.write_text(fingerprint)


def _static_fingerprint() -> str:
    """Give what tells one set of static files from another: versions, and our own files."""
    parts = [django.__version__, wagtail.__version__]
    for folder in settings.STATICFILES_DIRS:
        files = sorted(path for path in Path(folder).rglob("*") if path.is_file())
        parts += [f"{path}:{sha256(path.read_bytes())}" for path in files]
    return sha256("\n".join(parts).encode())


def _export() -> None:
    export_usb(sorted({edition.slug for edition in Edition.objects.current()}), USB)


def _learner(anew: bool) -> Account | None:
    learner = User.objects.learners().filter(name=LEARNER).first()
    if learner and not anew:
        return None
    pin = new_pin()
    if learner:
        learner.set_password(pin)
        learner.save(update_fields=["password"])
    else:
        learner = User.objects.create_learner(name=LEARNER, pin=pin)
    return Account(_("learner"), learner.learner_code, pin, "/in/")


def _trainer(anew: bool) -> Account | None:
    return _staff(TRAINER, _("Demo Trainer"), _("trainer"), "Trainers", "/staff/", anew)


def _author(anew: bool) -> Account | None:
    return _staff(AUTHOR, _("Demo Author"), _("author"), "Moderators", "/cms/", anew)


def _staff(
    username: str, name: str, role: str, group: str, where: str, anew: bool
) -> Account | None:
    person = User.objects.filter(username=username).first()
    if person and not anew:
        return None
    password = secrets.token_urlsafe(12)
    person = person or User(username=username, name=name)
    person.set_password(password)
    person.save()
    person.groups.add(Group.objects.get(name=group))
    return Account(role, username, password, where)


def _cohort() -> None:
    trainer = User.objects.get(username=TRAINER)
    learner = User.objects.learners().get(name=LEARNER)
    cohort = Cohort.objects.filter(name=COHORT).first()
    if cohort is None:
        course = Edition.objects.current().filter(slug=COURSE)[0].activity  # in any language
        today = timezone.localdate()
        cohort = open_cohort(
            name=COHORT,
            course=course,
            starts=today,
            ends=today + timedelta(days=4),
            trainer=trainer,
        )
    Membership.objects.get_or_create(cohort=cohort, learner=learner)
