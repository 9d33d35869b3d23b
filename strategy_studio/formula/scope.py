"""What a formula may ask of the place it stands in: before it runs (Scope) and while it runs (Context)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, Protocol

from .values import Texts, Values

Type = Literal["number", "text", "boolean", "date", "mixed"]


@dataclass(frozen=True, slots=True)
class Fact:
    """What is known of a value before anything runs; `mixed` may be a number or a text from cell to cell."""

    type: Type
    may_be_empty: bool = True
    may_be_error: bool = True


@dataclass(frozen=True, slots=True)
class Reference:
    """A column or a Name that a formula reads, in its canonical spelling.

    `worksheet` and `column` name a column; for a Name `worksheet` is empty and `column` holds the Name.
    `whole` is False for `[@Column]`; `prior` is True inside PRIOR().
    """

    worksheet: str
    column: str
    whole: bool = True
    prior: bool = False
    node: str = field(init=False, compare=False)
    """The node of the graph: `Sheet_name[Column]` or `Some_name`."""

    def __post_init__(self) -> None:
        node = f"{self.worksheet}[{self.column}]" if self.worksheet else self.column
        object.__setattr__(self, "node", node)


class Scope(Protocol):
    """The columns and Names that a formula can see; all look-ups ignore case."""

    @property
    def worksheet(self) -> str:
        """The worksheet (underscored title) whose `[Column]` may be written short; empty for none."""
        ...

    @property
    def rowwise(self) -> bool:
        """True for a column's formula, False for a Figure, where `[@Column]` is refused."""
        ...

    def column(self, worksheet: str, column: str) -> tuple[Reference, Fact] | None:
        """The column in its canonical spelling and what is known of it; None when there is none."""
        ...

    def name(self, name: str) -> tuple[Reference, Fact] | None:
        """The Parameter or Figure; None when there is none."""
        ...

    def worksheets(self) -> Iterable[str]:
        """All worksheets, underscored; for proposing the nearest name."""
        ...

    def columns(self, worksheet: str) -> Iterable[str]:
        """The column titles of one worksheet."""
        ...

    def names(self) -> Iterable[str]:
        """All Parameters and Figures."""
        ...


class Context(Protocol):
    """What a compiled formula reads while it is evaluated."""

    @property
    def texts(self) -> Texts:
        """The texts of the plan."""
        ...

    @property
    def rows(self) -> int:
        """Rows of the worksheet the formula stands in; 1 for a Figure."""
        ...

    @property
    def many(self) -> bool:
        """Whether there are so many cases that computing fewer rows is worth picking them out."""
        ...

    def read(self, reference: Reference) -> Values:
        """The column, shape (cases|1, rows), or the Name, shape (cases|1, 1), of this pass or of the last round."""
        ...

    def read_all(self, references: Sequence[Reference]) -> list[Values]:
        """What `read` gives for each; of this round only."""
        ...

    def shared(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for the same key while the columns named in the key stay as they are.

        A key is a tuple whose References say what the result was made from (indexes, groupings).
        """
        ...
