"""The layers of the design, each row a sentence; and the habits that keep the code readable."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import networkx as nx
import pytest

from strategy_studio.processes import PROCESSES
from tests.source import PACKAGE, ROOT, Import, Module, modules, tracked_files

SLOW_LIBRARIES = frozenset({"matplotlib", "openpyxl", "xlsxwriter", "scipy", "pptx", "docx", "pandas", "psycopg"})
FORBIDDEN_WORDS = {"manager", "helper", "helpers", "util", "utils", "service", "services", "handler", "handlers"}
DOMAIN = "formula model processes store analysis drawing exchange"


class Layer:
    """One row of the table of layers: what it may import of ours, and of others."""

    def __init__(self, sentence: str, own: str = "", third_party: str = "") -> None:
        self.sentence = sentence
        self.own = frozenset(own.split())
        self.third_party = frozenset(third_party.split())


LAYERS = {
    "formula": Layer("The formula language knows numpy and lark, and nothing of ours", "", "numpy lark"),
    "model": Layer("The model knows the formula language, no file and no window", "formula", "numpy networkx"),
    "processes": Layer("Processes are declarations: they know the model alone", "model"),
    "store": Layer("The store fulfils the model's protocol by SQLAlchemy", "model", "sqlalchemy platformdirs"),
    "analysis": Layer("An analysis goes from a plan to result values, undrawn", "model formula", "numpy scipy"),
    "drawing": Layer("Drawings come from model and analysis", "model analysis", "matplotlib networkx numpy"),
    "exchange": Layer(
        "Formats read the plan, its analyses and its drawings",
        "model formula analysis drawing",
        "openpyxl xlsxwriter defusedxml matplotlib",
    ),
    "ui": Layer(
        "The window shows everything and names no process",
        "formula model store analysis drawing exchange api",
        "PySide6 shiboken6",
    ),
    "app": Layer("The composition root may know everything", f"{DOMAIN} ui api", "PySide6"),
    "cli": Layer("The command line may know everything of ours", f"{DOMAIN} ui app api"),
    "__main__": Layer("python -m strategy_studio is the command line", "cli"),
    "resources": Layer("Finding a resource needs nothing"),
}
API = Layer("The headless API knows everything but the window and the command line", f"{DOMAIN} api")


def _layer(module: Module) -> Layer:
    return LAYERS.get(module.layer, API)


def _own(found: Import) -> str:
    """The layer that an import of ours reaches, "api" for what stands beside the API; empty for others' modules."""
    parts = found.module.split(".")
    if parts[0] != PACKAGE:
        return ""
    layer = parts[1] if len(parts) > 1 else "api"
    return layer if layer in LAYERS else "api"


def _third_party(found: Import) -> str:
    top = found.module.split(".")[0]
    return "" if top in {PACKAGE, "__future__"} or top in sys.stdlib_module_names else top


def _places(offences: Iterator[str]) -> str:
    return "\n".join(offences)


@pytest.mark.parametrize("name", [*LAYERS, "the API"])
def test_a_layer_imports_only_the_layers_below_it(name: str) -> None:
    layer = LAYERS.get(name, API)
    members = [module for module in modules() if _layer(module) is layer]
    allowed = layer.own | {name, "resources"}
    offences = (
        f"{module}:{found.line} imports {found.module}"
        for module in members
        for found in module.imports
        if _own(found) and _own(found) not in allowed
    )
    assert not (text := _places(offences)), f"{layer.sentence}:\n{text}"


@pytest.mark.parametrize("name", [*LAYERS, "the API"])
def test_a_layer_uses_only_its_own_libraries(name: str) -> None:
    layer = LAYERS.get(name, API)
    offences = (
        f"{module}:{found.line} imports {found.module}"
        for module in modules()
        if _layer(module) is layer
        for found in module.imports
        if not found.typing and _third_party(found) and _third_party(found) not in layer.third_party
    )
    assert not (text := _places(offences)), f"{layer.sentence}:\n{text}"


def test_every_folder_of_the_package_is_a_layer() -> None:
    folders = {path.parent.name for path in (ROOT / PACKAGE).glob("*/__init__.py")}
    assert folders <= {*LAYERS, "api"}


def test_qt_is_imported_by_the_window_alone() -> None:
    users = {module.layer for module in modules() for found in module.imports if found.module.startswith("PySide6")}
    assert users <= {"ui", "app"}


def test_only_declarations_name_a_process() -> None:
    titles = {process.title for process in PROCESSES}
    offences = (
        f"{module}:{node.lineno} {node.value}"
        for module in modules()
        if module.layer in {"store", "exchange", "analysis", "drawing", "ui"}
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and node.value in titles
    )
    assert not (text := _places(offences)), f"what differs by process is read from plan.processes:\n{text}"


def test_slow_libraries_are_imported_where_they_are_used() -> None:
    offences = (
        f"{module}:{found.line} imports {found.module} at its top"
        for module in modules()
        for found in module.imports
        if _third_party(found) in SLOW_LIBRARIES and not found.lazy and not found.typing
    )
    assert not (text := _places(offences)), f"the window must be there first:\n{text}"


def test_no_module_imports_itself_round_a_corner() -> None:
    graph: nx.DiGraph[str] = nx.DiGraph()
    for module in modules():
        targets = [found for found in module.imports if _own(found) and not found.typing]
        graph.add_edges_from((module.name, found.module) for found in targets)
    cycles = [group for group in nx.strongly_connected_components(graph) if len(group) > 1]
    assert not [list(graph.subgraph(group).edges) for group in cycles]


def _private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__")


def _names_of(tree: ast.Module) -> set[str]:
    """Every private name that a file itself brings into being."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.arg):
            found.add(node.arg)
    return found


def _trespasses(module: Module) -> Iterator[str]:
    own = _names_of(module.tree) | {"_replace", "_asdict", "_fields"}
    for found in module.imports:
        yield from (f"{module}:{found.line} {name}" for name in found.names if _own(found) and _private(name))
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and _private(node.attr) and node.attr not in own:
            yield f"{module}:{node.lineno} {ast.unparse(node)}"


def test_private_names_of_another_module_are_not_touched() -> None:
    assert not (text := _places(line for module in modules() for line in _trespasses(module))), text


def test_no_module_is_called_manager_or_the_like() -> None:
    named = {str(module) for module in modules() if FORBIDDEN_WORDS & set(re.split(r"[._]", module.name))}
    assert not named, "a module is named after what it holds"


def test_every_module_says_what_it_is_for() -> None:
    silent = {str(module) for module in modules() if module.tree.body and not ast.get_docstring(module.tree)}
    assert not silent


def test_files_are_short() -> None:
    long = {name: lines for name, text in _sources().items() if (lines := _lines(text)) > 400}
    assert not long


def _sources() -> dict[str, str]:
    """Every Python file of the project, tests and benchmarks too, with its text."""
    paths = [path for path in tracked_files() if path.suffix == ".py"]
    return {str(path.relative_to(ROOT)): path.read_text("utf-8") for path in paths}


def _lines(text: str) -> int:
    return text.count("\n")


def test_functions_are_short() -> None:
    long = {
        f"{name}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for name, text in _sources().items()
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno - node.lineno >= 40
    }
    assert not long


def _loaded_by(statement: str) -> set[str]:
    """The top-level modules that a fresh interpreter holds after the statement."""
    code = f"import sys\n{statement}\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_no_third_party_module() -> None:
    assert _loaded_by("import strategy_studio") - _loaded_by("") - sys.stdlib_module_names == {PACKAGE}


def test_importing_the_window_loads_qt_and_no_slow_library() -> None:
    loaded = _loaded_by("import strategy_studio.app")
    assert not loaded & (SLOW_LIBRARIES | {"sqlalchemy", "numpy", "networkx", "lark"})


MACHINE_PATH = re.compile("/(?:" + "|".join(["work", "farm", "tmp", "root", "opt"]) + r")/[a-z.]")
PACKAGE_HOST = re.compile("index-" "url|find-" "links|pythonhos" "ted|registry[.]npm|file:/|https?:")  # fmt: skip


def _text_files() -> Iterator[tuple[str, str]]:
    for path in tracked_files():
        data = path.read_bytes()
        if b"\0" not in data[:8192]:
            yield str(path.relative_to(ROOT)), data.decode("utf-8", "replace")


def test_no_path_of_one_machine_is_committed() -> None:
    found = {f"{name}: {match[0]}" for name, text in _text_files() for match in MACHINE_PATH.finditer(text)}
    assert not found


def test_lock_files_name_no_host() -> None:
    locks = [(name, text) for name, text in _text_files() if name.endswith((".lock", "lock.json"))]
    assert {"requirements.lock", "requirements-dev.lock"} <= {name for name, _ in locks}
    assert not [name for name, text in locks if PACKAGE_HOST.search(text)]
