"""What the hands do in a grid, as Changes: typing, pasting, clearing, removing rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from ..formula.errors import PlanError
from ..model.changes import Change, InsertRows, SetCells, Together
from ..model.keys import in_a_sentence
from ..model.kinds import read_typed
from .clipboard import Block

if TYPE_CHECKING:
    from .grid_model import WorksheetModel


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells on screen, both ends included."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def rows(self) -> range:
        """Its rows on screen."""
        return range(self.top, self.bottom + 1)

    @property
    def columns(self) -> range:
        """Its columns on screen."""
        return range(self.left, self.right + 1)


def _text(words: str) -> str:
    return QCoreApplication.translate("GridEdits", words)


def set_cells(model: WorksheetModel, cells: dict[tuple[int, str], Any], label: str = "") -> Change:
    """The Change that sets cells of the plan, or of the scenario on view."""
    from ..model.scenario_changes import SetScenarioCells

    scenario = model.sheet.scenario
    if not scenario:
        return SetCells(model.worksheet, cells, label)
    under = _text("{0} under {1}").format(label, scenario) if label else ""
    return SetScenarioCells(scenario, model.worksheet, cells, under)


def rows_locked(model: WorksheetModel) -> str:
    """Why rows cannot be added, moved or removed; empty when the plan itself is on view."""
    scenario = model.sheet.scenario
    if not scenario:
        return ""
    return _text("{0} changes cells, not rows. Go back to the plan to add, copy or remove rows.").format(scenario)


def read(model: WorksheetModel, row: int, column: int, text: str) -> Any:
    """What a typed text means in a cell; PlanError with the sentence that says what to type."""
    declared, signs = model.columns[column], model.texts.decimal_and_group
    try:
        return read_typed(declared.kind, text, *signs, declared.title)
    except PlanError:
        row_id = model.row_id(row)
        if row_id is None:
            return read_typed(declared.kind, text, *signs, _text("{0} of new row {1}").format(declared.title, row + 1))
        # What a row is called is found out only for a refusal: in a long worksheet it takes longer than reading.
        where = _text("{0} of {1}").format(declared.title, in_a_sentence(model.sheet.key_text(row_id)))
        return read_typed(declared.kind, text, *signs, where)


def enter(model: WorksheetModel, row: int, column: int, text: str) -> Change | None:
    """The Change of one typed cell; None when it holds the same already. PlanError when the text is refused."""
    locked = model.locked(row, column)
    if locked:
        raise PlanError(locked)
    if text.strip() == model.typed(row, column):
        return None
    value = read(model, row, column, text)
    title = model.columns[column].title
    row_id = model.row_id(row)
    if row_id is None:
        return None if value is None else InsertRows(model.worksheet, [{title: value}], label=_text("Add row"))
    return set_cells(model, {(row_id, title): value}, _text("Edit {0}").format(title))


def clear(model: WorksheetModel, area: Area) -> Change | None:
    """Empty every typed cell of the area; computed cells stay."""
    cells = {
        (row_id, model.columns[column].title): None
        for row in area.rows
        if (row_id := model.row_id(row)) is not None
        for column in area.columns
        if not model.locked(row, column)
    }
    if not cells:
        sentence = model.locked(area.top, area.left)
        if sentence:
            raise PlanError(sentence)
        return None
    return set_cells(model, cells, counted(_text("Clear"), cells))


def paste(model: WorksheetModel, area: Area, block: Block) -> Change | None:
    """A block of texts from the top left cell on, repeated where the area is a multiple of it.

    Rows are added to a free worksheet as needed; PlanError names the first cell that does not fit.
    """
    block = _spread(block, area)
    if not any(block):
        return None
    cells: dict[tuple[int, str], Any] = {}
    added: list[dict[str, Any]] = []
    for down, texts in enumerate(block):
        row = area.top + down
        values = _row_values(model, row, area.left, texts)
        row_id = model.row_id(row)
        if row_id is not None:
            cells.update({(row_id, title): value for title, value in values.items()})
        else:
            added.append(values)
    if added and rows_locked(model):
        raise PlanError(rows_locked(model))
    if added and not model.free:
        rows = _text("1 row") if len(added) == 1 else _text("{0} rows").format(len(added))
        words = _text("The block has {0} more than {1}, whose rows are not added by hand. Copy fewer rows.")
        raise PlanError(words.format(rows, model.sheet.title))
    changes: list[Change] = []
    if cells:
        changes.append(set_cells(model, cells))
    if added:
        changes.append(InsertRows(model.worksheet, added))
    width = max(len(texts) for texts in block)
    what = _text("Paste {0} x {1} cells").format(len(block), width) if width * len(block) > 1 else _text("Paste cell")
    if model.sheet.scenario:
        what = _text("{0} under {1}").format(what, model.sheet.scenario)
    return Together(what, changes) if changes else None


def _row_values(model: WorksheetModel, row: int, left: int, texts: list[str]) -> dict[str, Any]:
    values = {}
    for across, text in enumerate(texts):
        column = left + across
        if column >= len(model.columns):
            more = left + len(texts) - len(model.columns)
            columns = _text("1 column") if more == 1 else _text("{0} columns").format(more)
            words = _text("The block is {0} wider than {1}. Copy fewer columns.")
            raise PlanError(words.format(columns, model.sheet.title))
        locked = model.locked(row, column)
        if locked:
            raise PlanError(locked)
        values[model.columns[column].title] = read(model, row, column, text)
    return values


def _spread(block: Block, area: Area) -> Block:
    """The block repeated over an area that is a whole multiple of it, as Excel does."""
    width = max((len(row) for row in block), default=0)
    if not width:
        return []
    tall, wide = len(area.rows), len(area.columns)
    if tall % len(block) == 0 and wide % width == 0 and (tall, wide) != (len(block), width):
        filled = [row + [""] * (width - len(row)) for row in block]
        return [row * (wide // width) for row in filled] * (tall // len(block))
    return block


def counted(verb: str, cells: dict[tuple[int, str], Any]) -> str:
    """A verb with what it is done to: the one column, or the number of cells."""
    columns = {title for _, title in cells}
    what = next(iter(columns)) if len(columns) == 1 else _text("{0} cells").format(len(cells))
    return f"{verb} {what}"
