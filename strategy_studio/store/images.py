"""Rows and records as JSON text: packing, unpacking with every doubt about a foreign file, and merging."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from json.encoder import encode_basestring
from math import inf, isfinite
from typing import Any

from ..model.errors import PlanError
from ..model.storage import Edit, Image

Values = dict[str, Any]
"""One row of a table by column name."""

ROW_FIELDS = frozenset(("worksheet", "position", "sources", "cells"))
SCALARS = frozenset((float, str, bool, type(None)))
LONGEST_TEXT = 1_000_000
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class Unreadable(ValueError):
    """A stored text that is not what a plan stores there; the message says which."""


def packed(value: object) -> str:
    """The JSON text of a value, floats exact to the last bit; PlanError for what JSON cannot hold."""
    try:
        return _encode(value)
    except (ValueError, TypeError, RecursionError) as error:
        raise PlanError(f"This value cannot be kept in a plan ({error}); nothing was changed.") from error


def unpacked(text: object) -> Any:
    """The value of a JSON text; `Unreadable` for text that is not JSON, NaN, infinity and endless nesting."""
    value = _parsed(text, _DECODER)
    try:
        if _is_finite([value]):
            return value
    except RecursionError as error:
        raise Unreadable(str(error)) from error
    raise Unreadable("a number is infinite")


def unpacked_cells(text: object) -> dict[str, Any]:
    """The cells of a row, all numbers as float; `Unreadable` unless every cell is a number, text, boolean or None."""
    cells = _parsed(text, _CELL_DECODER)
    if not isinstance(cells, dict) or not SCALARS.issuperset(map(type, cells.values())):
        raise Unreadable("the cells are not cells")
    # Looking for infinity afterwards costs a tenth of reading each number with care.
    if inf in cells.values() or -inf in cells.values():
        raise Unreadable("a number is infinite")
    return cells


def row_values(key: int | str, image: Image) -> Values:
    """The table row of a row's image."""
    if unknown := image.keys() - ROW_FIELDS:
        raise PlanError(f"A row has no field {min(unknown)}; nothing was changed.")
    sources = image.get("sources")
    return {
        "id": key,
        "worksheet": image["worksheet"],
        # SQLite does not keep the sign of a zero; adding 0.0 takes it off, so that the digest is of what is stored.
        "position": float(image["position"]) + 0.0,
        "sources": None if sources is None else packed(sources),
        "cells": packed({name: cell for name, cell in image.get("cells", {}).items() if cell is not None}),
    }


def row_image(worksheet: object, position: object, sources: object, cells: object) -> Image:
    """The image of a row of the table; `Unreadable` when it holds what no row holds."""
    if not isinstance(worksheet, str) or not isinstance(position, float) or not isfinite(position):
        raise Unreadable("the row has no place")
    origin = None if sources is None else unpacked(sources)
    if origin is not None and not (isinstance(origin, list) and all(type(source) is int for source in origin)):
        raise Unreadable("the sources are not rows")
    return {"worksheet": worksheet, "position": position, "sources": origin, "cells": unpacked_cells(cells)}


def record_values(kind: str, key: str, image: Image) -> Values:
    """The table row of a record's image."""
    return {"kind": kind, "key": key, "image": packed(image)}


def record_image(image: object) -> Image:
    """The image of a record of the table; `Unreadable` when it is not a JSON object."""
    found = unpacked(image)
    if not isinstance(found, dict):
        raise Unreadable("the record is not an object")
    return found


def patched(image: Image, edit: Edit) -> Image:
    """The image after an edit that has both sides: fields of `after` are set, fields only in `before` go."""
    before, after = edit.before or {}, edit.after or {}
    result = {name: value for name, value in image.items() if name in after or name not in before}
    result.update(after)
    if edit.table == "row" and ("cells" in after or "cells" in before):
        emptied = dict.fromkeys(before.get("cells", {}))
        cells = {**image.get("cells", {}), **emptied, **after.get("cells", {})}
        result["cells"] = {name: cell for name, cell in cells.items() if cell is not None}
    return result


def spliced(cells: str, edit: Edit) -> str | None:
    """The text of a row's cells after an edit of cells, changed in place; None when it must be unpacked for that.

    In a text as `packed` writes it a column's name between quotes, behind a brace or comma, is nothing else: a quote
    inside a text carries a backslash.
    """
    after = edit.after["cells"] if edit.after else {}
    for name, old in (edit.before["cells"] if edit.before else {}).items():
        key, new = f"{encode_basestring(name)}:", after.get(name)
        if old is None:
            if key in cells or (cells != "{}" and (cells[:2] != '{"' or cells[-1] != "}")):
                return None
            if new is not None:
                cells = f"{cells[:-1]}{',' if len(cells) > 2 else ''}{key}{_scalar(new)}}}"
            continue
        was = key + _scalar(old)
        at = cells.find(was)
        end = at + len(was)
        if at < 1 or cells[at - 1] not in "{," or cells[end : end + 1] not in (",", "}"):
            return None
        if new is not None:
            cells = cells[:at] + key + _scalar(new) + cells[end:]
        elif cells[end] == ",":
            cells = cells[:at] + cells[end + 1 :]
        else:
            cells = cells[: at if at == 1 else at - 1] + cells[end:]
    return cells


def columns_of(edit: Edit) -> tuple[str, ...]:
    """The columns in which an edit changes cells of a row; none unless it does nothing else and has both sides."""
    before, after = edit.before, edit.after
    if not before or not after or len(before) != 1 or len(after) != 1 or edit.table != "row":
        return ()
    old = before.get("cells")
    return () if old is None or "cells" not in after or old.keys() != after["cells"].keys() else tuple(old)


def packed_edits(edits: Sequence[Edit], cells: Mapping[int, str]) -> str:
    """The JSON list of edits; those that follow each other on cells of the same columns stand together, by column.

    `cells` holds the text of a new row's cells, by row, where it has been packed already.
    """
    texts = []
    for columns, found in groupby(edits, columns_of):
        run = list(found)
        if not columns:
            texts += [packed_edit(edit, cells.get(edit.key) if edit.table == "row" else None) for edit in run]  # type: ignore[arg-type]
            continue
        sides = [[edit.before["cells"] for edit in run], [edit.after["cells"] for edit in run]]  # type: ignore[index]
        by_column = {column: [[side[column] for side in given] for given in sides] for column in columns}
        texts.append(packed({"rows": [edit.key for edit in run], "cells": by_column}))
    return f"[{','.join(texts)}]"


def packed_edit(edit: Edit, cells: str | None = None) -> str:
    """The JSON text of an edit; `cells` is the text of its new row's cells, when that has been packed already."""
    if cells is None or edit.after is None:
        return packed((edit.table, edit.key, edit.before, edit.after))
    rest = packed({name: value for name, value in edit.after.items() if name != "cells"})
    return f'["row",{edit.key},null,{rest[:-1]},"cells":{cells}}}]'


def unpacked_edits(text: object) -> list[Edit]:
    """The edits of a JSON list of them; `Unreadable` when it holds anything else."""
    found: list[Edit] = []
    try:
        for part in unpacked(text):
            if isinstance(part, dict):
                found += _by_row(part["rows"], part["cells"])
            else:
                found.append(Edit(*part))
    except (TypeError, ValueError, KeyError, AttributeError) as error:
        raise Unreadable("a step of the journal cannot be read") from error
    return found


def _by_row(rows: list[int], cells: Mapping[str, tuple[list[Any], list[Any]]]) -> list[Edit]:
    """Edits of cells that stood together by column."""
    sides: list[list[Image]] = [[{} for _ in rows] for _ in range(2)]
    for name, given in cells.items():
        for images, values in zip(sides, given, strict=True):
            for image, cell in zip(images, values, strict=True):
                image[name] = cell
    return [Edit("row", row, {"cells": old}, {"cells": new}) for row, old, new in zip(rows, *sides, strict=True)]


def _scalar(value: Any) -> str:
    """The JSON text of a cell; floats and texts, the most common, take the short way."""
    if type(value) is float and isfinite(value):
        return repr(value)
    return encode_basestring(value) if type(value) is str else packed(value)


def _is_finite(held: list[Any] | dict[str, Any]) -> bool:
    """Whether no number in it is infinite; JSON's own reader takes 1e999 for one that is."""
    parts = held.values() if isinstance(held, dict) else held
    kinds = set(map(type, parts))
    if float in kinds and (inf in parts or -inf in parts):
        return False
    return kinds.isdisjoint((list, dict)) or all(_is_finite(part) for part in parts if isinstance(part, list | dict))


def _whole(text: str) -> int:
    if not isfinite(float(text)):
        raise Unreadable("a number is infinite")
    return int(text)


def _refused(text: str) -> float:
    raise Unreadable(f"{text} is not a number")


_DECODER = json.JSONDecoder(parse_constant=_refused, parse_int=_whole)
_CELL_DECODER = json.JSONDecoder(parse_constant=_refused, parse_int=float)


def _parsed(text: object, decoder: json.JSONDecoder) -> Any:
    if not isinstance(text, str):
        raise Unreadable("a text is missing")
    try:
        # White space around is legal but nothing that a plan writes; not looking for it is quicker.
        value, end = (None, -1) if text[:1].isspace() else decoder.raw_decode(text)
        return value if end == len(text) else decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable(str(error)) from error
