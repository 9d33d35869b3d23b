"""A worksheet *Data* held in memory: what a formula may ask of its place, and what it reads while it is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from strategy_studio.formula.check import Checked, check
from strategy_studio.formula.compiler import compile_formula
from strategy_studio.formula.errors import REASONS, FormulaError
from strategy_studio.formula.examples.example import Example
from strategy_studio.formula.layout import laid_values
from strategy_studio.formula.parser import parse
from strategy_studio.formula.scope import Fact, Reference, Type
from strategy_studio.formula.values import Scalar, Texts, Values, from_scalars, scalar

Column = Sequence[Any]


def cell(value: Any) -> Scalar:
    """A cell of an example: an error by its code, whole numbers as float."""
    if isinstance(value, str):
        return FormulaError(value) if value in REASONS else value
    return value if value is None or isinstance(value, bool | FormulaError) else float(value)


def type_of(cells: Iterable[Any]) -> Type:
    kinds = {type(value) for value in map(cell, cells) if value is not None and not isinstance(value, FormulaError)}
    names: dict[type, Type] = {float: "number", str: "text", bool: "boolean"}
    return names[kinds.pop()] if len(kinds) == 1 else ("mixed" if kinds else "number")


@dataclass
class Data:
    """Scope and Context of one worksheet; `cases` overrides columns and Names by one list of cells per case."""

    columns_given: dict[str, Column]
    names_given: dict[str, Any] = field(default_factory=dict)
    prior: dict[str, Column] = field(default_factory=dict)
    rowwise: bool = True
    cases: dict[str, list[Column]] = field(default_factory=dict)
    fact: Fact | None = None

    def __post_init__(self) -> None:
        self.worksheet = "Data"
        self.texts = Texts()
        self.made: dict[Hashable, Any] = {}
        self.sheets: dict[str, dict[str, Column]] = {"Data": self.columns_given}
        lengths = {len(cells) for cells in self.columns_given.values()}
        assert len(lengths) <= 1
        self.rows = (lengths or {1}).pop() if self.rowwise else 1

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        for title, cells in self.sheets.get(worksheet, {}).items():
            if title.casefold() == column.casefold():
                known = [*cells, *(cell for case in self.cases.get(title, ()) for cell in case)]
                return Reference(worksheet, title), self.fact or Fact(type_of(known))
        return None

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        if name not in self.names_given:
            return None
        return Reference("", name), self.fact or Fact(type_of([self.names_given[name]]))

    def worksheets(self) -> Iterable[str]:
        return self.sheets

    def columns(self, worksheet: str) -> Iterable[str]:
        return self.sheets[worksheet]

    def names(self) -> Iterable[str]:
        return self.names_given

    @property
    def many(self) -> bool:
        return bool(self.cases)  # a few cases stand for many, so that branches of some rows are tested too

    def read(self, reference: Reference) -> Values:
        key = ("values", reference.node, reference.prior)
        if key not in self.made:
            self.made[key] = self._values(reference)
        return self.made[key]

    def read_all(self, references: Sequence[Reference]) -> list[Values]:
        return [self.read(reference) for reference in references]

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        if key not in self.made:
            self.made[key] = make()
        return self.made[key]

    def _values(self, reference: Reference) -> Values:
        if reference.prior:
            nothing: Column = () if reference.worksheet else (None,)
            return from_scalars([cell(value) for value in self.prior.get(reference.column, nothing)], self.texts)
        if reference.column in self.cases:
            columns = [
                from_scalars([cell(value) for value in case], self.texts) for case in self.cases[reference.column]
            ]
            states = [np.zeros(column.numbers.shape, np.uint8) if column.states is None else column.states
                      for column in columns]  # fmt: skip
            stacked = np.concatenate(states)
            numbers = np.concatenate([column.numbers for column in columns])
            return laid_values(Values(numbers, stacked if stacked.any() else None))
        if not reference.worksheet:
            return from_scalars([cell(self.names_given[reference.column])], self.texts)
        return from_scalars([cell(value) for value in self.sheets[reference.worksheet][reference.column]], self.texts)


def checked(formula: str, data: Data) -> Checked:
    return check(parse(formula), data)


def results(formula: str, data: Data, case: int = 0) -> list[Scalar]:
    """The result in every row of one case, as Python values."""
    values = compile_formula(checked(formula, data)).evaluate(data)
    return [scalar(spread(values), data.texts, row, case) for row in range(values.numbers.shape[1])]


def spread(values: Values) -> Values:
    states = values.states
    return Values(values.numbers, None if states is None else np.broadcast_to(states, values.numbers.shape))


def of_example(example: Example) -> Data:
    return Data(dict(example.columns), dict(example.names), dict(example.prior), rowwise=not example.figure)


def same(found: Scalar, expected: Scalar, tolerance: float = 1e-12) -> bool:
    """Equal in type and value, numbers within a relative tolerance."""
    if type(found) is not type(expected):
        return False
    if isinstance(found, float) and isinstance(expected, float):
        return abs(found - expected) <= tolerance * max(1e-3, abs(expected))
    return found == expected
