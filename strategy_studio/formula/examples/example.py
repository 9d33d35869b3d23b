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
