"""Words and formula patterns that several worksheets share, so that they are spelled once."""

from __future__ import annotations

from collections.abc import Mapping

from ..model.columns import Kind, StoredValue
from ..model.worksheet import Rows, free

PROCESS_TITLES = (
    "Strategy development",
    "Value creation",
    "Multichannel integration",
    "Information management",
    "Performance assessment",
)
AREA_TITLES = (*PROCESS_TITLES, "Implementation")

PERSPECTIVES = ("Financial", "Customer", "Internal process", "Learning and growth")
"""The four sides of the scorecard (Kaplan & Norton)."""

RESULT_AREAS = ("Employee value", "Customer value", "Shareholder value", "Cost reduction")
"""What shareholder results consist of (Payne & Frow)."""

STAGES = ("Pre-sale", "Sale", "Post-sale")

CONVENTION = "convention, editable"
"""The source of a rule made up for this product."""

MONEY = Kind("Money")
PERCENT = Kind("Percent")
TEXT = Kind("Text")


def status_of(value: str) -> str:
    """The formula that turns a share of what was planned, such as `[@Performance]`, into a status word."""
    return (
        f'IF(ISBLANK({value}),"No data",'
        f'IF({value}>=Status_on_target,"On target",IF({value}>=Status_watch,"Watch","Off target")))'
    )


ROLLUP_METHODS = ("Weighted average", "Average", "Minimum", "Maximum", "Sum")
"""How scores rise to what they belong to."""


def by_method(parameter: str, scores: str, criteria: str, weight: str) -> str:
    """The formula that rolls up `scores` where the Parameter names another method than the weighted average.

    `criteria` are the pairs of column and criterion that choose the scores; they leave out weights of zero.
    Empty where `weight`, all weight with data, is 0.
    """
    return (
        f'IF({weight}=0,"",SWITCH({parameter},"Average",AVERAGEIFS({scores},{criteria}),'
        f'"Minimum",MINIFS({scores},{criteria}),"Maximum",MAXIFS({scores},{criteria}),'
        f'"Sum",SUMIFS({scores},{criteria}),""))'
    )


def all_used(column: str, words: tuple[str, ...]) -> str:
    """The condition that each of the words occurs in the column of the worksheet it stands in."""
    return "AND(" + ",".join(f'COUNTIFS([{column}],"{word}")>0' for word in words) + ")"


def starting_with(key: str, group: str, texts: Mapping[str, tuple[str, ...]]) -> Rows:
    """Free rows of which a new plan has one per text, with the text as its key beside the word of its group."""
    rows: list[dict[str, StoredValue]] = [
        {key: text, group: word} for word, belonging in texts.items() for text in belonging
    ]
    return free(*rows)
