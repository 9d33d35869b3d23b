"""An open plan: everything the window can do to it, without a window."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ..formula.errors import PlanError
from ..model import changes, kinds, own_changes
from ..model.columns import Column
from ..model.findings import Finding
from ..model.inputs import find_node
from ..model.left_over import LeftOver
from ..model.presets import ApplyPreset, preset_named
from ..model.rounds import round_named
from ..model.scenario_changes import AddScenario
from ..model.storage import Entry
from ..model.waiting import Waiting
from ..model.worksheet import Figure, Process
from ..model.worksheet import Worksheet as Declaration
from .arguments import takes_what_it_says
from .questions import Questions
from .rounds import Round
from .scenarios import Scenario
from .worksheets import PythonValue, Worksheet

if TYPE_CHECKING:
    import networkx

    from ..analysis.review import Proposal
    from ..analysis.seeking import Sought
    from ..analysis.suggestions import Suggestion


AnyPath = str | os.PathLike[str]


@takes_what_it_says
class OpenPlan(Questions):
    """An open plan; use it in a `with` block or close it."""

    def __enter__(self) -> OpenPlan:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the plan file; every change is in it already."""
        self.session.close()

    @property
    def title(self) -> str:
        """The name of the plan."""
        return self.session.storage.title

    @property
    def processes(self) -> tuple[Process, ...]:
        """The processes with all worksheets."""
        return self.plan.processes

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The dependency graph of columns and Names; edges carry via, feedback and prior."""
        return self.plan.graph

    @property
    def rounds(self) -> list[str]:
        """Names of the closed rounds, oldest first."""
        return [closed.name for closed in self.plan.rounds]

    def worksheets(self) -> list[str]:
        """Titles of all worksheets in declared order."""
        return [sheet.title for sheet in self.plan.structure.worksheets.values()]

    def worksheet(self, title: str) -> Worksheet:
        """A worksheet by title or underscored form."""
        return Worksheet(self.session, self.plan.sheet(title).name)

    def set(self, name: str, value: object) -> None:
        """Set a Parameter; None restores its default."""
        self.session.apply(changes.SetParameters({name: value}))

    def value(self, name: str) -> PythonValue:
        """The value of a Parameter or Figure."""
        return self.plan.value(name)

    def add_worksheet(
        self,
        title: str,
        process: str,
        columns: Sequence[tuple[str, ...]],
        key: str = "",
        question: str = "",
    ) -> Worksheet:
        """Add a worksheet of one's own; columns are (title, kind) or (title, kind, formula)."""
        declared = tuple(_own_column(column, key) for column in columns)
        if key and not any(column.key for column in declared):
            raise PlanError(f"{title} has no column {key} that could be its key.")
        sheet = Declaration(title, "", question, declared)
        self.session.apply(own_changes.AddWorksheet(process, sheet))
        return self.worksheet(title)

    def rename_worksheet(self, title: str, new_title: str) -> None:
        """Rename a worksheet of one's own; formulas follow."""
        self.session.apply(own_changes.RenameWorksheet(title, new_title))

    def remove_worksheet(self, title: str) -> None:
        """Remove a worksheet of one's own that nothing else names."""
        self.session.apply(own_changes.RemoveWorksheet(title))

    def add_figure(self, name: str, formula: str, kind: str = "Number", help: str = "") -> None:
        """Add a Figure of one's own."""
        figure = Figure(name, formula.strip(), kinds.from_words(kind), help=help)
        self.session.apply(own_changes.AddFigure(figure))

    def edit_figure(self, name: str, formula: str) -> None:
        """Give a Figure of one's own another formula."""
        self.session.apply(own_changes.EditFigure(name, formula))

    def rename_figure(self, name: str, new_name: str) -> None:
        """Rename a Figure of one's own; formulas follow."""
        self.session.apply(own_changes.RenameFigure(name, new_name))

    def remove_figure(self, name: str) -> None:
        """Remove a Figure of one's own that no formula names."""
        self.session.apply(own_changes.RemoveFigure(name))

    @contextmanager
    def change(self, label: str) -> Iterator[None]:
        """Make one change, and one undo step, of all edits inside."""
        with self.session.together(label):
            yield

    def recalculate(self) -> int:
        """Everything from scratch; gives the number of computed columns and Figures."""
        return self.session.recalculate()

    def undo(self) -> str:
        """Take back the last change; gives its label, empty when there is none."""
        return self.session.undo()

    def redo(self) -> str:
        """Put back what was taken back; gives its label, empty when there is none."""
        return self.session.redo()

    def history(self, newest: int = 200) -> list[Entry]:
        """The newest changes, newest first."""
        return self.session.history(newest)

    @property
    def presets(self) -> list[str]:
        """Titles of the presets that `apply_preset` takes."""
        return [preset.title for process in self.processes for preset in process.presets]

    def apply_preset(self, title: str) -> None:
        """Set the Parameters and column values of a preset in one step; PlanError names those there are."""
        self.session.apply(ApplyPreset(preset_named(self.processes, title)))

    def close_round(self, name: str) -> None:
        """Freeze all inputs and results under a name; PRIOR() reads them from now on."""
        self.session.apply(own_changes.CloseRound(name))

    def round(self, name: str) -> Round:
        """A closed round, for reading; PlanError proposes the nearest."""
        return Round(self.plan, round_named(self.plan.closed, name))

    def add_scenario(self, name: str, note: str = "") -> Scenario:
        """Make a scenario that changes nothing yet."""
        self.session.apply(AddScenario(name, note))
        return Scenario(self.session, name)

    def scenario(self, name: str) -> Scenario:
        """A scenario by name, made by its first edit; *Actual* is the one of measured values."""
        return Scenario(self.session, name)

    def take(self, sought: Sought) -> None:
        """Write what `seek` found into the plan; PlanError when it found nothing."""
        from ..analysis.seeking import seek_change

        self.session.apply(seek_change(self.plan, sought))

    def accept(self, suggested: Sequence[Suggestion]) -> None:
        """Write suggested values into their cells, as one step."""
        from ..analysis.suggestions import accept

        self.session.apply(accept(suggested))

    def take_findings(self, proposed: Sequence[Proposal]) -> None:
        """Write proposed findings into the review worksheet, as one step."""
        from ..analysis.review import take

        self.session.apply(take(list(proposed)))

    def leave_finding(self, proposed: Proposal) -> None:
        """Do not propose a finding again in this round."""
        from ..analysis.review import leave

        self.session.apply(leave(proposed))

    def errors(self) -> list[Finding]:
        """Every cell and Name whose value is an error."""
        return self.plan.errors()

    def missing(self) -> list[Finding]:
        """Every required input that is empty in a worksheet in use."""
        return self.plan.missing()

    def waiting(self) -> list[Waiting]:
        """Every computed cell that is empty because an input it needs is empty, with that input and a sentence."""
        return self.plan.waiting()

    def left_over(self) -> list[LeftOver]:
        """Inputs kept although their column, worksheet or Parameter is not declared any more."""
        return self.plan.left_over_cells()

    def precedents(self, node: str, deep: bool = False, feedback: bool = False) -> list[str]:
        """What a column or Name reads: directly, or all the way up; `feedback` adds what comes from the last round."""
        return self._neighbours(node, deep, feedback, up=True)

    def dependents(self, node: str, deep: bool = False, feedback: bool = False) -> list[str]:
        """What reads a column or Name: directly, or all the way down; `feedback` adds the next round."""
        return self._neighbours(node, deep, feedback, up=False)

    def _neighbours(self, text: str, deep: bool, feedback: bool, up: bool) -> list[str]:
        node = find_node(self.plan, text)
        found: dict[str, None] = {}
        pending = [node]
        while pending:
            current = pending.pop(0)
            edges = self.graph.in_edges(current, data=True) if up else self.graph.out_edges(current, data=True)
            for source, target, edge in edges:
                other = source if up else target
                if (feedback or not edge["feedback"]) and other not in found:
                    found[other] = None
                    if deep:
                        pending.append(other)
        return list(found)

    def export(self, path: AnyPath) -> Path:
        """Write the plan in the format of the suffix: xlsx, csv (a folder), svg, png, pdf; gives the path."""
        from ..exchange import export

        return export(self.session, Path(path))

    def import_csv(self, folder: AnyPath) -> None:
        """Take the inputs of a CSV folder that the studio wrote, as one change."""
        from ..exchange.csv_folder import import_csv

        import_csv(self.session, Path(folder))


def _own_column(words: tuple[str, ...], key: str) -> Column:
    if len(words) not in (2, 3):
        raise PlanError(f"A column is (title, kind) or (title, kind, formula), not {words!r}.")
    title, kind, formula = (*words, "")[:3]
    is_key = title.casefold() == key.casefold()
    return Column(title, kinds.from_words(kind), formula=formula.strip(), key=is_key, required=is_key)
