"""What waiting progress files hold about a person."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from learning.accounts.models import User
from learning.records.projecting import actors_of
from learning.sync.importing import code_in
from learning.sync.models import WaitingFile
from learning.xapi.progress_files import ProgressFile, read


def of(learner: User) -> dict[str, Any]:
    """Give the files that wait though they are this person's, and those the person brought."""
    brought = WaitingFile.objects.filter(brought_by=learner).defer("content")
    return {
        "waiting": [_described(file) for file in _theirs(learner)],
        "brought": [_described(file) for file in brought],
    }


def erase(learner: User) -> int:
    """Delete the person's waiting files; those brought for others wait on, brought by nobody."""
    own = [file.pk for file in _theirs(learner)]
    deleted = WaitingFile.objects.filter(pk__in=own).delete()[0]
    brought = WaitingFile.objects.filter(brought_by=learner)
    if brought.exists():
        brought.update(brought_by=User.objects.create_former())
    return deleted


def _theirs(learner: User) -> Iterator[WaitingFile]:
    """Look into every waiting file, one in memory at a time: there are few."""
    actors = {learner.pk, *actors_of([learner.pk])}
    for file in WaitingFile.objects.iterator(chunk_size=1):
        if _speaks_of(read(bytes(file.content)), actors, learner.username):
            yield file


def _speaks_of(file: ProgressFile, actors: set[UUID], code: str) -> bool:
    if file.header and (file.header.actor in actors or code_in(file) == code):
        return True
    return any(statement.actor in actors for statement in file.statements)


def _described(file: WaitingFile) -> dict[str, Any]:
    return {"file": file.name, "name_in_it": file.told_name, "since": file.at.isoformat()}
