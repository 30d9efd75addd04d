"""The tool of an instrument: a YAML file beside its text, with the same name.

It holds the entry of a definition (toolkits.instruments.definition). Every fault is told with the
line it stands on.
"""

import re
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from courses.library.errors import LibraryError, LibraryErrors
from toolkits.instruments.definition import Definition, read
from toolkits.instruments.errors import DefinitionErrors

# The parser in C is some twenty times as fast; not every installation has it.
Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DEEPEST = 20  # groups within groups; a definition needs 7
LARGEST = 500_000  # bytes; the largest in the library has some 30 000
STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")  # one step of a fault's path


def read_tool(path: Path) -> Definition:
    """Read the definition at `path`. Raises: LibraryErrors — every fault, each with its line."""
    text = _text(path)
    try:
        node = _composed(path, text)
        return read(_plain(node))
    except DefinitionErrors as error:
        faults = [
            LibraryError(path, _line(node, fault.path), _reason(fault.path, fault.told(_)))
            for fault in error.faults
        ]
        raise LibraryErrors(faults) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or "?"
        raise _fault(path, 1 + (mark.line if mark else 0), _("not YAML: %s") % problem) from error


def _reason(where: str, sentence: str) -> str:
    return f"{where}: {sentence}" if where else sentence


def _fault(path: Path, line: int, reason: str) -> LibraryErrors:
    return LibraryErrors([LibraryError(path, line, reason)])


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > LARGEST:
            raise _fault(path, 1, _("this file is too large for an instrument"))
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise _fault(path, 1, _("this file is not UTF-8 text")) from error
    except OSError as error:
        reason = _("this file cannot be read: %s") % error.strerror
        raise _fault(path, 1, reason) from error


def _composed(path: Path, text: str) -> yaml.Node | None:
    """Give the file as nodes that know their line. Raises: LibraryErrors, yaml.YAMLError."""
    depth = 0
    for event in yaml.parse(text, Loader):
        line = 1 + (event.start_mark.line if event.start_mark else 0)
        if isinstance(event, yaml.AliasEvent):
            raise _fault(path, line, _("write this out; references with * are not read"))
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:  # far below where composing would leave the stack
            raise _fault(path, line, _("not YAML: %s") % _("too deep"))
    node = yaml.compose(text, Loader)
    if faults := _twice(path, node):
        raise LibraryErrors(faults)
    return node


def _plain(node: yaml.Node | None) -> Any:
    return None if node is None else yaml.SafeLoader("").construct_document(node)


def _twice(path: Path, node: yaml.Node | None) -> list[LibraryError]:
    """Tell of names that stand twice in one group: YAML would keep the last and not say so."""
    if isinstance(node, yaml.SequenceNode):
        return [fault for item in node.value for fault in _twice(path, item)]
    if not isinstance(node, yaml.MappingNode):
        return []
    names = [key.value for key, _value in node.value]
    faults = [
        LibraryError(path, key.start_mark.line + 1, _("%s stands here twice") % key.value)
        for place, (key, _value) in enumerate(node.value)
        if key.value in names[:place]
    ]
    return faults + [fault for _key, value in node.value for fault in _twice(path, value)]


def _line(node: yaml.Node | None, where: str) -> int:
    """Give the line of what `where` leads to, or of the last step of the way that is there."""
    line = 1
    for name, place in STEP.findall(where):
        found = _step(node, int(place) if place else name)
        if found is None:
            break
        line, node = found
    return line


def _step(node: Any, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step].start_mark.line + 1, node.value[step]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return key.start_mark.line + 1, value
    return None
