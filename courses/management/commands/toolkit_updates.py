from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from courses.errors import CourseError
from courses.models import CoursePage
from courses.updating import Update, accept, keep_mine, pending


class Command(BaseCommand):
    help = "List what toolkits say anew to the courses that use them; accept it, or keep yours."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--course", metavar="SLUG", help="of this course only")
        decision = parser.add_mutually_exclusive_group()
        decision.add_argument(
            "--accept", action="store_true", help="take over all but what replaces own wording"
        )
        decision.add_argument("--keep", action="store_true", help="keep the lessons' wording")

    def handle(self, *args: Any, **options: Any) -> None:
        updates = pending(self._course(options["course"]))
        if not updates:
            self.stdout.write(_("No updates wait."))
            return
        answers = [self._answer(update, options) for update in updates]
        self._table(updates, answers)

    def _course(self, slug: str | None) -> CoursePage | None:
        if slug is None:
            return None
        if course := CoursePage.objects.filter(slug=slug).first():
            return course
        known = ", ".join(CoursePage.objects.order_by("slug").values_list("slug", flat=True))
        message = _("There is no course “%(slug)s”. There are: %(known)s. Nothing was changed.")
        raise CommandError(message % {"slug": slug, "known": known or _("none yet")})

    def _answer(self, update: Update, options: dict[str, Any]) -> str:
        try:
            if options["keep"]:
                keep_mine(update)
                return _("kept")
            if options["accept"] and update.can_accept and not update.is_local:
                return _("accepted") if accept(update) else _("accepted in the draft")
        except CourseError as error:
            return str(error)
        return _standing(update)

    def _table(self, updates: Sequence[Update], answers: Sequence[str]) -> None:
        rows = [(_("Course"), _("Lesson"), _("Toolkit unit"), _("Standing"))]
        rows += [
            (update.course.slug, update.lesson.title, update.unit_title, answer)
            for update, answer in zip(updates, answers, strict=True)
        ]
        widths = [max(len(row[place]) for row in rows) for place in range(3)]
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
            self.stdout.write("  ".join([*cells, row[3]]))


def _standing(update: Update) -> str:
    if update.unit is None:
        return _("the toolkit no longer has it")
    if update.missing_sections:
        return _("no longer has: %s") % ", ".join(update.missing_sections)
    return _("waits, own wording") if update.is_local else _("waits")
