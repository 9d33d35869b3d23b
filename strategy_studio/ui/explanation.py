"""Explaining a number: its formula, what feeds it, what it feeds, and why it is empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication

from ..model.keys import in_a_sentence
from .cell_text import CellText, decimals

if TYPE_CHECKING:
    from ..model.columns import Column
    from ..model.plan import Plan
    from ..model.sheets import Sheet
    from ..model.structure import Place
    from .completion import Completion


@dataclass(frozen=True, slots=True)
class Spot:
    """A cell (worksheet, row, column) or a Name (worksheet empty or its home, row 0, column the Name)."""

    worksheet: str
    row: int
    column: str


@dataclass(frozen=True, slots=True)
class Link:
    """One line of *Fed by* or *Feeds*: what it is called, what it is worth here, where it stands."""

    title: str
    value: str
    spot: Spot
    last_round: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything the inspector shows of one cell or Name; `number` says whether the value is one."""

    title: str
    value: str
    unit: str
    formula: str
    note: str
    number: bool
    fed_by: tuple[Link, ...]
    feeds: tuple[Link, ...]


def _text(words: str) -> str:
    return QCoreApplication.translate("Explanation", words)


def spoken_name(name: str) -> str:
    """A Name as people say it: without its underscores."""
    return name.replace("_", " ")


def sentence_of(column: Column) -> str:
    """The help of a column as a sentence; empty when a word or two are all there is."""
    words = column.help.strip()
    if "PRIOR(" in column.formula and words in ("", "feedback"):
        return _text("{0} is read from the last closed round.").format(column.title)
    if words.endswith((".", "?")):
        return words
    if len(words.split()) < 3:
        return ""
    return f"{words[0].upper()}{words[1:]}."


def column_help(column: Column) -> str:
    """What a column is for, for its tooltip."""
    source = _text("Source: {0}").format(column.source) if column.source else ""
    lines = [column.title, sentence_of(column), f"= {column.formula}" if column.formula else "", source]
    return "\n".join(line for line in lines if line)


def explain_cell(
    plan: Plan, completion: Completion, sheet: Sheet, row: int, title: str, texts: CellText
) -> Explanation:
    """The explanation of one cell."""
    column = sheet.column_named(title)
    node = sheet.node(title)
    held = sheet.value(row, title)
    value, note = value_text(plan, node, held, texts), ""
    if not value and column.formula:
        note = why_empty(completion, sheet, row, column.title)
    if not value:
        value = _text("waits") if column.formula and completion.waits(sheet.name, row, column.title) else _text("empty")
    here = Spot(sheet.name, row, column.title)
    return Explanation(
        _text("{0} of {1}").format(column.title, sheet.key_text(row)), value, unit_of(plan, node),
        f"= {column.formula}" if column.formula else "", note or sentence_of(column), isinstance(held, float),
        fed_by(plan, node, here, texts, sheet.scenario), feeds(plan, node, here, texts, sheet.scenario),
    )  # fmt: skip


def explain_name(plan: Plan, completion: Completion, name: str, texts: CellText, scenario: str = "") -> Explanation:
    """The explanation of a Figure or Parameter, in the plan or under a scenario."""
    place = plan.structure.places[name]
    here = Spot(place.worksheet, 0, name)
    held = plan.value(name, scenario)
    value = value_text(plan, name, held, texts) or no_value(completion, place.worksheet, name)
    return Explanation(
        spoken_name(name), value, unit_of(plan, name), f"= {place.formula}" if place.formula else "",
        place.name.help if place.name else "", isinstance(held, float),
        fed_by(plan, name, here, texts, scenario), feeds(plan, name, here, texts, scenario),
    )  # fmt: skip


def no_value(completion: Completion, worksheet: str, name: str) -> str:
    """What stands for the value of a Name without one."""
    return _text("waits") if completion.waits(worksheet, 0, name) else _text("empty")


def format_of(place: Place) -> str:
    """How a column or Figure is to be shown; a Parameter has no format of its own."""
    declared = place.column or place.name
    return str(getattr(declared, "format", ""))


def unit_of(plan: Plan, node: str) -> str:
    """What stands behind the value: the currency of money, else the unit of the column or Parameter."""
    place = plan.structure.places[node]
    if place.kind.name == "Money" or format_of(place) == "money":
        return str(plan.value("Plan_currency") or "")
    return str(getattr(place.column or place.name, "unit", ""))


def value_text(plan: Plan, node: str, value: Any, texts: CellText) -> str:
    """A value of a column or Name as text."""
    place = plan.structure.places[node]
    numeric = isinstance(value, float)
    values = plan.values(node) if numeric else None
    return texts.shown(place.kind, format_of(place), value, decimals(place.kind, format_of(place), values))


def fed_by(plan: Plan, node: str, here: Spot, texts: CellText, scenario: str = "") -> tuple[Link, ...]:
    """Direct precedents, in the order the formula reads them."""
    reads = plan.structure.reads.get(node, ())
    seen = dict.fromkeys((read.node, read.prior) for read in reads if read.via == "formula")
    return tuple(_link(plan, precedent, here, texts, scenario, prior) for precedent, prior in seen)


def feeds(plan: Plan, node: str, here: Spot, texts: CellText, scenario: str = "") -> tuple[Link, ...]:
    """Direct dependents."""
    readers = [(reader, read.prior) for reader, read in plan.structure.readers(node) if read.via == "formula"]
    live = {reader for reader, prior in readers if not prior}
    return tuple(
        _link(plan, reader, here, texts, scenario, reader not in live)
        for reader in dict.fromkeys(r for r, _ in readers)
    )


def _link(plan: Plan, node: str, here: Spot, texts: CellText, scenario: str, prior: bool) -> Link:
    place = plan.structure.places[node]
    if place.column is None:
        value = "" if prior else value_text(plan, node, plan.value(node, scenario), texts)
        return Link(spoken_name(node), value, Spot(place.worksheet, 0, node), prior)
    title = place.column.title
    if place.worksheet != here.worksheet:
        sheet = plan.sheet(place.worksheet)
        return Link(f"{sheet.title}: {title}", "", Spot(place.worksheet, 0, title), prior)
    sheet = plan.sheet(place.worksheet, scenario)
    value = value_text(plan, node, sheet.value(here.row, title), texts) if here.row and not prior else ""
    return Link(title, value, Spot(place.worksheet, here.row, title), prior)


def why_empty(completion: Completion, sheet: Sheet, row: int, title: str) -> str:
    """The sentence that names the inputs a computed cell waits for, or says that it waits for none."""
    told = completion.why_waiting(sheet.name, row, title)
    if told:
        return told
    name = _text("{0} of {1}").format(title, in_a_sentence(sheet.key_text(row)))
    if completion.waits(sheet.name, row, title):
        return _text("{0} waits: nothing is typed in {1} yet.").format(name, sheet.title)
    return _text("{0} is empty: its formula gives no value here.").format(name)
