"""One worked example of a formula: what it reads and what it gives."""

from __future__ import annotations

from dataclasses import dataclass, field

Cells = tuple[float | str | bool | None, ...]
"""Numbers, texts, booleans, None for empty, and errors as their codes: "#N/A"."""


@dataclass(frozen=True)
class Example:
    """A formula in a worksheet *Data* with the given input columns, and its result in every row.

    `figure` makes it a Figure beside the worksheet, with one result. `names` are Parameters; `prior` has the columns
    and Names of the round closed last. `help` marks what is shown to users; `rule` says which rule it is about.
    """

    formula: str
    columns: dict[str, Cells]
    expected: Cells
    names: dict[str, float | str | bool | None] = field(default_factory=dict)
    prior: dict[str, Cells] = field(default_factory=dict)
    figure: bool = False
    help: bool = False
    rule: str = ""


def row(formula: str, *expected: float | str | bool | None, rule: str = "", help: bool = False,
        names: dict[str, float | str | bool | None] | None = None, prior: dict[str, Cells] | None = None,
        **columns: Cells) -> Example:  # fmt: skip
    """An example of a column's formula; without columns the worksheet has one row."""
    return Example(formula, columns or {"A": (1,)}, expected, names or {}, prior or {}, help=help, rule=rule)


def figure(formula: str, expected: float | str | bool | None, rule: str = "", help: bool = False,
           names: dict[str, float | str | bool | None] | None = None, prior: dict[str, Cells] | None = None,
           **columns: Cells) -> Example:  # fmt: skip
    """An example of a Figure beside the worksheet."""
    given = columns or {"A": (1,)}
    return Example(formula, given, (expected,), names or {}, prior or {}, figure=True, help=help, rule=rule)
