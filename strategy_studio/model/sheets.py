"""Reading one worksheet of a plan: its rows, cells and what may be done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..formula.errors import PlanError
from ..formula.values import EMPTY, scalar
from .columns import Column
from .inputs import Cell
from .keys import in_a_sentence, key_index, key_texts, references_to
from .refusals import fixed_key_sentence, input_column, locked_key_sentence, refuse_unknown_row
from .structure import column_node, nearest
from .worksheet import Figure, Process, Worksheet

if TYPE_CHECKING:
    from .plan import Plan


@dataclass(frozen=True, slots=True)
class Sheet:
    """A worksheet of a plan; a light view that always shows the plan, or a scenario of it, as it is."""

    plan: Plan
    name: str
    scenario: str = ""

    @property
    def declaration(self) -> Worksheet:
        """The declaration with the user's own columns."""
        return self.plan.structure.worksheets[self.name]

    @property
    def title(self) -> str:
        """The title shown to users."""
        return self.declaration.title

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in order."""
        return self.declaration.columns

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The Figures the worksheet declares."""
        return self.declaration.figures

    @property
    def process(self) -> Process:
        """The process the worksheet belongs to."""
        return self.plan.structure.process_of[self.name]

    @property
    def ids(self) -> list[int]:
        """Row ids in the order on screen."""
        found: list[int] = self.plan.rows[self.name].ids.tolist()
        return found

    def __len__(self) -> int:
        return len(self.plan.rows[self.name])

    def column_named(self, title: str) -> Column:
        """A column by title in any case; PlanError proposes the nearest."""
        for column in self.columns:
            if column.title.casefold() == title.strip().casefold():
                return column
        near = nearest(title, [column.title for column in self.columns])
        raise PlanError(f"{self.title} has no column {title}{near}.")

    def node(self, title: str) -> str:
        """The node of a column."""
        return column_node(self.name, self.column_named(title).title)

    def value(self, row: int, title: str) -> Any:
        """A cell as a Python value; PlanError when row or column is unknown."""
        rows = self.plan.rows[self.name]
        if not rows.has(row):
            raise PlanError(f"{self.title} has no row {row}. It may have been removed.")
        return self.value_at(rows.index(row), self.column_named(title))

    def value_at(self, place: int, column: Column) -> Any:
        """A cell by its place on screen, from 0; quick, for views."""
        node = column_node(self.name, column.title)
        return self.plan.python_value(node, scalar(self.plan.values(node, self.scenario), self.plan.texts, place))

    def column(self, title: str) -> list[Any]:
        """The cells of a column as Python values, in row order."""
        column = self.column_named(title)
        return [self.value_at(place, column) for place in range(len(self))]

    def key_text(self, row: int) -> str:
        """What a row is called: its keys joined, or its number on screen."""
        return self.key_labels()[self.plan.rows[self.name].index(row)]

    def key_labels(self) -> list[str]:
        """What every row is called, in row order; quicker than asking row by row."""
        columns = [key_texts(self.plan, self.name, column) for column in self.declaration.keys]
        parts = zip(*columns, strict=True) if columns else [()] * len(self)
        return [
            " / ".join(text for text in texts if text) or f"row {number}" for number, texts in enumerate(parts, start=1)
        ]

    def row_of(self, key: str) -> int | None:
        """The row id of a key text (several keys joined with “ / ”), in any case; None when there is none."""
        return key_index(self.plan, self.name).get(tuple(part.casefold() for part in key.split(" / ")))

    def editable(self, row: int, title: str) -> str:
        """Empty when the cell can be set (under the scenario that is shown), else the sentence why not."""
        try:
            column = input_column(self.declaration, title)
            refuse_unknown_row(self.plan, self.name, row)
        except PlanError as refusal:
            return str(refusal)
        if column.key and self.declaration.rows.mode != "free":
            return locked_key_sentence(self.plan, self.declaration, column)
        return fixed_key_sentence(self.declaration, column) if column.key and self.scenario else ""

    def is_changed(self, row: int, title: str) -> bool:
        """Whether the scenario that is shown changes this cell."""
        scenario = self.plan.scenarios.get(self.scenario)
        return scenario is not None and Cell(self.node(title), row) in scenario.layer

    def uses(self, row: int) -> str:
        """What removing a row touches, in one sentence; empty when nothing else depends on it."""
        rows = self.plan.rows[self.name]
        if not rows.has(row):
            raise PlanError(f"{self.title} has no row {row}. It may have been removed.")
        parts = []
        for name, sources in self.plan.generated().items():
            count = sum(
                int((self.plan.rows[name].sources[:, place] == row).sum())
                for place, source in enumerate(sources)
                if source == self.name and len(self.plan.rows[name])
            )
            if count:
                parts.append(f"{count} row{'s' if count > 1 else ''} of {self.plan.declaration(name).title}")
        for name, column in references_to(self.plan, self.name):
            if self.plan.declaration(name).rows.mode == "generated" and column.key:
                continue
            cells = self.plan.rows[name].cells.get(column.stored_as)
            count = 0 if cells is None else int(((cells.numbers == row) & (cells.states != EMPTY)).sum())
            if count:
                title = self.plan.declaration(name).title
                parts.append(f"{column.title} in {count} row{'s' if count > 1 else ''} of {title}")
        if not parts:
            return ""
        name = in_a_sentence(self.key_text(row))
        return f"Removing {name} also touches {', '.join(parts)}. Undo brings all of it back."
