"""The press: sets the page in a folder, as `printing` lays it out. Runs in a process of its own.

Typst keeps what it has set in case it is asked for the same again, some megabytes a page, and does
not give them back; a process that ends does. Nothing but Typst is imported here.

    press.py FOLDER ORDER

ORDER is JSON: `main` (the page's way to its style sheet), `facts` (for the sheet), `made` (seconds
since 1970). Writes FOLDER/page.pdf; or says on the error output what is wrong, and ends with 1.
"""

import json
import sys
from pathlib import Path
from typing import cast

import typst


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
    place = Path(sys.argv[1])
    try:
        page = set_page(place, **json.loads(sys.argv[2]))
    except typst.TypstError as error:
        sys.exit(error.diagnostic)
    (place / "page.pdf").write_bytes(page)
