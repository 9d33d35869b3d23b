"""Writes the generated halves of figures.md and formulas.md from the declarations: `python3 dev.py pictures`."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from pathlib import Path

from strategy_studio.formula.examples import EXAMPLES
from strategy_studio.formula.examples.example import Cells, Example
from strategy_studio.formula.functions import FAMILIES
from strategy_studio.formula.nodes import Call, walk
from strategy_studio.formula.parser import parse
from strategy_studio.formula.steps import Function
from strategy_studio.model.columns import Kind, StoredValue
from strategy_studio.model.worksheet import Process, Worksheet
from strategy_studio.processes import PARAMETERS, PROCESSES

FOLDER = Path(__file__).parent
MARK = "<!-- What follows is written by `python3 dev.py pictures` from the declarations; do not edit it. -->"
EXCEL_EPOCH = datetime.date(1899, 12, 30)


def main() -> None:
    """Replace what stands behind the mark in both pages."""
    for name in ("figures.md", "formulas.md"):
        (FOLDER / name).write_text(page(name), encoding="utf-8")


def page(name: str) -> str:
    """The whole text of a page: its written half as it is, its generated half anew."""
    written = (FOLDER / name).read_text("utf-8").partition(MARK)[0]
    generated = {"figures.md": figures, "formulas.md": functions}[name]
    return "\n".join([written + MARK, "", *generated()]) + "\n"


def figures() -> Iterator[str]:
    """Every Figure with its formula, by process and worksheet; then every Parameter with its default."""
    for process in PROCESSES:
        yield from _figures_of(process)
    yield from ("## Parameters", "", "| Name | Default | What it is |", "|---|---|---|")
    for parameter in PARAMETERS:
        meaning = ", ".join(words for words in (parameter.unit, parameter.help) if words)
        yield f"| `{parameter.name}` | {_default(parameter.kind, parameter.default)} | {_cell(meaning)} |"


def _figures_of(process: Process) -> Iterator[str]:
    sheets = [sheet for sheet in process.worksheets if sheet.figures]
    if not sheets:
        return
    yield from (f"## {process.title}", "", "| Worksheet | Figure | Formula |", "|---|---|---|")
    for sheet in sheets:
        yield from _rows_of(sheet)
    yield ""


def _rows_of(sheet: Worksheet) -> Iterator[str]:
    for figure in sheet.figures:
        words = f"<br>{_cell(figure.help)}" if figure.help else ""
        yield f"| {sheet.title} | `{figure.name}` | `= {_cell(figure.formula)}`{words} |"


def functions() -> Iterator[str]:
    """Every function by family: how it is written, what it gives, one worked example."""
    for family, members in FAMILIES.items():
        yield from (f"### {family}", "", "| Function | Gives | Example |", "|---|---|---|")
        for function in members:
            yield f"| `{_cell(function.signature)}` | {_cell(function.help)} | {_cell(_example(function))} |"
        yield ""


def _example(function: Function) -> str:
    """The example that the help shows: its formula, what it reads, and the result (of the first row)."""
    found = next(example for example in EXAMPLES if example.help and function.name in _calls(example))
    result = f"`{found.formula}` gives {_shown(found.expected[0])}"
    read = [f"{name} {_listed(cells, found.figure)}" for name, cells in found.columns.items() if name in found.formula]
    read += [f"{name} {_shown(value)}" for name, value in found.names.items()]
    read += [f"{name} of the last round {_listed(cells, found.figure)}" for name, cells in found.prior.items()]
    return f"{result} where {'; '.join(read)}" if read else result


def _calls(example: Example) -> set[str]:
    return {node.function for node in walk(parse(example.formula)) if isinstance(node, Call)}


def _listed(cells: Cells, whole: bool) -> str:
    return f"is {', '.join(_shown(value) for value in cells)}" if whole else f"begins with {_shown(cells[0])}"


def _shown(value: float | str | bool | None) -> str:
    if value is None:
        return "empty"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value if value.startswith("#") else f"“{value}”"
    return f"{value:.10g}"


def _default(kind: Kind, value: StoredValue) -> str:
    if kind.name == "Date" and isinstance(value, float):
        return (EXCEL_EPOCH + datetime.timedelta(days=value)).isoformat()
    if kind.name == "Percent" and isinstance(value, float | int):
        return f"{value * 100:g} %"
    return _shown(value).strip("“”")


def _cell(text: str) -> str:
    """Text for a cell of a Markdown table."""
    return " ".join(text.replace("|", "\\|").split())


if __name__ == "__main__":
    main()
