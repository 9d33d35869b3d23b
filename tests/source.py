"""Reads the package's own source: which module imports what, and where; for the tests of the architecture."""

from __future__ import annotations

import ast
import functools
import subprocess
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "strategy_studio"


@dataclass(frozen=True)
class Import:
    """One imported module by its full name; `lazy` inside a function, `typing` under TYPE_CHECKING."""

    module: str
    line: int
    lazy: bool
    typing: bool
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class Module:
    """A source file: its dotted name, its tree, the modules it imports."""

    name: str
    path: Path
    tree: ast.Module
    imports: tuple[Import, ...]

    @property
    def layer(self) -> str:
        """The package below `strategy_studio`, or the name of a top-level module."""
        parts = self.name.split(".")
        return parts[1] if len(parts) > 1 else "__init__"

    def __str__(self) -> str:
        return str(self.path.relative_to(ROOT))


@functools.cache
def modules() -> tuple[Module, ...]:
    """All modules of the package."""
    paths = sorted((ROOT / PACKAGE).rglob("*.py"))
    names = {_name(path) for path in paths}
    return tuple(_read(path, names) for path in paths)


@functools.cache
def tracked_files() -> tuple[Path, ...]:
    """Every file that is or could be committed; where git is not there, all but hidden and made folders."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
        named = listed.stdout.split("\0") if listed.returncode == 0 else []
    except FileNotFoundError:
        named = []
    found = [ROOT / name for name in named if name] or [
        path for path in ROOT.rglob("*") if not any(_left_out(part) for part in path.relative_to(ROOT).parts)
    ]
    return tuple(path for path in found if path.is_file())


def _left_out(part: str) -> bool:
    return part.startswith(".") or part in {"__pycache__", "demo", "build", "dist", "wheelhouse"}


def _name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(path: Path, names: set[str]) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"), str(path))
    name = _name(path)
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    found: list[Import] = []
    _collect(tree, package, names, found, lazy=False, typing=False)
    return Module(name, path, tree, tuple(found))


def _collect(node: ast.AST, package: str, names: set[str], found: list[Import], lazy: bool, typing: bool) -> None:
    if isinstance(node, ast.Import):
        found.extend(Import(alias.name, node.lineno, lazy, typing) for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        found.extend(_from(node, package, names, lazy, typing))
    lazy = lazy or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
    only_typing = isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test)
    for child in ast.iter_child_nodes(node):
        _collect(child, package, names, found, lazy, typing or only_typing)


def _from(node: ast.ImportFrom, package: str, names: set[str], lazy: bool, typing: bool) -> list[Import]:
    """`from package import module` imports the module; `from module import name` imports from the module."""
    base = node.module or ""
    if node.level:
        parts = package.split(".")
        base = ".".join([*parts[: len(parts) - node.level + 1], *([node.module] if node.module else [])])
    submodules = [alias.name for alias in node.names if f"{base}.{alias.name}" in names]
    plain = tuple(alias.name for alias in node.names if alias.name not in submodules)
    result = [Import(f"{base}.{name}", node.lineno, lazy, typing, (name,)) for name in submodules]
    return [*result, Import(base, node.lineno, lazy, typing, plain)] if plain else result
