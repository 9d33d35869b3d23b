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


def row_digest(values: Sequence[object]) -> int:
    """128 bits that change when any value of a table row does."""
    text = "\0".join(map(str, values))
    return int.from_bytes(blake2b(text.encode(), digest_size=16).digest(), "big")


def table_digest(rows: Iterable[Sequence[object]]) -> str:
    """The digest of a whole table: the sum of its rows' digests, so that order does not matter."""
    return _text(sum(map(row_digest, rows)))


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

    def replace(self, table: str, old: Iterable[Sequence[object]], new: Iterable[Sequence[object]]) -> None:
        """Count rows, given by their values, that come in place of others."""
        total = sum(map(row_digest, new)) - sum(map(row_digest, old))
        self._sums[table] = self._sums.get(table, 0) + total

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
        total = sum(row_digest([row[name] for name in names]) for row in rows)
        self._sums[table] = self._sums.get(table, 0) + sign * total
