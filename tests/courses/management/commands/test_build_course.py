from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from courses.models import CoursePage
from tests.factories.references import make_two_sections
from tests.factories.toolkits import make_case, make_chapter, make_toolkit

pytestmark = pytest.mark.django_db
GUIDE, CASE = "small-toolkit/ask-once", "small-toolkit/a-case"


@pytest.fixture(autouse=True)
def _toolkit(db: None) -> None:
    chapter = make_chapter(make_toolkit())
    make_two_sections(chapter, minutes=12)
    make_case(chapter, minutes=4)


def run(*arguments: str) -> tuple[str, str]:
    """Give what the command says, and its warnings."""
    said, warned = StringIO(), StringIO()
    call_command("build_course", *arguments, stdout=said, stderr=warned)
    return said.getvalue(), warned.getvalue()


def test_it_says_what_it_built() -> None:
    said, warned = run("One question", "--from", GUIDE, CASE)

    assert said.splitlines() == [
        "One question (one-question): 1 unit, 2 lessons, 16 minutes",
        "  Start here",
        "    Ask once (12)",
        "    A case (4)",
        "It is a draft. Publish it with: manage.py publish one-question",
    ]
    assert warned == ""
    assert CoursePage.objects.get().kind == "course"


def test_a_dry_run_makes_nothing_and_warns_all_the_same() -> None:
    arguments = ("--kind", "microlearning", "--slug", "short", "--dry-run")

    said, warned = run("One question", "--from", GUIDE, CASE, *arguments)

    assert said.startswith("One question (short): 1 unit, 2 lessons, 16 minutes")
    assert said.endswith("Nothing was made: this was a dry run.\n")
    assert "16 minutes are long" in warned
    assert not CoursePage.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--from", "small-toolkit/ask-onec"], f"the nearest is “{GUIDE}”"),
        (["--from", GUIDE, GUIDE], "“Ask once” is chosen twice."),
        (["--from", GUIDE, "--language", "fr"], f"There is no live unit “{GUIDE}”."),
        (["--from", GUIDE, "--slug", "small-toolkit"], "is taken"),
        (["--from", GUIDE, "--kind", "programme"], "invalid choice"),
    ],
)
def test_what_cannot_be_built_is_told_and_nothing_is_made(arguments: list[str], said: str) -> None:
    with pytest.raises(CommandError, match=said) as error:
        run("One question", *arguments)
    assert error.value.returncode == 1
    assert not CoursePage.objects.exists()
