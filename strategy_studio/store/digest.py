"""A digest per table, kept up to date row by row: SQLite itself has no check sum of what it stores."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import TYPE_CHECKING

from .images import Values
from .layout import COLUMNS

if TYPE_CHECKING:
    from sqlalchemy import Connection

_MODULUS = 1 << 128
_EMPTY = blake2b(digest_size=16)


def digest_sum(rows: Iterable[str]) -> int:
    """The sum of the digests of table rows, each given as a text: 128 bits that change when anything in it does."""
    total = 0
    for text in rows:
        state = _EMPTY.copy()  # takes half the time of setting one up
        state.update(text.encode())
        total += int.from_bytes(state.digest(), "big")
    return total


def row_text(values: Iterable[object]) -> str:
    """The text that the digest of a table row is made of."""
    return "\0".join(map(str, values))


def table_digest(rows: Iterable[Sequence[object]]) -> str:
    """The digest of a whole table: the sum of its rows' digests, so that order does not matter."""
    return _text(digest_sum(map(row_text, rows)))


def _text(total: int) -> str:
    return f"{total % _MODULUS:032x}"


class Tally:
    """What one transaction adds to and takes from the digests; `write` belongs into the same transaction."""

    def __init__(self) -> None:
        self._sums: dict[str, int] = {}

    def add(self, table: str, rows: Iterable[Values]) -> None:
        """Count rows that come into being."""
        self._count(table, rows, 1)

    def take(self, table: str, rows: Iterable[Values]) -> None:
        """Count rows that go, with the values they had."""
        self._count(table, rows, -1)

    def replace_last(self, table: str, rows: Sequence[Sequence[object]], last: Iterable[str]) -> None:
        """Count rows, given by their values, of which the last value becomes another."""
        kept = [row_text(row[:-1]) for row in rows]
        new = digest_sum(f"{head}\0{text}" for head, text in zip(kept, last, strict=True))
        old = digest_sum(f"{head}\0{row[-1]}" for head, row in zip(kept, rows, strict=True))
        self._sums[table] = self._sums.get(table, 0) + new - old

    def write(self, connection: Connection) -> None:
        """Bring the digests of the file up to date."""
        from sqlalchemy import bindparam, select

        from .schema import DIGEST

        if not any(self._sums.values()):
            return
        found = {name: value for name, value in connection.execute(select(DIGEST.c.name, DIGEST.c.value))}
        statement = DIGEST.update().where(DIGEST.c.name == bindparam("table")).values(value=bindparam("sum"))
        connection.execute(statement, [{"table": name, "sum": text} for name, text in self.after(found).items()])

    def after(self, found: Mapping[str, str]) -> dict[str, str]:
        """The digests that are others now, by table, where the file holds those `found`."""
        return {name: _text(int(found[name], 16) + total) for name, total in self._sums.items() if total}

    def _count(self, table: str, rows: Iterable[Values], sign: int) -> None:
        names = COLUMNS[table]
        total = digest_sum(row_text([row[name] for name in names]) for row in rows)
        self._sums[table] = self._sums.get(table, 0) + sign * total
