"""The tables as text, by which files are made and judged, and as SQLAlchemy knows them: one and the same."""

from __future__ import annotations

from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from strategy_studio.store.layout import COLUMNS, DEFINITIONS, DIGESTED, without_layout
from strategy_studio.store.schema import METADATA


def test_sqlalchemy_would_make_the_same_tables() -> None:
    made = {without_layout(CreateTable(table).compile(dialect=sqlite.dialect())) for table in METADATA.sorted_tables}
    assert made == set(map(without_layout, DEFINITIONS))


def test_columns_stand_in_the_order_of_the_tables() -> None:
    assert {table.name: tuple(table.columns.keys()) for table in METADATA.sorted_tables} == dict(COLUMNS)
    assert set(DIGESTED) == COLUMNS.keys() - {"digest"}
