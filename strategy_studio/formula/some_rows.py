"""Some rows of a formula's worksheet by themselves: with many cases a branch is computed only where one takes it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from .cases import take
from .scope import Context, Reference
from .states import Flags, Rows
from .steps import Step
from .values import Texts, Values

MOST = 0.75
"""From this share of the rows on, all of them are computed: picking rows out costs time too."""


@dataclass(frozen=True, slots=True)
class SomeRows:
    """A context in which `[@Column]` has the rows at some places only."""

    context: Context
    places: Rows

    @property
    def texts(self) -> Texts:
        """See Context."""
        return self.context.texts

    @property
    def rows(self) -> int:
        """See Context."""
        return len(self.places[0])

    @property
    def many(self) -> bool:
        """See Context."""
        return self.context.many

    def read(self, reference: Reference) -> Values:
        """See Context."""
        values = self.context.read(reference)
        return values if reference.whole or values.numbers.shape[1] == 1 else take(values, self.places)

    def read_all(self, references: Sequence[Reference]) -> list[Values]:
        """See Context."""
        return [*map(self.read, references)]

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """See Context; what was made from rows of this worksheet is made anew for these."""
        return self.context.shared(key, make) if _of_all_rows(key) else make()


@lru_cache(maxsize=16384)
def _of_all_rows(key: Hashable) -> bool:
    if isinstance(key, Reference):
        return key.whole
    return all(map(_of_all_rows, key)) if isinstance(key, tuple) else True


def where(mask: Flags, step: Step, context: Context) -> Values:
    """A step's values, of all rows, or of only those in which the mask holds in some case.

    They are told apart by their number: it is that of all rows, or 1, or else that of the rows in which the mask holds.
    """
    rows = mask.shape[1]
    if not context.many or rows != context.rows:
        return step(context)
    wanted = mask[0] if len(mask) == 1 else mask.any(axis=0)
    if np.count_nonzero(wanted) > MOST * rows:
        return step(context)
    return step(SomeRows(context, np.flatnonzero(wanted)[None, :]))
