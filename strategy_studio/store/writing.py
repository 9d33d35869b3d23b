"""Applying edits to the tables, many at a time, inside a transaction of the caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Table, bindparam, func, select

from ..model.errors import PlanError
from ..model.storage import Edit, Image
from .digest import Tally
from .images import (
    Values,
    columns_of,
    packed,
    patched,
    record_image,
    record_values,
    row_image,
    row_values,
    spliced,
)
from .schema import META, RECORD, ROW

Key = int | tuple[str, str]
_NO_FIT = "This edit does not fit what the plan file holds. Close the plan and open it again."


def apply_edits(connection: Connection, edits: Sequence[Edit], tally: Tally) -> dict[int, str]:
    """Write edits in their order; -> the packed cells of rows that come into being by just one edit, by row.

    Raises PlanError when an edit does not fit what is stored; the caller rolls back then.
    """
    rows = [(_row_key(edit), edit) for edit in edits if edit.table == "row"]
    records = [((edit.table, str(edit.key)), edit) for edit in edits if edit.table != "row"]
    if records:
        _replace(connection, RECORD, records, tally)
    if not rows:
        return {}
    by_key = dict(rows)
    if len(by_key) == len(rows) and all(map(columns_of, by_key.values())):
        _replace_cells(connection, by_key, tally)
        return {}
    new = _replace(connection, ROW, rows, tally)
    once = Counter(key for key, _ in rows)
    return {key: new[key]["cells"] for key, edit in rows if edit.before is None and once[key] == 1}


def set_meta(connection: Connection, values: Mapping[str, str], tally: Tally) -> None:
    """Set entries of the table `meta`."""
    found = [dict(entry) for entry in connection.execute(select(META)).mappings() if entry["key"] in values]
    old = {entry["key"]: entry for entry in found if entry["value"] != values[entry["key"]]}
    known = {entry["key"] for entry in found}
    new = [{"key": key, "value": value} for key, value in values.items() if key in old or key not in known]
    _store(connection, META, old, {entry["key"]: entry for entry in new}, tally)


def _row_key(edit: Edit) -> int:
    if not isinstance(edit.key, int):
        raise PlanError(f"A row is named by a number and not by {edit.key!r}; nothing was changed.")
    return edit.key


def _replace_cells(connection: Connection, edits: Mapping[int, Edit], tally: Tally) -> None:
    """Change cells of rows that are there, one edit a row: what a long paste, fill or undo of one consists of."""
    old = _stored_rows(connection, [*edits])
    if len(old) != len(edits):
        raise PlanError(_NO_FIT)
    new = []
    for row in old:
        cells = spliced(row[-1], edits[row[0]])
        if cells is None:
            cells = row_values(row[0], patched(row_image(*row[1:]), edits[row[0]]))["cells"]
        new.append((cells, row[0]))
    connection.exec_driver_sql("UPDATE row SET cells=? WHERE id=?", new)
    tally.replace_last(ROW.name, old, [cells for cells, _ in new])


def _replace(connection: Connection, table: Table, edits: list[tuple[Any, Edit]], tally: Tally) -> dict[Any, Values]:
    """Apply edits to one table; -> the table rows of their keys that stand afterwards."""
    first: dict[Any, Edit] = {}
    for key, edit in edits:
        first.setdefault(key, edit)
    read = _read_rows if table is ROW else _read_records
    old = read(connection, [key for key, edit in first.items() if edit.before is not None])
    images: dict[Any, Image | None] = dict.fromkeys(old)
    for key, edit in edits:
        _step(images, key, edit, lambda key: _image(table, old[key]))
    new = {key: old[key] if image is None else _values(table, key, image) for key, image in images.items()}
    _store(connection, table, old, new, tally)
    return new


def _step(images: dict[Any, Image | None], key: Any, edit: Edit, stored: Callable[[Any], Image]) -> None:
    """Take one edit into `images`, where None stands for a row as it is stored and not yet read."""
    if (edit.before is None) == (key in images):
        raise PlanError(_NO_FIT)
    if edit.after is None:
        del images[key]
    elif edit.before is None:
        images[key] = edit.after
    else:
        images[key] = patched(images[key] or stored(key), edit)


def _image(table: Table, values: Values) -> Image:
    if table is ROW:
        return row_image(values["worksheet"], values["position"], values["sources"], values["cells"])
    return record_image(values["image"])


def _values(table: Table, key: Any, image: Image) -> Values:
    return row_values(key, image) if table is ROW else record_values(key[0], key[1], image)


def _read_rows(connection: Connection, keys: list[int]) -> dict[Any, Values]:
    names = ROW.columns.keys()
    return {values[0]: dict(zip(names, values, strict=True)) for values in _stored_rows(connection, keys)}


def _stored_rows(connection: Connection, keys: list[int]) -> Sequence[tuple[Any, ...]]:
    """The rows of the table with these keys; read from the driver itself, which takes two thirds of the time."""
    if not keys:
        return []
    query = "SELECT id, worksheet, position, sources, cells FROM row WHERE id IN (SELECT value FROM json_each(?))"
    return connection.exec_driver_sql(query, (str(keys),)).cursor.fetchall()


def _read_records(connection: Connection, keys: list[tuple[str, str]]) -> dict[Any, Values]:
    result: dict[Any, Values] = {}
    for kind in dict.fromkeys(kind for kind, _ in keys):
        wanted = func.json_each(packed([key for found, key in keys if found == kind])).table_valued("value")
        query = select(RECORD).where(RECORD.c.kind == kind, RECORD.c.key.in_(select(wanted.c.value)))
        for values in connection.execute(query).mappings():
            result[kind, values["key"]] = dict(values)
    return result


def _store(
    connection: Connection, table: Table, old: Mapping[Any, Values], new: Mapping[Any, Values], tally: Tally
) -> None:
    """Turn the table rows `old` into `new`, both by key."""
    added = [values for key, values in new.items() if key not in old]
    kept = [key for key, values in new.items() if key in old and values != old[key]]
    gone = [values for key, values in old.items() if key not in new]
    if gone:
        connection.execute(table.delete().where(*_same(table)), [_named(table, values) for values in gone])
    if kept:
        changed = [{**_named(table, new[key]), **new[key]} for key in kept]
        columns: dict[str, Any] = {column.name: bindparam(column.name) for column in _rest(table)}
        connection.execute(table.update().where(*_same(table)).values(columns), changed)
    if added:
        connection.execute(table.insert(), added)
    tally.take(table.name, [*gone, *(old[key] for key in kept)])
    tally.add(table.name, [*added, *(new[key] for key in kept)])


def _keys(table: Table) -> list[Column[Any]]:
    return list(table.primary_key.columns)


def _same(table: Table) -> list[Any]:
    return [column == bindparam(f"old_{column.name}") for column in _keys(table)]


def _named(table: Table, values: Values) -> Values:
    return {f"old_{column.name}": values[column.name] for column in _keys(table)}


def _rest(table: Table) -> list[Column[Any]]:
    return [column for column in table.columns if not column.primary_key]
