"""Changes to a user's own worksheets, columns and Figures, and the closing of a round."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

from ..formula.errors import PlanError
from ..formula.references import rename_column, rename_name, rename_worksheet
from . import kinds
from .additions import column_image, figure_image, worksheet_image
from .cells import same
from .columns import Column, Kind
from .draft import Draft
from .own_checks import (
    add_column,
    next_place,
    own_column,
    own_figure,
    own_worksheet,
    refuse_key,
    refuse_lost_targets,
    refuse_name,
    refuse_sheet_title,
    refuse_title,
    refuse_used,
    renamed_targets,
    rewrite,
    settle_titles,
    sound,
    tidied,
)
from .plan import Plan
from .rounds import OPEN_ROUND, PLAN, frozen
from .scenarios import ACTUAL, edits_without_column, edits_without_scenario
from .storage import Edit, Image
from .structure import column_node
from .worksheet import Figure, Worksheet

LONGEST_ROUND_NAME = 100


@dataclass(frozen=True, slots=True)
class AddColumn:
    """Add a column to a worksheet; it is computed when it has a formula."""

    worksheet: str
    column: Column

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Add column {self.column.title}"

    def carry_out(self, draft: Draft) -> None:
        """Check the title and the kind, then record the column."""
        name = draft.plan.structure.sheet_or_refuse(self.worksheet)
        add_column(draft, draft.plan.declaration(name), self.column)


@dataclass(frozen=True, slots=True)
class EditColumn:
    """Give a user's own column another kind, formula, unit, format or help; None leaves it as it is."""

    worksheet: str
    title: str
    formula: str | None = None
    unit: str | None = None
    format: str | None = None
    help: str | None = None

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Edit column {self.title}"

    def carry_out(self, draft: Draft) -> None:
        """Record what is new; a formula on a typed column, or none on a computed one, is refused."""
        name, column = own_column(draft, self.worksheet, self.title)
        if self.formula is not None and bool(self.formula) != bool(column.formula):
            raise PlanError(f"{column.title} cannot turn from typed to computed or back. Add a new column instead.")
        image = dict(draft.plan.records["column", column.identity])
        formula = None if self.formula is None else kinds.tidy(self.formula, lines=True)
        wanted = {"formula": formula, "unit": self.unit, "format": self.format, "help": self.help}
        image.update({field: value for field, value in wanted.items() if value is not None})
        with sound(draft, column_node(name, column.title) if self.formula is not None else ""):
            draft.record("column", column.identity, image)


@dataclass(frozen=True, slots=True)
class RenameColumn:
    """Rename a user's own column and rewrite every formula that names it."""

    worksheet: str
    title: str
    new_title: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Rename column {self.title}"

    def carry_out(self, draft: Draft) -> None:
        """Record the new title with all rewritten formulas at once."""
        name, column = own_column(draft, self.worksheet, self.title)
        sheet = draft.plan.declaration(name)
        new = kinds.tidy(self.new_title)
        refuse_title(new, [c.title for c in sheet.columns if c is not column], f"{sheet.title} has a column")
        image = {**draft.plan.records["column", column.identity], "title": new}
        targets = renamed_targets(draft, column_node(name, column.title), column_node(name, new))
        rewrite(
            draft,
            lambda tree, own: rename_column(tree, own, name, column.title, new),
            {("column", column.identity): image, **targets},
        )


@dataclass(frozen=True, slots=True)
class RemoveColumn:
    """Remove a user's own column with its cells."""

    worksheet: str
    title: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Remove column {self.title}"

    def carry_out(self, draft: Draft) -> None:
        """Refuse when a formula or Reference names it; empty its cells, then drop the record."""
        name, column = own_column(draft, self.worksheet, self.title)
        refuse_used(draft, [column_node(name, column.title)], column.title)
        rows = draft.plan.rows[name]
        held = [int(row) for row in rows.ids if rows.stored(int(row), column.stored_as) is not None]
        draft.write(name, {row: {column.stored_as: None} for row in held})
        draft.do(edits_without_column(draft.plan, column.identity))
        draft.record("column", column.identity, None)


@dataclass(frozen=True, slots=True)
class AddWorksheet:
    """Add a worksheet of the user's own to a process."""

    process: str
    worksheet: Worksheet

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Add worksheet {self.worksheet.title}"

    def carry_out(self, draft: Draft) -> None:
        """Check the title, then record the worksheet and its columns."""
        structure = draft.plan.structure
        process = next(
            (found for found in structure.processes if found.title.casefold() == self.process.casefold()), None
        )
        if process is None:
            titles = ", ".join(found.title for found in structure.processes)
            raise PlanError(f"There is no process {self.process}. Choose one of {titles}.")
        settle_titles(draft)
        columns = tuple(tidied(column) for column in self.worksheet.columns)
        sheet = replace(self.worksheet, title=kinds.tidy(self.worksheet.title), columns=columns)
        refuse_sheet_title(draft, sheet.title)
        refuse_key(sheet)
        identity = f"#{draft.new_id()}"
        edits = [Edit("worksheet", identity, None, worksheet_image(process.title, sheet))]
        place = next_place(draft, len(sheet.columns))
        taken: list[str] = []
        for number, column in enumerate(sheet.columns):
            refuse_title(column.title, taken, f"{sheet.title} has a column")
            taken.append(column.title)
            image = column_image(identity, column, place + number)
            edits.append(Edit("column", f"#{draft.new_id()}", None, image))
        with sound(draft):
            draft.do(edits)
        refuse_lost_targets(draft, sheet.columns)


@dataclass(frozen=True, slots=True)
class RenameWorksheet:
    """Rename a user's own worksheet and rewrite every formula that names it."""

    title: str
    new_title: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Rename worksheet {self.title}"

    def carry_out(self, draft: Draft) -> None:
        """Record the new title with all rewritten formulas and References at once."""
        sheet, title = own_worksheet(draft, self.title), kinds.tidy(self.new_title)
        if sheet.title.casefold() != title.casefold():
            refuse_sheet_title(draft, title)
        image = {**draft.plan.records["worksheet", sheet.identity], "title": title}
        new = title.replace(" ", "_")
        targets = renamed_targets(draft, f"{sheet.name}[", f"{new}[")
        rewrite(
            draft,
            lambda tree, own: rename_worksheet(tree, sheet.name, new),
            {("worksheet", sheet.identity): image, **targets},
        )


@dataclass(frozen=True, slots=True)
class RemoveWorksheet:
    """Remove a user's own worksheet with its rows and columns."""

    title: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Remove worksheet {self.title}"

    def carry_out(self, draft: Draft) -> None:
        """Refuse when another worksheet names its columns; remove rows, columns, worksheet."""
        sheet = own_worksheet(draft, self.title)
        refuse_used(draft, [column_node(sheet.name, column.title) for column in sheet.columns], sheet.title)
        draft.remove(sheet.name, [int(row) for row in draft.plan.rows[sheet.name].ids])
        keys = [
            key for (table, key), image in draft.plan.records.items()
            if table == "column" and image["worksheet"] == sheet.identity
        ]  # fmt: skip
        draft.record("worksheet", sheet.identity, None)
        for key in keys:
            draft.record("column", key, None)


@dataclass(frozen=True, slots=True)
class AddFigure:
    """Add a Figure of the user's own."""

    figure: Figure

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Add figure {self.figure.name}"

    def carry_out(self, draft: Draft) -> None:
        """Check the Name, then record the Figure."""
        settle_titles(draft)
        name, formula = kinds.tidy(self.figure.name), kinds.tidy(self.figure.formula, lines=True)
        refuse_name(draft, name)
        with sound(draft):
            image = figure_image(replace(self.figure, name=name, formula=formula))
            draft.record("figure", f"#{draft.new_id()}", image)


@dataclass(frozen=True, slots=True)
class EditFigure:
    """Give a user's own Figure another formula."""

    name: str
    formula: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Edit figure {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Record the formula."""
        key = own_figure(draft, self.name)
        before = draft.plan.records["figure", key]
        with sound(draft, before["name"]):
            draft.record("figure", key, {**before, "formula": kinds.tidy(self.formula, lines=True)})


@dataclass(frozen=True, slots=True)
class RenameFigure:
    """Rename a user's own Figure and rewrite every formula that names it."""

    name: str
    new_name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Rename figure {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Record the new Name with all rewritten formulas at once."""
        key = own_figure(draft, self.name)
        old = draft.plan.records["figure", key]["name"]
        new = kinds.tidy(self.new_name)
        if old.casefold() != new.casefold():
            refuse_name(draft, new)
        image = {**draft.plan.records["figure", key], "name": new}
        rewrite(draft, lambda tree, own: rename_name(tree, old, new), {("figure", key): image})


@dataclass(frozen=True, slots=True)
class RemoveFigure:
    """Remove a user's own Figure."""

    name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Remove figure {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Refuse when a formula names it, then drop the record."""
        key = own_figure(draft, self.name)
        name = draft.plan.records["figure", key]["name"]
        refuse_used(draft, [name], name)
        draft.record("figure", key, None)


@dataclass(frozen=True, slots=True)
class CloseRound:
    """Freeze every input, result and Name as values under a name; PRIOR() reads them from then on.

    What *Actual* measured is frozen with them, and the next round's *Actual* begins empty.
    """

    name: str

    @property
    def label(self) -> str:
        """Shown in the undo menu."""
        return f"Close round {self.name}"

    def carry_out(self, draft: Draft) -> None:
        """Record all values as they stand."""
        plan = draft.plan
        name = str(kinds.read(Kind("Text"), self.name, "The name of the round") or "")
        if not 0 < len(name) <= LONGEST_ROUND_NAME:
            raise PlanError(f"A round needs a name of up to {LONGEST_ROUND_NAME} characters, such as 2027 H1.")
        if name.casefold() in (PLAN.casefold(), OPEN_ROUND.casefold()):
            raise PlanError(f"{name} is what comparisons call what is not closed. Give the round another name.")
        if any(closed.name.casefold() == name.casefold() for closed in plan.closed):
            raise PlanError(f"A round {name} is closed already. Give this one another name.")
        plan.recalculate(draft.touched)  # edits of the same change count too
        image = {
            "name": name,
            "closed_at": datetime.now(UTC).isoformat(timespec="seconds"),
            "ids": {sheet: [int(row) for row in rows.ids] for sheet, rows in plan.rows.items()},
            "values": {
                node: frozen(plan.values(node), plan.texts, _cells(plan, node)) for node in plan.structure.places
            },
            **_measured(plan),
        }
        draft.record("round", str(plan.closed[-1].number + 1 if plan.closed else 1), image)
        actual = plan.scenarios.get(ACTUAL)
        if actual is not None:
            draft.do(edits_without_scenario(plan, actual))  # frozen with the round; the next one measures anew


def _cells(plan: Plan, node: str) -> int:
    place = plan.structure.places[node]
    return 1 if place.column is None else len(plan.rows[place.worksheet])


def _measured(plan: Plan) -> Image:
    """What a round keeps of *Actual*: its typed cells, and the values of every node that came out different."""
    actual = plan.scenarios.get(ACTUAL)
    if actual is None or not actual.layer:
        return {}
    different = {
        node: frozen(values, plan.texts, _cells(plan, node))
        for node, values in plan.scenarios.results(ACTUAL).items()
        if not same(plan.values(node), values)
    }
    return {"actual": different, "measured": [[cell.node, cell.row] for cell in actual.layer]}
