"""Which rows fulfil the criteria of a call, for every row of the formula at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..cases import pick_cases, take
from ..distinct import numbered
from ..groups import Groups, MaskGroups, RowGroups
from ..keys import KeyIndex, index_keys
from ..nodes import Boolean, Number, Text
from ..scope import Context
from ..states import Flags, Rows, states_of
from ..steps import Argument, Key
from ..values import Values
from ..wording import cells_at, distinct_cells
from .criteria import Criterion, matches

MASK_CELLS = 2_000_000
"""How many cells a block of masks may have, so that it stays in memory."""
MOST_PAIRS = 4096
"""How many pairs of a value and a row may be compared for each case, before a pass per key column is faster."""
CASE_BLOCK = 64
"""How many cases are taken at a time when both criteria and numbers differ by case."""

ALL: Flags = np.ones((1, 1), dtype=np.bool_)

Reduce = Callable[[Groups, Values], Values]


@dataclass(frozen=True, slots=True)
class Selection:
    """The criteria of a call with their columns, of one case, and the values they are held against.

    `shared` is False when the columns are only some cases of what the context reads. `keys` are those of `keys_of`.
    """

    context: Context
    criteria: tuple[Criterion, ...]
    columns: list[Values]
    values: list[Values]
    shared: bool
    keys: tuple[Key, Key | None]

    def index(self, place: int) -> KeyIndex:
        """The index of a criterion's column."""
        column, texts = self.columns[place], self.context.texts
        if not self.shared:
            return index_keys(column, texts)
        key = ("keys", self.criteria[place].column.reference)
        return self.context.shared(key, lambda: index_keys(column, texts))  # type: ignore[no-any-return]

    def equal(self) -> list[int]:
        """The criteria that ask for equality."""
        return [place for place, criterion in enumerate(self.criteria) if criterion.test == "="]

    def others(self) -> list[int]:
        """The criteria that ask for something else."""
        return [place for place, criterion in enumerate(self.criteria) if criterion.test != "="]


@dataclass(frozen=True, slots=True)
class Stage:
    """One more key column joined to the groups so far: `size` keys, and the codes that occur.

    A code is group * size + key; `codes` has them sorted, the new group being their place, or is None when the code
    itself is the group.
    """

    size: int
    codes: Rows | None

    def find(self, groups: Rows, keys: Rows) -> Rows:
        """The new group of groups and keys, -1 for none."""
        missing = (groups < 0) | (keys < 0)
        code = np.where(missing, 0, groups * self.size + keys)
        if self.codes is None:
            return np.where(missing, -1, code)
        place = np.minimum(np.searchsorted(self.codes, code), len(self.codes) - 1)
        return np.where(missing | (self.codes[place] != code), -1, place)


@dataclass(frozen=True, slots=True)
class Combined:
    """Several key columns as one: the group of each row, and how the groups of wanted keys are found."""

    rows: Rows
    count: int
    stages: tuple[Stage, ...]

    def find(self, keys: Sequence[Rows]) -> Rows:
        """The group of each combination of keys, -1 for none."""
        groups = keys[0]
        for stage, key in zip(self.stages, keys[1:], strict=True):
            groups = stage.find(groups, key)
        return groups


def combine(indexes: Sequence[KeyIndex]) -> Combined:
    """The groups of the rows by all the key columns together."""
    rows, count = indexes[0].rows, indexes[0].count
    stages: list[Stage] = []
    for index in indexes[1:]:
        size = index.count + 1
        rows, count = rows * size + index.rows, (count + 1) * size
        codes: Rows | None = None
        if count > 4 * len(rows) + 1024:
            codes, _, rows = numbered(rows)
            count = len(codes)
        stages.append(Stage(size, codes))
    return Combined(rows, count, tuple(stages))


def token(argument: Argument | None) -> Hashable:
    """What stands for an argument in a shared key: its reference or the value written; None when it is computed."""
    if argument is not None and isinstance(argument.node, Text | Number | Boolean):
        return argument.node
    return None if argument is None else argument.reference


def keys_of(criteria: Sequence[Criterion]) -> tuple[Key, Key | None]:
    """What the groups of the equal criteria are shared by, and the groups wanted; None where a value is computed."""
    equal = [criterion for criterion in criteria if criterion.test == "="]
    columns = tuple(criterion.column.reference for criterion in equal)
    wanted = tuple(token(criterion.value) for criterion in equal)
    return Key("groups", columns), None if None in wanted else Key("wanted", columns, wanted)


def equal_groups(selection: Selection) -> tuple[RowGroups, Rows]:
    """The rows grouped by the columns that must be equal, and the group wanted by each row of the formula."""
    equal = selection.equal()
    if not equal:
        rows = np.zeros(selection.columns[0].numbers.shape[1], dtype=np.intp)
        return RowGroups(rows, 1), np.zeros((1, 1), dtype=np.intp)

    def group() -> Combined:
        return combine([selection.index(place) for place in equal])

    def find() -> Rows:
        texts = selection.context.texts
        return combined.find([selection.index(place).find(selection.values[place], texts) for place in equal])

    shared = selection.context.shared
    groups_key, wanted_key = selection.keys
    combined: Combined = shared(groups_key, group) if selection.shared else group()
    keys: Rows = shared(wanted_key, find) if selection.shared and wanted_key is not None else find()
    return RowGroups(combined.rows, combined.count), keys


def limited(groups: RowGroups, selection: Selection, places: Sequence[int]) -> RowGroups:
    """The groups without the rows that fail criteria whose value is the same for every row of the formula."""
    passed: Flags = ALL
    for place in places:
        test, column = selection.criteria[place].test, selection.columns[place]
        passed = passed & matches(test, column, selection.values[place], selection.context.texts)
    rows = np.where(passed[0], groups.rows, groups.count)
    return RowGroups(rows, groups.count)


def aggregated(selection: Selection, cells: Values, reduce: Reduce) -> Values:
    """`reduce` of the cells in the rows selected for each row of the formula, shape (cases|1, rows|1)."""
    others = selection.others()
    if any(selection.values[place].numbers.size > 1 for place in others):
        return _masked(selection, cells, reduce)
    groups, keys = equal_groups(selection)
    if others:
        groups = limited(groups, selection, others)
    return take(reduce(groups, cells), keys)


def _masked(selection: Selection, cells: Values, reduce: Reduce) -> Values:
    """As `aggregated`, one mask for each distinct combination of values."""
    first, inverse, shape = distinct_cells(selection.values)
    if shape[0] > CASE_BLOCK and cells.numbers.shape[0] > 1:
        return stacked(list(_case_blocks(selection, cells, reduce, shape[0])), axis=0)
    length = cells.numbers.shape[1]
    block = max(1, MASK_CELLS // max(length, 1))
    results = []
    for start in range(0, len(first), block):
        chosen = [cells_at(values, first[start : start + block], shape) for values in selection.values]
        masks = np.broadcast_to(_masks(selection, chosen), (len(first[start : start + block]), length))
        results.append(_without_last(reduce(MaskGroups(masks[None]), cells)))
    if not results:
        return Values(np.zeros(shape))
    return take(stacked(results, axis=1), inverse.reshape(shape))


def _case_blocks(selection: Selection, cells: Values, reduce: Reduce, count: int) -> Iterator[Values]:
    for start in range(0, count, CASE_BLOCK):
        cases = slice(start, start + CASE_BLOCK)
        values = [pick_cases(value, cases) for value in selection.values]
        yield _masked(replace(selection, values=values), pick_cases(cells, cases), reduce)


def few_rows(columns: Sequence[Values], values: Sequence[Values]) -> bool:
    """True when every value can be held against every row of every case at once."""
    rows, wanted = columns[0].numbers.shape[1], max(value.numbers.shape[1] for value in values)
    return int(rows * wanted) <= MOST_PAIRS


def by_case(selection: Selection, cells: Values, reduce: Reduce) -> Values:
    """As `aggregated`, for criteria whose columns differ between cases and have few rows."""
    length, texts = cells.numbers.shape[1], selection.context.texts
    wanted = max(value.numbers.shape[1] for value in selection.values)
    given = [*selection.columns, *selection.values, cells]
    cases = max(values.numbers.shape[0] for values in given)
    block = max(1, MASK_CELLS // max(1, length * wanted))
    results = []
    for start in range(0, cases, block):
        chosen = slice(start, min(start + block, cases))
        picked = [pick_cases(values, chosen) for values in given]
        passed: Flags = np.ones((1, 1, 1), dtype=np.bool_)
        for place, criterion in enumerate(selection.criteria):
            column, value = picked[place], picked[len(selection.criteria) + place]
            passed = passed & matches(criterion.test, _with_axis(column, 1), _with_axis(value, 2), texts)
        masks = np.broadcast_to(passed, (chosen.stop - chosen.start, wanted, length))
        results.append(_without_last(reduce(MaskGroups(masks), picked[-1])))
    return stacked(results, axis=0)


def _with_axis(values: Values, axis: int) -> Values:
    states = values.states
    return Values(np.expand_dims(values.numbers, axis), None if states is None else np.expand_dims(states, axis))


def _masks(selection: Selection, values: Sequence[Values]) -> Flags:
    """Which rows pass, shape (values, rows), for values of shape (1, values)."""
    passed: Flags = np.ones((1, 1), dtype=np.bool_)
    for place, criterion in enumerate(selection.criteria):
        upright = Values(values[place].numbers.T, None if values[place].states is None else states_of(values[place]).T)
        if criterion.test == "=":
            index = selection.index(place)
            passed = passed & (index.rows == index.find(upright, selection.context.texts))
        else:
            passed = passed & matches(criterion.test, selection.columns[place], upright, selection.context.texts)
    return passed


def _without_last(values: Values) -> Values:
    states = values.states
    if states is not None:
        states = np.broadcast_to(states, values.numbers.shape)[:, :-1]
    return Values(values.numbers[:, :-1], states)


def stacked(results: Sequence[Values], axis: int) -> Values:
    """Values one behind the other along an axis."""
    numbers = np.concatenate([result.numbers for result in results], axis=axis)
    if all(result.states is None for result in results):
        return Values(numbers)
    spread = [np.broadcast_to(states_of(result), result.numbers.shape) for result in results]
    return Values(numbers, np.concatenate(spread, axis=axis))
