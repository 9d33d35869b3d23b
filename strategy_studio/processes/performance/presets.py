"""Presets of the scorecard: scoring as other well-known tools do it, each a whole set of rules."""

from __future__ import annotations

from ...model.columns import StoredValue
from ...model.worksheet import Preset

SCORING = (
    "Status_basis",
    "Status_on_target",
    "Status_watch",
    "Watch_tolerance",
    "Score_cap",
    "Score_scale",
    "Score_source",
    "Points_on_target",
    "Points_watch",
    "Points_off_target",
    "Scale_rule",
    "Coverage_minimum",
    "Rollup_rule",
    "Not_due_rule",
    "Objective_method",
    "Perspective_method",
    "Total_method",
)
"""Every Parameter that decides how a value becomes a score: each preset states them all."""


def scoring(**values: StoredValue) -> tuple[tuple[str, StoredValue], ...]:
    """All scoring Parameters, with the defaults for those not given."""
    return tuple((name, values.get(name)) for name in SCORING)


PRESETS = (
    Preset(
        "Strategy Studio",
        help="The plan's own rules: performance in per cent, lagging measures first, too little data is No data.",
        parameters=scoring(),
    ),
    Preset(
        "BSC Designer",
        help="Performance on the scale from minimum to maximum, or from the baseline where the worse end is empty; "
        "leading and lagging measures rise together, by weight.",
        parameters=scoring(Scale_rule="Baseline is the start", Rollup_rule="Combined", Coverage_minimum=0),
        columns=(("KPIs", "Form", "Range"),),
    ),
    Preset(
        "Spider Impact (0-10)",
        help="Scores from 0 to 10: 3.33 at the red flag and 6.67 at the goal, where green begins; reaching the goal "
        "is not yet a 10.",
        parameters=scoring(
            Status_on_target=2 / 3,
            Status_watch=1 / 3,
            Score_scale=10,
            Rollup_rule="Combined",
            Coverage_minimum=0,
            Not_due_rule="Left out",
        ),
        columns=(("KPIs", "Form", "Goal and flag"),),
    ),
    Preset(
        "ClearPoint rules",
        help="A status is given by rules read from top to bottom, the first that holds wins; without rules green is at "
        "the target and amber within a tenth of its size. Objectives average the points of the statuses.",
        parameters=scoring(
            Status_basis="Rules",
            Status_on_target=0.75,
            Status_watch=0.25,
            Watch_tolerance=0.1,
            Score_source="Status",
            Rollup_rule="Combined",
            Coverage_minimum=0,
            Not_due_rule="Left out",
            Objective_method="Average",
            Perspective_method="Average",
            Total_method="Average",
        ),
    ),
)
