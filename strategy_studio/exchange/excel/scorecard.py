"""The sheet Balanced scorecard: perspectives, objectives and measures with live links to the tables behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...formula.excel import ROW_ID
from ...formula.excel_pieces import table_name, whole_column
from ...formula.values import Scalar, scalar
from ...model.formats import excel_number_format
from ...model.structure import column_node, key_target
from .cells import set_for_print, write_formula
from .names import value_of
from .styles import STATUS_LOOKS, Styles, mark_statuses
from .tables import lines_of as text_lines

if TYPE_CHECKING:
    from ...model.plan import Plan
    from ...model.sheets import Sheet

HEADER_ROW = 6
_FIRST = 2
_WIDTHS = (5, 34, 10, 12, 9, 14, 14, 13, 3, 13, 14)
_WIDEST = {1: 56, 2: 16, 3: 22}
"""How far the columns of names, units and owners grow to hold their longest text."""
_INDENT = 2
_LINE, _HEAD = 13.5, 150.0
_ACROSS, _DOWN = 538.0, 760.0
"""Points: a line of text, the head of the page, and an A4 page within its margins, upright."""
_LEAST_SCALE = 0.55


@dataclass(frozen=True, slots=True)
class Sources:
    """The worksheets the report is read from."""

    measures: Sheet
    objectives: Sheet
    scores: Sheet | None
    perspectives: Sheet | None
    objective: str
    """The column of a measure that names its objective."""
    perspective: str
    """The column of an objective that names its perspective."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: how deep it stands, and the row it shows."""

    depth: int
    sheet: Sheet
    row: int


_COLUMNS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Unit", ("Unit",)),
    ("Owner", ("Owner",)),
    ("Weight", ("Weight",)),
    ("Actual", ("Actual",)),
    ("Target", ("Target used", "Target")),
    ("Performance", ("Performance",)),
    ("", ()),
    ("Status", ("Status",)),
    ("Trend", ("Trend",)),
)
"""The report's titles and the columns that fill them, the first that a worksheet has; "" is the sign of the status."""


def sources_of(plan: Plan) -> Sources | None:
    """Where measures, objectives, their scores and the perspectives stand; None when the plan has no scorecard."""
    measures = next((sheet for sheet in plan.sheets.values() if sheet.declaration.status_of), None)
    if measures is None or measures.declaration.status_of is None:
        return None
    reference = measures.declaration.status_of[0]
    objectives = plan.sheet(key_target(plan.structure, measures.column_named(reference).kind.target)[0])
    own = {column.title for column in objectives.columns}
    fixed = [sheet for sheet in plan.sheets.values() if sheet.declaration.rows.mode == "fixed"]
    perspectives = next((sheet for sheet in fixed if _has(sheet, "Status") and _key(sheet) in own), None)
    scores = next((sheet for sheet in plan.sheets.values() if _scores(plan, sheet, objectives)), None)
    return Sources(measures, objectives, scores, perspectives, reference, _key(perspectives) if perspectives else "")


def _scores(plan: Plan, sheet: Sheet, objectives: Sheet) -> bool:
    sources = sheet.declaration.rows.sources
    follows = len(sources) == 1 and key_target(plan.structure, sources[0])[0] == objectives.name
    return follows and _has(sheet, "Performance") and _has(sheet, "Status")


def _has(sheet: Sheet, title: str) -> bool:
    return any(column.title == title for column in sheet.columns)


def _key(sheet: Sheet) -> str:
    return sheet.declaration.keys[0].title if sheet.declaration.keys else ""


def lines_of(found: Sources) -> list[Line]:
    """Perspectives with their objectives with their measures; what belongs to none comes last."""
    measures = _grouped(found.measures, found.objective)
    objectives = _grouped(found.objectives, found.perspective) if found.perspective else {}
    lines: list[Line] = []
    seen: set[int] = set()

    def add(objective: int) -> None:
        seen.add(objective)
        shown, row = _scored(found, objective)
        lines.append(Line(1, shown, row))
        name = found.objectives.key_text(objective).casefold()
        lines.extend(Line(2, found.measures, measure) for measure in measures.pop(name, ()))

    if found.perspectives is not None:
        for row in found.perspectives.ids:
            lines.append(Line(0, found.perspectives, row))
            for objective in objectives.get(found.perspectives.key_text(row).casefold(), ()):
                add(objective)
    for objective in found.objectives.ids:
        if objective not in seen:
            add(objective)
    lines.extend(Line(2, found.measures, measure) for group in measures.values() for measure in group)
    return lines


def _grouped(sheet: Sheet, title: str) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for row, value in zip(sheet.ids, sheet.column(title), strict=True):
        groups.setdefault(str(value or "").casefold(), []).append(row)
    return groups


def _scored(found: Sources, objective: int) -> tuple[Sheet, int]:
    """The line of the scores that belongs to an objective, else the objective itself."""
    if found.scores is not None:
        row = found.scores.row_of(found.objectives.key_text(objective))
        if row is not None:
            return found.scores, row
    return found.objectives, objective


def write_scorecard(page: Any, plan: Plan, styles: Styles, title: str, subtitle: str) -> None:
    """The report; on a plan without a scorecard it says so."""
    page.set_row(0, 30)
    page.write_string(0, _FIRST - 1, title, styles.make(bold=True, font_size=20, font_color="text", valign="vcenter"))
    page.write_string(1, _FIRST - 1, subtitle, styles.question())
    found = sources_of(plan)
    lines = lines_of(found) if found is not None else []
    widths = _widths(plan, lines)
    for place, width in enumerate(widths):
        page.set_column(place, place, width, None, {"hidden": place == 0})
    if found is None:
        page.write_string(HEADER_ROW, 1, "This plan has no measures yet.", styles.note())
        return
    _write_tiles(page, plan, found, styles)
    for place, (word, _) in enumerate((("Perspective, objective, measure", ()), *_COLUMNS), 1):
        page.write_string(HEADER_ROW, place, word, styles.header(right=word in _NUMERIC))
    page.set_row(HEADER_ROW, 24)
    heights = [_height(plan, line, widths) for line in lines]
    for row, (line, height) in enumerate(zip(lines, heights, strict=True), HEADER_ROW + 1):
        _write_line(page, plan, line, row, styles)
        page.set_row(row, height, None, {"level": line.depth} if line.depth else {})
    _finish(page, HEADER_ROW + max(len(lines), 1), styles)
    portrait, down = _orientation(sum(widths[1:]), sum(heights))
    set_for_print(page, title, HEADER_ROW, down=down, portrait=portrait)


def _texts(plan: Plan, line: Line) -> dict[int, str]:
    """The texts of a line that may need room: its name, unit and owner, by their place on the page."""
    found = {1: line.sheet.key_labels()[line.sheet.ids.index(line.row)]}
    for place, (_, titles) in enumerate(_COLUMNS[:2], _FIRST):
        title = next((title for title in titles if _has(line.sheet, title)), "")
        found[place] = str(_cell(plan, line, title) or "") if title else ""
    return found


def _widths(plan: Plan, lines: list[Line]) -> tuple[float, ...]:
    """The widths of the columns in characters, wide enough for most names, units and owners."""
    widths = [float(width) for width in _WIDTHS]
    for line in lines:
        for place, text in _texts(plan, line).items():
            indent = _INDENT * line.depth + 1 if place == 1 else 1
            widths[place] = min(max(widths[place], len(text) * 1.1 + indent + 1), _WIDEST[place])
    return tuple(widths)


def _height(plan: Plan, line: Line, widths: Sequence[float]) -> float:
    """The height of a line in points; not every program makes room for wrapped texts by itself."""
    rows = 1
    for place, text in _texts(plan, line).items():
        room = widths[place] - (_INDENT * line.depth + 1 if place == 1 else 1)
        rows = max(rows, text_lines(text, room * 1.15))
    return _LINE * rows + 2


def _orientation(characters: float, height: float) -> tuple[bool, int]:
    """Upright or not, whichever prints larger, and the pages down: one, or as many as keep it readable (0)."""
    width, height = characters * 5.25 + 40, height + _HEAD
    upright, lying = min(_ACROSS / width, _DOWN / height), min(_DOWN / width, _ACROSS / height)
    return upright >= lying, 1 if max(upright, lying) >= _LEAST_SCALE else 0


_REPORTED = {"Weight": "0.0", "Actual": "#,##0.00", "Target": "#,##0.00", "Target used": "#,##0.00"}
_BANDS: dict[int, dict[str, Any]] = {
    0: {"bold": True, "bg_color": "header", "top": 1, "top_color": "control"},
    1: {"bold": True},
}
_NUMERIC = frozenset({"Weight", "Actual", "Target", "Performance"})


def _write_tiles(page: Any, plan: Plan, found: Sources, styles: Styles) -> None:
    """The Figures of the perspectives' worksheet above the table, name over value."""
    declared = found.perspectives.figures if found.perspectives is not None else ()
    figures = [figure for figure in declared if plan.value(figure.name) is not None] or declared
    for place, figure in zip((1, 2, 5, 7), figures, strict=False):
        words = figure.name.replace("_", " ")
        page.write_string(3, place, words, styles.make(font_color="muted", font_size=9))
        number_format = excel_number_format(figure.kind, figure.format)
        look = styles.make(bold=True, font_size=16, font_color="text", align="left",
                           num_format="General" if number_format == "@" else number_format)  # fmt: skip
        cell = value_of(plan, figure.name)
        write_formula(page, 4, place, f'IF(LEN({figure.name})=0,"",{figure.name})', cell, look)
    page.set_row(4, 24)
    mark_statuses(page, styles, (4, 1, 4, len(_COLUMNS) + 1))


def _write_line(page: Any, plan: Plan, line: Line, row: int, styles: Styles) -> None:
    band = _BANDS.get(line.depth, {})
    page.write_number(row, 0, line.row)
    name = {**band, "align": "left", "indent": 1 + line.depth * _INDENT, "text_wrap": True}
    _write_link(page, plan, line, row, 1, _key(line.sheet), styles, name)
    for place, (word, titles) in enumerate(_COLUMNS, _FIRST):
        title = next((title for title in titles if _has(line.sheet, title)), "")
        left = {"align": "left", "indent": 1, "text_wrap": True}
        look = {**band, **({"align": "right"} if word in _NUMERIC else left)}
        if title:
            _write_link(page, plan, line, row, place, title, styles, look)
        elif not word:
            _write_sign(page, plan, line, row, place, styles, band)
        else:
            page.write_blank(row, place, None, styles.make(bottom=1, bottom_color="grid", **band))


def _write_link(
    page: Any, plan: Plan, line: Line, row: int, place: int, title: str, styles: Styles, look: dict[str, Any]
) -> None:
    column = line.sheet.column_named(title)
    number_format = _REPORTED.get(title) or excel_number_format(column.kind, column.format)
    made = styles.make(bottom=1, bottom_color="grid", font_color="text",
                       num_format="General" if number_format == "@" else number_format, **look)  # fmt: skip
    table = table_name(line.sheet.name)
    found = f"INDEX({whole_column(table, title)},MATCH($A{row + 1},{whole_column(table, ROW_ID)},0))"
    write_formula(page, row, place, f'IF(LEN({found})=0,"",{found})', _cell(plan, line, title), made)


def _cell(plan: Plan, line: Line, title: str) -> Scalar:
    place = plan.rows[line.sheet.name].index(line.row)
    return scalar(plan.values(column_node(line.sheet.name, title)), plan.texts, place)


def _write_sign(page: Any, plan: Plan, line: Line, row: int, place: int, styles: Styles, band: dict[str, Any]) -> None:
    signs = {word: sign for word, (_, _, sign) in STATUS_LOOKS.items()}
    status = _cell(plan, line, "Status") if _has(line.sheet, "Status") else None
    text = '""'
    for word, sign in signs.items():
        text = f'IF($J{row + 1}="{word}","{sign}",{text})'
    made = styles.make(bottom=1, bottom_color="grid", align="center", **band)
    write_formula(page, row, place, text, signs.get(status) if isinstance(status, str) else None, made)


def _finish(page: Any, last: int, styles: Styles) -> None:
    first, sign, status = HEADER_ROW + 1, _FIRST + 6, _FIRST + 7
    mark_statuses(page, styles, (first, status, last, status))
    for word, (ink, _, _) in STATUS_LOOKS.items():
        rule = {"type": "formula", "criteria": f'=$J{first + 1}="{word}"', "format": styles.rule(ink, "surface")}
        page.conditional_format(first, sign, last, sign, rule)
    bar = {"type": "data_bar", "bar_color": styles.colour("band2"), "bar_solid": True, "min_type": "num",
           "min_value": 0, "max_type": "num", "max_value": 1}  # fmt: skip
    page.conditional_format(first, _FIRST + 5, last, _FIRST + 5, bar)
    page.freeze_panes(HEADER_ROW + 1, _FIRST)
    page.print_area(0, 1, last, len(_COLUMNS) + 1)
