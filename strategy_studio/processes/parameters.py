"""The Parameters of a plan: every scalar a team may set, with its default."""

from __future__ import annotations

from datetime import date

from ..model.columns import Kind
from ..model.worksheet import Parameter
from .vocabulary import PERCENT, ROLLUP_METHODS, TEXT

NUMBER = Kind("Number")
WHOLE = Kind("Whole number")
DATE = Kind("Date")


METHOD = Kind("Choice", choices=ROLLUP_METHODS)


def serial(day: date) -> float:
    """The Excel serial of a day, as cells store dates."""
    return float((day - date(1899, 12, 30)).days)


PARAMETERS = (
    Parameter("Plan_currency", TEXT, "EUR", help="shown with Money"),
    Parameter("Period_name", Kind("Choice", choices=("Year", "Quarter", "Month")), "Year", help="length of one period"),
    Parameter("Period_start", DATE, serial(date(2027, 1, 1)), help="first day of the current round"),
    Parameter("Review_date", DATE, serial(date(2027, 12, 31)), help='"today" of the plan; replaces a clock function'),
    Parameter("Discount_rate", PERCENT, 0.1, unit="per period", help="for all present values unless overridden"),
    Parameter("Planning_periods", WHOLE, 5, unit="periods", help="horizon when CLV_horizon is Limited"),
    Parameter("Margin_growth", PERCENT, 0, unit="per period", help="growth of customer margin"),
    Parameter(
        "CLV_convention",
        Kind("Choice", choices=("A", "B", "C")),
        "A",
        help="A first margin at the end of period 1 if the customer stays (Gupta & Lehmann 2003); B "
        "first margin now, certain (Farris et al.); C first margin at the end of period 1, certain "
        "(Atkinson & Kaplan)",
    ),
    Parameter(
        "CLV_horizon", Kind("Choice", choices=("Infinite", "Limited")), "Infinite", help="endless or Planning_periods"
    ),
    Parameter("Retention_uplift", PERCENT, 0.05, unit="points", help="default lift in Retention economics"),
    Parameter(
        "Value_ratio_minimum",
        NUMBER,
        1,
        help="CLV / acquisition cost below this reopens a segment; convention, editable",
    ),
    Parameter("Tax_rate", PERCENT, 0.25),
    Parameter("Cost_of_capital", PERCENT, 0.09, unit="per year", help="WACC"),
    Parameter(
        "Employee_change", NUMBER, 2, unit="% points", help="planned change in employee value for the linkage chain"
    ),
    Parameter("Scale_low", NUMBER, 1, help="lowest score in Segment scores"),
    Parameter("Scale_high", NUMBER, 5, help="highest score in Segment scores"),
    Parameter("Matrix_cut_low", NUMBER, 2.33, help="Low / Medium; convention, editable"),
    Parameter("Matrix_cut_high", NUMBER, 3.67, help="Medium / High; convention, editable"),
    Parameter("Information_cut", PERCENT, 0.5, help="CRM position, vertical; convention, editable"),
    Parameter("Individualisation_cut", PERCENT, 0.5, help="CRM position, horizontal; convention, editable"),
    Parameter("Micro_level_cut", NUMBER, 2.5, help="Segment granularity; convention, editable"),
    Parameter("Single_level_cut", NUMBER, 4, help="Segment granularity; convention, editable"),
    Parameter("Affordable_service_share", PERCENT, 0.25, unit="of margin before service", help="convention, editable"),
    Parameter(
        "Channel_business_weight", PERCENT, 0.5, help="business side in Channel choice; the customer side gets the rest"
    ),
    Parameter(
        "Full_price_difference", PERCENT, 0.2, help="price gap that counts as full conflict; convention, editable"
    ),
    Parameter("Conflict_rule_factor", NUMBER, 0.5, help="factor when a rule exists; convention, editable"),
    Parameter("Default_value_threshold", PERCENT, 0, unit="of records", help="default values tolerated"),
    Parameter("Weight_completeness", NUMBER, 1, help="data quality dimension"),
    Parameter("Weight_accuracy", NUMBER, 1, help="data quality dimension"),
    Parameter("Weight_timeliness", NUMBER, 1, help="data quality dimension"),
    Parameter("Weight_consistency", NUMBER, 1, help="data quality dimension"),
    Parameter("Application_cut", NUMBER, 3, help="both axes of the application picture"),
    Parameter("Readiness_blocker", PERCENT, 0.6, help="IT readiness; convention, editable"),
    Parameter(
        "Privacy_risk_limit", NUMBER, 12, unit="of 25", help="residual risk that forces action; convention, editable"
    ),
    Parameter("Intention_weight", NUMBER, 0.3, help="QCi questions; convention, editable"),
    Parameter("Reality_weight", NUMBER, 0.7, help="QCi questions; convention, editable"),
    Parameter("Process_pass_mark", NUMBER, 3, help="lowest score allowed in Process selection; convention, editable"),
    Parameter("Status_on_target", PERCENT, 0.95, help="at or above = On target; convention, editable"),
    Parameter("Status_watch", PERCENT, 0.8, help="at or above = Watch, below = Off target; convention, editable"),
    Parameter(
        "Status_basis",
        Kind("Choice", choices=("Performance", "Progress", "Pace", "Value", "Rules")),
        "Performance",
        help="number the KPI status looks at; Value compares with the target itself, Rules with Status rules",
    ),
    Parameter(
        "Score_cap",
        PERCENT,
        1,
        help="upper clamp of Performance; 120% or more allows over-fulfilment, 1000% is as good as none",
    ),
    Parameter("Coverage_minimum", PERCENT, 0.5, help="less weight with data than this = No data; convention, editable"),
    Parameter(
        "Rollup_rule",
        Kind("Choice", choices=("Lagging first", "Combined")),
        "Lagging first",
        help="which KPI score rises to the objective",
    ),
    Parameter("Trend_dead_band", PERCENT, 0.02, help="no arrow inside; convention, editable"),
    Parameter(
        "Lag_period",
        Kind("Choice", choices=("Round", "Year", "Half-year", "Quarter", "Month")),
        "Round",
        help="the period in which the lags of Strategy map links are counted; Round is Period_start to Review_date",
    ),
    Parameter(
        "Reweight_strength", NUMBER, 1, help="how strongly a gap raises the suggested weight; convention, editable"
    ),
    Parameter(
        "Reopen_after_rounds",
        WHOLE,
        2,
        unit="rounds",
        help="off target in a row before reopening; convention, editable",
    ),
    Parameter("Watch_tolerance", PERCENT, 0.1, unit="of the target", help="room for Watch where the value is judged"),
    Parameter(
        "Not_due_rule",
        Kind("Choice", choices=("As no data", "Left out")),
        "As no data",
        help="whether a KPI that is not due yet counts as No data in counts and coverage",
    ),
    Parameter(
        "Scale_rule",
        Kind("Choice", choices=("Both ends typed", "Baseline is the start")),
        "Both ends typed",
        help="where the scale of a Range begins when its worse end is empty",
    ),
    Parameter("Score_scale", NUMBER, 100, help="points of a performance of 100%; 10 for scores from 0 to 10"),
    Parameter(
        "Score_source",
        Kind("Choice", choices=("Performance", "Status")),
        "Performance",
        help="what a KPI hands to its objective: its performance or the points of its status",
    ),
    Parameter("Points_on_target", PERCENT, 1, help="score of a status; convention, editable"),
    Parameter("Points_watch", PERCENT, 0.5, help="score of a status; convention, editable"),
    Parameter("Points_off_target", PERCENT, 0, help="score of a status; convention, editable"),
    Parameter("Objective_method", METHOD, "Weighted average", help="how KPI scores rise to the objective"),
    Parameter("Perspective_method", METHOD, "Weighted average", help="how objectives rise to the perspective"),
    Parameter("Total_method", METHOD, "Weighted average", help="how perspectives rise to the total"),
    Parameter("Fiscal_month", WHOLE, 1, unit="month", help="first month of the year for Year to date"),
)
