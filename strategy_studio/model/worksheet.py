"""Declaring worksheets, Figures, Parameters and processes: the whole content of a plan as frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .columns import Column, Kind, StoredValue
from .review import ReviewRoles


@dataclass(frozen=True, slots=True)
class Rows:
    """How rows come into a worksheet.

    mode `free`: any; `fixed`: exactly `keys`, in order; `generated`: one per row of `sources[0]`, or one per pair
    of rows of two sources, the first outermost. Sources are key columns, `Sheet_name[Key]`.
    `starters` are rows a new plan begins with in a free worksheet, as (column, value) pairs.
    """

    mode: Literal["free", "fixed", "generated"] = "free"
    keys: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    starters: tuple[dict[str, StoredValue], ...] = ()


FREE = Rows()


def free(*starters: dict[str, StoredValue]) -> Rows:
    """Rows a user may add, move and remove; `starters` are there in a new plan (References by key text)."""
    return Rows(starters=starters)


def fixed(*keys: str) -> Rows:
    """Exactly these rows, in this order."""
    return Rows("fixed", keys=keys)


def one_row_per(*sources: str) -> Rows:
    """One row for each row of a worksheet, or for each pair of rows of two worksheets."""
    return Rows("generated", sources=sources)


@dataclass(frozen=True, slots=True)
class Figure:
    """A plan-wide computed scalar; `catalogue` is its title in Figure catalogue, empty when it cannot be linked."""

    name: str
    formula: str
    kind: Kind = Kind("Number")
    format: str = ""
    catalogue: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A plan-wide input with a default."""

    name: str
    kind: Kind
    default: StoredValue = None
    unit: str = ""
    help: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """When a worksheet counts as done.

    `rows`: at least so many rows (or all there are) with every required cell filled and no error in the
    worksheet; "optional" and "always" ask nothing. `per` is a Reference column: so many for each row it can name;
    `where` is a formula in the row of the worksheet named so that says which of those count. `formula` is a
    further condition that must be TRUE, written as a Figure of the worksheet. `note` says in words what cannot be
    computed.
    """

    rows: int | Literal["all", "optional", "always"] = "all"
    per: str = ""
    where: str = ""
    formula: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """The live picture of a worksheet, one mark per row.

    `bars`: the column `value` as bars, sorted, with a tick at the column `reference` where one is named. `bubbles`:
    `across` from left to right, `value` upwards, area by `size`, dashed lines at the Parameters in `cuts`.
    `finding` is the title with {top}, the row of the largest value, and {low}, that of the smallest.
    """

    kind: Literal["bars", "bubbles"]
    value: str
    reference: str = ""
    across: str = ""
    size: str = ""
    cuts: tuple[str, ...] = ()
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Worksheet:
    """A table with typed columns, the question it answers and when it is done.

    `identity` is what the plan file calls a user's own worksheet and stays when it is renamed. `core` puts it on
    the guided path; `helper_of` is the title of the worksheet whose page it shares. Where `status` names a column
    of status words, `status_of` says which process each row counts for on the map: a Reference column of this
    worksheet, and the column of the worksheet it names that holds the process. `result` is the column that answers
    for a row when only its key is named.
    """

    title: str
    component: str
    question: str
    columns: tuple[Column, ...]
    rows: Rows = FREE
    figures: tuple[Figure, ...] = ()
    help: str = ""
    done: Done = Done("optional")
    picture: str = ""
    core: bool = False
    helper_of: str = ""
    identity: str = ""
    status: str = ""
    status_of: tuple[str, str] | None = None
    chart: Chart | None = None
    result: str = ""

    @property
    def name(self) -> str:
        """The title with underscores, as formulas write it."""
        return self.title.replace(" ", "_")

    @property
    def stored_as(self) -> str:
        """The name of the worksheet inside the plan file."""
        return self.identity or self.title

    def column(self, title: str) -> Column:
        """A declared column by its exact title; KeyError when there is none."""
        for column in self.columns:
            if column.title == title:
                return column
        raise KeyError(title)

    @property
    def keys(self) -> tuple[Column, ...]:
        """The columns that identify a row together."""
        return tuple(column for column in self.columns if column.key)


@dataclass(frozen=True, slots=True)
class Component:
    """A part of a process: a box inside its box on the map; `short` is its label where room is scarce.

    `exchanges` draws a double arrow to the component above: each shapes the other.
    """

    title: str
    row: int = 0
    short: str = ""
    exchanges: bool = False


@dataclass(frozen=True, slots=True)
class Preset:
    """A named way of working: Parameters and column values that are set together.

    `parameters` are (Name, value) pairs, None for the default. `columns` are (worksheet, column, value): the value
    goes into every row whose cell is empty or still holds the column's default; what somebody chose stays.
    """

    title: str
    help: str
    parameters: tuple[tuple[str, StoredValue], ...] = ()
    columns: tuple[tuple[str, str, StoredValue], ...] = ()


@dataclass(frozen=True, slots=True)
class Process:
    """One of the five processes or a supporting group, with its place on the map.

    `place` is column1..column4, band or strip; `hue` is the palette role p1..p5, empty for supporting groups.
    `presets` are ways of working a team may choose between. `review` says where the strategy review finds what it
    reads, for the one process that closes the loop.
    """

    title: str
    short: str
    place: Literal["column1", "column2", "column3", "column4", "band", "strip"]
    questions: tuple[str, str]
    components: tuple[Component, ...]
    worksheets: tuple[Worksheet, ...]
    hue: str = ""
    number: int = 0
    help: str = ""
    presets: tuple[Preset, ...] = ()
    review: ReviewRoles | None = None
