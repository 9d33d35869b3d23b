"""What can go wrong in a formula: a refused text, and an error that is a value of a cell."""

from __future__ import annotations

from dataclasses import dataclass, field


class PlanError(Exception):
    """Something the studio will not do; its text is the sentence a user reads, and nothing was changed."""


class FormulaProblem(PlanError):
    """A formula that is refused when it is entered; `position` counts characters from 1, 0 means none."""

    def __init__(self, sentence: str, position: int = 0) -> None:
        super().__init__(sentence)
        self.position = position


@dataclass(frozen=True)
class FormulaError:
    """An error as the value of a cell, equal to another by its code alone."""

    code: str
    reason: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.code


REASONS = {
    "#DIV/0!": "Something is divided by zero, or an average is taken of nothing.",
    "#VALUE!": "A text stands where a number is needed.",
    "#N/A": "The value looked up is not there.",
    "#NUM!": "The result is too large, or not a number.",
    "#REF!": "The place asked for does not exist.",
    "#NAME?": "A name is not known.",
}
