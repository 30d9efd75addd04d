"""Zip files that are the same byte for byte whenever their content is the same."""

import io
import zipfile
from collections.abc import Mapping, Sequence

MOMENT = (1980, 1, 1, 0, 0, 0)  # the first a zip file can name
READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes], *, stored_first: Sequence[str] = ()) -> bytes:
    """Give a zip file of `files` by path, in the order of their paths.

    stored_first: paths that come first and are not compressed, as EPUB's `mimetype` must.
    """
    buffer = io.BytesIO()
    rest = sorted(files.keys() - set(stored_first))
    with zipfile.ZipFile(buffer, "w") as archive:
        for path in (*stored_first, *rest):
            entry = zipfile.ZipInfo(path, MOMENT)
            entry.external_attr = READABLE
            entry.create_system = 3  # Unix, whatever makes it
            is_stored = path in stored_first
            entry.compress_type = zipfile.ZIP_STORED if is_stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[path], compresslevel=None if is_stored else 9)
    return buffer.getvalue()
