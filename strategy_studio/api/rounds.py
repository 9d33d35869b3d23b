"""Closed rounds of an open plan, as scripts read them."""

from __future__ import annotations

from ..formula.errors import PlanError
from ..formula.values import Values, scalar
from ..model.plan import Plan
from ..model.rounds import ClosedRound
from ..model.structure import nearest
from .arguments import takes_what_it_says
from .worksheets import PythonValue


@takes_what_it_says
class RoundWorksheet:
    """One worksheet as a closed round holds it."""

    def __init__(self, round_: Round, name: str) -> None:
        self._round = round_
        self._name = name

    @property
    def title(self) -> str:
        """The title, with spaces."""
        return self._name.replace("_", " ")

    @property
    def columns(self) -> list[str]:
        """Titles of the columns of that day."""
        return self._round.columns(self._name)

    def rows(self) -> list[int]:
        """Row ids of that day, in the order on screen."""
        return self._round.rows(self._name)

    def column(self, title: str) -> list[PythonValue]:
        """A column's values in row order; PlanError when there was none."""
        node = f"{self._name}[{self._known(title)}]"
        values = self._round.values(node)
        return [self._round.python_value(node, values, at) for at in range(len(self.rows()))]

    def value(self, row: int, title: str) -> PythonValue:
        """A cell's value; PlanError when its row or column was not there."""
        if row not in self.rows():
            raise PlanError(f"{self.title} had no row {row} in {self._round.name}.")
        node = f"{self._name}[{self._known(title)}]"
        return self._round.python_value(node, self._round.values(node), self.rows().index(row))

    def _known(self, title: str) -> str:
        spelling = {known.casefold(): known for known in self.columns}
        found = spelling.get(title.strip().casefold())
        if found is None:
            near = nearest(title, self.columns)
            raise PlanError(f"{self.title} had no column {title} in {self._round.name}{near}.")
        return found


@takes_what_it_says
class Round:
    """A closed round: its values as PRIOR() reads them, which is as they were measured, else as they were planned."""

    def __init__(self, plan: Plan, closed: ClosedRound, planned: bool = False) -> None:
        self._plan = plan
        self._closed = closed
        self._planned = planned

    @property
    def name(self) -> str:
        """Its name."""
        return self._closed.name

    @property
    def closed_at(self) -> str:
        """When it was closed: UTC, ISO 8601."""
        return self._closed.closed_at

    @property
    def actual(self) -> Round:
        """The round as it was measured, and as planned where nothing was."""
        return Round(self._plan, self._closed)

    @property
    def plan(self) -> Round:
        """The round as it was planned, whatever was measured."""
        return Round(self._plan, self._closed, planned=True)

    @property
    def measured(self) -> list[tuple[str, int | None]]:
        """(column or Parameter, row id) of every value typed under *Actual*."""
        return [(cell.node, cell.row) for cell in self._closed.measured]

    def worksheet(self, title: str) -> RoundWorksheet:
        """A worksheet as it stood, by title or underscored form; PlanError proposes the nearest."""
        spelling = {name.casefold(): name for name in self._closed.ids}
        found = spelling.get(title.strip().replace(" ", "_").casefold())
        if found is None:
            near = nearest(title.replace(" ", "_"), self._closed.ids).replace("_", " ")
            raise PlanError(f"There was no worksheet {title} in {self.name}{near}.")
        return RoundWorksheet(self, found)

    def value(self, name: str) -> PythonValue:
        """A Parameter or Figure as it stood; PlanError when there was none."""
        names = {node.casefold(): node for node in self._closed.cells if "[" not in node}
        found = names.get(name.strip().casefold())
        if found is None:
            raise PlanError(f"There was no Parameter or Figure {name} in {self.name}{nearest(name, names.values())}.")
        return self.python_value(found, self.values(found))

    def values(self, node: str) -> Values:
        """A column or Name by its node, shape (1, rows then) or (1, 1); a copy, for a closed round never changes."""
        read = self._closed.planned if self._planned else self._closed.values
        found = read(node, is_name="[" not in node)
        return Values(found.numbers.copy(), None if found.states is None else found.states.copy())

    def columns(self, worksheet: str) -> list[str]:
        """Titles of the columns a worksheet had."""
        begin = f"{worksheet}["
        return [node[len(begin) : -1] for node in self._closed.cells if node.startswith(begin)]

    def rows(self, worksheet: str) -> list[int]:
        """Row ids a worksheet had, in order."""
        return list(self._closed.ids[worksheet])

    def python_value(self, node: str, values: Values, at: int = 0) -> PythonValue:
        """One cell as Python gives it; a column that is gone has no kind any more and gives what was stored."""
        cell = scalar(values, self._plan.texts, at)
        return self._plan.python_value(node, cell) if node in self._plan.structure.places else cell
