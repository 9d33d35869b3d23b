"""Checked formulas kept in a file of the user's, so that a start need not check the declared formulas again."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..formula.check import Checked
from ..formula.errors import FormulaProblem
from ..formula.parser import load_tree, save_tree
from ..formula.scope import Fact, Reference
from .graph import Read
from .worksheet import Parameter

if TYPE_CHECKING:
    from .structure import Place, Structure

_log = logging.getLogger(__name__)


class KeptChecks:
    """Takes over what checking gave for the very same declarations by the very same code, else keeps what it gives.

    The file is only ever a shortcut: it holds no code, and one that is damaged, or made for anything else, is made
    anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self.taken_over = False

    def take_over(self, structure: Structure) -> bool:
        """Give a located structure the checked formulas that were kept for it; False when there are none."""
        try:
            head, body = self._path.read_text(encoding="utf-8").split("\n", 1)
            if head != _head(structure, body):
                return False
            kept = json.loads(body)
            shared: dict[tuple[Any, ...], Reference] = {}
            checked = {node: _loaded(saved, structure.places[node], shared) for node, saved in kept["checked"]}
            reads = {node: tuple(Read(*read) for read in found) for node, found in kept["reads"].items()}
        except (OSError, ValueError, KeyError, TypeError, FormulaProblem):
            return False
        structure.checked, structure.reads = checked, {node: reads.get(node, ()) for node in structure.places}
        self.taken_over = True
        return True

    def keep(self, structure: Structure) -> None:
        """Write the file; a folder that cannot be written only costs time next start."""
        kept = {
            "checked": [(node, _saved(checked)) for node, checked in structure.checked.items()],
            "reads": {
                node: [(read.node, read.via, read.prior) for read in found]
                for node, found in structure.reads.items()
                if found
            },
        }
        body = json.dumps(kept, separators=(",", ":"))
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            beside.write_text(f"{_head(structure, body)}\n{body}", encoding="utf-8")
            os.replace(beside, self._path)
        except OSError as problem:
            _log.info("Checked formulas were not kept: %s", problem)


def _saved(checked: Checked) -> list[Any]:
    fact = checked.fact
    references = [(read.worksheet, read.column, read.whole, read.prior) for read in checked.references]
    return [save_tree(checked.node), references, [fact.type, fact.may_be_empty, fact.may_be_error]]


def _loaded(saved: list[Any], place: Place, shared: dict[tuple[Any, ...], Reference]) -> Checked:
    tree, references, fact = saved
    found = []
    for read in map(tuple, references):
        if read not in shared:
            shared[read] = Reference(*read)
        found.append(shared[read])
    return Checked(load_tree(tree), place.worksheet, place.column is not None, tuple(found), Fact(*fact))


def _head(structure: Structure, body: str) -> str:
    """What the body was made from, the declarations and the code that judges formulas, and a sum of the body itself."""
    made = hashlib.blake2b(digest_size=16)
    for place in structure.places.values():
        default = place.name.default if isinstance(place.name, Parameter) else ""
        rows = structure.worksheets[place.worksheet].rows.mode if place.column and place.column.key else ""
        made.update("\0".join((place.node, place.formula, str(place.kind), repr(default), rows, "")).encode())
    model = Path(__file__).parent
    sources = [found for found in (model.parent / "formula").iterdir() if found.suffix in (".py", ".lark")]
    sources += [model / name for name in ("graph.py", "structure.py", "kept_checks.py")]
    for source in sorted(sources):  # known by size and time, as Python knows what it has compiled
        about = source.stat()
        made.update(f"{source.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    made.update(body.encode())
    return made.hexdigest()
