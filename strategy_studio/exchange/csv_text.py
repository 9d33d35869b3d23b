"""CSV files of the studio: UTF-8 with BOM, a header of titles; numbers and dates in one spelling for every machine."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from ..formula.errors import PlanError
from ..model.formats import number_as_text
from .placing import placed

ROW_ID = "Row id"
PARAMETERS = "Parameters"
LEFT_OVER = "Left over"
"""The file of inputs without a place; it is written for people and not read back."""
_FORMULA_LEADS = tuple("=+-@\t\r\n＝＋－＠")
_SEPARATORS = ",;\t"


@dataclass(frozen=True, slots=True)
class Table:
    """One CSV file as read: its name without ending, its titles, its rows as texts with their line numbers.

    `separator` is the sign that stands between its cells.
    """

    name: str
    titles: tuple[str, ...]
    rows: tuple[tuple[int, dict[str, str]], ...]
    separator: str = ","


def cell_text(value: object) -> str:
    """A Python value as a CSV cell; a text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_as_text(value)
    if isinstance(value, date):
        return value.isoformat()
    return f"'{value}" if isinstance(value, str) and _looks_like_formula(value) else str(value)


def plain_text(cell: str) -> str:
    """What `cell_text` was given: the apostrophe before a would-be formula is taken away."""
    return cell[1:] if cell.startswith("'") and _looks_like_formula(cell[1:]) else cell


def _looks_like_formula(text: str) -> bool:
    """True for a text that begins like a formula, with any number of apostrophes before it."""
    return text.lstrip("'").startswith(_FORMULA_LEADS)


def write_table(path: Path, titles: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write one file beside its place, then put it there: an existing file is never half overwritten."""
    with placed(path) as part, part.open("w", encoding="utf-8-sig", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(titles)
        writer.writerows([cell_text(cell) for cell in row] for row in rows)


def read_table(path: Path) -> Table:
    """Read one file; commas, semicolons or tabs may stand between cells. PlanError names the file and line."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            header = lines.readline()
            lines.seek(0)
            separator = max(_SEPARATORS, key=header.count)
            reader = csv.reader(lines, delimiter=separator, strict=True)
            return replace(_table(path, [(reader.line_num, cells) for cells in reader]), separator=separator)
    except UnicodeDecodeError:
        raise PlanError(f"{path.name} is not UTF-8 text. Save it as CSV UTF-8 and import it again.") from None
    except csv.Error as error:
        raise PlanError(f"{path.name} cannot be read: {error}. Check its quotation marks.") from None
    except OSError as error:
        raise PlanError(f"{path.name} cannot be opened: {error.strerror}. Close it elsewhere and try again.") from None


def _table(path: Path, lines: list[tuple[int, list[str]]]) -> Table:
    if not lines:
        return Table(path.stem, (), ())
    titles = [title.strip() for title in lines[0][1]]
    twice = next((title for title in titles if title and titles.count(title) > 1), "")
    if twice:
        raise PlanError(f"{path.name} has two columns {twice}. Remove one and import it again.")
    rows = []
    for line, cells in lines[1:]:
        if len(cells) > len(titles) and any(cells[len(titles) :]):
            raise PlanError(f"{path.name}, line {line}: there are more cells than titles. Check its separators.")
        texts = [plain_text(cell) for cell in cells]
        if any(texts):
            rows.append((line, {title: text for title, text in zip(titles, texts, strict=False) if title}))
    return Table(path.stem, tuple(titles), tuple(rows))
