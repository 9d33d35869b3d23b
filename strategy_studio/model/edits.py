"""Joining edits of the same record, so that a change holds each record once: as it was before and as it is after."""

from __future__ import annotations

from collections.abc import Iterable

from .storage import Edit, Image, Table


def condensed(edits: Iterable[Edit]) -> list[Edit]:
    """The same effect with one edit a record at most, in the order of first mention."""
    found: dict[tuple[Table, str], Edit | None] = {}
    for edit in edits:
        key = (edit.table, str(edit.key))
        earlier = found.get(key)
        found[key] = edit if earlier is None else joined(earlier, edit)
    return [edit for edit in found.values() if edit is not None]


def joined(first: Edit, second: Edit) -> Edit | None:
    """One edit for two that follow each other on the same record; None when nothing remains."""
    if first.before is None and second.after is None:
        return None
    whole_before, whole_after = first.before is None or second.after is None, first.before is None
    if first.after is None and second.before is None:
        return difference(first, second)
    before = first.before if first.before is None else merged(second.before, first.before, whole_before)
    after = second.after if second.after is None else merged(first.after, second.after, whole_after)
    joint = Edit(first.table, first.key, before, after)
    return joint if before is None or after is None else difference(joint, joint)


def merged(image: Image | None, patch: Image, whole: bool) -> Image:
    """An image with a patch laid over it; in a whole image a None takes the field or cell away."""
    result = {**(image or {}), **patch}
    if image is not None and "cells" in image and "cells" in patch:
        result["cells"] = {**image["cells"], **patch["cells"]}
    if not whole:
        return result
    if "cells" in result:
        result["cells"] = {column: cell for column, cell in result["cells"].items() if cell is not None}
    return {field: value for field, value in result.items() if value is not None or field == "sources"}


def difference(removed: Edit, inserted: Edit) -> Edit | None:
    """A removal and the return of the same record as a patch of what differs."""
    old, new = removed.before or {}, inserted.after or {}
    fields = [field for field in {**old, **new} if field != "cells" and old.get(field) != new.get(field)]
    before: Image = {field: old.get(field) for field in fields}
    after: Image = {field: new.get(field) for field in fields}
    cells, others = old.get("cells", {}), new.get("cells", {})
    columns = [column for column in {**cells, **others} if cells.get(column) != others.get(column)]
    if columns:
        before["cells"] = {column: cells.get(column) for column in columns}
        after["cells"] = {column: others.get(column) for column in columns}
    return Edit(removed.table, removed.key, before, after) if after else None
