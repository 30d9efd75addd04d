"""The press: sets the page in a folder, as `printing` lays it out. Runs in a process of its own.

Typst keeps what it has set in case it is asked for the same again, some megabytes a page, and does
not give them back; a process that ends does. Nothing but Typst is imported here. Where the system
can (Linux; mostly macOS), the press is ended if it takes too much, or if whoever started it ends.

    press.py FOLDER ORDER

ORDER is JSON: `main` (the page's way to its style sheet), `facts` (for the sheet), `made` (seconds
since 1970). Writes FOLDER/page.pdf; or says on the error output what is wrong, and ends with 1.
"""

import ctypes
import json
import signal
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import cast

import typst

PROCESSOR = 60  # seconds
MEMORY = 4 * 1024**3  # bytes of addresses, most of which stand for nothing
DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG, prctl(2)


def bind() -> None:
    """Let this process take no more than a page needs, and end with its parent."""
    if find_spec("resource"):  # not on Windows
        import resource

        for limit, most in ((resource.RLIMIT_CPU, PROCESSOR), (resource.RLIMIT_AS, MEMORY)):
            _soft, hard = resource.getrlimit(limit)
            lower = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (lower, hard))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(DEATH_OF_PARENT, signal.SIGKILL)


def set_page(folder: Path, main: str, facts: dict[str, str], made: int) -> bytes:
    """Give the PDF. Only the folder is opened, beside fonts. Raises: TypstError."""
    compiler = typst.Compiler(
        main.encode(),
        root=folder,
        sys_inputs=facts,
        package_path=folder,
        package_cache_path=folder,
    )
    content = compiler.compile(format="pdf", pdf_standards=["a-2a", "ua-1"], timestamp=made)
    return cast(bytes, content)


if __name__ == "__main__":
    bind()
    place = Path(sys.argv[1])
    try:
        page = set_page(place, **json.loads(sys.argv[2]))
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    (place / "page.pdf").write_bytes(page)
