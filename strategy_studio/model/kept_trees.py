"""Parsed formulas kept in a file of the user's, so that a start need not parse the declared formulas again."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from ..formula.errors import FormulaProblem
from ..formula.nodes import Node
from ..formula.parser import load_tree, parse, save_tree

LARGEST = 32_000_000
"""Bytes of the file that are read; what the studio writes is at most half of it."""
_log = logging.getLogger(__name__)


class KeptTrees:
    """Parses a formula, or reads its tree from the file; `keep` writes what had to be parsed.

    The file is only ever a shortcut: one that is damaged, huge, or written for another grammar is made anew. Its
    first line is a digest of the grammar and of the rest, so that no formula comes out of it other than it went in.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parsed = 0
        self._asked: set[str] = set()

    @cached_property
    def _trees(self) -> dict[str, Any]:
        """What was kept by text; read with the first formula that is asked for."""
        return self._read()

    def _read(self) -> dict[str, Any]:
        try:
            if self._path.stat().st_size > LARGEST:
                return {}
            head, body = self._path.read_bytes().split(b"\n", 1)
            trees = json.loads(body) if head == _head(body) else {}
        except (OSError, ValueError, RecursionError):
            return {}
        return trees if isinstance(trees, dict) else {}

    def __call__(self, text: str) -> Node:
        """The tree of a formula; FormulaProblem when the text is none."""
        self._asked.add(text)
        kept = self._trees.get(text)
        if kept is not None:
            with suppress(FormulaProblem):
                return load_tree(kept)
        tree = parse(text)
        self._trees[text] = save_tree(tree)
        self._parsed += 1
        return tree

    def keep(self) -> None:
        """Write the file when formulas were parsed; a folder that cannot be written only costs time next start."""
        if not self._parsed:
            return
        self._parsed = 0
        body = self._packed(self._trees)
        if len(body) > LARGEST // 2:  # years of other plans' formulas
            body = self._packed({text: tree for text, tree in self._trees.items() if text in self._asked})
        if len(body) > LARGEST // 2:
            return
        # Several programs, or parts of one, may write at once: each its own file, of which the last takes the name.
        beside = self._path.with_suffix(f".{uuid4().hex}")
        try:
            beside.write_bytes(_head(body) + b"\n" + body)
            os.replace(beside, self._path)
        except OSError as problem:
            _log.info("Parsed formulas were not kept: %s", problem)
            with suppress(OSError):
                beside.unlink()

    def _packed(self, trees: dict[str, Any]) -> bytes:
        return json.dumps(trees, separators=(",", ":")).encode()


def _head(body: bytes) -> bytes:
    """What the trees were made by, the code that reads formulas, together with a sum of the trees themselves."""
    package = Path(__file__).parent.parent / "formula"
    made = hashlib.sha256()
    for name in ("grammar.lark", "parser.py", "limits.py", "nodes.py", "trees.py"):
        made.update((package / name).read_bytes())
    made.update(body)
    return made.hexdigest().encode()
