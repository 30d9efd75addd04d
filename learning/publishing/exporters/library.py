"""Our own text format (docs/library-format.md): a folder of text for each edition.

`load_library` reads it again, on any hub. What is exported, loaded, published and exported again
is the same byte for byte.

library.json         what was written, with digests: what somebody changed since is left alone
SLUG[.LANGUAGE]/     a course or toolkit: texts, and its files in media/

Whole editions are written whatever the profile: a text without its pictures could not be loaded.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from learning.bundles.profiles import Profile, whole
from learning.bundles.store import sha256
from learning.publishing.exporters.errors import EditedFile, ForeignFile, NameTaken
from learning.publishing.exporters.folder import Folder
from learning.publishing.exporters.job import Job
from learning.publishing.exporters.library_documents import Documents
from learning.publishing.exporters.library_units import Units
from learning.publishing.exporters.report import Report

OPTIONS: Mapping[str, str] = {}
JOURNAL = "library.json"


def export(job: Job) -> Report:
    """Write a folder of texts for each edition.

    Raises: NotInLibrary, NameTaken; UnwritableFolder, FolderFull, ForeignFile, EditedFile;
    StoreError.
    """
    editions = [whole(edition) for edition in job.editions]
    units = Units(editions)
    written = [Documents(edition, units) for edition in editions]
    _refuse_same_folders(written)
    for documents in written:
        documents.write()
    folder = Folder(job.out, JOURNAL, is_flushed=False)
    for documents in written:
        _refuse_others(folder, documents)
    for documents in written:
        _put(job, folder, documents)
    folder.put_journal()
    return folder.report(".md", _warnings(job, written))


def _refuse_same_folders(written: Sequence[Documents]) -> None:
    """Raise NameTaken for a course and a toolkit of one slug and language."""
    names: set[str] = set()
    for documents in written:
        if documents.folder in names:
            raise NameTaken(documents.folder)
        names.add(documents.folder)


def _refuse_others(folder: Folder, documents: Documents) -> None:
    """Raise ForeignFile or EditedFile for what stands in our way."""
    for path in (*documents.texts, *documents.media):
        place = f"{documents.folder}/{path}"
        content = folder.find(place)
        if content is None or content == _content(documents, path):
            continue
        made = folder.made.get(place)
        if made is None:
            raise ForeignFile(folder.root / place)
        if sha256(content) != made.sha256:
            raise EditedFile(folder.root / place)


def _content(documents: Documents, path: str) -> bytes:
    if path in documents.texts:
        return documents.texts[path].encode()
    return documents.edition.read(path)


def _put(job: Job, folder: Folder, documents: Documents) -> None:
    for path in sorted((*documents.texts, *documents.media)):
        place, content = f"{documents.folder}/{path}", _content(documents, path)
        job.hear(place)
        folder.make(place, sha256(content), partial(_content, documents, path))
    folder.prune(f"{documents.folder}/")


def _warnings(job: Job, written: Sequence[Documents]) -> list[str]:
    lines = [
        f"“{lesson}” of “{documents.folder}” has the words of the toolkit unit “{unit}” as its "
        "own. Export the toolkit in the same go, and where it says the same the unit is named."
        for documents in written
        for lesson, unit in documents.written_out
    ]
    lines += [
        f"“{documents.folder}” can only be loaded where “{name}” is: export that in the same go."
        for documents in written
        for name in documents.needed
    ]
    if job.profile != Profile.FULL:
        lines.append(
            f"The format “library” knows no profile “{job.profile}”: everything is written whole."
        )
    return lines
