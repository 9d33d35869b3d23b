"""Rows that follow the rows of other worksheets: their order, and those that have lost what they followed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .sheet import Ids, Rows


def follow(rows: Rows, sources: Sequence[Ids]) -> Rows:
    """Put rows in the order of their sources, the first outermost; gives those, taken out, whose sources are not there.

    `sources` are the row ids of each source worksheet in their order. A plan made when the worksheet followed others
    holds such rows.
    """
    places = np.zeros((len(sources), len(rows)), dtype=np.intp)
    known = np.ones(len(rows), dtype=bool)
    for column, ids in enumerate(sources if len(rows) else ()):
        named = rows.sources[:, column]
        if not len(ids):
            known[:] = False
            continue
        by_id = np.argsort(ids)
        places[column] = by_id[np.minimum(np.searchsorted(ids, named, sorter=by_id), len(ids) - 1)]
        known &= ids[places[column]] == named
    strays = rows.taken_out(np.flatnonzero(~known))
    if len(rows):
        rows.sort(list(places[::-1, known]))
    return strays
