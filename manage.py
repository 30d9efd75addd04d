#!/usr/bin/env python
"""Run Atoll's commands: `python manage.py help` lists them."""

import os
import sys
from pathlib import Path

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import OperationalError


def main() -> None:
    """Run the command that was typed. A folder that is not there is told, and never made: a disk
    that is not mounted must not become a hub without its people.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "learning.settings.development")
    try:
        execute_from_command_line(sys.argv)
    except OperationalError:
        folder = _folder_of_database()
        if folder is None or folder.is_dir():
            raise
        sys.exit(
            f"There is no folder {folder}, where the database is to be. Nothing was written.\n"
            "If a disk belongs there, mount it. For a new hub, make the folder, or name another "
            "in ATOLL_VAR. Then run the command again."
        )


def _folder_of_database() -> Path | None:
    """Give the folder of the file that SQLite keeps everything in; other databases have none."""
    database = settings.DATABASES["default"]
    return Path(database["NAME"]).parent if "sqlite" in database["ENGINE"] else None


if __name__ == "__main__":
    main()
