"""How many measures stand at which status, for the whole plan and for each process."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from .display_list import STATUS_ROLES

if TYPE_CHECKING:
    from ..model.plan import Plan


def status_counts(plan: Plan) -> dict[str, Counter[str]]:
    """For each process title, how often each status word stands in the worksheets that declare `status_of`.

    A worksheet declares the column of status words and, with `status_of`, the Reference column whose row names the
    process in a column of its own (a KPI counts for the process of its objective).
    """
    counts: dict[str, Counter[str]] = {process.title: Counter() for process in plan.processes}
    for sheet in plan.sheets.values():
        declared = sheet.declaration
        if not declared.status_of:
            continue
        reference, process_column = declared.status_of
        target = plan.sheet(sheet.column_named(reference).kind.target.split("[")[0])
        key = target.declaration.keys[0].title
        process_of = dict(zip(target.column(key), target.column(process_column), strict=True))
        for word, named in zip(sheet.column(declared.status), sheet.column(reference), strict=True):
            process = process_of.get(named)
            if word in STATUS_ROLES and process in counts:
                counts[process][word] += 1
    return counts
