"""How the server is: whether it can save, and how much room there is."""

import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

LITTLE = 100  # megabytes: an author's film fills this


def state() -> dict[str, Any]:
    """Give what a monitor asks. Raises: DatabaseError — the database does not answer."""
    free = shutil.disk_usage(_existing(Path(settings.VAR_DIR))).free // 1_000_000
    saves = _saves()
    status = "read-only" if not saves else "nearly full" if free < LITTLE else "ok"
    return {"status": status, "saving": saves, "free_mb": free}


def _saves() -> bool:
    """Tell whether the database can be written, without writing or waiting for anybody."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA query_only" if is_sqlite else "SHOW transaction_read_only")
        (answer,) = cursor.fetchone()
    if str(answer) in ("1", "on"):
        return False
    return not is_sqlite or _is_writable(Path(connection.settings_dict["NAME"]))


def _is_writable(file: Path) -> bool:
    if not file.is_file():  # in memory
        return True
    # The administrator of a machine may write everywhere, but not on a disk mounted for reading.
    is_mounted_so = os.statvfs(file).f_flag & os.ST_RDONLY
    return not is_mounted_so and os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)


def _existing(folder: Path) -> Path:
    return folder if folder.exists() else _existing(folder.parent)
