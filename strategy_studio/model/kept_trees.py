"""Parsed formulas kept in a file of the user's, so that a start need not parse the declared formulas again."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from contextlib import suppress
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from ..formula.errors import FormulaProblem
from ..formula.nodes import Node
from ..formula.parser import load_tree, parse, save_tree

_log = logging.getLogger(__name__)


class KeptTrees:
    """Parses a formula, or reads its tree from the file; `keep` writes what had to be parsed.

    The file is only ever a shortcut: what cannot be read, or was written for another grammar, is parsed anew.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._parsed = 0

    @cached_property
    def _grammar(self) -> str:
        return _grammar_digest()

    @cached_property
    def _trees(self) -> dict[str, Any]:
        """What was kept by text; read with the first formula that is asked for."""
        return self._read()

    def _read(self) -> dict[str, Any]:
        try:
            kept = json.loads(self._path.read_text(encoding="utf-8"))
            trees = kept["trees"] if kept["grammar"] == self._grammar else {}
        except (OSError, ValueError, KeyError, TypeError):
            return {}
        return trees if isinstance(trees, dict) else {}

    def __call__(self, text: str) -> Node:
        """The tree of a formula; FormulaProblem when the text is none."""
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
        beside = self._path.with_suffix(f".{os.getpid()}")
        try:
            beside.write_text(json.dumps({"grammar": self._grammar, "trees": self._trees}), encoding="utf-8")
            os.replace(beside, self._path)
        except OSError as problem:
            _log.info("Parsed formulas were not kept: %s", problem)
        self._parsed = 0


def _grammar_digest() -> str:
    package = files("strategy_studio.formula")
    texts = [(package / name).read_bytes() for name in ("grammar.lark", "parser.py", "limits.py")]
    return hashlib.sha256(b"".join(texts)).hexdigest()
