"""Blocks of cells as the text that Excel and LibreOffice put on the clipboard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

Block = list[list[str]]
_ENDING = re.compile("[\t\n]")


def to_text(block: Sequence[Sequence[str]]) -> str:
    """Rows by line, cells by tab; a cell that holds a tab, quote or line break is quoted."""
    return "".join("\t".join(map(_quoted, row)) + "\n" for row in block)


def from_text(text: str) -> Block:
    """The block behind a clipboard text; rows may differ in length, one last empty line is none."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if '"' not in text:
        return [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    rows: Block = [[]]
    for cell, ending in _cells(text):
        rows[-1].append(cell)
        if ending == "\n":
            rows.append([])
    if len(rows) > 1 and rows[-1] in ([], [""]):
        rows.pop()
    return rows


def _quoted(cell: str) -> str:
    if any(mark in cell for mark in '\t\n"'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _cells(text: str) -> Iterator[tuple[str, str]]:
    """Each cell with the sign that ends it: tab, line break or nothing at the end."""
    at = 0
    while True:
        cell, at = _quoted_cell(text, at) if text[at : at + 1] == '"' else _plain_cell(text, at)
        ending = text[at : at + 1]
        yield cell, ending
        if not ending:
            return
        at += 1


def _plain_cell(text: str, at: int) -> tuple[str, int]:
    found = _ENDING.search(text, at)
    end = found.start() if found else len(text)
    return text[at:end], end


def _quoted_cell(text: str, at: int) -> tuple[str, int]:
    """A cell in quotes; a quote that nothing closes, or that more text follows, was only a quote."""
    parts, end = [], at + 1
    while True:
        close = text.find('"', end)
        if close < 0:
            return _plain_cell(text, at)
        parts.append(text[end:close])
        if text[close + 1 : close + 2] != '"':
            break
        parts.append('"')
        end = close + 2
    if text[close + 1 : close + 2] not in ("", "\t", "\n"):
        return _plain_cell(text, at)
    return "".join(parts), close + 1
