"""The structure of a plan: declared and user-made worksheets, columns and Names, their checked formulas and graph."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from ..formula.check import Checked, check
from ..formula.errors import FormulaProblem, PlanError
from ..formula.nodes import Node
from ..formula.parser import parse
from ..formula.scope import Fact, Reference, Type
from .columns import Column, Kind
from .graph import Read, reads_of, sorted_nodes
from .worksheet import Figure, Parameter, Process, Worksheet

if TYPE_CHECKING:
    import networkx

    from .kept_checks import KeptChecks

Parse = Callable[[str], Node]


class Parsed:
    """Parses each formula text once."""

    def __init__(self, read: Parse) -> None:
        self._parse = read
        self._trees: dict[str, Node] = {}

    def __call__(self, text: str) -> Node:
        """The tree of a formula."""
        tree = self._trees.get(text)
        if tree is None:
            tree = self._trees[text] = self._parse(text)
        return tree


RESERVED_TITLES = frozenset(
    title.casefold()
    for title in (
        "Parameters", "Figures", "Checks", "Lists", "Last round", "Balanced scorecard", "Read me", "History",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Additions:
    """What a user added: worksheets (process title, worksheet), columns (worksheet name, column) and Figures."""

    worksheets: tuple[tuple[str, Worksheet], ...] = ()
    columns: tuple[tuple[str, Column], ...] = ()
    figures: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node of the graph stands: a column of a worksheet, or a Name (`column` and `worksheet` None)."""

    node: str
    worksheet: str
    column: Column | None
    name: Figure | Parameter | None
    formula: str

    @property
    def kind(self) -> Kind:
        """The kind of the column or Name."""
        declared = self.column or self.name
        assert declared is not None
        return declared.kind


@dataclass(slots=True)
class Structure:
    """Everything that is known before a value is: read only once built."""

    processes: tuple[Process, ...]
    worksheets: dict[str, Worksheet]
    process_of: dict[str, Process]
    parameters: dict[str, Parameter]
    figures: dict[str, Figure]
    home: dict[str, str]
    """The worksheet a Figure is declared by; empty for a Figure of the plan."""
    places: dict[str, Place] = field(default_factory=dict)
    checked: dict[str, Checked] = field(default_factory=dict)
    broken: dict[str, FormulaProblem] = field(default_factory=dict)
    """A user's own formulas that no longer say anything, with what is wrong: their value is #NAME?."""
    reads: dict[str, tuple[Read, ...]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)
    spelling: dict[str, str] = field(default_factory=dict)
    """Worksheets, columns and Names as they are written, by their folded form."""
    _graph: networkx.DiGraph[str] | None = None
    _readers: dict[str, list[tuple[str, Read]]] | None = None

    def worksheet_name(self, text: str) -> str | None:
        """The underscored title for a title in any spelling; None when there is no such worksheet."""
        found = self.spelling.get(text.strip().replace(" ", "_").casefold())
        return found if found in self.worksheets else None

    def sheet_or_refuse(self, text: str) -> str:
        """The underscored title; PlanError that proposes the nearest one."""
        found = self.worksheet_name(text)
        if found is None:
            near = nearest(text.replace(" ", "_"), self.worksheets)
            raise PlanError(f"There is no worksheet {text}{near.replace('_', ' ')}.")
        return found

    def node_name(self, text: str) -> str | None:
        """The canonical node for `Sheet[Column]` or a Name in any case; None when unknown."""
        found = self.spelling.get(text.strip().casefold())
        return found if found in self.places else None

    def is_taken(self, text: str) -> bool:
        """Whether a worksheet, or a Name, is called so; titles and Names are unique together."""
        return text.strip().replace(" ", "_").casefold() in self.spelling

    def readers(self, node: str) -> tuple[tuple[str, Read], ...]:
        """Every node that reads this one, with how it does, in declared order."""
        if self._readers is None:
            self._readers = {}
            for reader, found in self.reads.items():
                for read in found:
                    self._readers.setdefault(read.node, []).append((reader, read))
        return tuple(self._readers.get(node, ()))

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The dependency graph; edges run from precedent to dependent."""
        if self._graph is None:
            from .graph import build_graph

            self._graph = build_graph(self)
        return self._graph


def nearest(text: str, known: Iterable[str]) -> str:
    """`; did you mean X?`-text for the closest known spelling, empty when nothing is close."""
    spelling = {name.casefold(): name for name in known}
    found = get_close_matches(text.casefold(), spelling, n=1, cutoff=0.6)
    return f"; the nearest is {spelling[found[0]]}" if found else ""


def column_node(worksheet: str, title: str) -> str:
    """The node of a column."""
    return f"{worksheet}[{title}]"


def build_structure(
    processes: tuple[Process, ...],
    parameters: Iterable[Parameter],
    additions: Additions,
    read: Parse = parse,
    previous: Structure | None = None,
    known: KeptChecks | None = None,
) -> Structure:
    """Join declarations and additions, check every formula and sort all nodes; PlanError names what is wrong.

    A user's own formula that cannot be read or names something that is gone is kept under `broken`. What a
    `previous` structure of the same plan checked is taken over where nothing it rests on has changed.
    `known` gives what an earlier start checked, and keeps what this one does.
    """
    joined = _joined(processes, additions)
    worksheets = {sheet.name: sheet for process in joined for sheet in process.worksheets}
    figures = {figure.name: figure for sheet in worksheets.values() for figure in sheet.figures}
    home = {figure.name: sheet.name for sheet in worksheets.values() for figure in sheet.figures}
    figures.update({figure.name: figure for figure in additions.figures})
    structure = Structure(
        joined, worksheets, {sheet.name: process for process in joined for sheet in process.worksheets},
        {parameter.name: parameter for parameter in parameters}, figures, home,
    )  # fmt: skip
    _locate(structure)
    if known is not None and known.take_over(structure):
        structure.order = sorted_nodes(structure.reads)
        return structure
    own = {figure.name for figure in additions.figures}
    trees = _trees(structure, own, read)
    structure.reads = {node: reads_of(structure, place, trees.get(node)) for node, place in structure.places.items()}
    structure.order = sorted_nodes(structure.reads)
    for node in structure.order:
        if node in trees:
            _check(structure, structure.places[node], trees[node], own, previous)
    if known is not None:
        known.keep(structure)
    return structure


def _trees(structure: Structure, own: Container[str], read: Parse) -> dict[str, Node]:
    """Every formula, parsed; a user's own that cannot be is put under `broken`."""
    trees: dict[str, Node] = {}
    for place in structure.places.values():
        if place.formula or isinstance(place.name, Figure):
            try:
                trees[place.node] = read(place.formula)
            except FormulaProblem as problem:
                _set_aside(structure, place, problem, own)
    return trees


def _check(structure: Structure, place: Place, tree: Node, own: Container[str], previous: Structure | None) -> None:
    """Check a formula, or take over the earlier check; a user's own that is wrong is put under `broken`."""
    try:
        structure.checked[place.node] = _kept(structure, previous, place.node) or check(
            tree, PlanScope(structure, place.worksheet, place.column is not None)
        )
    except FormulaProblem as problem:
        _set_aside(structure, place, problem, own)


def _set_aside(structure: Structure, place: Place, problem: FormulaProblem, own: Container[str]) -> None:
    """Keep what is wrong with a user's own formula; a declared one is refused, and the refusal names the place."""
    if not (place.column.identity if place.column else place.node in own):
        raise FormulaProblem(f"{place.node}: {problem}", problem.position) from None
    structure.broken[place.node] = FormulaProblem(str(problem), problem.position)


def _kept(structure: Structure, previous: Structure | None, node: str) -> Checked | None:
    """The earlier check of a formula when it, its place and the facts of all it reads are the same."""
    if previous is None or node not in previous.checked or previous.places[node] != structure.places[node]:
        return None
    if previous.reads[node] != structure.reads[node]:
        return None
    for read in structure.reads[node]:
        if read.node not in previous.places or _fact(previous, read.node) != _fact(structure, read.node):
            return None
    return previous.checked[node]


def _fact(structure: Structure, node: str) -> Fact:
    place, checked = structure.places[node], structure.checked.get(node)
    if checked is not None:
        return checked.fact
    if isinstance(place.name, Parameter):
        return Fact(declared_type(place.kind), place.name.default is None, False)
    return Fact(declared_type(place.kind), True, bool(place.formula))


def _joined(processes: tuple[Process, ...], additions: Additions) -> tuple[Process, ...]:
    extra: dict[str, list[Column]] = {}
    for worksheet, column in additions.columns:
        extra.setdefault(worksheet.casefold(), []).append(column)

    def complete(sheet: Worksheet) -> Worksheet:
        added = extra.get(sheet.name.casefold())
        return replace(sheet, columns=(*sheet.columns, *added)) if added else sheet

    joined = []
    for process in processes:
        own = tuple(sheet for title, sheet in additions.worksheets if title == process.title)
        joined.append(replace(process, worksheets=tuple(complete(sheet) for sheet in (*process.worksheets, *own))))
    return tuple(joined)


def _locate(structure: Structure) -> None:
    places, spelling = structure.places, structure.spelling
    for name, sheet in structure.worksheets.items():
        spelling[name.casefold()] = name
        for column in sheet.columns:
            node = column_node(name, column.title)
            places[node] = Place(node, name, column, None, column.formula)
    for parameter in structure.parameters.values():
        places[parameter.name] = Place(parameter.name, "", None, parameter, "")
    for figure in structure.figures.values():
        places[figure.name] = Place(figure.name, structure.home.get(figure.name, ""), None, figure, figure.formula)
    spelling.update({node.casefold(): node for node in places})


_TYPES: dict[str, Type] = {"Date": "date", "Yes/No": "boolean"}
_TEXTS = frozenset(("Text", "Long text", "Choice", "Reference", "Link"))


def declared_type(kind: Kind) -> Type:
    """The type of values an input of this kind holds."""
    return "text" if kind.name in _TEXTS else _TYPES.get(kind.name, "number")


@dataclass(frozen=True, slots=True)
class PlanScope:
    """What a formula of the plan can see from the worksheet it stands in."""

    structure: Structure
    worksheet: str
    rowwise: bool

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        """The column in its canonical spelling, with its fact; `worksheet` empty means the own one."""
        node = self.structure.node_name(f"{worksheet or self.worksheet}[{column}]")
        if node is None:
            return None
        place = self.structure.places[node]
        assert place.column is not None
        return Reference(place.worksheet, place.column.title), _fact(self.structure, place.node)

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        """The Parameter or Figure in its canonical spelling, with its fact."""
        node = self.structure.node_name(name)
        if node is None or self.structure.places[node].name is None:
            return None
        return Reference("", node), _fact(self.structure, node)

    def worksheets(self) -> Iterable[str]:
        """All worksheets, underscored."""
        return self.structure.worksheets

    def columns(self, worksheet: str) -> Iterable[str]:
        """Column titles of a worksheet; none when it is unknown."""
        found = self.structure.worksheet_name(worksheet or self.worksheet)
        return [column.title for column in self.structure.worksheets[found].columns] if found else []

    def names(self) -> Iterable[str]:
        """All Parameters and Figures."""
        return [*self.structure.parameters, *self.structure.figures]


def key_target(structure: Structure, target: str) -> tuple[str, Column]:
    """The worksheet and key column that a Reference names, `Sheet_name[Key]`; PlanError when there is none."""
    node = structure.node_name(target)
    place = structure.places.get(node or "")
    if place is None or place.column is None or not place.column.key:
        raise PlanError(f"A Reference names a key column, and {target} is none.")
    return place.worksheet, place.column


def source_sheets(structure: Structure, sheet: Worksheet) -> tuple[str, ...]:
    """The worksheets whose rows a generated worksheet follows."""
    return tuple(key_target(structure, source)[0] for source in sheet.rows.sources)


def generated_from(structure: Structure) -> Mapping[str, tuple[str, ...]]:
    """Source worksheets of every generated worksheet, so that each comes after its sources."""
    sources = {
        name: source_sheets(structure, sheet)
        for name, sheet in structure.worksheets.items()
        if sheet.rows.mode == "generated"
    }
    return {name: sources[name] for name in sorted(sources, key=lambda name: any(s in sources for s in sources[name]))}
