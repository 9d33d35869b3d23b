"""The plan in memory: what was typed, what was closed, and what is calculated from it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..formula.check import Checked, check
from ..formula.compiler import Compiled, compile_formula
from ..formula.errors import FormulaError, PlanError
from ..formula.nodes import Node
from ..formula.values import Texts, Values, from_scalars, scalar
from . import findings, kinds
from .additions import additions_of
from .calculation import Calculation, column_nodes
from .columns import StoredValue
from .generated_rows import follow
from .left_over import LeftOver, left_over
from .own_titles import settled
from .passes import Pass
from .rounds import ClosedRound, closed_round
from .scenarios import Scenarios
from .sheet import Rows
from .sheets import Sheet
from .storage import Edit, Image
from .structure import Parse, Parsed, PlanScope, build_structure, generated_from, nearest
from .worksheet import Figure, Parameter, Process, Worksheet

if TYPE_CHECKING:
    import networkx

    from .kept_checks import KeptChecks
    from .waiting import Waiting


STRUCTURAL = frozenset(("worksheet", "column", "figure"))
PythonValue = Any
"""float, str, bool, datetime.date, None or a FormulaError, as rules.md 1.2 says."""


@dataclass(slots=True)
class Touched:
    """What edits changed in memory: input nodes, worksheets whose rows changed, whether the structure must be built."""

    nodes: set[str] = field(default_factory=set)
    rows: set[str] = field(default_factory=set)
    scenarios: set[str] = field(default_factory=set)
    structure: bool = False
    rounds: bool = False


class Plan:
    """A plan in memory. It is changed by edits only (`absorb`), which a session takes from its changes."""

    def __init__(
        self,
        processes: tuple[Process, ...],
        parameters: Sequence[Parameter],
        read: Parse,
        known: KeptChecks | None = None,
    ) -> None:
        self.declared = processes
        self._declared_parameters = tuple(parameters)
        self._read = Parsed(read)
        self.texts = Texts()
        self.records: dict[tuple[str, str], Image] = {}
        self.next_id = 1
        self.structure = build_structure(processes, parameters, additions_of({}), self._read, known=known)
        self.rows: dict[str, Rows] = {}
        self.left_over: list[Rows] = []
        self._settle(())
        self.closed: list[ClosedRound] = []
        self.parameter_values: dict[str, Values] = {}
        self._set_parameters(self.structure.parameters)
        self.calculation = Calculation(self.structure, self.texts, self.rows, self.parameter_values, self.closed)
        self._generated = generated_from(self.structure)
        self._rules: dict[tuple[str, bool, str], Compiled] = {}
        self.scenarios = Scenarios(self)

    # reading

    @property
    def processes(self) -> tuple[Process, ...]:
        """The processes with all worksheets, the user's own among them."""
        return self.structure.processes

    @property
    def parameters(self) -> dict[str, Parameter]:
        """Declared Parameters by Name."""
        return self.structure.parameters

    @property
    def figures(self) -> dict[str, Figure]:
        """Figures by Name, the user's own among them."""
        return self.structure.figures

    @property
    def rounds(self) -> tuple[ClosedRound, ...]:
        """Closed rounds, oldest first."""
        return tuple(self.closed)

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The dependency graph; a copy would cost, so read it only."""
        return self.structure.graph

    @property
    def sheets(self) -> dict[str, Sheet]:
        """All worksheets by underscored title, in declared order."""
        return {name: Sheet(self, name) for name in self.structure.worksheets}

    @property
    def open_round(self) -> int:
        """The number of the round that is open, from 1."""
        return self.closed[-1].number + 1 if self.closed else 1

    def sheet(self, title: str, scenario: str = "") -> Sheet:
        """A worksheet by title or underscored form, in any case; PlanError proposes the nearest."""
        return Sheet(self, self.structure.sheet_or_refuse(title), scenario)

    def values(self, node: str, scenario: str = "") -> Values:
        """The values of a column, shape (1, rows), or of a Name, shape (1, 1); KeyError when there is none.

        Under a scenario they are what follows from its changed inputs; one without any reads as the plan does.
        """
        if scenario:
            changed = self.scenarios.results(scenario)
            if node in changed:
                return changed[node]
        return self.calculation.values[node]

    def scenario_values(self, names: Sequence[str], targets: Iterable[str]) -> dict[str, Values]:
        """Nodes under scenarios ("" is the plan itself), shape (scenarios, rows), in one vectorised pass."""
        return self.scenarios.side_by_side(names, targets)

    def formula(self, node: str) -> Checked | None:
        """The checked formula of a computed column or Figure; None for inputs."""
        return self.structure.checked.get(node)

    def tree(self, formula: str) -> Node:
        """A formula as a tree, parsed once; FormulaProblem when it cannot be read."""
        return self._read(formula)

    def rule(self, formula: str, worksheet: str, rowwise: bool) -> Values:
        """The values of a formula that stands in no cell, read from a worksheet: in every row of it, or once."""
        key = (worksheet, rowwise, formula)
        compiled = self._rules.get(key)
        if compiled is None:
            checked = check(self._read(formula), PlanScope(self.structure, worksheet, rowwise))
            compiled = self._rules[key] = compile_formula(checked)
        return compiled.evaluate(Pass(self.calculation, len(self.rows[worksheet]) if rowwise else 1, None))

    def name_or_refuse(self, name: str) -> str:
        """The canonical spelling of a Name; PlanError proposes the nearest."""
        node = self.structure.node_name(name)
        if node is None or self.structure.places[node].name is None:
            known = [*self.parameters, *self.figures]
            raise PlanError(f"There is no Parameter or Figure {name}{nearest(name, known)}.")
        return node

    def value(self, name: str, scenario: str = "") -> PythonValue:
        """The value of a Parameter or Figure, in the plan or under a scenario."""
        node = self.name_or_refuse(name)
        return self.python_value(node, scalar(self.values(node, scenario), self.texts))

    def python_value(self, node: str, cell: Any) -> PythonValue:
        """A cell of a node as Python gives it: dates as dates, an error returned, empty None."""
        if cell is None or isinstance(cell, FormulaError):
            return cell
        return kinds.to_python(self.structure.places[node].kind, cell)

    def errors(self) -> list[findings.Finding]:
        """Every cell and Name whose value is an error."""
        return findings.errors(self)

    def missing(self) -> list[findings.Finding]:
        """Every required input that is empty in a worksheet in use."""
        return findings.missing(self)

    def waiting(self) -> list[Waiting]:
        """Every computed cell that is empty because an input it needs is empty, with that input and a sentence."""
        from .waiting import waiting

        return waiting(self)

    # changing

    def absorb(self, edits: Sequence[Edit]) -> Touched:
        """Carry out edits in memory; what they touch is told, nothing is recalculated.

        Edits that would break the structure raise PlanError and leave everything as it was.
        """
        self.calculation.complete()
        touched = Touched()
        records = dict(self.records) if any(edit.table in STRUCTURAL for edit in edits) else self.records
        for edit in edits:
            if edit.table != "row":
                self._absorb_record(edit, touched)
        if touched.structure:
            try:
                self.rebuild()
            except PlanError:
                self.records = records
                raise
        for rows, found in self._by_worksheet(edits).items():
            self._absorb_rows(rows, found, touched)
        self._order(touched)
        touched.scenarios = self.scenarios.absorb(edits, touched.structure)
        return touched

    def _absorb_record(self, edit: Edit, touched: Touched) -> None:
        key = (edit.table, str(edit.key))
        if edit.after is None:
            old = self.records.pop(key)
        else:
            old = self.records.get(key, {})
            merged = {**old, **edit.after} if edit.before is not None else dict(edit.after)
            self.records[key] = {name: value for name, value in merged.items() if value is not None}
        if edit.table == "parameter":
            self._set_parameters([str(edit.key)])
            touched.nodes.add(str(edit.key))
        elif edit.table == "round":
            self._set_rounds()
            touched.rounds = True
        elif edit.table in STRUCTURAL:
            touched.structure = True

    def _set_parameters(self, names: Iterable[str]) -> None:
        for name in names:
            if name in self.structure.parameters:
                image = self.records.get(("parameter", name))
                stored = self.structure.parameters[name].default if image is None else image["value"]
                self.parameter_values[name] = from_scalars([stored], self.texts)

    def _set_rounds(self) -> None:
        images = {int(key): image for (table, key), image in self.records.items() if table == "round"}
        known = {round_.number: round_ for round_ in self.closed}
        self.closed[:] = [
            known.get(number) or closed_round(number, images[number], self.texts) for number in sorted(images)
        ]

    def rebuild(self) -> None:
        """Build the structure anew from the declarations and the records of additions."""
        records = {**self.records, **settled(self.records, self.declared, self._declared_parameters)}
        additions = additions_of({key: image for key, image in records.items() if image is not None})
        self.structure = build_structure(
            self.declared, self._declared_parameters, additions, self._read, self.structure
        )
        self._settle(self.all_rows())
        self._generated = generated_from(self.structure)
        self._rules.clear()

    def left_over_cells(self) -> list[LeftOver]:
        """Inputs kept although their column, worksheet or Parameter is not declared any more."""
        return left_over(self)

    def _settle(self, kept: Sequence[Rows]) -> None:
        """Give every worksheet its rows by stored name, the first of several; the others wait under left over."""
        self.rows.clear()
        for name, sheet in self.structure.worksheets.items():
            found = next((rows for rows in kept if rows.stored_as == sheet.stored_as), None)
            self.rows[name] = Rows(self.texts, stored_as=sheet.stored_as) if found is None else found
        self.left_over = [rows for rows in kept if rows not in self.rows.values()]

    def _by_worksheet(self, edits: Sequence[Edit]) -> dict[Rows, list[Edit]]:
        """Edits of rows by the rows they belong to."""
        grouped: dict[Rows, list[Edit]] = {}
        homes: dict[tuple[str, int], Rows] = {}
        last: Rows | None = None
        known: Mapping[int, int] = {}
        for edit in edits:
            if edit.table != "row":
                continue
            if edit.before is None and edit.after is not None:
                place = (edit.after["worksheet"], len(edit.after.get("sources") or ()))
                if place not in homes:
                    homes[place] = self._home(*place)
                home = homes[place]
            elif last is None or edit.key not in known:
                home = last = next(rows for rows in self.all_rows() if rows.has(int(edit.key)))
                known = last.by_id
            else:
                home = last
            grouped.setdefault(home, []).append(edit)
        return grouped

    def all_rows(self) -> list[Rows]:
        """The rows of every worksheet, those of worksheets no longer declared too."""
        return [*self.rows.values(), *self.left_over]

    def _home(self, stored: str, sources: int) -> Rows:
        """Where rows of a worksheet, by its stored name, that follow so many source rows belong.

        Those that it does not hold (any more) are left over, and so is what followed another number of rows.
        """
        for name, rows in self.rows.items():
            if rows.stored_as == stored and sources == len(self._generated.get(name, range(sources))):
                return rows
        self.left_over.append(Rows(self.texts, stored_as=stored))
        return self.left_over[-1]

    def _absorb_rows(self, rows: Rows, edits: list[Edit], touched: Touched) -> None:
        name = next((name for name, found in self.rows.items() if found is rows), "")
        gone = [int(edit.key) for edit in edits if edit.after is None]
        new = [(int(edit.key), edit.after) for edit in edits if edit.before is None and edit.after is not None]
        if gone:
            rows.remove(gone)
        if new:
            rows.insert(new)
        columns: dict[str, dict[int, StoredValue]] = defaultdict(dict)
        moved: dict[int, float] = {}
        for edit in edits:
            if edit.before is not None and edit.after is not None:
                for column, cell in edit.after.get("cells", {}).items():
                    columns[column][int(edit.key)] = cell
                if "position" in edit.after:
                    moved[int(edit.key)] = edit.after["position"]
        for column, cells in columns.items():
            rows.write(column, cells)
        rows.move(moved)
        if name and (gone or new or moved):
            touched.rows.add(name)
        if name:
            titles = {column.stored_as: column.title for column in self.structure.worksheets[name].columns}
            touched.nodes.update(f"{name}[{titles[column]}]" for column in columns if column in titles)

    def _order(self, touched: Touched) -> None:
        """Sort rows that moved; generated rows follow the order of their sources."""
        for name in touched.rows:
            if name not in self._generated:
                self.rows[name].sort()
        for name, sources in self._generated.items():
            if name in touched.rows or touched.rows & set(sources):
                strays = follow(self.rows[name], [self.rows[source].ids for source in sources])
                self.left_over += [strays] if len(strays) else []
                touched.rows.add(name)

    def recalculate(self, touched: Touched) -> tuple[set[str], int]:
        """Recalculate what lies downstream of a change; gives changed nodes and the number of formulas evaluated."""
        dirty = set(touched.nodes)
        same_rows = not touched.rows and not touched.rounds and self.calculation.structure is self.structure
        touched.rows &= self.structure.worksheets.keys()  # one that came may have gone again
        for name in touched.rows:
            dirty.update(column_nodes(self.structure, name))
            dirty.update(self._referring_to(name))
        dirty &= self.structure.places.keys()  # a column that was edited may have gone or been renamed since
        if self.calculation.structure is not self.structure:
            dirty |= self.calculation.restructure(self.structure)
        if touched.rounds:
            dirty.update(node for node, found in self.structure.reads.items() if any(read.prior for read in found))
        changed, evaluated = self.calculation.run(dirty)
        if same_rows:
            self.scenarios.follow(changed)
        else:
            self.scenarios.forget()
        return changed, evaluated

    def recalculate_all(self) -> int:
        """Evaluate everything from scratch; gives the number of computed columns and Figures."""
        if self.calculation.structure is not self.structure:
            self.calculation.restructure(self.structure)
        self.scenarios.forget()
        return self.calculation.from_scratch()

    def _referring_to(self, name: str) -> list[str]:
        keys = {f"{name}[{column.title}]" for column in self.structure.worksheets[name].keys}
        return [
            node
            for node, found in self.structure.reads.items()
            if any(read.via != "formula" and read.node in keys for read in found)
        ]

    def stored_name(self, worksheet: str) -> str:
        """What the plan file calls a worksheet."""
        return self.structure.worksheets[worksheet].stored_as

    def generated(self) -> dict[str, tuple[str, ...]]:
        """Source worksheets of each generated worksheet, sources before what is generated from them."""
        return dict(self._generated)

    def sheet_of_row(self, row: int) -> str | None:
        """The worksheet a row id belongs to; None when there is no such row."""
        return next((name for name, rows in self.rows.items() if rows.has(row)), None)

    def declaration(self, worksheet: str) -> Worksheet:
        """The declaration of a worksheet by its underscored title."""
        return self.structure.worksheets[worksheet]

    def stored_parameter(self, name: str) -> StoredValue:
        """What a Parameter holds, its default when nothing was set."""
        image = self.records.get(("parameter", name))
        return self.parameters[name].default if image is None else image["value"]
