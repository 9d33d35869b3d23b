"""Values of every node: from scratch, downstream of a change, or for many cases in one pass."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..formula.check import Checked
from ..formula.compiler import Compiled, compile_formula, faults_raised
from ..formula.layout import laid_values
from ..formula.scope import Reference
from ..formula.states import compacted
from ..formula.values import NAME, Texts, Values
from .cells import block_of_cases, joined, key_texts, same, stretched
from .columns import Column
from .first_read import FirstRead
from .passes import Overlay, Pass
from .rounds import nothing
from .structure import Place, Structure, column_node, key_target

if TYPE_CHECKING:
    from .rounds import ClosedRound
    from .sheet import Ids, Rows

BLOCK_CELLS = 81_920
"""Cells of a usual column in a block of cases: 640 kB, so that some stay in the cache and calls count little."""
MOST_CELLS = 5 * BLOCK_CELLS
"""Cells of the widest column in a block of cases."""


@dataclass(slots=True, eq=False)
class Calculation:
    """The values of a plan; `rows` and `parameters` are the plan's own and are read, never written."""

    structure: Structure
    texts: Texts
    rows: Mapping[str, Rows]
    parameters: Mapping[str, Values]
    rounds: list[ClosedRound]
    values: dict[str, Values] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    _compiled: dict[str, Compiled] = field(default_factory=dict)
    _named: dict[str, Named] = field(default_factory=dict)
    _shared: dict[Hashable, tuple[tuple[object, ...], Any]] = field(default_factory=dict)
    _nodes_of_key: dict[Hashable, list[str]] = field(default_factory=dict)
    _place_in_order: dict[str, int] = field(default_factory=dict)
    _dependents: dict[str, list[str]] = field(default_factory=dict)

    def restructure(self, structure: Structure) -> set[str]:
        """Take over a new structure; gives the nodes that are new or whose formula is another."""
        before = self.structure
        changed = {
            node
            for node, place in structure.places.items()
            if node not in self.values
            or node not in before.places
            or before.checked.get(node) != structure.checked.get(node)
            or place.kind != before.places[node].kind
        }
        self.structure = structure
        gone = self.values.keys() - structure.places.keys()
        for node in gone:
            self.values.pop(node), self._named.pop(node, None)  # its version counts on, should the name come again
        for key in [key for key, nodes in self._nodes_of_key.items() if not gone.isdisjoint(nodes)]:
            self._nodes_of_key.pop(key), self._shared.pop(key, None)
        for node in changed | gone:
            self._compiled.pop(node, None)
        self._place_in_order, self._dependents = {}, {}
        return changed

    def dependents(self, node: str) -> list[str]:
        """Nodes that read a node in this round, directly."""
        self._index()
        return self._dependents[node]

    def _index(self) -> None:
        if not self._place_in_order:
            self._place_in_order = {name: place for place, name in enumerate(self.structure.order)}
            self._dependents = {name: [] for name in self.structure.order}
            for dependent, found in self.structure.reads.items():
                for read in found:
                    if not read.prior:
                        self._dependents[read.node].append(dependent)

    def from_scratch(self) -> int:
        """Evaluate everything; gives the number of computed columns and Figures.

        Inputs that hold what they held keep their indexes and, when short, the tests made of them.
        """
        self.take(self.structure.order)
        return len(self.structure.checked)

    def begin(self, structure: Structure) -> None:
        """Take over what was typed; a formula, also a user's own, is evaluated when first read, or by `complete`."""
        if structure is not self.structure:
            self.restructure(structure)
        self.values = FirstRead(self)
        self.take(node for node in self.structure.order if node not in self.structure.checked)

    def complete(self, seconds: float = math.inf) -> bool:
        """Evaluate what `begin` has left, for about so many seconds; -> whether nothing is left."""
        if isinstance(self.values, FirstRead):
            if not self.values.go_on(seconds):
                return False
            self.values = dict(self.values)
        return True

    def take(self, nodes: Iterable[str]) -> None:
        """Evaluate nodes, each after those that it reads."""
        values, versions = self.values, self.versions
        checked, places = self.structure.checked, self.structure.places
        reading = Pass(self, 0, None)
        with faults_raised():
            for node in nodes:
                if node in checked:
                    values[node] = self._computed(node, places[node], reading)
                else:
                    old, new = values.get(node), self._evaluated(node, None)
                    if old is new or (old is not None and same(old, new)):
                        continue
                    values[node] = new
                versions[node] = versions.get(node, 0) + 1

    def run(self, dirty: Iterable[str]) -> tuple[set[str], int]:
        """Evaluate these nodes and what lies downstream, stopping where a value came out equal.

        Gives the nodes whose values changed and the number of formulas evaluated.
        """
        self._index()
        waiting = [self._place_in_order[node] for node in dirty]
        heapq.heapify(waiting)
        changed: set[str] = set()
        evaluated, last = 0, -1
        with faults_raised():
            while waiting:
                place = heapq.heappop(waiting)
                if place == last:
                    continue
                last = place
                node = self.structure.order[place]
                evaluated += node in self.structure.checked
                if self._renewed(node):
                    changed.add(node)
                    for dependent in self._dependents[node]:
                        heapq.heappush(waiting, self._place_in_order[dependent])
        return changed, evaluated

    def _renewed(self, node: str) -> bool:
        """Evaluate a node; False when it holds what it held."""
        old, new = self.values.get(node), self._evaluated(node, None)
        if old is not None and same(old, new):
            return False
        self.values[node] = new
        self.versions[node] = self.versions.get(node, 0) + 1
        return True

    def evaluate(self, node: str, overlay: Overlay | None = None) -> Values:
        """One node from the values it reads, in this round or under an overlay of changed values."""
        with faults_raised():
            return self._evaluated(node, overlay)

    def result(self, checked: Checked) -> Values:
        """What any checked formula comes to now, shape (1, rows of its worksheet) or, for a Name, (1, 1)."""
        rows = len(self.rows[checked.worksheet].ids) if checked.rowwise else 1
        if rows == 0:
            return Values(np.zeros((1, 0)))
        with faults_raised():
            return compile_formula(checked).run(Pass(self, rows, None))

    def _evaluated(self, node: str, overlay: Overlay | None) -> Values:
        place = self.structure.places[node]
        if node in self.structure.checked:
            return self._computed(node, place, Pass(self, 0, overlay))
        if node in self.structure.broken:
            shape = (1, len(self.rows[place.worksheet].ids) if place.column is not None else 1)
            return Values(np.zeros(shape), np.full(shape, NAME, dtype=np.uint8))
        if place.column is None:
            return self.parameters[node]
        if place.column.kind.name == "Reference":
            return self._referenced(node, place, place.column, overlay)
        return self._typed(node, self.rows[place.worksheet], place.column.stored_as)

    def _typed(self, node: str, rows: Rows, column: str) -> Values:
        """An input column; the very values there are while nothing is written in it."""
        cells, old = rows.cells.get(column), self.values.get(node)
        if cells is not None and old is not None and cells.gave(old):
            return old
        return compacted(rows.values(column))

    def _computed(self, node: str, place: Place, reading: Pass) -> Values:
        """A computed column or Figure; `reading`, which may serve one after the other, is set to its rows."""
        reading.rows = rows = len(self.rows[place.worksheet].ids) if place.column is not None else 1
        if rows == 0:
            return Values(np.zeros((1, 0)))
        compiled = self._compiled.get(node)
        if compiled is None:
            compiled = self._compiled[node] = compile_formula(self.structure.checked[node])
        return compiled.run(reading)

    def _referenced(self, node: str, place: Place, column: Column, overlay: Overlay | None) -> Values:
        """A Reference column as the texts of the keys it names; as it was while neither has changed."""
        typed = self.rows[place.worksheet].cells.get(column.stored_as)
        sheet, key = key_target(self.structure, column.kind.target)
        keys, ids = self.read(Reference(sheet, key.title), overlay), self.rows[sheet].ids
        if overlay is None and typed is not None:
            kept = self._named.get(node)
            if kept and kept.keys is keys and kept.ids is ids and typed.gave(kept.cells):
                return kept.texts
        cells = self.rows[place.worksheet].values(column.stored_as)
        texts = compacted(key_texts(cells, ids, keys))
        if overlay is None:
            self._named[node] = Named(cells, ids, keys, texts)
        return texts

    def read(self, reference: Reference, overlay: Overlay | None = None) -> Values:
        """The values a reference names."""
        node = reference.node
        if reference.prior:
            is_name = not reference.worksheet
            return self.rounds[-1].values(node, is_name) if self.rounds else nothing(is_name)
        if overlay is not None and node in overlay.values:
            return overlay.values[node]
        return self.values[node]

    def shared(self, key: Hashable, make: Callable[[], Any], overlay: Overlay | None) -> Any:
        """What `make` gives, kept while the columns named in the key keep their values."""
        nodes = self._nodes_of_key.get(key)
        if nodes is None:
            nodes = self._nodes_of_key[key] = [part.node for part in _references(key) if not part.prior]
        if overlay is not None and any(node in overlay.values for node in nodes):
            if key not in overlay.shared:
                overlay.shared[key] = make()
            return overlay.shared[key]
        versions = (self.rounds[-1] if self.rounds else None, *map(self.versions.get, nodes))
        kept = self._shared.get(key)
        if kept is None or kept[0] != versions:
            kept = self._shared[key] = (versions, make())
        return kept[1]

    def cases(
        self,
        inputs: Mapping[str, Values],
        targets: Iterable[str],
        progress: Callable[[float], bool] = lambda fraction: True,
    ) -> dict[str, Values]:
        """Nodes under changed inputs of shape (cases, rows): what changes is evaluated, in blocks, in one pass.

        `progress` is called with the fraction done and stops the work by giving False (what was done is given).
        """
        wanted = list(targets)
        path = self.between(inputs, wanted)
        count = max((values.numbers.shape[0] for values in inputs.values()), default=1)
        blocks = math.ceil(count / self.cases_at_once(path))
        block, unread = math.ceil(count / max(1, blocks)) or 1, self.last_read(path, wanted)
        parts: dict[str, list[Values]] = {node: [] for node in wanted}
        for start in range(0, count, block):
            given = {node: block_of_cases(values, start, block) for node, values in inputs.items()}
            overlay = self.under(path, given, unread)
            for node in wanted:
                parts[node].append(stretched(overlay.get(node, self.values[node]), min(block, count - start)))
            if not progress(min(1.0, (start + block) / count)):
                break
        return {node: joined(found) for node, found in parts.items()}

    def cases_at_once(self, path: Iterable[str]) -> int:
        """How many cases of these nodes are best evaluated in one block: so many that a usual column fills it."""
        places = [self.structure.places[node] for node in path]
        widths = [len(self.rows[place.worksheet]) if place.column is not None else 1 for place in places] or [1]
        mean, widest = sum(widths) / len(widths), max(1, *widths)
        return max(16, min(int(BLOCK_CELLS / max(1.0, mean)), MOST_CELLS // widest))

    def renewed(self, held: Mapping[str, Values], reach: Collection[str], changed: Iterable[str]) -> dict[str, Values]:
        """Values held in place of the plan's own, brought up to date where nodes have changed.

        `reach` are the nodes that are to be held beside the inputs; what is new of them and what lies downstream of the
        changed is evaluated, in order, and no further than values differ.
        """
        self._index()
        overlay = Overlay(dict(held))
        dirty = {dependent for node in changed for dependent in self._dependents[node] if dependent in reach}
        dirty.update(node for node in reach if node not in held)
        waiting, last = sorted(self._place_in_order[node] for node in dirty), -1
        with faults_raised():
            while waiting:
                place = heapq.heappop(waiting)
                if place == last:
                    continue
                last, node = place, self.structure.order[place]
                old, new = held.get(node), self._evaluated(node, overlay)
                if old is None or not same(old, new):
                    overlay.values[node] = new
                    for dependent in self._dependents[node]:
                        if dependent in reach:
                            heapq.heappush(waiting, self._place_in_order[dependent])
        return overlay.values

    def last_read(self, path: Iterable[str], wanted: Iterable[str]) -> dict[str, list[str]]:
        """For each node of a path what no later one reads and nobody wants, so that its memory serves the next."""
        kept, unread = set(wanted), dict[str, list[str]]()
        for node in reversed(list(path)):
            read = {found.node for found in self.structure.reads[node] if not found.prior}
            unread[node] = [*read - kept]
            kept |= read
        return unread

    def under(
        self, path: Iterable[str], given: Mapping[str, Values], unread: Mapping[str, Sequence[str]] | None = None
    ) -> dict[str, Values]:
        """The given values and those of the nodes of a path, in its order, that follow from them.

        `unread` (see `last_read`) says what may be forgotten after which node.
        """
        cases = max((len(values.numbers) for values in given.values()), default=1)
        overlay = Overlay({node: laid_values(values) for node, values in given.items()}, cases)
        with faults_raised():
            for node in path:
                overlay.values[node] = laid_values(self._evaluated(node, overlay))
                for gone in () if unread is None else unread[node]:
                    overlay.values.pop(gone, None)
        return overlay.values

    def showing(
        self, changed: Mapping[str, Values], rows: Mapping[str, Rows], parameters: Mapping[str, Values]
    ) -> Calculation:
        """The same calculation with other values of some nodes, and the inputs they follow from; to be read only."""
        self.complete()
        values = {**self.values, **changed}
        return replace(self, rows=rows, parameters=parameters, values=values, _named={}, _shared={})

    def between(self, inputs: Iterable[str], targets: Iterable[str]) -> list[str]:
        """Nodes downstream of the inputs and upstream of the targets, in order, the inputs left out."""
        self._index()
        upstream: set[str] = set()
        pending = list(targets)
        while pending:
            node = pending.pop()
            if node not in upstream:
                upstream.add(node)
                pending.extend(read.node for read in self.structure.reads[node] if not read.prior)
        given = set(inputs)
        found: set[str] = set()
        pending = list(given)
        while pending:
            for node in self.dependents(pending.pop()):
                if node in upstream and node not in found and node not in given:
                    found.add(node)
                    pending.append(node)
        return sorted(found, key=self._place_in_order.__getitem__)


@dataclass(frozen=True, slots=True, eq=False)
class Named:
    """What the texts of a Reference column were made from: its cells, the rows it can name and their keys."""

    cells: Values
    ids: Ids
    keys: Values
    texts: Values


def _references(key: Any) -> list[Reference]:
    if isinstance(key, Reference):
        return [key]
    return [found for part in key for found in _references(part)] if isinstance(key, tuple) else []


def column_nodes(structure: Structure, worksheet: str) -> list[str]:
    """The nodes of all columns of a worksheet."""
    return [column_node(worksheet, column.title) for column in structure.worksheets[worksheet].columns]
